# Papercrier as a container, set up by the same "make install" as everywhere.
# With a language model: docker build --build-arg LLM=1 . ; for PostgreSQL: --build-arg POSTGRES=1
# What finds papers by meaning: --build-arg SEMANTIC=1
FROM python:3.13-slim AS made
RUN apt-get update \
 && apt-get install --yes --no-install-recommends make \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /opt/papercrier
COPY . .
ARG LLM=
ARG POSTGRES=
ARG SEMANTIC=
RUN make install LLM="$LLM" POSTGRES="$POSTGRES" SEMANTIC="$SEMANTIC" \
 && .venv/bin/python -m compileall -q -x '[.]venv' .

FROM python:3.13-slim
RUN useradd --system --uid 10001 --no-create-home papercrier \
 && install --directory --owner=papercrier --mode=0700 /var/lib/papercrier
COPY --from=made /opt/papercrier /opt/papercrier
ENV PAPERCRIER_DATABASE=/var/lib/papercrier/papercrier.db \
    PAPERCRIER_FOLDER=/var/lib/papercrier \
    PAPERCRIER_METRICS_ADDRESS=0.0.0.0:9464
USER papercrier
WORKDIR /var/lib/papercrier
VOLUME /var/lib/papercrier
EXPOSE 9464
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s \
    CMD ["/opt/papercrier/.venv/bin/python", "/opt/papercrier/deploy/healthcheck.py"]
ENTRYPOINT ["/opt/papercrier/.venv/bin/papercrier"]
CMD ["run"]

# Everything a user or a developer does; each target sets up what it needs.
.DEFAULT_GOAL := run
.PHONY: audit sbom coverage run install messages pictures test lint types floors imports dead sizes checks model-test bench corpus wheels image chaos chaos-cluster cluster mutants lock clean growth

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip -qq --disable-pip-version-check
LOCK   := $(BIN)/python -m uv pip compile --quiet --universal --python-version 3.11 \
            --generate-hashes --no-header --no-emit-index-url --group build pyproject.toml

PRODUCT := app bot composing digests domain handlers i18n intake papers ranking rendering scheduler storage summaries topics web

# Processes that tests run in side by side; 0 runs them in one.
WORKERS ?= 2

# Tests over recorded data that measure rates, or how fast answers come: nothing runs beside them.
ALONE := tests/corpus/cluster $(patsubst %,tests/corpus/test_%.py,chaos morning telegram)

# A language model is installed for when one is set up, in the environment or in .env.
LLM    := $(or $(PAPERCRIER_LLM_MODEL),$(PAPERCRIER_LLM_API_KEY),$(shell \
            grep -sE '^ *(export +)?PAPERCRIER_LLM_(MODEL|API_KEY) *= *[^ ]' .env))

# So is what a database on a PostgreSQL server needs.
POSTGRES := $(or $(filter postgres%,$(PAPERCRIER_DATABASE)),$(shell \
              grep -sE '^ *(export +)?PAPERCRIER_DATABASE *= *["'"'"']?postgres' .env))

# And what papers are found by meaning with.
SEMANTIC := $(or $(filter-out 0 false off no,$(PAPERCRIER_SEMANTIC)),$(shell \
              grep -sE '^ *(export +)?PAPERCRIER_SEMANTIC *= *["'"'"']?(1|true|on|yes)' .env))

EXTRAS := $(if $(LLM),$(VENV)/.llm) $(if $(POSTGRES),$(VENV)/.postgres) $(if $(SEMANTIC),$(VENV)/.semantic)

run: $(VENV)/.run $(EXTRAS)  ## start Papercrier (the bot when a token is set, else the console)
	@$(BIN)/papercrier run

install: $(VENV)/.run $(EXTRAS)  ## set Papercrier up without starting it

test: $(VENV)/.dev  ## run all tests but those over recorded data
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal tests --ignore=tests/corpus

coverage: $(VENV)/.dev  ## run all tests, and tell which lines none of them reaches
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal --cov --cov-report=term \
	  tests --ignore=tests/corpus

corpus: $(VENV)/.dev  ## tests against the recorded arXiv beside this folder, where it is present
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile tests/corpus $(ALONE:%=--ignore=%)
	@$(BIN)/python -m pytest $(ALONE)

chaos: $(VENV)/.dev  ## digests to 2,000 chats through 200 kills, and the real rate limits, in full
	@CHAOS_CHATS=2000 CHAOS_KILLS=200 CHAOS_DAYS=3 MORNING_CHATS=5000 \
	  $(BIN)/python -m pytest -s tests/corpus/test_chaos.py tests/corpus/test_morning.py

cluster: $(VENV)/.dev  ## PostgreSQL, three processes and a chat to look at: a digest comes though one is killed
	@$(BIN)/python -m tools.cluster

chaos-cluster: $(VENV)/.dev  ## 200 events for three processes on PostgreSQL at once: killed, frozen, cut off (root)
	@alone=$$(unshare --net true 2>/dev/null && echo unshare --net); \
	  CLUSTER_CHATS=1600 CLUSTER_EVENTS=200 CLUSTER_DAYS=4 CLUSTER_OLDER=$(OLDER) $$alone sh -c \
	  'ip link set lo up 2>/dev/null; exec "$$0" "$$@"' \
	  $(BIN)/python -m pytest -s tests/corpus/cluster/test_chaos_cluster.py

mutants: $(VENV)/.dev  ## break the crucial modules in thousands of places, which tests have to notice: an hour
	@$(BIN)/python -m mutation $(ONLY)

wheels: $(VENV)/.dev  ## whether all that is locked has wheels for each platform, and pipx installs ours; asks the registry
	@WHEELS=all $(BIN)/python -m pytest tests/corpus/test_wheels.py tests/corpus/install/test_pythons.py

image: $(VENV)/.dev  ## build the image by buildah, which needs no daemon, and run it; root, some minutes
	@IMAGE=1 $(BIN)/python -m pytest -rs tests/corpus/install/test_image.py

lint: $(VENV)/.dev  ## formatting and lint rules
	@$(BIN)/ruff format --check . && $(BIN)/ruff check .

types: $(VENV)/.dev  ## strict type check
	@$(BIN)/mypy

floors: $(VENV)/.dev  ## who may import whom
	@$(BIN)/lint-imports

imports: $(VENV)/.dev  ## what is imported is declared, and what is declared is imported
	@$(BIN)/deptry $(PRODUCT)
	@$(BIN)/deptry bench docs mutation tests tools --ignore DEP002,DEP004

dead: $(VENV)/.dev  ## what nothing but tests uses
	@$(BIN)/vulture

sizes: $(VENV)/.dev  ## folders, files and functions stay small, and what was large only shrinks
	@$(BIN)/python -m tools.sizes

audit: $(VENV)/.dev  ## known advisories about what is locked; says so where nobody can be asked
	@$(BIN)/python -m tools.audit

sbom: $(VENV)/.dev  ## write what Papercrier is made of, with a language model, as sbom.json (CycloneDX)
	@$(BIN)/python -m uv tool run --from cyclonedx-bom==7.2.1 cyclonedx-py requirements \
	  --output-format JSON -o sbom.json requirements-llm.txt

checks: lint types floors imports dead sizes  ## all of these

model-test: $(VENV)/.dev  ## ask real models about small papers: those in packages, or the one that is set up
	@$(BIN)/python -m tests.models

bench: $(VENV)/.dev  ## benchmarks, each as a ratio to a floor measured in the same run
	@$(BIN)/python -m bench

growth: $(VENV)/.dev  ## how large the database of 500 chats becomes in a year, by table; some minutes
	@$(BIN)/python -m bench.kit.year

messages: $(VENV)/.run  ## bring the catalogues of the interface's languages up to date
	@$(BIN)/python -m tools.messages

pictures: $(VENV)/.dev  ## draw the README's pictures anew; those of the chats need ../shared and Chromium
	@$(BIN)/python docs/make_pictures.py

lock: $(VENV)/.dev  ## write the locked requirements anew from pyproject.toml
	@$(LOCK) -o requirements.txt
	@$(LOCK) --extra llm -c requirements.txt -o requirements-llm.txt
	@$(LOCK) --extra postgres -c requirements.txt -o requirements-postgres.txt
	@$(LOCK) --extra semantic -c requirements-llm.txt -o requirements-semantic.txt
	@$(LOCK) --extra llm --extra postgres --extra semantic --group dev -c requirements-llm.txt \
	  -c requirements-postgres.txt -c requirements-semantic.txt -o requirements-dev.txt

clean:  ## remove the environment and all caches
	rm -rf $(VENV) .venv-models .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .mutants .node

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Papercrier needs Python 3.11 or newer; set PYTHON=/path/to/it"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.txt pyproject.toml | $(VENV)/bin/python
	@echo "Setting up Papercrier (once) ..." >&2
	@$(PIP) install --require-hashes -r requirements.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.llm: $(VENV)/.run requirements-llm.txt
	@echo "Setting up language models (once) ..." >&2
	@$(PIP) install --require-hashes -r requirements-llm.txt
	@touch $@

$(VENV)/.postgres: $(VENV)/.run requirements-postgres.txt
	@echo "Setting up PostgreSQL's client (once) ..." >&2
	@$(PIP) install --require-hashes -r requirements-postgres.txt
	@touch $@

$(VENV)/.semantic: $(VENV)/.run requirements-semantic.txt
	@echo "Setting up what tells what papers mean (once) ..." >&2
	@$(PIP) install --require-hashes -r requirements-semantic.txt
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.txt
	@$(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@

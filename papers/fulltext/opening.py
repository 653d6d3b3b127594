"""Wiring of a paper's reader."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from domain.concurrency.flights import Flights
from papers.fulltext.cache import PaperCache
from papers.fulltext.reader import Figures, PaperReader
from papers.fulltext.shared_reader import SharedReader
from papers.transport.web import ArxivWeb

_OAI: Final = "https://oaipmh.arxiv.org/oai"


def open_reader(
    *,
    web: ArxivWeb,
    site_url: str,
    folder: Path,
    cache_mb: int,
    figures: str,
    may_ask_for_source: bool = False,
    elsewhere: Flights | None = None,
) -> PaperReader:
    """Wire a reader. Nothing is asked, and nothing made, before its first use.

    Args:
        web: the one way to arXiv.
        site_url: the site with the papers, as ``https://arxiv.org``. Its OAI-PMH is looked for
            at arXiv's own address, or on the same host where that is not arXiv's.
        folder: where papers are kept.
        cache_mb: megabytes that they may be together.
        figures: ``by-licence``, ``always`` or ``never``.
        may_ask_for_source: whether the operator says that sources may be fetched.
        elsewhere: what other processes on this machine read; None where there are none.
    """
    site_url = site_url.rstrip("/")
    host = urlsplit(site_url).hostname or ""
    is_arxiv = f".{host}".endswith(".arxiv.org")
    wired = PaperReader if elsewhere is None else partial(SharedReader, elsewhere)
    return wired(
        web=web,
        site_url=site_url,
        oai_url=_OAI if is_arxiv else f"{site_url}/oai",
        cache=PaperCache(folder, most_bytes=cache_mb * 1_000_000),
        figures=Figures(figures),
        may_ask_for_source=may_ask_for_source,
    )

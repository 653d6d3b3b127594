"""Papers that several processes of one machine read into one folder."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from domain.concurrency.flights import Flights
from domain.errors import UnreadablePaper
from papers.fulltext.opening import open_reader
from papers.fulltext.reader import PaperReader
from papers.source import ArxivSource
from tests.domain.test_flights import Names
from tests.fakes.arxiv_server import FakeArxiv
from tests.papers.fulltext import samples
from tests.papers.fulltext.shelves import ARXIV_ONLY, CC_BY, asked_for, serve
from tests.papers.invented import invented


@pytest.mark.parametrize(("licence", "times"), [(CC_BY, 1), (ARXIV_ONLY, 2)])
async def test_one_reads_and_the_others_find_it(
    arxiv: FakeArxiv, source: ArxivSource, tmp_path: Path, licence: str, times: int
) -> None:
    """Where it may be kept; else each reads it, one after another."""
    serve(arxiv, "html", samples.PAGE)
    had: set[str] = set()

    def reader() -> PaperReader:
        return open_reader(
            web=source.web,
            site_url=arxiv.url,
            folder=tmp_path,
            cache_mb=10,
            figures="by-licence",
            elsewhere=Flights(Names(had), look=0.01),
        )

    readers = [reader(), reader()]
    paper = invented(1, licence=licence)
    one, other = await asyncio.gather(*(each.read(paper) for each in readers))
    assert one.sections == other.sections
    assert asked_for(arxiv) == ["html"] * times
    lost = invented(2, licence=licence)
    before = len(asked_for(arxiv))
    tried = await asyncio.gather(*(each.read(lost) for each in readers), return_exceptions=True)
    assert [type(each) for each in tried] == [UnreadablePaper] * 2
    assert len(asked_for(arxiv)) == before + 2, "its page and its PDF"
    for each in readers:
        await each.close()

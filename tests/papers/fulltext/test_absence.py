"""Why a paper cannot be read: what is not there is one thing, what is refused is another."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from domain.errors import SourceUnavailable, UnreadablePaper
from domain.fulltext import TextOrigin
from domain.identifiers import PaperId
from papers.fulltext.reader import PaperReader
from papers.source import ArxivSource
from tests.fakes.arxiv_server import FakeArxiv
from tests.papers.fulltext import samples
from tests.papers.fulltext.shelves import FREE, asked_for, reader_of, serve


@pytest.fixture
async def reader(
    arxiv: FakeArxiv, source: ArxivSource, tmp_path: Path
) -> AsyncIterator[PaperReader]:
    """A reader that minds licences."""
    reader = reader_of(source, arxiv, tmp_path, "by-licence")
    yield reader
    await reader.close()


async def test_of_a_withdrawn_version(reader: PaperReader) -> None:
    """Its forms are gone, and those of versions before it are not."""
    gone = replace(FREE, id=PaperId(FREE.id.base, 2), withdrawn=True)
    with pytest.raises(UnreadablePaper, match=r"is withdrawn.*before it can be read"):
        await reader.read(gone)
    with pytest.raises(UnreadablePaper, match="neither HTML nor PDF of it"):
        await reader.read(replace(FREE, withdrawn=True))


async def test_a_page_in_the_place_of_a_pdf_is_no_absence(
    arxiv: FakeArxiv, reader: PaperReader
) -> None:
    """Whoever is to prove that they are human is refused; nothing of that is remembered."""
    serve(arxiv, "pdf", b"\n<html><body><h1>Access denied</h1></body></html>")
    with pytest.raises(SourceUnavailable, match="in the PDF's place: “Access denied”"):
        await reader.read(FREE)
    assert asked_for(arxiv) == ["html", "pdf"]
    assert await reader.refusal(FREE) is None
    serve(arxiv, "pdf", samples.two_columns())
    assert (await reader.read(FREE)).origin is TextOrigin.PDF

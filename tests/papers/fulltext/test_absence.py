"""Why a paper cannot be read: what is not there is one thing, what is refused is another."""

from __future__ import annotations

import os
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from domain.errors import SourceUnavailable, UnreadablePaper
from domain.fulltext import TextOrigin
from domain.identifiers import PaperId
from domain.papers import Paper
from papers.fulltext.reader import PaperReader
from papers.source import ArxivSource
from tests.fakes.arxiv_server import FakeArxiv
from tests.papers.fulltext import samples
from tests.papers.fulltext.shelves import BOATS, FREE, asked_for, reader_of, serve


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


def _submitted(days: float) -> Paper:
    """A paper that may not be kept, submitted a while ago."""
    return replace(BOATS, updated=datetime.now(UTC) - timedelta(days=days))


def _later(folder: Path, hours: float) -> None:
    """Let some hours pass since what is kept was kept."""
    for path in folder.iterdir():
        os.utime(path, (time.time(), path.stat().st_mtime - hours * 3600))


@pytest.mark.parametrize(
    ("paper", "believed", "over"),
    [
        (_submitted(1), 0.9, 1.1),
        (_submitted(400), 23, 25),
        (replace(BOATS, updated=None, published=None), 0.9, 1.1),
    ],
)
async def test_html_that_comes_later_is_read(
    arxiv: FakeArxiv,
    source: ArxivSource,
    tmp_path: Path,
    paper: Paper,
    believed: float,
    over: float,
) -> None:
    """That there is none is believed for an hour of a new version, for a day of another."""
    serve(arxiv, "pdf", samples.two_columns())
    for hours, asked in ((0, ["html", "pdf"]), (believed, ["pdf"]), (over - believed, ["html"])):
        _later(tmp_path, hours)
        arxiv.seen.clear()
        reader = reader_of(source, arxiv, tmp_path, "by-licence")
        await reader.read(paper)
        assert asked_for(arxiv) == asked
        serve(arxiv, "html", samples.PAGE)


async def test_html_that_is_said_to_be_missing_is_not_asked_for(
    arxiv: FakeArxiv, reader: PaperReader
) -> None:
    """What the paper's page told spares a request."""
    serve(arxiv, "pdf", samples.two_columns())
    await reader.lacks_html(BOATS.id)
    assert (await reader.read(BOATS)).origin is TextOrigin.PDF
    assert asked_for(arxiv) == ["pdf"]


async def test_html_of_another_version_is_read(arxiv: FakeArxiv, reader: PaperReader) -> None:
    """That one version has none says nothing of the next."""
    serve(arxiv, "pdf", samples.two_columns())
    await reader.read(BOATS)
    revised = replace(BOATS, id=PaperId(BOATS.id.base, 2))
    serve(arxiv, "html", samples.PAGE, revised)
    assert (await reader.read(revised)).origin is TextOrigin.HTML


async def test_html_that_cannot_be_read_is_not_taken_for_missing(
    arxiv: FakeArxiv, source: ArxivSource, tmp_path: Path
) -> None:
    """It is asked for again, as it may be whole by then."""
    serve(arxiv, "html", b"<html>")
    serve(arxiv, "pdf", samples.two_columns())
    await reader_of(source, arxiv, tmp_path, "by-licence").read(BOATS)
    serve(arxiv, "html", samples.PAGE)
    text = await reader_of(source, arxiv, tmp_path, "by-licence").read(BOATS)
    assert text.origin is TextOrigin.HTML

"""What arXiv allows to be asked for and to be shown, and what it is told as when it refuses."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from domain.errors import SourceError, SourceUnavailable, UnreadablePaper
from domain.fulltext import TextOrigin
from domain.identifiers import PaperId
from papers.fulltext.reader import PaperReader
from papers.source import ArxivSource
from tests.fakes.arxiv_server import FakeArxiv
from tests.papers.fulltext import samples
from tests.papers.fulltext.shelves import ARXIV_ONLY, BOATS, CC_BY, asked_for, oai, reader_of, serve
from tests.papers.invented import invented


@pytest.fixture
async def reader(
    arxiv: FakeArxiv, source: ArxivSource, tmp_path: Path
) -> AsyncIterator[PaperReader]:
    """A reader that minds licences."""
    reader = reader_of(source, arxiv, tmp_path, "by-licence")
    yield reader
    await reader.close()


async def test_source_is_asked_for_where_it_may_be(
    arxiv: FakeArxiv, source: ArxivSource, reader: PaperReader, tmp_path: Path
) -> None:
    """Then before the PDF; else never, as arXiv's rules for robots forbid it."""
    serve(arxiv, "src", samples.tar({"main.tex": samples.TEX}))
    serve(arxiv, "pdf", samples.two_columns())
    assert (await reader.read(BOATS)).origin is TextOrigin.PDF
    assert asked_for(arxiv) == ["html", "pdf"]
    allowed = reader_of(source, arxiv, tmp_path / "s", "by-licence", may_ask_for_source=True)
    assert (await allowed.read(BOATS)).origin is TextOrigin.SOURCE
    assert asked_for(arxiv) == ["html", "pdf", "html", "src"]


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("403", "refuses our requests (403 Forbidden)"),
        ("451", "refuses the request (451 Unavailable For Legal Reasons)"),
        ("429:3000", "it says 429 Too Many Requests"),
        ("503:3000", "it says 503 Service Unavailable"),
    ],
)
async def test_a_refusal_is_told_as_one(
    arxiv: FakeArxiv,
    source: ArxivSource,
    reader: PaperReader,
    tmp_path: Path,
    fault: str,
    told: str,
) -> None:
    """No other form is asked for, and nothing is remembered of the paper."""
    arxiv.plan("/html", f"{fault} ok")
    serve(arxiv, "html", samples.PAGE)
    with pytest.raises(SourceError) as caught:
        await reader.read(BOATS)
    assert not isinstance(caught.value, UnreadablePaper)
    assert told in str(caught.value)
    assert asked_for(arxiv) == ["html"]
    assert not list(tmp_path.glob("*"))  # noqa: ASYNC240


async def test_silence_is_not_a_missing_paper(arxiv: FakeArxiv, reader: PaperReader) -> None:
    """Where arXiv does not answer, that is said, and the paper is asked for again later."""
    serve(arxiv, "html", samples.PAGE)
    arxiv.plan("/html", "503 503 503 503")
    paper = invented(1, licence=ARXIV_ONLY)
    with pytest.raises(SourceUnavailable):
        await reader.read(paper)
    assert (await reader.read(paper)).origin is TextOrigin.HTML


async def test_the_page_tells_the_licence_of_the_version_that_is_read(
    arxiv: FakeArxiv, reader: PaperReader
) -> None:
    """Whatever was told of another one."""
    page = samples.PAGE.replace(
        b"<article", b'<div id="infobox"> <a id="license-tr">License: CC BY 4.0</a></div><article'
    )
    serve(arxiv, "html", page)
    assert (await reader.read(invented(1, licence=ARXIV_ONLY))).licence == CC_BY


@pytest.mark.parametrize(("version", "is_shown"), [(2, True), (1, False)])
async def test_the_newest_versions_licence_is_no_older_ones(
    arxiv: FakeArxiv, reader: PaperReader, version: int, *, is_shown: bool
) -> None:
    """OAI-PMH tells that of the newest alone, and what is not known is closed."""
    paper = invented(1, id=PaperId(BOATS.id.base, version))
    serve(arxiv, "pdf", samples.two_columns(), paper)
    arxiv.files["/oai"] = oai(CC_BY, versions=2)
    text = await reader.read(paper, figures=True)
    assert text.licence == (CC_BY if is_shown else None)
    assert bool(text.figures[0].image) is is_shown


async def test_names_that_a_page_lacks_are_looked_for_in_the_source(
    arxiv: FakeArxiv, source: ArxivSource, reader: PaperReader, tmp_path: Path
) -> None:
    """Where that may be asked for; where it is not there, or must not be, the page stands."""
    lacking = b'<span class="ltx_ERROR undefined">\\boatname</span>'
    serve(arxiv, "html", samples.PAGE.replace(b"Boats float when", b"Boats as " + lacking))
    serve(arxiv, "pdf", samples.two_columns())
    assert (await reader.read(BOATS)).origin is TextOrigin.HTML
    allowed = reader_of(source, arxiv, tmp_path / "a", "by-licence", may_ask_for_source=True)
    assert (await allowed.read(BOATS)).origin is TextOrigin.HTML
    serve(arxiv, "src", samples.tar({"main.tex": samples.TEX}))
    other = reader_of(source, arxiv, tmp_path / "b", "by-licence", may_ask_for_source=True)
    assert (await other.read(BOATS)).origin is TextOrigin.SOURCE
    arxiv.plan("/src", "403")
    refused = reader_of(source, arxiv, tmp_path / "c", "by-licence", may_ask_for_source=True)
    assert "\\boatname" in "".join(part.text for part in (await refused.read(BOATS)).sections)
    assert "pdf" not in asked_for(arxiv)

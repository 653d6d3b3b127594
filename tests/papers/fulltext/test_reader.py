"""Papers read from a small arXiv: form after form, once, and by licence."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from domain.errors import UnreadablePaper
from domain.fulltext import TextOrigin
from papers.fulltext.reader import PaperReader
from papers.source import ArxivSource
from tests.fakes.arxiv_http import Reply
from tests.fakes.arxiv_server import FakeArxiv
from tests.papers.fulltext import samples
from tests.papers.fulltext.shelves import (
    ARXIV_ONLY,
    BOATS,
    CC_BY,
    FREE,
    asked_for,
    oai,
    reader_of,
    serve,
)
from tests.papers.invented import invented


@pytest.fixture
async def reader(
    arxiv: FakeArxiv, source: ArxivSource, tmp_path: Path
) -> AsyncIterator[PaperReader]:
    """A reader that minds licences."""
    reader = reader_of(source, arxiv, tmp_path, "by-licence")
    yield reader
    await reader.close()


async def test_html_comes_first(arxiv: FakeArxiv, reader: PaperReader) -> None:
    """Where there is HTML, nothing else is fetched."""
    serve(arxiv, "html", samples.PAGE)
    serve(arxiv, "pdf", samples.two_columns())
    text = await reader.read(invented(1, licence=ARXIV_ONLY))
    assert text.origin is TextOrigin.HTML
    assert asked_for(arxiv) == ["html"]


async def test_broken_forms_are_passed_over(arxiv: FakeArxiv, reader: PaperReader) -> None:
    """A broken HTML: the PDF is read."""
    serve(arxiv, "html", b"<html>")
    serve(arxiv, "pdf", samples.two_columns())
    arxiv.files["/oai"] = oai(ARXIV_ONLY)
    text = await reader.read(BOATS)
    assert (text.origin, text.licence) == (TextOrigin.PDF, None)
    assert asked_for(arxiv) == ["html", "pdf"]


async def test_figures_by_licence(arxiv: FakeArxiv, reader: PaperReader) -> None:
    """Under CC the images of a page are fetched and joined; the rest of the page is not."""
    serve(arxiv, "html", samples.PAGE)
    for name in ("x1.png", "x2.png"):
        arxiv.files[f"/html/{BOATS.id}/{name}"] = Reply(samples.image("PNG"))
    text = await reader.read(FREE, figures=True)
    assert [(f.number, f.media_type) for f in text.figures] == [("1", "image/png")]
    assert asked_for(arxiv) == ["html", "html", "html"]


def _dressed(name: str) -> bytes:
    """A page with arXiv's own words above it: the licence, by the name that it calls it."""
    told = (
        '<div id="infobox" class="infobox">\n  <a id="license-tr" '
        'href="https://info.arxiv.org/help/license/index.html#licenses-available">\n'
        f"    {name}\n  </a>\n"
        '<div id="watermark-tr">\narXiv:2403.00001v1 [cs.GR] 01 Mar 2024</div>\n</div>\n'
    )
    return samples.PAGE.replace(b"<article", told.encode() + b"<article")


async def test_a_paper_costs_one_request_and_its_images_are_for_whoever_wants_them(
    arxiv: FakeArxiv, source: ArxivSource, reader: PaperReader, tmp_path: Path
) -> None:
    """The page tells its licence, so nothing else is asked; images are fetched once."""
    serve(arxiv, "html", _dressed("License: CC BY 4.0"))
    for name in ("x1.png", "x2.png"):
        arxiv.files[f"/html/{BOATS.id}/{name}"] = Reply(samples.image("PNG"))
    text = await reader.read(BOATS)
    assert asked_for(arxiv) == ["html"]
    assert (text.licence, text.figures[0].image) == (CC_BY, b"")
    assert reader.could_show(text)
    drawn = await reader.read(BOATS, figures=True)
    assert drawn.figures[0].image
    assert not reader.could_show(drawn)
    asked = len(arxiv.seen)
    assert await reader.read(BOATS, figures=True) == drawn == await reader.read(BOATS)
    later = reader_of(source, arxiv, tmp_path, "by-licence")
    assert await later.read(BOATS) == drawn
    assert len(arxiv.seen) == asked == 4


async def test_the_licence_on_a_page_is_minded(
    arxiv: FakeArxiv, reader: PaperReader, tmp_path: Path
) -> None:
    """Where it does not allow it, no word is kept on disk and no image is fetched."""
    serve(arxiv, "html", _dressed("License: arXiv.org perpetual non-exclusive license"))
    text = await reader.read(BOATS, figures=True)
    assert (text.licence, text.figures[0].image) == (ARXIV_ONLY, b"")
    assert not reader.could_show(text)
    assert b"boats" not in (tmp_path / f"{BOATS.id}.1.paper").read_bytes()
    assert asked_for(arxiv) == ["html"]


async def test_who_wants_the_figures_of_a_paper_of_unknown_licence(
    arxiv: FakeArxiv, reader: PaperReader
) -> None:
    """ArXiv is asked for the licence then; before, nothing is shown."""
    serve(arxiv, "pdf", samples.two_columns())
    arxiv.files["/oai"] = oai(CC_BY)
    text = await reader.read(BOATS)
    assert (text.figures[0].image, reader.could_show(text)) == (b"", True)
    assert asked_for(arxiv) == ["html", "pdf"]
    drawn = await reader.read(BOATS, figures=True)
    assert drawn.figures[0].image
    assert drawn.licence == CC_BY
    assert asked_for(arxiv) == ["html", "pdf", "pdf", "oai"]


async def test_images_that_are_not_to_be_had_are_asked_for_once(
    arxiv: FakeArxiv, reader: PaperReader
) -> None:
    """The page has none that could be fetched."""
    serve(arxiv, "html", _dressed("License: CC BY 4.0"))
    await reader.read(BOATS, figures=True)
    asked = len(arxiv.seen)
    assert not (await reader.read(BOATS, figures=True)).figures[0].image
    assert len(arxiv.seen) == asked


async def test_no_figures_without_licence(arxiv: FakeArxiv, reader: PaperReader) -> None:
    """What arXiv alone may distribute is read, but its figures are left where they are."""
    serve(arxiv, "pdf", samples.two_columns())
    arxiv.files["/oai"] = oai(ARXIV_ONLY)
    (figure,) = (await reader.read(BOATS)).figures
    assert figure.caption
    assert figure.image == b""


async def test_unknown_licence_allows_nothing(
    arxiv: FakeArxiv, reader: PaperReader, tmp_path: Path
) -> None:
    """Where arXiv does not tell it, figures are left out and no word is kept on disk."""
    serve(arxiv, "pdf", samples.two_columns())
    text = await reader.read(BOATS, figures=True)
    assert text.licence is None
    assert text.figures[0].image == b""
    assert b"boats" not in (tmp_path / f"{BOATS.id}.1.paper").read_bytes()


async def test_what_may_not_be_kept_is_fetched_again(
    arxiv: FakeArxiv, source: ArxivSource, reader: PaperReader, tmp_path: Path
) -> None:
    """After a restart such a paper is known by its figures' numbers, until it is read anew."""
    serve(arxiv, "pdf", samples.two_columns())
    paper = invented(1, licence=ARXIV_ONLY)
    text = await reader.read(paper)
    later = reader_of(source, arxiv, tmp_path, "by-licence")
    known = await later.at_hand(paper)
    assert known is not None
    assert (known.sections, [f.number for f in known.figures]) == ((), ["1"])
    assert await later.read(paper) == text
    assert asked_for(arxiv) == ["html", "pdf", "pdf"]


async def test_figures_always_and_never(
    arxiv: FakeArxiv, source: ArxivSource, tmp_path: Path
) -> None:
    """The operator decides otherwise, for private use or for none."""
    serve(arxiv, "pdf", samples.two_columns())
    always = reader_of(source, arxiv, tmp_path / "a", "always")
    never = reader_of(source, arxiv, tmp_path / "n", "never")
    assert (await always.read(invented(1, licence=ARXIV_ONLY))).figures[0].image
    assert not (await never.read(FREE)).figures[0].image


async def test_figures_kept_under_another_setting(
    arxiv: FakeArxiv, source: ArxivSource, tmp_path: Path
) -> None:
    """What was kept for private use is not shown once that has ended."""
    serve(arxiv, "pdf", samples.two_columns())
    paper = invented(1, licence=ARXIV_ONLY)
    await reader_of(source, arxiv, tmp_path, "always").read(paper)
    later = reader_of(source, arxiv, tmp_path, "by-licence")
    known = await later.at_hand(paper)
    assert known is not None
    assert (known.figures[0].image, known.figures[0].number) == (b"", "1")


@pytest.mark.parametrize("form", ["x1.png", "2403.00001v1/x1.png"])
async def test_images_of_pages_without_base(
    arxiv: FakeArxiv, reader: PaperReader, form: str
) -> None:
    """They are named within the page's folder, or beside it."""
    page = samples.PAGE.replace(b'<base href="/html/2403.00001v1/">', b"")
    serve(arxiv, "html", page.replace(b"x1.png", form.encode()))
    arxiv.files[f"/html/{BOATS.id}/x1.png"] = Reply(samples.image("PNG"))
    assert (await reader.read(FREE, figures=True)).figures[0].image


async def test_one_download_for_all_who_ask(
    arxiv: FakeArxiv, source: ArxivSource, reader: PaperReader, tmp_path: Path
) -> None:
    """Those who ask together share it, those who ask later have it, after a restart too."""
    serve(arxiv, "pdf", samples.two_columns(), FREE)
    first, second = await asyncio.gather(reader.read(FREE), reader.read(FREE))
    assert first is second
    asked = len(arxiv.seen)
    assert await reader.at_hand(FREE) == first
    assert await reader_of(source, arxiv, tmp_path, "by-licence").read(FREE) == first
    assert len(arxiv.seen) == asked == 2


async def test_who_gives_up_does_not_take_others_along(
    arxiv: FakeArxiv, reader: PaperReader
) -> None:
    """A reader's task that is cancelled leaves the download to the others."""
    serve(arxiv, "html", samples.PAGE)
    arxiv.plan("/html", "hang:0.2")
    paper = invented(1, licence=ARXIV_ONLY)
    impatient = asyncio.create_task(reader.read(paper))
    patient = asyncio.create_task(reader.read(paper))
    await arxiv.asked()
    impatient.cancel()
    assert (await patient).words > 100
    assert len(arxiv.seen) == 1


async def test_nothing_to_read(arxiv: FakeArxiv, reader: PaperReader) -> None:
    """A paper without any form, and one whose forms are all broken, are told apart, and once."""
    with pytest.raises(UnreadablePaper, match="neither HTML nor PDF"):
        await reader.read(FREE)
    other = invented(2, licence=CC_BY)
    serve(arxiv, "html", samples.PAGE.replace(b"</article>", b""), other)
    serve(arxiv, "pdf", samples.pdf([""]), other)
    assert await reader.refusal(other) is None
    with pytest.raises(UnreadablePaper, match=r"breaks off in the middle .*\. .*no text"):
        await reader.read(other)
    asked = len(arxiv.seen)
    with pytest.raises(UnreadablePaper, match="no text"):
        await reader.read(other)
    assert len(arxiv.seen) == asked
    assert await reader.at_hand(other) is None
    assert "no text" in str(await reader.refusal(other))


async def test_larger_than_it_may_be(arxiv: FakeArxiv, reader: PaperReader) -> None:
    """A file over the limit is given up in mid-stream, once, for the next form."""
    serve(arxiv, "html", b"<p>" * 1_000_000)
    serve(arxiv, "pdf", samples.two_columns())
    text = await reader.read(FREE)
    assert text.origin is TextOrigin.PDF
    assert asked_for(arxiv) == ["html", "pdf"]


async def test_images_of_other_hosts_are_not_fetched(arxiv: FakeArxiv, reader: PaperReader) -> None:
    """A page cannot send us elsewhere."""
    page = samples.PAGE.replace(b"x1.png", b"http://127.0.0.1:9/x1.png")
    serve(arxiv, "html", page.replace(b"x2.png", b"//example.org/x2.png"))
    text = await reader.read(FREE, figures=True)
    assert text.figures[0].image == b""
    assert len(arxiv.seen) == 1


@pytest.mark.parametrize(
    "name",
    [
        *("//[x1.png", "http://[::1/x1.png", "x\x01.png", "x" * 70_000, "base"),
        *("/src/2403.00001", "../../pdf/2403.00001", "/auth/x1.png"),
    ],
    ids=lambda name: name[:20],
)
async def test_images_that_are_no_files_of_the_page_are_not_fetched(
    arxiv: FakeArxiv, reader: PaperReader, name: str
) -> None:
    """Nor to what is no address, nor to the rest of arXiv, which its robots.txt may forbid."""
    base = b'<base href="//[">' if name == "base" else b'<base href="/html/2403.00001v1/">'
    page = samples.PAGE.replace(b'<base href="/html/2403.00001v1/">', base)
    serve(arxiv, "html", page.replace(b"x1.png", name.encode()).replace(b"x2.png", b"//["))
    text = await reader.read(FREE, figures=True)
    assert (text.origin, text.figures[0].image) == (TextOrigin.HTML, b"")
    assert asked_for(arxiv) == ["html"]


async def test_redirects_out_of_arxiv_are_refused(arxiv: FakeArxiv, reader: PaperReader) -> None:
    """Nor can a redirect."""
    arxiv.files[f"/html/{BOATS.id}"] = Reply(
        "", status=302, headers={"Location": "http://example.org/paper"}
    )
    with pytest.raises(Exception, match="elsewhere"):
        await reader.read(FREE)

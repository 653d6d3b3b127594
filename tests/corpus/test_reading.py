"""Real papers are read: headings, figures, columns in order, and what cannot be read is refused."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest

from domain.errors import UnreadablePaper
from domain.fulltext import FullText
from papers.fulltext.headings import bare
from papers.fulltext.pdf.document import open_pdf, outline
from papers.fulltext.pdf.text import read_pdf
from papers.fulltext.sandbox.jobs_drawn import read_paper, read_tex
from papers.fulltext.sandbox.jobs_text import read_page
from papers.fulltext.sandbox.process import Job, Sandbox
from tests.corpus.reading_table import PAPERS, Row, rows, table


@pytest.fixture(scope="module")
def read(shared: Path) -> list[Row]:
    """The papers, read."""
    return rows(shared / "arxiv")


def test_headings_are_found(read: list[Row]) -> None:
    """At least 95 % of what the papers print as headings, and hardly anything besides."""
    expected = sum(row.expected.sections for row in read)
    missing = sum(max(row.expected.sections - _headings(row.text), 0) for row in read)
    besides = sum(max(_headings(row.text) - row.expected.sections, 0) for row in read)
    assert missing <= 0.05 * expected
    assert besides <= 0.05 * expected


def _headings(text: FullText) -> int:
    return sum(bool(section.title) for section in text.sections)


def test_figures_are_found_with_captions(read: list[Row]) -> None:
    """At least 85 %, each once; those of PDFs and sources with images."""
    expected = sum(row.expected.figures for row in read)
    captioned = sum(sum(bool(f.caption) for f in row.text.figures) for row in read)
    assert 0.85 * expected <= captioned <= expected
    drawn = [row for row in read if not row.name.startswith("html")]
    assert sum(row.with_images for row in drawn) >= 0.85 * sum(r.expected.figures for r in drawn)


def test_outlines_agree(shared: Path) -> None:
    """What a PDF's own outline names, formulas apart, is among the sections."""
    wanted = found = 0
    for path in sorted((shared / "arxiv" / "pdf").glob("*.pdf")):
        body = path.read_bytes()
        titles = {bare(section.title) for section in read_pdf(body).sections}
        for _, title in outline(open_pdf(body)):
            name = bare(re.sub(r"^[\d.]+\s+", "", title))
            if name != "references" and "??" not in title and not title.endswith((" ", " .")):
                wanted += 1
                found += name in titles or any(name in own for own in titles if len(name) > 9)
    assert wanted > 30
    assert found >= 0.95 * wanted


@pytest.mark.parametrize("name", ["1911.02782", "2302.07302v1", "2304.02623v1"])
def test_columns_are_in_order(shared: Path, name: str) -> None:
    """Sentences come in the order in which TeX set them, which is the file's own."""
    body = (shared / "arxiv" / "pdf" / f"{name}.pdf").read_bytes()
    document = pypdfium2.PdfDocument(body)
    drawn = " ".join(page.get_textpage().get_text_range() for page in document)
    order = re.sub(r"[^a-z]", "", drawn.replace("\ufffe", "").lower())
    runs = [
        re.sub(r"[^a-z]", "", sentence.lower())
        for section in read_pdf(body).sections
        for sentence in re.split(r"(?<=[a-z]\.)\s", section.text)
    ]
    places = [order.find(run[:40]) for run in runs if len(run) > 60]
    known = [place for place in places if place >= 0]
    in_order = sum(a < b for a, b in pairwise(known))
    assert len(known) > 0.9 * len(places)
    assert in_order >= 0.97 * (len(known) - 1)


@pytest.mark.parametrize(
    ("name", "why"),
    [("scanned-no-text.pdf", "no text"), ("password-protected.pdf", "password")],
)
async def test_special_pdfs_are_refused(shared: Path, name: str, why: str) -> None:
    """In a sentence that says why."""
    body = (shared / "arxiv" / "pdf" / "special" / name).read_bytes()
    with pytest.raises(UnreadablePaper, match=why):
        await Sandbox().do(Job.PDF, body)


async def test_faulty_sources_are_refused(shared: Path) -> None:
    """None of them holds a paper."""
    faulty = sorted((shared / "arxiv" / "src" / "faulty").glob("*.gz"))
    assert faulty
    for path in faulty:
        with pytest.raises(UnreadablePaper):
            await Sandbox().do(Job.SOURCE, path.read_bytes())


def test_the_table_names_every_paper(read: list[Row]) -> None:
    """The page in docs has a line for each paper, as the command that makes it does."""
    page = (Path(__file__).parents[2] / "docs" / "reading.md").read_text(encoding="utf-8")
    made = table(read)
    for name in PAPERS:
        assert f"| {name} |" in page
        assert f"| {name} |" in made


async def test_the_sandbox_reads_as_well(shared: Path) -> None:
    """All that is read outside is read inside, where nothing can be loaded late, and as well."""
    box = Sandbox()
    folder = shared / "arxiv"
    papers: list[tuple[Job, Path]] = [
        *((Job.HTML, path) for path in sorted(folder.rglob("*.html"))),
        *((Job.SOURCE, path) for path in sorted(folder.glob("src/*.tar.gz"))),
        *((Job.PDF, path) for path in sorted(folder.glob("pdf/*.pdf"))),
    ]
    works = {Job.HTML: read_page, Job.SOURCE: read_tex, Job.PDF: read_paper}
    told = await asyncio.gather(
        *(box.do(job, path.read_bytes(), figures=2) for job, path in papers),
        return_exceptions=True,
    )
    assert len(papers) > 30
    for (job, path), inside in zip(papers, told, strict=True):
        outside = _outside(works[job], path.read_bytes())
        assert (str(inside) if isinstance(inside, UnreadablePaper) else inside) == outside, path


def _outside(work: Callable[[bytes, int], bytes], body: bytes) -> bytes | str:
    """What a job answers here, or why it refuses."""
    try:
        return work(body, 2)
    except UnreadablePaper as error:
        return str(error)

"""``python -m tests.corpus.reading_table > docs/reading.md``: how well real papers are read.

Counted by hand, from the papers themselves, are the headings that each prints (its references
apart) and its figures. All else is measured.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from domain.fulltext import FullText
from papers.fulltext.html.authored_page import read_authored
from papers.fulltext.html.latexml_page import is_latexml, read_latexml
from papers.fulltext.pdf.text import read_pdf
from papers.fulltext.sandbox.jobs_drawn import read_paper, read_tex
from papers.fulltext.sandbox.parcel import unpacked_text
from tests.corpus.conftest import SHARED
from tests.corpus.pdf.measure import scored, total
from tests.corpus.pdf.printed import papers, pdf_of
from tests.corpus.reading import measure

MOST_FIGURES: Final = 50


@dataclass(frozen=True, slots=True)
class Expected:
    """What a paper prints: headings and figures."""

    sections: int
    figures: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One paper as read.

    Attributes:
        seconds: for the text; drawing figures takes longer.
    """

    name: str
    expected: Expected
    text: FullText
    seconds: float

    @property
    def with_images(self) -> int:
        """How many figures have a caption and an image."""
        return sum(bool(figure.image and figure.caption) for figure in self.text.figures)


PAPERS: Final = {
    "html/2012.02201.html": Expected(9, 5),
    "html/cs_9901011v1.html": Expected(12),
    "src/2501.01300v2.tar.gz": Expected(10, 3),
    "src/quant-ph_9802040.tar.gz": Expected(10),
    "pdf/1512.03905v1.pdf": Expected(8),
    "pdf/1905.00506v2.pdf": Expected(9),
    "pdf/1911.02782.pdf": Expected(22, 4),
    "pdf/2302.07302v1.pdf": Expected(32, 8),
    "pdf/2304.02623v1.pdf": Expected(7, 1),
    "pdf/hep-th_9109009v1.pdf": Expected(5),
}


def rows(folder: Path) -> list[Row]:
    """Every paper, read."""
    return [_row(folder, name, expected) for name, expected in PAPERS.items()]


def _row(folder: Path, name: str, expected: Expected) -> Row:
    body = (folder / name).read_bytes()
    read, with_images = _readers(name, body)
    times = []
    for _ in range(3):
        start = time.process_time()
        read(body)
        times.append(time.process_time() - start)
    return Row(name, expected, with_images(body), min(times))


def _readers(
    name: str, body: bytes
) -> tuple[Callable[[bytes], FullText], Callable[[bytes], FullText]]:
    """What reads a form of a paper, without images and with them."""
    if name.startswith("html"):
        if is_latexml(body):
            return (lambda body: read_latexml(body).text,) * 2
        return read_authored, read_authored
    if name.startswith("src"):
        return (
            lambda body: unpacked_text(read_tex(body, 0))[0],
            lambda body: unpacked_text(read_tex(body, MOST_FIGURES))[0],
        )
    return read_pdf, lambda body: unpacked_text(read_paper(body, MOST_FIGURES))[0]


_HEAD: Final = """\
# How well papers are read

Made by `python -m tests.corpus.reading_table > docs/reading.md` over the papers of a recorded
arXiv that is not part of this project. Headings and figures were counted by hand in the papers;
times are processor time for the text alone, the best of three.

| Paper | Read from | Headings found | Words | Figures with caption | and image | Time |
| --- | --- | --- | --- | --- | --- | --- |
"""
_NOTES: Final = """
The HTML of arXiv comes without its images here: they are fetched one by one, the most telling
figures first. No paper of the set is there in two forms, so no words could be compared between
forms.

How the forms are read:

- **HTML** (LaTeXML's, as arXiv and ar5iv have it, or the authors' own): by the page's own elements.
  A page that breaks off, or lacks sections, is turned away for the next form.
- **Source**: files are put together as `00README` says, branches that are not taken left out, the
  authors' macros written out, environments followed. TeX is never run.
- **PDF**: lines by place, size and weight; raised and lowered digits stay powers and indices;
  columns by where lines begin; headings by the PDF's outline, by numbers that count up, and by
  print. Contents, authors and references are left out by what their lines are made of, whatever
  heads them. A figure is grown from the drawing next to its caption, as long as no text comes
  between.

Everything is read in a process that has 512 MB of memory, 12 s of processor time and 14 s in all.
Once its libraries are loaded, Linux leaves it memory and three open pipes: it can open no file,
reach no network, start, stop or look into no process. `papercrier check` says what a system does
not forbid.
"""


def table(found: list[Row], more: str = "") -> str:
    """The page."""
    lines = []
    for row in found:
        figures = f"{len(row.text.figures)} of {row.expected.figures}"
        headings = sum(bool(section.title) for section in row.text.sections)
        lines.append(
            f"| {row.name} | {row.text.origin.upper()} | {headings} of {row.expected.sections} | "
            f"{row.text.words:,} | {figures if row.expected.figures else '–'} | "
            f"{row.with_images or '–'} | {row.seconds * 1000:.0f} ms |"
        )
    return _HEAD + "\n".join(lines) + "\n" + more + _NOTES


def of_pdfs() -> str:
    """The sums over PDFs set by ourselves; empty where there is no TeX."""
    listed = list(papers())
    found = {
        made.name: scored(made, unpacked_text(read_paper(body, MOST_FIGURES))[0])
        for made in listed
        if (body := pdf_of(made)) is not None
    }
    if not found:
        return ""
    head = (
        "\nPDFs by pdfTeX (`python -m tests.corpus.pdf.measure`): "
        f"{len(found)} of {len(listed)} other papers "
        "of ours, those whose publishers' classes are installed.\n\n"
    )
    return head + "".join(f"- {line}\n" for line in total(found).splitlines()[-6:])


if __name__ == "__main__":
    sys.stdout.write(table(rows(SHARED / "arxiv"), measure.table() + of_pdfs()))

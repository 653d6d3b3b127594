"""A PDF opened, and its pages as lines of print. Runs confined."""

from __future__ import annotations

from typing import Final

import pypdfium2
import pypdfium2.raw as pdfium

from domain.errors import UnreadablePaper
from domain.messages import sentence
from papers.fulltext.pdf.letters import Letters
from papers.fulltext.pdf.line_reader import LineReader
from papers.fulltext.pdf.lines import Page

MOST_PAGES: Final = 300
_MOST_CHARACTERS: Final = 100_000
"""On one page; a denser page is no page of a paper."""

_WIDE: Final = 0.47
"""Of a page's width, from which on a line is looked at for two that are drawn as one."""


def open_pdf(body: bytes) -> pypdfium2.PdfDocument:
    """Open a PDF.

    Raises:
        UnreadablePaper: it is none, is damaged or locked, or has no pages or too many.
    """
    if not body:
        raise UnreadablePaper(sentence("The PDF is empty."))
    if b"%PDF-" not in body[:4096]:
        raise UnreadablePaper(sentence("What arXiv has as PDF is something else."))
    try:
        document = pypdfium2.PdfDocument(body)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        if error.err_code == pdfium.FPDF_ERR_PASSWORD:
            raise UnreadablePaper(sentence("The PDF is locked with a password.")) from error
        raise UnreadablePaper(sentence("The PDF is damaged.")) from error
    if not count:
        raise UnreadablePaper(sentence("The PDF has no pages."))
    if count > MOST_PAGES:
        raise UnreadablePaper(
            sentence(
                "The PDF has {count} pages, more than {most} are not read.",
                count=f"{count:,}",
                most=MOST_PAGES,
            )
        )
    return document


def read_pages(document: pypdfium2.PdfDocument) -> list[Page]:
    """The lines of every page; a page that cannot be read has none."""
    return [_page(document, number) for number in range(len(document))]


def outline(document: pypdfium2.PdfDocument) -> list[tuple[int, str]]:
    """The PDF's own table of contents: level from 1 and title; empty where it has none."""
    found: list[tuple[int, str]] = []
    try:
        for mark in document.get_toc(max_depth=4):
            found.append((mark.level + 1, mark.get_title()))
            if len(found) > 1000:
                return []
    except (pypdfium2.PdfiumError, UnicodeDecodeError):
        return []
    return found


def _page(document: pypdfium2.PdfDocument, number: int) -> Page:
    try:
        page = document[number]
        width, height = page.get_size()
        letters = page.get_textpage()
        plain = letters.get_text_range()
        text = _units(plain)
        count = letters.count_chars()
    except pypdfium2.PdfiumError:
        return Page(number, 0.0, 0.0)
    if not 0 < count <= _MOST_CHARACTERS:
        return Page(number, width, height)
    reader = LineReader(Letters(letters.raw, len(text), count), coded=text is not plain)
    lines = [
        line
        for line in reader.read(text, _WIDE * width)
        # What is cut off from drawings may stand outside.
        if line.right > 0 and line.left < width and line.top > 0 and line.bottom < height
    ]
    return Page(number, width, height, lines)


def _units(text: str) -> str:
    """A text as its UTF-16 code units, by which PDFium counts letters."""
    if text.isascii():
        return text
    coded = text.encode("utf-16-le", "surrogatepass")
    return text if len(coded) == 2 * len(text) else "".join(map(chr, memoryview(coded).cast("H")))

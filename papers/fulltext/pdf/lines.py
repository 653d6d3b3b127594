"""Lines of print on the pages of a PDF: text, place, size and weight. Runs confined."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

import pypdfium2
import pypdfium2.raw as pdfium

from domain.errors import UnreadablePaper
from domain.messages import sentence
from papers.fulltext.prose import BROKEN

MOST_PAGES: Final = 300
_MOST_CHARACTERS: Final = 100_000
"""On one page; a denser page is no page of a paper."""
_PIECE = re.compile(rf"[^\r\n{BROKEN}]+{BROKEN}?")
_BLANK = re.compile(r"(?<! ) ++(?=\S)")
_NUMBER = re.compile(r"(?:\d{1,2}|[A-Z])(?:\.\d{1,2}){0,3}\.?\s+(?=\S)")
_STRONG = re.compile(
    r"bold|black|heavy|medi\b|cmbx|cmcsc|[a-z]bx\d|semib|LinLibertineTB|-?csc\d|caps", re.IGNORECASE
)
_SLANTED = re.compile(r"(?i:ital|obli|slant|cmti|cmsl)|TI$")
"""Headings of the third level are often in italics."""
_FROM, _TO = 0.35, 0.65
"""The part of a line's letters between which two columns may part."""
_TOO_SHORT_FOR_ROTATION: Final = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One line of print, or what of it stands in one column.

    Attributes:
        left, bottom, right, top: its box in points, from the page's lower left corner.
        size: of its letters, in points.
        starts_strong, ends_strong: whether its first and last letters are bold or small capitals.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float
    starts_strong: bool
    ends_strong: bool

    @property
    def is_strong(self) -> bool:
        """Whether all of it is bold or in small capitals."""
        return self.starts_strong and self.ends_strong

    @property
    def width(self) -> float:
        """In points."""
        return self.right - self.left

    @property
    def middle(self) -> float:
        """Its height on the page."""
        return (self.bottom + self.top) / 2


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a page in the order in which the PDF draws them."""

    number: int
    width: float
    height: float
    lines: list[Line] = field(default_factory=list)


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
        text = _units(letters.get_text_range())
        count = letters.count_chars()
    except pypdfium2.PdfiumError:
        return Page(number, 0.0, 0.0)
    if not 0 < count <= _MOST_CHARACTERS:
        return Page(number, width, height)
    reader = _Letters(letters.raw, aligned=len(text) == count)
    return Page(number, width, height, list(_merged(reader.lines(text, 0.55 * width))))


def _units(text: str) -> str:
    """A text as its UTF-16 code units, by which PDFium counts letters."""
    if not text or max(text) <= "\uffff":
        return text
    coded = text.encode("utf-16-le", "surrogatepass")
    return "".join(map(chr, memoryview(coded).cast("H")))


def _whole(units: str) -> str:
    """The text of code units."""
    return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


class _Letters:
    """Asks PDFium where letters stand. One call costs about a microsecond, so few are made."""

    def __init__(self, raw: object, *, aligned: bool) -> None:
        """Args: aligned says whether the text has exactly the page's letters."""
        self._raw = raw
        self._aligned = aligned
        self._box = [ctypes.c_double() for _ in range(4)]
        self._pointers = [ctypes.byref(value) for value in self._box]
        self._name = ctypes.create_string_buffer(128)
        self._flags = ctypes.c_int()
        self._matrix = pdfium.FS_MATRIX()

    def lines(self, text: str, wide: float) -> Iterator[Line]:
        """Each line that lies flat.

        Args:
            text: the page's.
            wide: a line wider than this, in points, may be two, in columns drawn together.
        """
        for match in _PIECE.finditer(text):
            for line in self._lines(match[0], match.start()):
                if line.width < wide:
                    yield line
                else:
                    yield from self._parts(match[0], match.start(), line)

    def _lines(self, piece: str, at: int) -> Iterator[Line]:
        written = piece.strip(" \t\xa0")
        if not written.strip(BROKEN):
            return
        start = at + piece.index(written[0])
        end = start + len(written.rstrip(BROKEN)) - 1
        line = self._line(written, self._index(start), self._index(end))
        if line is not None:
            yield line

    def _parts(self, piece: str, at: int, line: Line) -> Iterator[Line]:
        """A wide line, taken apart where its words stand as far apart as columns do."""
        cuts = [0]
        first, last = int(_FROM * len(piece)), int(_TO * len(piece))
        for blank in _BLANK.finditer(piece, first, last):
            before = self._place(self._index(at + blank.start() - 1))
            after = self._place(self._index(at + blank.end()))
            if after[0] - before[2] > 1.2 * line.size:
                cuts.append(blank.end())
        if len(cuts) == 1:
            yield line
            return
        for start, end in pairwise((*cuts, len(piece))):
            yield from self._lines(piece[start:end], at + start)

    def _index(self, at: int) -> int:
        if self._aligned:
            return at
        return int(pdfium.FPDFText_GetCharIndexFromTextIndex(self._raw, at))

    def _line(self, text: str, start: int, end: int) -> Line | None:
        if start < 0 or end < start:
            return None
        first, last = self._place(start), self._place(end)
        left, right = min(first[0], last[0]), max(first[2], last[2])
        bottom, top = min(first[1], last[1]), max(first[3], last[3])
        if len(text) > _TOO_SHORT_FOR_ROTATION and top - bottom > 1.5 * (right - left):
            return None
        sizes = (
            pdfium.FPDFText_GetFontSize(self._raw, k) for k in (start, (start + end) // 2, end)
        )
        size = max(map(float, sizes)) * self._scale(start)
        # Long lines are never headings; whether they are bold matters only where they start.
        number = _NUMBER.match(text)
        is_deep = number is not None and number[0].count(".") > 1
        starts = self._is_strong(start + (number.end() if number else 0), is_deep=is_deep)
        ends = starts and self._is_strong(end, is_deep=is_deep)
        return Line(_whole(text), left, bottom, right, top, size, starts, ends)

    def _place(self, index: int) -> tuple[float, float, float, float]:
        left, right, bottom, top = self._pointers
        if not pdfium.FPDFText_GetCharBox(self._raw, index, left, right, bottom, top):
            return (0.0, 0.0, 0.0, 0.0)
        a, b, c, d = self._box
        return (a.value, c.value, b.value, d.value)

    def _scale(self, index: int) -> float:
        """By how much a letter is drawn larger than its font says."""
        if not pdfium.FPDFText_GetMatrix(self._raw, index, ctypes.byref(self._matrix)):
            return 1.0
        return math.hypot(self._matrix.b, self._matrix.d) or 1.0

    def _is_strong(self, index: int, *, is_deep: bool) -> bool:
        pdfium.FPDFText_GetFontInfo(self._raw, index, self._name, 128, ctypes.byref(self._flags))
        name = self._name.value.decode("latin-1")
        return bool(_STRONG.search(name) or (is_deep and _SLANTED.search(name)))


def _merged(lines: Iterator[Line]) -> Iterator[Line]:
    """Fragments of one line, which raised and lowered letters break up, put together."""
    last: Line | None = None
    for line in lines:
        if last is not None and _continues(last, line):
            last = _together(last, line)
            continue
        if last is not None:
            yield last
        last = line
    if last is not None:
        yield last


def _continues(last: Line, line: Line) -> bool:
    if last.text.endswith(BROKEN):
        return False
    size = max(last.size, line.size)
    overlap = min(last.top, line.top) - max(last.bottom, line.bottom)
    lower = min(last.top - last.bottom, line.top - line.bottom)
    gap = line.left - last.right
    return overlap > 0.25 * lower and -0.5 * size < gap < 0.9 * size


def _together(last: Line, line: Line) -> Line:
    blank = " " if line.left - last.right > 0.12 * max(last.size, line.size) else ""
    return replace(
        last,
        text=last.text + blank + line.text,
        right=max(last.right, line.right),
        bottom=min(last.bottom, line.bottom),
        top=max(last.top, line.top),
        size=max(last.size, line.size),
        ends_strong=last.starts_strong and line.ends_strong,
    )

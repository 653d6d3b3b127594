"""Asks PDFium where the letters of a page stand, and how they are set. Runs confined.

A page has some thousand letters and a call costs as much as reading a letter or two does. So few
letters are asked for: the first and last of each line and, where a line is not set in one go, those
around its digits.
"""

from __future__ import annotations

import ctypes
import math
import operator
import re
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, NamedTuple

import pypdfium2.raw as pdfium

_STRONG = re.compile(
    r"bold|black|heavy|medi\b|cmbx|cmcsc|[a-z]bx\d|semib|LinLibertineTB|-?csc\d|caps", re.IGNORECASE
)
_SLANTED = re.compile(r"(?i:ital|obli|slant|cmti|cmsl)|TI$")
_ATTACHED = re.compile(r"[\d−]\S*+")
"""Words in which digits may be raised or lowered, from the first of them on."""
SMALLER: Final = 0.87
"""Of the size around them, the size of raised and lowered letters at most."""
_NOMINAL: Final = 3.0
"""Points; a font that is said to be smaller is scaled wherever it is used."""
_RAISED: Final = 0.08
"""Of their size, how far letters are raised or lowered at least."""

_BOXES: Final = struct.Struct("8d").unpack_from
_NOWHERE: Final[list[ctypes.c_double | float]] = [0.0] * 4
_WIDTH: Final = ctypes.sizeof(ctypes.c_double)


def _called(function: Any, result: Any) -> Callable[..., Any]:
    """A function of PDFium to which ctypes hands whatever it gets, as the C types that it has.

    Looking each argument up by its type takes longer than PDFium does: a letter's box 3.2 μs
    instead of 0.8. So arguments have to be of the right types: handles, references, and ints that
    are ints there. PDFium is not left alone with the interpreter's lock, which nobody else wants.
    """
    return ctypes.PYFUNCTYPE(result)(ctypes.cast(function, ctypes.c_void_p).value or 0)


_char_box = _called(pdfium.FPDFText_GetCharBox, ctypes.c_int)
_origin = _called(pdfium.FPDFText_GetCharOrigin, ctypes.c_int)
_font_size = _called(pdfium.FPDFText_GetFontSize, ctypes.c_double)
_matrix = _called(pdfium.FPDFText_GetMatrix, ctypes.c_int)
_object = _called(pdfium.FPDFText_GetTextObject, ctypes.c_size_t)
_font = _called(pdfium.FPDFTextObj_GetFont, ctypes.c_size_t)
_char_index = _called(pdfium.FPDFText_GetCharIndexFromTextIndex, ctypes.c_int)


class Font(NamedTuple):
    """How a font looks, by its name."""

    strong: bool
    slanted: bool


class Look(NamedTuple):
    """How letters are drawn that are set in one go.

    Attributes:
        size: in points.
    """

    size: float
    font: Font


@dataclass(slots=True)
class Run:
    """Letters of a word that are set in one go.

    Attributes:
        text: as printed.
        size: in points.
        base: the height of their base line on the page.
    """

    text: str
    size: float
    base: float


class Letters:
    """The letters of one page, by their place in its text.

    Attributes:
        index: gives the number of a letter, by its place in the page's text; -1 where there is
            none.
        set_by: gives what sets a letter; letters set in one go have the same. 0 for nothing.
    """

    def __init__(self, raw: Any, *, aligned: bool) -> None:
        """Args: aligned says whether the text has exactly the page's letters."""
        self._raw = ctypes.cast(raw, ctypes.c_void_p)
        self.index: Callable[[int], int] = (
            operator.index if aligned else partial(_char_index, self._raw)
        )
        self.set_by: Callable[[int], int] = partial(_object, self._raw)
        self._boxes = (ctypes.c_double * 8)()
        places = [ctypes.byref(self._boxes, at * _WIDTH) for at in range(8)]
        # PDFium tells left, right, bottom, top.
        self._first, self._last = places[:4], places[4:]
        self._scales = (ctypes.c_float * 6)()
        self._text_page = raw
        self._fonts: dict[int, Font] = {}
        self._looks: dict[tuple[int, float], Look] = {}

    def edges(self, first: int, last: int) -> tuple[float, ...]:
        """The boxes of two letters, each as left, right, bottom, top; zeros for one without."""
        a, b, c, d = self._first
        if not _char_box(self._raw, first, a, b, c, d):
            self._boxes[:4] = _NOWHERE
        a, b, c, d = self._last
        if not _char_box(self._raw, last, a, b, c, d):
            self._boxes[4:] = _NOWHERE
        return _BOXES(self._boxes)

    def box(self, first: int, last: int) -> tuple[float, float, float, float]:
        """The box around two letters: left, bottom, right, top."""
        left, right, bottom, top, *other = self.edges(first, last)
        return (
            min(left, other[0]),
            min(bottom, other[2]),
            max(right, other[1]),
            max(top, other[3]),
        )

    def base(self, index: int) -> float:
        """The height of a letter's base line."""
        x, y, *_ = self._first
        return self._boxes[1] if _origin(self._raw, index, x, y) else 0.0

    def look(self, index: int, drawn: int) -> Look:
        """How a letter is drawn, which all are alike that are set in one go.

        Args: drawn is what sets it.
        """
        size = _font_size(self._raw, index)
        key = (_font(ctypes.c_void_p(drawn)), size)
        # Fonts that say 1 are drawn in several sizes, others in one size on a page.
        known = self._looks.get(key) if size >= _NOMINAL else None
        if known is None:
            known = self._looks[key] = Look(size * self._scale(index), self._font(index, key[0]))
        return known

    def _font(self, index: int, key: int) -> Font:
        known = self._fonts.get(key)
        if known is None:
            known = self._fonts[key] = self._named(index)
        return known

    def _scale(self, index: int) -> float:
        """By how much a letter is drawn larger than its font says."""
        if not _matrix(self._raw, index, ctypes.byref(self._scales)):
            return 1.0
        return math.hypot(self._scales[1], self._scales[3]) or 1.0

    def _named(self, index: int) -> Font:
        name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
        pdfium.FPDFText_GetFontInfo(self._text_page, index, name, 128, ctypes.byref(flags))
        text = name.value.decode("latin-1")
        return Font(*(bool(form.search(text)) for form in (_STRONG, _SLANTED)))

    def words(self, piece: str, at: int) -> Iterator[tuple[int, list[Run]]]:
        """Words of a piece that hold digits and are set in several goes: where, and their runs."""
        for match in _ATTACHED.finditer(piece):
            start, end = match.span()
            while start and not piece[start - 1].isspace():
                start -= 1
            if end - start > 1 and self._differ(at + start, at + end - 1):
                runs = self._runs(piece[start:end], at + start)
                if len(runs) > 1:
                    yield start, runs

    def _differ(self, start: int, end: int) -> bool:
        return self.set_by(self.index(start)) != self.set_by(self.index(end))

    def _runs(self, word: str, at: int) -> list[Run]:
        """A word's letters by what sets them; what looks the same and stands as high is one run."""
        runs: list[Run] = []
        last = 0
        find, set_by = self.index, self.set_by
        for number, letter in enumerate(word, at):
            index = find(number)
            drawn = set_by(index)
            if runs and drawn in (last, 0):
                runs[-1].text += letter
                continue
            last = drawn
            size, base = self.look(index, drawn).size, self.base(index)
            if runs and abs(runs[-1].size - size) < 0.05 * size and abs(runs[-1].base - base) < 0.3:
                runs[-1].text += letter
            else:
                runs.append(Run(letter, size, base))
        return runs


def shift(size: float, base: float, *, of: float, at: float) -> int:
    """1 where letters are raised, -1 where they are lowered, 0 where they are neither.

    Args:
        size: of the letters.
        base: their base line.
        of: the size of what they stand at.
        at: its base line.
    """
    if size > SMALLER * of or abs(base - at) < _RAISED * of:
        return 0
    return 1 if base > at else -1

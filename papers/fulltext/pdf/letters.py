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
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any, Final, NamedTuple

import pypdfium2.raw as pdfium

_STRONG = re.compile(
    r"bold|black|heavy|medi\b|cmbx|cmcsc|[a-z]bx\d|semib|LinLibertineTB|-?csc\d|caps", re.IGNORECASE
)
_SLANTED = re.compile(r"(?i:ital|obli|slant|cmti|cmsl)|TI$")
_ATTACHED = re.compile(r"[0-9−][^ ]*+")
"""Words in which digits may be raised or lowered, from the first of them on."""
SMALLER: Final = 0.87
"""Of the size around them, the size of raised and lowered letters at most."""
_FEW: Final = 10
"""Letters of a page that are not in its text, at most, for all places to be asked for at once."""
_NOMINAL: Final = 3.0
"""Points; a font that is said to be smaller is scaled wherever it is used."""
_LONGEST_NAME: Final = 128
"""Bytes of a font's name that are read."""
_RAISED: Final = 0.08
"""Of their size, how far letters are raised or lowered at least."""

_BOXES: Final = struct.Struct("8d").unpack_from
_NOWHERE: Final[list[ctypes.c_double | float]] = [0.0] * 4
_WIDTH: Final = ctypes.sizeof(ctypes.c_double)


def _called(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    """A function of PDFium to which ctypes hands whatever it gets, as the C types that it has.

    Looking each argument up by its type takes longer than PDFium does: a letter's box 3.2 μs
    instead of 0.8. So arguments have to be of the right types: handles, references, and ints that
    are ints there. PDFium is not left alone with the interpreter's lock, which nobody else wants.
    """
    return ctypes.PYFUNCTYPE(result, *arguments)(ctypes.cast(function, ctypes.c_void_p).value or 0)


_char_box = _called(pdfium.FPDFText_GetCharBox, ctypes.c_int)
_origin = _called(pdfium.FPDFText_GetCharOrigin, ctypes.c_int)
_font_size = _called(pdfium.FPDFText_GetFontSize, ctypes.c_double)
_matrix = _called(pdfium.FPDFText_GetMatrix, ctypes.c_int)
_object = _called(pdfium.FPDFText_GetTextObject, ctypes.c_size_t)
_font = _called(pdfium.FPDFTextObj_GetFont, ctypes.c_size_t, ctypes.c_void_p)
_font_info = _called(pdfium.FPDFText_GetFontInfo, ctypes.c_ulong)
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


@lru_cache(maxsize=512)
def _font_named(name: bytes) -> Font:
    text = name.decode("latin-1")
    return Font(bool(_STRONG.search(text)), bool(_SLANTED.search(text)))


def _numbers(index: Callable[[int], int], length: int) -> list[int]:
    """Every letter's number, by its place; a few letters that no text has set those behind apart.

    One more stands at the end, for places that are none.
    """
    numbers: list[int] = []
    while (at := len(numbers)) < length:
        apart = index(at) - at
        end = bisect_right(range(length), apart, at, key=lambda place: index(place) - place)
        numbers += range(at + apart, max(end, at + 1) + apart)
    return [*numbers, -1]


class Letters:
    """The letters of one page, by their place in its text.

    Attributes:
        index: gives the number of a letter, by its place in the page's text; -1 where there is
            none.
        set_by: gives what sets a letter; letters set in one go have the same. 0 for nothing.
    """

    def __init__(self, raw: Any, length: int, count: int) -> None:
        """Args: the length of the page's text, and how many letters the page has."""
        self._raw = ctypes.cast(raw, ctypes.c_void_p)
        self.index: Callable[[int], int] = partial(_char_index, self._raw)
        if length == count:
            self.index = operator.index
        elif 0 < count - length < _FEW:
            self.index = _numbers(self.index, length).__getitem__
        self.set_by: Callable[[int], int] = partial(_object, self._raw)
        self._boxes = (ctypes.c_double * 8)()
        places = [ctypes.byref(self._boxes, at * _WIDTH) for at in range(8)]
        # PDFium tells left, right, bottom, top.
        self._first, self._last, self._origin = places[:4], places[4:], places[:2]
        self._scales = (ctypes.c_float * 6)()
        self._name = ctypes.create_string_buffer(_LONGEST_NAME)
        self._fonts: dict[int, Font] = {}
        self._sizes: dict[tuple[int, float], Look] = {}
        self._looks: dict[int, Look] = {}
        self._bases: dict[int, float] = {}

    def edges(self, first: int, last: int) -> tuple[float, ...]:
        """The boxes of two letters, each as left, right, bottom, top; zeros for one without."""
        a, b, c, d = self._first
        if not _char_box(self._raw, first, a, b, c, d):
            self._boxes[:4] = _NOWHERE
        if first == last:
            return 2 * _BOXES(self._boxes)[:4]
        a, b, c, d = self._last
        if not _char_box(self._raw, last, a, b, c, d):
            self._boxes[4:] = _NOWHERE
        return _BOXES(self._boxes)

    def box(self, first: int, last: int) -> tuple[float, float, float, float]:
        """The box around two letters: left, bottom, right, top."""
        left, right, bottom, top, left2, right2, bottom2, top2 = self.edges(first, last)
        if left2 < left or right2 < right:  # seldom, and comparing both takes as long as PDFium
            left, right2 = min(left, left2), max(right, right2)
        return left, min(bottom, bottom2), right2, max(top, top2)

    def base(self, index: int, drawn: int) -> float:
        """The height of a letter's base line, which all share that are set in one go.

        Args: drawn is what sets it.
        """
        known = self._bases.get(drawn)
        if known is None:
            x, y = self._origin
            known = self._boxes[1] if _origin(self._raw, index, x, y) else 0.0
            if drawn:
                self._bases[drawn] = known
        return known

    def look(self, index: int, drawn: int) -> Look:
        """How a letter is drawn, which all are alike that are set in one go.

        Args: drawn is what sets it.
        """
        known = self._looks.get(drawn)
        if known is not None:
            return known
        size = _font_size(self._raw, index)
        key = (_font(drawn), size)
        # Fonts that say 1 are drawn in several sizes, others in one size on a page.
        known = self._sizes.get(key) if size >= _NOMINAL else None
        if known is None:
            known = self._sizes[key] = Look(size * self._scale(index), self._font(index, key[0]))
        if drawn:
            self._looks[drawn] = known
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
        length = _font_info(self._raw, index, self._name, _LONGEST_NAME, None)
        # What does not fit is not written at all.
        return _font_named(self._name.value if 0 < length <= _LONGEST_NAME else b"")

    def words(self, piece: str, at: int) -> list[tuple[int, int, list[Run]]]:
        """Words of a piece that hold digits and are set in several sizes.

        Returns: where they begin and end, and their runs.
        """
        find, set_by = self.index, self.set_by
        found = []
        for match in _ATTACHED.finditer(piece):
            start, end = match.span()
            start = piece.rfind(" ", 0, start) + 1
            if end - start < 2:
                continue
            first, last = find(at + start), find(at + end - 1)
            if set_by(first) == set_by(last):
                continue
            places: Sequence[int] = range(first, last + 1)
            if len(places) != end - start:
                places = [find(number) for number in range(at + start, at + end)]
            sizes = self._sizes_of(places)
            if min(sizes) < SMALLER * max(sizes):
                found.append((start, end, self._runs(piece[start:end], places, sizes)))
        return found

    def _sizes_of(self, places: Sequence[int]) -> list[float]:
        """The sizes of a word's letters."""
        raw = self._raw
        sizes = [_font_size(raw, index) for index in places]
        drawn = self.set_by(places[0])
        size = self.look(places[0], drawn).size
        if min(sizes) >= _NOMINAL:  # all are scaled as the first is
            scale = size / sizes[0]
            return sizes if scale == 1 else [scale * size for size in sizes]
        for at, index in enumerate(places):
            drawn = self.set_by(index)
            if drawn:
                size = self.look(index, drawn).size
            sizes[at] = size
        return sizes

    def _runs(self, word: str, places: Sequence[int], sizes: Sequence[float]) -> list[Run]:
        """A word's letters; what is as large and stands as high is one run.

        The largest count as standing on one line.
        """
        largest = max(sizes)
        at = sizes.index(largest)
        main = self.base(places[at], self.set_by(places[at]))
        runs: list[Run] = []
        for letter, index, size in zip(word, places, sizes, strict=True):
            base = main
            if size < SMALLER * largest:
                base = self.base(index, self.set_by(index))
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

"""Asks PDFium where the letters of a page stand, and how they are set. Runs confined.

A page has some thousand letters and a call costs a microsecond, as much as reading three letters
does. So few letters are asked for: the first and last of each line and, where a line is not set in
one go, those around its digits.
"""

from __future__ import annotations

import ctypes
import math
import re
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import pypdfium2.raw as pdfium

_STRONG = re.compile(
    r"bold|black|heavy|medi\b|cmbx|cmcsc|[a-z]bx\d|semib|LinLibertineTB|-?csc\d|caps", re.IGNORECASE
)
_SLANTED = re.compile(r"(?i:ital|obli|slant|cmti|cmsl)|TI$")
_ATTACHED = re.compile(r"(?<!\S)[^\s\d−]*+[\d−]\S*+")
"""Words in which digits may be raised or lowered."""
SMALLER: Final = 0.87
"""Of the size around them, the size of raised and lowered letters at most."""
_NOMINAL: Final = 3.0
"""Points; a font that is said to be smaller is scaled wherever it is used."""
_RAISED: Final = 0.08
"""Of their size, how far letters are raised or lowered at least."""

_FOUR: Final = struct.Struct("4d").unpack_from
Place = tuple[float, float, float, float]


def _called(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    """A function of PDFium that takes addresses as numbers, which halves the time of a call."""
    address = ctypes.cast(function, ctypes.c_void_p).value
    return ctypes.CFUNCTYPE(result, *arguments)(address or 0)


_P, _I = ctypes.c_void_p, ctypes.c_int
_char_box = _called(pdfium.FPDFText_GetCharBox, _I, _P, _I, _P, _P, _P, _P)
_origin = _called(pdfium.FPDFText_GetCharOrigin, _I, _P, _I, _P, _P)
_font_size = _called(pdfium.FPDFText_GetFontSize, ctypes.c_double, _P, _I)
_matrix = _called(pdfium.FPDFText_GetMatrix, _I, _P, _I, _P)
_object = _called(pdfium.FPDFText_GetTextObject, _P, _P, _I)
_font = _called(pdfium.FPDFTextObj_GetFont, _P, _P)
_char_index = _called(pdfium.FPDFText_GetCharIndexFromTextIndex, _I, _P, _I)


@dataclass(frozen=True, slots=True)
class Font:
    """How a font looks, by its name."""

    strong: bool
    slanted: bool


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
    """The letters of one page, by their place in its text."""

    def __init__(self, raw: Any, *, aligned: bool) -> None:
        """Args: aligned says whether the text has exactly the page's letters."""
        self._raw = ctypes.cast(raw, ctypes.c_void_p).value
        self._aligned = aligned
        self._box = (ctypes.c_double * 4)()
        self._at = ctypes.addressof(self._box)
        self._scales = (ctypes.c_float * 6)()
        self._scales_at = ctypes.addressof(self._scales)
        self._text_page = raw
        self._fonts: dict[int | None, Font] = {}
        self._drawn_in: dict[int, Font] = {}
        self._sizes: dict[int, float] = {}
        self._scale_of: dict[tuple[int | None, float], float] = {}

    def index(self, at: int) -> int:
        """The number of a letter, by its place in the page's text; -1 where there is none."""
        return at if self._aligned else int(_char_index(self._raw, at))

    def place(self, index: int) -> Place:
        """A letter's box: left, bottom, right, top."""
        at = self._at
        if not _char_box(self._raw, index, at, at + 8, at + 16, at + 24):
            return (0.0, 0.0, 0.0, 0.0)
        left, right, bottom, top = _FOUR(self._box)
        return (left, bottom, right, top)

    def base(self, index: int) -> float:
        """The height of a letter's base line."""
        return self._box[1] if _origin(self._raw, index, self._at, self._at + 8) else 0.0

    def set_by(self, index: int) -> int:
        """What sets a letter; letters that are set in one go have the same. 0 for nothing."""
        return _object(self._raw, index) or 0

    def size(self, index: int, drawn: int) -> float:
        """A letter's size in points, as it is drawn.

        Args: drawn is what sets it, which sets all of its letters in one size.
        """
        known = self._sizes.get(drawn)
        if known is None:
            known = _font_size(self._raw, index)
            key = (_font(drawn) if drawn else None, known)
            # Fonts that say 1 are drawn in several sizes, others in one size on a page.
            scale = self._scale_of.get(key) if known >= _NOMINAL else None
            if scale is None:
                scale = self._scale_of[key] = self._scale(index)
            known *= scale
            if drawn:
                self._sizes[drawn] = known
        return known

    def _scale(self, index: int) -> float:
        """By how much a letter is drawn larger than its font says."""
        if not _matrix(self._raw, index, self._scales_at):
            return 1.0
        return math.hypot(self._scales[1], self._scales[3]) or 1.0

    def font(self, index: int, drawn: int) -> Font:
        """The font of a letter, by what sets it."""
        known = self._drawn_in.get(drawn)
        if known is None:
            key = _font(drawn) if drawn else None
            known = self._fonts.get(key)
            if known is None:
                known = self._fonts[key] = self._named(index)
            if drawn:
                self._drawn_in[drawn] = known
        return known

    def _named(self, index: int) -> Font:
        name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
        pdfium.FPDFText_GetFontInfo(self._text_page, index, name, 128, ctypes.byref(flags))
        text = name.value.decode("latin-1")
        return Font(*(bool(form.search(text)) for form in (_STRONG, _SLANTED)))

    def words(self, piece: str, at: int) -> Iterator[tuple[int, list[Run]]]:
        """Words of a piece that hold digits and are set in several goes: where, and their runs."""
        for match in _ATTACHED.finditer(piece):
            start, end = match.span()
            if end - start > 1 and self._differ(at + start, at + end - 1):
                runs = self._runs(match[0], at + start)
                if len(runs) > 1:
                    yield start, runs

    def _differ(self, start: int, end: int) -> bool:
        return self.set_by(self.index(start)) != self.set_by(self.index(end))

    def _runs(self, word: str, at: int) -> list[Run]:
        """A word's letters by what sets them; what looks the same and stands as high is one run."""
        runs: list[Run] = []
        last = 0
        raw, aligned = self._raw, self._aligned
        for number, letter in enumerate(word):
            index = at + number if aligned else self.index(at + number)
            drawn = _object(raw, index) or 0
            if runs and drawn in (last, 0):
                runs[-1].text += letter
                continue
            last = drawn
            size, base = self.size(index, drawn), self.base(index)
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

"""What is drawn on a page, as boxes: as far as it is to be seen. Runs confined."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from typing import Any, Final

import pypdfium2
import pypdfium2.raw as pdfium

from papers.fulltext.pdf.boxes import Box, joined

_MOST_OBJECTS: Final = 20_000
"""Of one page; maps and scatter plots have more, but their first tell where they are."""
_FIRST: Final = 1_500
"""Of a form that holds more objects, so many are all looked at, and of the rest one in ten."""
_DEEPEST: Final = 8
_PAGE: Final = 0.75
"""Of a page's height, from which on a form is a page and no drawing."""
_DRAWING: Final = 60.0
"""Points, the least side of a form in a form that is a drawing of its own."""
_MARGIN: Final = 40.0
"""Points between a drawing and the names of its axes at most."""
_WHOLE: Final = 0.9
"""Of a page's width and height, what is its ground or the whole page in a form."""

Matrix = tuple[float, float, float, float, float, float]
_SAME: Final[Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(slots=True)
class Drawn:
    """What is drawn on a page.

    Attributes:
        parts: lines, areas, images; a drawing that was included is one of them.
        labels: words that do not lie flat.
    """

    parts: list[Box] = field(default_factory=list)
    labels: list[Box] = field(default_factory=list)


def drawn(page: pypdfium2.PdfPage) -> Drawn:
    """What is drawn on a page, its ground apart."""
    return _Gatherer(page).gathered()


class _Gatherer:
    def __init__(self, page: pypdfium2.PdfPage) -> None:
        width, height = page.get_size()
        self._page = page.raw
        self._sheet = Box(0.0, 0.0, width, height)
        self._left = _MOST_OBJECTS
        self._values = [ctypes.c_float() for _ in range(4)]
        self._pointers = [ctypes.byref(value) for value in self._values]
        self._found = Drawn()
        self._words: list[Box] = []
        """Of the form that is looked at: they are of its drawing."""

    def gathered(self) -> Drawn:
        """All of the page."""
        for number in range(pdfium.FPDFPage_CountObjects(self._page)):
            thing = pdfium.FPDFPage_GetObject(self._page, number)
            kind = pdfium.FPDFPageObj_GetType(thing)
            if kind == pdfium.FPDF_PAGEOBJ_TEXT:
                self._add_label(thing, _SAME, self._sheet)
            elif kind == pdfium.FPDF_PAGEOBJ_FORM:
                self._add_form(thing)
            elif not self._is_hidden(thing, kind):
                self._add(self._visible(thing, _SAME, self._sheet))
            self._left -= 1
            if self._left < 0:
                break
        return self._found

    def _add(self, box: Box | None) -> None:
        is_ground = box and box.width > _WHOLE * self._sheet.width
        if box and not (is_ground and box.height > _WHOLE * self._sheet.height):
            self._found.parts.append(box)

    def _add_label(self, thing: Any, matrix: Matrix, seen: Box) -> None:
        """Words that do not lie flat: those that do are among the page's lines."""
        a, b, c, d, _, _ = _times(self._matrix(thing), matrix)
        if abs(b) > abs(a) and abs(c) > abs(d):
            box = self._visible(thing, matrix, seen)
            if box:
                self._found.labels.append(box)

    def _add_form(self, thing: Any) -> None:
        """A drawing that was included; if it holds other drawings, each of them."""
        seen = self._clipped(thing, _SAME, self._sheet)
        self._words = []
        own, inner = self._of_form(thing, _SAME, seen, 1)
        if not own and not inner:
            return
        whole = joined([*own, *inner])
        whole = joined([whole, *(box for box in self._words if whole.meets(box, _MARGIN))])
        is_page = whole.height > _PAGE * self._sheet.height
        if is_page or any(min(box.width, box.height) > _DRAWING for box in inner):
            for part in (*own, *inner):
                self._add(part)
        else:
            self._add(whole)

    def _of_form(
        self, form: Any, outer: Matrix, seen: Box, depth: int
    ) -> tuple[list[Box], list[Box]]:
        """What a form draws itself, and what each form in it does."""
        matrix = _times(self._matrix(form), outer)
        own: list[Box] = []
        inner: list[Box] = []
        whole: Box | None = None
        for number in range(max(pdfium.FPDFFormObj_CountObjects(form), 0)):
            if self._left < 0 or (number > _FIRST and number % 10):
                continue
            self._left -= 1
            thing = pdfium.FPDFFormObj_GetObject(form, number)
            kind = pdfium.FPDFPageObj_GetType(thing)
            if kind == pdfium.FPDF_PAGEOBJ_FORM:
                if depth < _DEEPEST:
                    room = self._clipped(thing, matrix, seen)
                    parts = self._of_form(thing, matrix, room, depth + 1)
                    if parts[0] or parts[1]:
                        inner.append(joined([*parts[0], *parts[1]]))
            elif kind == pdfium.FPDF_PAGEOBJ_TEXT:
                self._add_label(thing, matrix, seen)
                box = self._visible(thing, matrix, seen)
                if box:
                    self._words.append(box)
            elif not self._is_hidden(thing, kind):
                box = self._visible(thing, matrix, seen, whole)
                if box:
                    whole = box if whole is None else whole.joined(box)
                    own.append(box)
        return own, inner

    def _visible(
        self, thing: Any, matrix: Matrix, seen: Box, known: Box | None = None
    ) -> Box | None:
        """The part of a thing that can be seen; None where that is none, or lies in known."""
        if not pdfium.FPDFPageObj_GetBounds(thing, *self._pointers):
            return None
        left, bottom, right, top = (value.value for value in self._values)
        box = _moved(Box(left, bottom, right, top), matrix).within(seen)
        if known and known.holds(box):
            return None
        if box.width > 60 or box.height > 60:
            box = box.within(self._clipped(thing, matrix, seen))
        return box if box.width >= 0 and box.height >= 0 else None

    def _clipped(self, thing: Any, matrix: Matrix, seen: Box) -> Box:
        """What can be seen through a thing's clipping path."""
        clip = pdfium.FPDFPageObj_GetClipPath(thing)
        for number in range(max(pdfium.FPDFClipPath_CountPaths(clip), 0)):
            points = [
                point
                for segment in range(min(pdfium.FPDFClipPath_CountPathSegments(clip, number), 50))
                if (point := self._point(clip, number, segment))
            ]
            if len(points) > 1:
                xs, ys = [x for x, _ in points], [y for _, y in points]
                box = Box(min(xs), min(ys), max(xs), max(ys))
                seen = seen.within(_moved(box, matrix))
        return seen

    def _point(self, clip: Any, number: int, segment: int) -> tuple[float, float] | None:
        found = pdfium.FPDFClipPath_GetPathSegment(clip, number, segment)
        x, y = self._values[:2]
        if not pdfium.FPDFPathSegment_GetPoint(found, *self._pointers[:2]):
            return None
        return (x.value, y.value)

    def _is_hidden(self, thing: Any, kind: int) -> bool:
        """Whether a path is neither filled nor drawn."""
        if kind != pdfium.FPDF_PAGEOBJ_PATH:
            return False
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(thing, ctypes.byref(fill), ctypes.byref(stroke))
        return not fill.value and not stroke.value

    def _matrix(self, thing: Any) -> Matrix:
        found = pdfium.FS_MATRIX()
        if not pdfium.FPDFPageObj_GetMatrix(thing, ctypes.byref(found)):
            return _SAME
        return (found.a, found.b, found.c, found.d, found.e, found.f)


def _times(first: Matrix, second: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = second
    return (
        a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s,
        e * p + f * r + t, e * q + f * s + u,
    )  # fmt: skip


def _moved(box: Box, matrix: Matrix) -> Box:
    if matrix == _SAME:
        return box
    a, b, c, d, e, f = matrix
    xs = [a * x + c * y + e for x in (box.left, box.right) for y in (box.bottom, box.top)]
    ys = [b * x + d * y + f for x in (box.left, box.right) for y in (box.bottom, box.top)]
    return Box(min(xs), min(ys), max(xs), max(ys))

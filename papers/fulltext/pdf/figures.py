"""Figures cut out of a PDF's pages: the drawing over each caption. Runs confined."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

import pypdfium2
import pypdfium2.raw as pdfium

from domain.errors import UnreadablePaper
from domain.fulltext import Figure, FullText
from papers.fulltext.pdf.captions import FIGURE, Caption
from papers.fulltext.pdf.document import open_pdf, read_pages
from papers.fulltext.pdf.layout import Sheet, sheets
from papers.fulltext.pictures import LONG_SIDE, encoded
from papers.fulltext.story import wanted

_MOST_OBJECTS: Final = 20_000
"""Of one page; maps and scatter plots have more, but their first tell where they are."""
_DRAWN: Final = (
    pdfium.FPDF_PAGEOBJ_IMAGE,
    pdfium.FPDF_PAGEOBJ_PATH,
    pdfium.FPDF_PAGEOBJ_SHADING,
    pdfium.FPDF_PAGEOBJ_FORM,
)
_NEAR: Final = 24.0
"""Points between the parts of one figure at most."""
_AT_CAPTION: Final = 60.0
_LEAST_WIDTH, _LEAST_HEIGHT = 40.0, 24.0
_MARGIN: Final = 4.0
_MOST_SCALE: Final = 4.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page in points."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """In points."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """In points."""
        return self.top - self.bottom

    def joined(self, other: Box) -> Box:
        """The smallest box around both."""
        return Box(
            min(self.left, other.left),
            min(self.bottom, other.bottom),
            max(self.right, other.right),
            max(self.top, other.top),
        )

    def is_near(self, other: Box, gap: float) -> bool:
        """Whether no more than a gap lies between them."""
        return (
            self.left - gap <= other.right
            and other.left - gap <= self.right
            and self.bottom - gap <= other.top
            and other.bottom - gap <= self.top
        )


def with_figures(text: FullText, body: bytes, most: int) -> FullText:
    """A paper's text with the images of its most telling figures, up to a number.

    Raises:
        UnreadablePaper: the PDF cannot be read.
    """
    document = open_pdf(body)
    chosen = frozenset(wanted(text.figures, most))
    images: dict[str, tuple[bytes, str]] = {}
    for number, image in crops(document, sheets(read_pages(document)), chosen):
        images.setdefault(number, image)
    figures = (
        replace(figure, image=images[figure.number][0], media_type=images[figure.number][1])
        if figure.number in images
        else figure
        for figure in text.figures
    )
    return replace(text, figures=tuple[Figure, ...](figures))


def crops(
    document: pypdfium2.PdfDocument, understood: Sequence[Sheet], chosen: Collection[str]
) -> Iterator[tuple[str, tuple[bytes, str]]]:
    """The number of each figure that is chosen with its image and the image's media type."""
    for sheet in understood:
        captions = [c for c in sheet.captions if c.kind == FIGURE and c.number in chosen]
        if not captions:
            continue
        try:
            page = document[sheet.page.number]
            drawn = list(_drawn(page, sheet))
        except pypdfium2.PdfiumError:
            continue
        for caption in captions:
            box = figure_box(caption, drawn)
            if box is not None:
                image = _image(page, box, sheet)
                if image is not None:
                    yield caption.number, image


def figure_box(caption: Caption, drawn: Sequence[Box]) -> Box | None:
    """Where the figure of a caption is: above it, or else below; None where nothing is drawn."""
    above = _grown(caption, drawn, caption.top, caption.ceiling, up=True)
    if above is not None:
        return above
    return _grown(caption, drawn, caption.floor, caption.bottom, up=False)


def _grown(
    caption: Caption, drawn: Sequence[Box], low: float, high: float, *, up: bool
) -> Box | None:
    """The drawing that begins near the caption, with all that is near what it has so far."""
    parts = [
        box
        for box in (_within(box, caption) for box in drawn)
        if low - 3 <= (box.bottom + box.top) / 2 <= high + 3
        and box.bottom > low - 12
        and box.top < high + 12
        and box.left < box.right
    ]
    edge = caption.top if up else caption.bottom
    seeds = [
        box
        for box in parts
        if (box.bottom - edge if up else edge - box.top) < _AT_CAPTION and not _is_rule(box)
    ]
    if not seeds:
        return None
    whole = seeds[0]
    for seed in seeds[1:]:
        whole = whole.joined(seed)
    labels = [Box(line.left, line.bottom, line.right, line.top) for line in caption.zone]
    labels = [box for box in labels if low - 3 <= box.bottom and box.top <= high + 3]
    whole = _absorbed(whole, [box for box in parts if not _is_rule(box)], _NEAR)
    whole = _absorbed(whole, labels, _NEAR / 2)
    whole = Box(whole.left, max(whole.bottom, low), whole.right, min(whole.top, high))
    if whole.width < _LEAST_WIDTH or whole.height < _LEAST_HEIGHT:
        return None
    return whole


def _within(box: Box, caption: Caption) -> Box:
    """The part of a box in the caption's column; the boxes of groups may reach beyond it."""
    left, right = caption.left - _MARGIN, caption.right + _MARGIN
    return Box(max(box.left, left), box.bottom, min(box.right, right), box.top)


def _absorbed(whole: Box, others: list[Box], gap: float) -> Box:
    waiting = others
    while True:
        near = [box for box in waiting if whole.is_near(box, gap)]
        if not near:
            return whole
        waiting = [box for box in waiting if not whole.is_near(box, gap)]
        for box in near:
            whole = whole.joined(box)


def _is_rule(box: Box) -> bool:
    return min(box.width, box.height) < 1.5 and max(box.width, box.height) > 150


def _drawn(page: pypdfium2.PdfPage, sheet: Sheet) -> Iterator[Box]:
    """The boxes of what is drawn on a page, its ground apart."""
    width, height = sheet.page.width, sheet.page.height
    objects = page.get_objects(filter=_DRAWN, max_depth=1)
    for part in islice(objects, _MOST_OBJECTS):
        try:
            left, bottom, right, top = part.get_bounds()
        except pypdfium2.PdfiumError:
            continue
        box = Box(max(left, 0.0), max(bottom, 0.0), min(right, width), min(top, height))
        is_ground = box.width > 0.95 * width and box.height > 0.9 * height
        if box.width > 0 and box.height > 0 and not is_ground:
            yield box


def _image(page: pypdfium2.PdfPage, box: Box, sheet: Sheet) -> tuple[bytes, str] | None:
    left, bottom = max(box.left - _MARGIN, 0.0), max(box.bottom - 1, 0.0)
    right = min(box.right + _MARGIN, sheet.page.width)
    top = min(box.top + _MARGIN, sheet.page.height)
    scale = min(LONG_SIDE / max(right - left, top - bottom), _MOST_SCALE)
    crop = (left, bottom, sheet.page.width - right, sheet.page.height - top)
    try:
        bitmap = page.render(scale=scale, crop=crop, draw_annots=False)
        return encoded(bitmap.to_pil())
    except (pypdfium2.PdfiumError, ValueError, UnreadablePaper):
        return None

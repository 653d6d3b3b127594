"""Figures cut out of a PDF's pages: the drawing over each caption. Runs confined."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Final

import pypdfium2

from domain.errors import UnreadablePaper
from domain.fulltext import Figure, FullText
from papers.fulltext.pdf.boxes import Box
from papers.fulltext.pdf.captions import FIGURE
from papers.fulltext.pdf.document import open_pdf, read_pages
from papers.fulltext.pdf.drawings import drawn
from papers.fulltext.pdf.figure_boxes import box_of, figure_box, scene
from papers.fulltext.pdf.layout import Sheet, body_size, sheets
from papers.fulltext.pictures import LONG_SIDE, encoded
from papers.fulltext.story import wanted

_MOST_SCALE: Final = 4.0


def with_figures(text: FullText, body: bytes, most: int) -> FullText:
    """A paper's text with the images of its most telling figures, up to a number.

    Raises:
        UnreadablePaper: the PDF cannot be read.
    """
    document = open_pdf(body)
    chosen = frozenset(wanted(text.figures, most))
    images: dict[str, tuple[bytes, str]] = {}
    pages = read_pages(document)
    for number, image in crops(document, sheets(pages, body_size(pages)), chosen):
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
            found = drawn(page)
        except pypdfium2.PdfiumError:
            continue
        walls, words = sheet.divided()
        labels = [*found.labels, *(box_of(line) for line in words)]
        of_figures = [caption for caption in sheet.captions if caption.kind == FIGURE]
        page_scene = scene(found.parts, labels, walls, of_figures, sheet.page.height)
        for caption in captions:
            box = figure_box(caption, page_scene)
            if box is not None:
                image = _image(page, box, sheet)
                if image is not None:
                    yield caption.number, image


def _image(page: pypdfium2.PdfPage, box: Box, sheet: Sheet) -> tuple[bytes, str] | None:
    left, bottom = max(box.left, 0.0), max(box.bottom, 0.0)
    right, top = min(box.right, sheet.page.width), min(box.top, sheet.page.height)
    scale = min(LONG_SIDE / max(right - left, top - bottom), _MOST_SCALE)
    crop = (left, bottom, sheet.page.width - right, sheet.page.height - top)
    try:
        bitmap = page.render(scale=scale, crop=crop, draw_annots=False)
        return encoded(bitmap.to_pil())
    except (pypdfium2.PdfiumError, ValueError, UnreadablePaper):
        return None

"""What the sandbox does with PDFs, sources and images."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PIL import Image

from domain.errors import UnreadablePaper
from domain.fulltext import FullText
from papers.fulltext.languages import read_once
from papers.fulltext.pdf.figures import with_figures
from papers.fulltext.pdf.text import read_pdf
from papers.fulltext.pictures import figure_image
from papers.fulltext.sandbox.parcel import packed, packed_text, unpacked
from papers.fulltext.tex.figures import with_images
from papers.fulltext.tex.source import read_files
from papers.fulltext.tex.tar_members import read_members
from papers.text.noted import noting

_LARGEST_ANSWER: Final = 40_000_000

# Pillow loads the code of each format when it first meets one, which is too late in the sandbox.
Image.init()


def read_paper(body: bytes, figures: int) -> bytes:
    """A PDF as a parcel.

    Raises:
        UnreadablePaper: it cannot be read.
    """
    text = read_once(read_pdf(body))
    return packed_text(_lean(with_figures(text, body, figures) if figures else text))


def read_tex(body: bytes, figures: int) -> bytes:
    """A source as a parcel; images in PostScript are beyond the figures', told under "undrawn".

    Raises:
        UnreadablePaper: it cannot be read.
    """
    files = read_members(body)
    with noting() as formulas:
        text, floats = read_files(files)
    text = read_once(replace(text, formulas=formulas()))
    if not figures:
        return packed_text(text)
    text, undrawn = with_images(text, floats, files, figures)
    text = _lean(text)
    scripts = [part for parts in undrawn.values() for part in parts]
    counts = [[number, len(parts)] for number, parts in undrawn.items()]
    parcel = packed_text(text, undrawn=counts)
    header, blobs = unpacked(parcel)
    return packed({**header}, [*blobs, *scripts])


def read_pictures(body: bytes, _figures: int) -> bytes:
    """A parcel of images by figure as a parcel of figures.

    Raises:
        UnreadablePaper: it is no parcel.
    """
    header, blobs = unpacked(body)
    told: list[list[str]] = []
    images: list[bytes] = []
    at = 0
    for number, count in header["groups"]:
        try:
            image, media = figure_image(blobs[at : at + count])
        except UnreadablePaper:
            pass
        else:
            told.append([number, media])
            images.append(image)
        at += count
    return packed({"pictures": told}, images)


def _lean(text: FullText) -> FullText:
    """The text without images that together are too many bytes."""
    left = _LARGEST_ANSWER
    figures = []
    for figure in text.figures:
        left -= len(figure.image)
        figures.append(figure if left > 0 else replace(figure, image=b"", media_type=""))
    return replace(text, figures=tuple(figures))

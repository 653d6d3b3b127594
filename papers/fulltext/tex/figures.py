"""The images of a source's figures. Runs confined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from domain.errors import UnreadablePaper
from domain.fulltext import FullText
from papers.fulltext.pictures import figure_image
from papers.fulltext.story import wanted
from papers.fulltext.tex.floats import Float, image_file, image_folders


def with_images(
    text: FullText, floats: Sequence[Float], files: Mapping[str, bytes], most: int
) -> tuple[FullText, dict[str, list[bytes]]]:
    """The text with the images of its most telling figures, and those drawn in PostScript.

    The latter are by figure number and as they stand: drawing them takes another program.
    """
    folders = _folders(files)
    chosen = set(wanted(text.figures, most))
    images: dict[str, tuple[bytes, str]] = {}
    undrawn: dict[str, list[bytes]] = {}
    for item in floats:
        if not item.is_figure or item.number not in chosen:
            continue
        names = [image_file(name, files, folders) for name in item.images]
        parts = [files[name] for name in names if name]
        scripts = [part for part in parts if _is_postscript(part)]
        if scripts:
            undrawn[item.number] = scripts
            continue
        try:
            images[item.number] = figure_image(parts)
        except UnreadablePaper:
            continue
    figures = tuple(
        replace(figure, image=images[figure.number][0], media_type=images[figure.number][1])
        if figure.number in images
        else figure
        for figure in text.figures
    )
    return replace(text, figures=figures), undrawn


def _folders(files: Mapping[str, bytes]) -> tuple[str, ...]:
    for name, content in files.items():
        if PurePosixPath(name).suffix.lower() == ".tex" and b"\\graphicspath" in content:
            return image_folders(content.decode("utf-8", "replace"))
    return ()


def _is_postscript(image: bytes) -> bool:
    return image[:2] == b"%!" or image[:4] == b"\xc5\xd0\xd3\xc6"

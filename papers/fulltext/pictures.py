"""Images made fit for a chat: of decent size, on white, as PNG or JPEG. Runs confined."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Final

import pypdfium2
from PIL import Image, ImageChops, UnidentifiedImageError

from domain.errors import UnreadablePaper
from domain.messages import sentence
from papers.fulltext.pdf.document import open_pdf

LONG_SIDE: Final = 1280
_MOST_PIXELS: Final = 40_000_000
_LEAST_LONG, _LEAST_SHORT = 120, 40
_PHOTO_COLOURS: Final = 3000
_SAMPLE: Final = (200, 200)
_QUALITY: Final = 88
_MOST_IN_ONE: Final = 12
_GAP: Final = 16
_FORMATS: Final = ("PNG", "JPEG", "GIF", "WEBP", "TIFF", "BMP")
_DAMAGE: Final = (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError,
                  AttributeError, ArithmeticError, NotImplementedError, RuntimeError)  # fmt: skip
"""What Pillow raises for damaged files, depending on where the damage is; not only OSError."""


def figure_image(parts: Iterable[bytes]) -> tuple[bytes, str]:
    """The image of one figure out of its parts, with its media type.

    Several sub-figures are put side by side. Parts that cannot be read are left out.

    Args:
        parts: PNG, JPEG, GIF, WebP, TIFF, BMP or PDF, whose first page is drawn.

    Raises:
        UnreadablePaper: no part can be read, or what can is an icon or empty.
    """
    found: list[Image.Image] = []
    last: UnreadablePaper | None = None
    for part in list(parts)[:_MOST_IN_ONE]:
        try:
            found.append(_drawn(part) if part[:1024].lstrip()[:5] == b"%PDF-" else _decoded(part))
        except UnreadablePaper as error:
            last = error
    if not found:
        raise last or UnreadablePaper(sentence("A figure has no image."))
    return encoded(found[0] if len(found) == 1 else _side_by_side(found))


def encoded(image: Image.Image) -> tuple[bytes, str]:
    """An image as PNG or JPEG, whichever suits it, of at most 1,280 pixels.

    Raises:
        UnreadablePaper: it is an icon, or empty.
    """
    if max(image.size) < _LEAST_LONG or min(image.size) < _LEAST_SHORT:
        raise UnreadablePaper(sentence("An image is too small to be a figure."))
    flat = _on_white(image)
    if len(flat.resize((64, 64)).getcolors(4096) or ()) == 1:
        raise UnreadablePaper(sentence("An image is empty."))
    if max(flat.size) > LONG_SIDE:
        flat.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
    out = BytesIO()
    if _is_photo(flat):
        flat.save(out, "JPEG", quality=_QUALITY, optimize=True)
        return out.getvalue(), "image/jpeg"
    flat.save(out, "PNG", compress_level=7)
    return out.getvalue(), "image/png"


def _decoded(image: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(image), formats=_FORMATS) as opened:
                if opened.width * opened.height > _MOST_PIXELS:
                    raise UnreadablePaper(sentence("An image has too many pixels."))
                opened.draft("RGB", (LONG_SIDE, LONG_SIDE))
                opened.load()
                flat = _on_white(opened)
    except (UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise UnreadablePaper(sentence("An image is of no known kind.")) from error
    except _DAMAGE as error:
        raise UnreadablePaper(sentence("An image is damaged.")) from error
    flat.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
    return flat


def _drawn(body: bytes) -> Image.Image:
    """The first page of a PDF, as figures in sources often are."""
    try:
        page = open_pdf(body)[0]
        width, height = page.get_size()
        if not 1 < min(width, height) <= max(width, height) < 20_000:
            raise UnreadablePaper(sentence("An image is of no size."))
        scale = min(LONG_SIDE / max(width, height), 8.0)
        image: Image.Image = page.render(scale=scale, draw_annots=False).to_pil()
    except (pypdfium2.PdfiumError, ValueError) as error:
        raise UnreadablePaper(sentence("An image is damaged.")) from error
    return _trimmed(image.convert("RGB"))


def _trimmed(image: Image.Image) -> Image.Image:
    """An image without the empty margins of a page; a drawing on a sheet of paper gets them."""
    ground = Image.new("RGB", image.size, "white")
    box = ImageChops.difference(image, ground).getbbox()
    if box is None:
        raise UnreadablePaper(sentence("An image is empty."))
    left, top, right, bottom = box
    margin = 8
    return image.crop(
        (
            max(left - margin, 0),
            max(top - margin, 0),
            min(right + margin, image.width),
            min(bottom + margin, image.height),
        )
    )


def _side_by_side(images: Sequence[Image.Image]) -> Image.Image:
    """Sub-figures in rows of up to four, each row as wide as the others."""
    across = math.ceil(len(images) / math.ceil(len(images) / 4))
    rows = [images[at : at + across] for at in range(0, len(images), across)]
    strips = [_row(row) for row in rows]
    height = sum(strip.height for strip in strips) + _GAP * (len(strips) - 1)
    whole = Image.new("RGB", (max(strip.width for strip in strips), height), "white")
    top = 0
    for strip in strips:
        whole.paste(strip, ((whole.width - strip.width) // 2, top))
        top += strip.height + _GAP
    return whole


def _row(images: Sequence[Image.Image]) -> Image.Image:
    """Images of one height beside each other, as wide together as a figure may be."""
    shapes = sum(image.width / image.height for image in images)
    height = max(24, min(900, int((LONG_SIDE - _GAP * (len(images) - 1)) / shapes)))
    scaled = [
        image.resize(
            (max(1, round(image.width * height / image.height)), height), Image.Resampling.LANCZOS
        )
        for image in images
    ]
    width = sum(image.width for image in scaled) + _GAP * (len(scaled) - 1)
    row = Image.new("RGB", (width, height), "white")
    left = 0
    for image in scaled:
        row.paste(image, (left, 0))
        left += image.width + _GAP
    return row


def _on_white(image: Image.Image) -> Image.Image:
    """Without transparency, which chats show on dark grounds."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layered = image.convert("RGBA")
        ground = Image.new("RGBA", layered.size, "white")
        return Image.alpha_composite(ground, layered).convert("RGB")
    return image.convert("RGB")


def _is_photo(image: Image.Image) -> bool:
    """Whether an image has so many colours that JPEG serves it better than PNG."""
    sample = image.resize(_SAMPLE, Image.Resampling.NEAREST)
    colours = sample.getcolors(_SAMPLE[0] * _SAMPLE[1]) or ()
    return len(colours) > _PHOTO_COLOURS

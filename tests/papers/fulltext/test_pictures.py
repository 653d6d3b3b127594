"""Images made fit to be shown."""

from __future__ import annotations

import io
import random

import pytest
from PIL import Image

from domain.errors import UnreadablePaper
from domain.fulltext import Figure
from papers.fulltext.pictures import figure_image
from papers.fulltext.story import telling, wanted
from papers.fulltext.tex.figures import with_images
from papers.fulltext.tex.source import read_files
from tests.papers.fulltext import samples


def _opened(image: bytes) -> Image.Image:
    return Image.open(io.BytesIO(image))


def _coloured(size: tuple[int, int]) -> bytes:
    out = io.BytesIO()
    noise = random.Random(1).randbytes(size[0] * size[1] * 3)
    Image.frombytes("RGB", size, noise).save(out, "PNG")
    return out.getvalue()


def test_large_images_are_scaled() -> None:
    """The long side becomes 1,280 pixels, the shape stays."""
    image, media = figure_image([samples.image("PNG", (4000, 1000))])
    assert (_opened(image).size, media) == ((1280, 320), "image/png")


def test_small_images_stay_as_they_are() -> None:
    """Nothing is blown up."""
    assert _opened(figure_image([samples.image("GIF", (300, 200), "P")])[0]).size == (300, 200)


def test_photographs_become_jpeg() -> None:
    """What has many colours is a JPEG, a drawing a PNG."""
    assert figure_image([_coloured((400, 300))])[1] == "image/jpeg"
    assert figure_image([samples.image("PNG")])[1] == "image/png"


def test_transparency_becomes_white() -> None:
    """On a dark chat, lines on nothing could not be seen."""
    out = io.BytesIO()
    picture = Image.new("RGBA", (200, 200), (0, 0, 0, 0))
    picture.paste((255, 0, 0, 255), (50, 50, 150, 150))
    picture.save(out, "PNG")
    image = _opened(figure_image([out.getvalue()])[0])
    assert image.mode == "RGB"
    assert (image.getpixel((5, 5)), image.getpixel((100, 100))) == ((255, 255, 255), (255, 0, 0))


def test_parts_are_put_side_by_side() -> None:
    """Two squares make one image twice as wide as high; an unreadable third is left out."""
    parts = [samples.image("PNG"), samples.image("JPEG"), b"nothing"]
    width, height = _opened(figure_image(parts)[0]).size
    assert width == pytest.approx(2 * height, rel=0.05)


def test_drawing_in_pdf_loses_its_margins() -> None:
    """A drawing on a sheet of paper is cut to what is drawn."""
    body = samples.pdf(["100 500 200 100 re 100 500 m 300 600 l S"])
    width, height = _opened(figure_image([body])[0]).size
    assert width == pytest.approx(2 * height, rel=0.1)


@pytest.mark.parametrize(
    "image",
    [
        samples.image("PNG", (40, 40)),
        samples.image("PNG", (300, 20)),
        samples.pdf([""]),
        b"",
        b"<svg></svg>",
    ],
    ids=["icon", "rule", "empty page", "nothing", "svg"],
)
def test_refused(image: bytes) -> None:
    """Icons, rules, empty and unknown images are no figures."""
    with pytest.raises(UnreadablePaper):
        figure_image([image])


def test_figures_of_a_source() -> None:
    """Parts are found by name and joined; PostScript is handed on as it is."""
    files = {"main.tex": samples.TEX, "bow.pdf": samples.pdf(["100 500 200 100 re S"])}
    files["stern.png"] = samples.image("PNG")
    text, floats = read_files(files)
    with_both, undrawn = with_images(text, floats, files, 4)
    assert with_both.figures[0].media_type == "image/png"
    assert undrawn == {}
    files["bow.pdf"] = b"%!PS-Adobe-3.0 EPSF-3.0"
    without, undrawn = with_images(text, floats, files, 4)
    assert without.figures[0].image == b""
    assert undrawn == {"1": [files["bow.pdf"]]}


def test_the_story_comes_first() -> None:
    """Teaser and overview before plots and what is in the appendix."""
    captions = ["Boats in a pond.", "Loss curves.", "Ablation of hats.", "Overview of our method.",
                "Additional results."]  # fmt: skip
    figures = [Figure(str(n), caption, b"x") for n, caption in enumerate(captions, 1)]
    assert wanted(figures, 2) == ("1", "4")
    assert [figure.number for figure in telling(figures, 3)] == ["1", "2", "4"]
    assert telling([Figure("1", "x")], 3) == ()

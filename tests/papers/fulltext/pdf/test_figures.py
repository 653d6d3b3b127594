"""Which drawings are whose figure, and what of a page must not be in it."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from papers.fulltext.pdf.boxes import Box, hanging_together
from papers.fulltext.pdf.captions import FIGURE, OTHER, TABLE, Caption, captions_in, usual_marks
from papers.fulltext.pdf.columns import Strip
from papers.fulltext.pdf.document import open_pdf
from papers.fulltext.pdf.drawings import drawn
from papers.fulltext.pdf.figure_boxes import figure_box, scene
from papers.fulltext.pdf.figures import with_figures
from papers.fulltext.pdf.layout import sheets
from papers.fulltext.pdf.lines import Line, Page
from papers.fulltext.pdf.text import read_pdf
from tests.papers.fulltext import samples


def _line(text: str, left: float, top: float, width: float = 200, size: float = 10) -> Line:
    return Line(text, left, top - size, left + width, top, size, False, False)


def _caption(number: str, left: float, top: float, width: float = 200) -> Caption:
    line = _line(f"Figure {number}: Boats.", left, top, width)
    return Caption(0, FIGURE, number, (line,), left, left + width)


def _boxes(
    captions: list[Caption], parts: list[Box], walls: list[Line], labels: list[Box] | None = None
) -> list[Box | None]:
    walls = [*walls, *(line for caption in captions for line in caption.lines)]
    page = scene(parts, labels or [], walls, captions, 792)
    return [figure_box(caption, page) for caption in captions]


def _is_around(found: Box | None, part: Box) -> bool:
    return found is not None and found.wider(1).holds(part) and part.wider(25).holds(found)


TEXT = [_line("The boats float on the pond for a while and then they sink.", 60, 700, 240)]


def test_panels_belong_together() -> None:
    """Rows of panels, with their letters between them, up to the text."""
    rows = [Box(60, 500, 170, 600), Box(190, 500, 300, 600), Box(60, 380, 170, 480)]
    letters = [Box(110, 488, 120, 496), Box(240, 488, 250, 496), Box(110, 368, 120, 376)]
    (found,) = _boxes([_caption("1", 60, 360)], rows, TEXT, letters)
    assert _is_around(found, Box(60, 368, 300, 600))


def test_a_figure_wider_than_its_caption() -> None:
    """As far as no text is beside it."""
    wide = [Box(60, 400, 170, 600), Box(200, 400, 290, 600), Box(330, 400, 550, 600)]
    (found,) = _boxes([_caption("1", 60, 380)], wide, [])
    assert _is_around(found, Box(60, 400, 550, 600))
    column = [_line("and beside it goes the text of the other column on", 330, 500, 220)]
    (found,) = _boxes([_caption("1", 60, 380)], wide[:2], column)
    assert _is_around(found, Box(60, 400, 290, 600))


def test_figures_side_by_side() -> None:
    """Each caption has its own, even where one has panels far above."""
    left, right = Box(60, 400, 290, 600), [Box(330, 400, 550, 480), Box(330, 560, 550, 700)]
    first, second = _boxes([_caption("1", 60, 380), _caption("2", 330, 380)], [left, *right], [])
    assert _is_around(first, left)
    assert _is_around(second, Box(330, 400, 550, 700))


def test_figures_above_each_other() -> None:
    """A caption stands between them."""
    upper, lower = Box(60, 500, 290, 600), Box(60, 350, 290, 460)
    first, second = _boxes([_caption("1", 60, 490), _caption("2", 60, 340)], [upper, lower], [])
    assert _is_around(first, upper)
    assert _is_around(second, lower)


def test_no_page_head_in_a_figure() -> None:
    """An image reaches under it; what is drawn of the figure goes on below."""
    head = [_line("Boats on Ponds", 60, 752, 100, 8)]
    (found,) = _boxes([_caption("1", 60, 380)], [Box(60, 400, 290, 750)], head)
    assert found is not None
    assert found.top <= 744
    assert _is_around(found, Box(60, 400, 290, 744))


def test_words_in_a_frame_are_of_the_figure() -> None:
    """A frame is drawn around them; text beside it is none of it."""
    frame = Box(60, 400, 320, 600)
    within = [_line("This prompt asks for a boat that floats on the pond.", 70, 500, 220)]
    (found,) = _boxes([_caption("1", 60, 380)], [frame], [*within, *TEXT])
    assert _is_around(found, frame)


def test_nothing_is_drawn() -> None:
    """Rules are no figure, nor is what stands behind text."""
    rule = Box(60, 390, 300, 390.5)
    far = Box(60, 600, 290, 700)
    text = [_line("Between them stands a sentence of the text, as it goes on.", 60, 500, 240)]
    assert _boxes([_caption("1", 60, 380)], [rule, far], text) == [None]


def test_what_hangs_together() -> None:
    """Boxes that touch or nearly do are one, others not."""
    near = [Box(0, 0, 20, 20), Box(22, 0, 40, 20), Box(0, 22, 20, 40)]
    assert sorted(hanging_together([*near, Box(90, 90, 99, 99)])) == [
        Box(0, 0, 40, 40), Box(90, 90, 99, 99),
    ]  # fmt: skip


def _with_form(form: bytes, *, box: bytes = b"0 0 200 100") -> bytes:
    """A page with text, and a form drawn at (72, 400) above a caption."""
    text = samples.text_at(72, 740, [*samples.LEFT[:8]]) + samples.text_at(
        72, 390, ["Figure 1: A boat in a form."], size=9
    )
    page = text.encode() + b" q 1 0 0 1 72 400 cm /A Do Q "
    font = b"/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
    return samples.assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
            b"/Resources << /XObject << /A 5 0 R >> " + font + b" >> >>",
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(page), page),
            b"<< /Type /XObject /Subtype /Form /BBox [%s] /Length %d /Resources << %s >> >>\n"
            b"stream\n%s\nendstream" % (box, len(form), font, form),
        ]
    )


def test_forms_are_descended_into_and_clipped() -> None:
    """A drawing is as large as what of it can be seen, whatever lies behind its clipping path."""
    body = _with_form(b"0 0 200 100 re S q 10 10 180 80 re W n 0 0 m -900 900 l 900 300 l S Q")
    (part,) = drawn(open_pdf(body)[0]).parts
    assert part == pytest.approx((72, 400, 272, 500), abs=2)
    (figure,) = with_figures(read_pdf(body), body, 1).figures
    with Image.open(io.BytesIO(figure.image)) as image:
        assert image.width / image.height == pytest.approx(208 / 108, rel=0.05)


def test_names_of_axes_are_of_their_drawing() -> None:
    """They stand in the form that was included, some way off what is drawn there."""
    words = b"0 0 200 100 re S BT 0 1 -1 0 -22 20 Tm /F1 10 Tf (Depth) Tj ET"
    (part,) = drawn(open_pdf(_with_form(words, box=b"-40 0 200 100"))[0]).parts
    assert part.left < 72 - 20


def test_hidden_paths_are_not_drawn() -> None:
    """Neither filled nor stroked, they only clip."""
    body = _with_form(b"0 0 50 50 re f 0 0 200 100 re n")
    (part,) = drawn(open_pdf(body)[0]).parts
    assert part == pytest.approx((72, 400, 122, 450), abs=2)


def test_tick_labels_are_no_page_heads() -> None:
    """Numbers at the same height of several pages may be those of an axis; words are a head."""
    lines = [_line("Boats on Ponds", 60, 770, 90), _line("0.5", 60, 760, 20), TEXT[0]]
    found = sheets([Page(number, 612, 792, list(lines)) for number in range(4)], 10)
    assert [line.text for line in found[2].divided()[1]] == ["0.5"]


def test_ticks_in_a_row_are_no_page_number() -> None:
    """A page's number stands above all else, and alone."""
    ticks = [_line("40", left, 740, 10) for left in (60, 230, 400)]
    found = sheets([Page(3, 612, 792, [_line("10", 550, 765, 10), *ticks, TEXT[0]])], 10)
    assert [line.text for line in found[0].divided()[1]] == ["40", "40", "40"]


def test_words_that_climb_in_a_form_are_labels() -> None:
    """The name of an axis, however deep it lies."""
    words = b"BT /F1 9 Tf 0 1 -1 0 -20 30 Tm (Height) Tj ET"
    found = drawn(open_pdf(_with_form(b"0 0 200 100 re S " + words, box=b"-40 0 200 100"))[0])
    (label,) = found.labels
    assert label.height > 2 * label.width
    assert (label.left, label.bottom) == pytest.approx((46, 430), abs=4)


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("Figura 2: Barcos.", FIGURE, "2"),
        ("Abb. 3: Boote.", FIGURE, "3"),
        ("Fig. 1-1: Boats.", FIGURE, "1-1"),
        ("FIGURE S4: Boats.", FIGURE, "S4"),
        ("Рис. 5: Лодки.", FIGURE, "5"),
        ("Extended Data Fig. 6: Boats.", FIGURE, "6"),
        ("Algorithm 1: Folding.", OTHER, "1"),
        ("Tabelle 2: Boote.", TABLE, "2"),
        ("TABLE IV: Boats.", TABLE, "IV"),
    ],
)
def test_captions_in_many_words(text: str, kind: str, number: str) -> None:
    """Whatever the paper calls its figures, and however it numbers them."""
    lines = [_line(text, 60, 500)]
    marks = usual_marks([Page(0, 612, 792, lines)])
    (found,) = captions_in(Strip(0, 60, 300, lines), 10, marks)
    assert (found.kind, found.number) == (kind, number)


def test_captions_in_one_row() -> None:
    """Figures side by side; what stands beside is as far apart as what stands above."""
    lines = [_line("Figure 1: Boats.", 60, 500, 100), _line("Figure 2: Ponds.", 200, 500, 100)]
    found = captions_in(Strip(0, 60, 300, lines), 10, usual_marks([Page(0, 612, 792, lines)]))
    assert [caption.number for caption in found] == ["1", "2"]


def test_ends_of_sentences_are_no_page_heads() -> None:
    """A short line may end alike on the tops of several pages."""
    pages = [Page(n, 612, 792, [_line("at all.", 60, 740, 30), TEXT[0]]) for n in range(3)]
    for sheet in sheets(pages, 10):
        assert "at all." in [line.text for strip in sheet.strips for line in strip.lines]


def test_captions_are_told_from_sentences() -> None:
    """Where captions say TABLE, a sentence that begins with “Table 4.” is none."""
    lines = [_line("TABLE 1. Boats.", 60, 500), _line("TABLE 2. Ponds.", 60, 400),
             _line("Table 2. They agree.", 60, 300)]  # fmt: skip
    marks = usual_marks([Page(0, 612, 792, lines)])
    found = captions_in(Strip(0, 60, 300, lines), 10, marks)
    assert [caption.number for caption in found] == ["1", "2"]

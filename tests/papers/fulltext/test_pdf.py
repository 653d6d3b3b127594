"""PDFs as texts, and the figures in them."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from domain.errors import UnreadablePaper
from papers.fulltext.headings import Headings
from papers.fulltext.pdf.document import open_pdf, read_pages
from papers.fulltext.pdf.figures import with_figures
from papers.fulltext.pdf.lines import Line
from papers.fulltext.pdf.text import read_pdf
from papers.fulltext.prose import BROKEN, Vocabulary, plain
from tests.papers.fulltext import samples


def test_columns_are_read_one_after_the_other() -> None:
    """Though the file draws them line by line across, and a figure stands between."""
    text = read_pdf(samples.two_columns())
    introduction = next(part for part in text.sections if part.title == "Introduction").text
    left = [introduction.index(line) for line in samples.LEFT[8:]]
    right = [introduction.index(line) for line in samples.RIGHT]
    assert left + right == sorted(left + right)


def test_sections_without_heads_notes_and_references() -> None:
    """What is printed around the text is not of it."""
    text = read_pdf(samples.two_columns())
    assert [part.title for part in text.sections] == ["Abstract", "Introduction", "Method"]
    everything = " ".join(part.text for part in text.sections)
    assert "no weight" not in everything
    assert "Folding of Boats" not in everything
    assert "Journal of Hats" not in everything
    assert "seen from the" not in everything
    assert "buoyant and floating" in everything


def test_sentences_have_their_pages() -> None:
    """Also within a paragraph that goes over to the next page, and of captions."""
    first = ["Abstract", *(f"line {n} is of the first page and goes on" for n in range(30))]
    second = ["over to the next page. Here begins another one, with more to say.", *samples.LEFT]
    caption = samples.text_at(72, 300, ["Figure 1: A boat."], size=9)
    body = samples.pdf(
        [samples.text_at(72, 740, first), samples.text_at(72, 740, second) + caption]
    )
    text = read_pdf(body)
    assert text.page("Abstract", "line 0 is of the first page") == 1
    assert text.page("Abstract", "line 29 is of the first page and goes on over") == 1
    assert text.page("Abstract", "Here begins another one") == 2
    assert text.page("Abstract", "left 30 boats") == 2
    assert text.page("Figure 1", "A boat.") == 2
    assert text.page("Abstract", "Nobody says this.") == 0


def test_a_word_broken_between_pages_is_whole() -> None:
    """In a paragraph over three pages, whose sentences have theirs."""
    pages = [
        ["Abstract", *(f"line {n} is of a page that is full and goes on" for n in range(30))],
        ["ded paper, which", *(f"all other boats in row {n} are not made of" for n in range(30))],
        ["over to the last page, and this is its end."],
    ]
    pages[0].append("and every boat that swims is made of fol-")
    text = read_pdf(samples.pdf([samples.text_at(72, 740, lines) for lines in pages]))
    (section,) = text.sections
    assert "goes on and every boat that swims is made of folded paper, which all" in section.text
    assert "in row 29 are not made of over to the last page" in section.text
    said = ("and every boat that swims", "paper, which", "over to the last page")
    assert [text.page("Abstract", words) for words in said] == [1, 2, 3]


def test_figure_is_cut_out_without_its_caption() -> None:
    """The drawing over the caption, labels and all, and no more."""
    body = samples.two_columns()
    text = with_figures(read_pdf(body), body, 4)
    (figure,) = text.figures
    assert (figure.number, figure.caption) == (
        "1",
        "A boat of two parts, seen from the side of its pond.",
    )
    with Image.open(io.BytesIO(figure.image)) as image:
        assert image.width / image.height == pytest.approx(208 / 125, rel=0.05)
        assert max(image.size) <= 1280


def test_pages_are_not_numbered_in_the_text() -> None:
    """However wide the margin below; nor are a table's cells its caption's, nor text its cells."""
    page = samples.text_at(72, 740, [*samples.LEFT, *samples.RIGHT][:25])
    page += samples.text_at(300, 130, ["977"])
    page += samples.text_at(200, 330, ["Table 1: Boats and weights.", "Boat Weight", "A 1.5"])
    page += samples.text_at(72, 270, ["Folding takes nine minutes of a whole day for one boat."])
    text = read_pdf(samples.pdf([page]))
    assert [table.caption for table in text.tables] == ["Boats and weights."]
    whole = " ".join(section.text for section in text.sections)
    assert "977" not in whole
    assert "1.5" not in whole
    assert "Folding takes nine minutes" in whole


def test_caption_without_drawing_has_no_image() -> None:
    """Nothing is cut out where nothing is drawn: text never poses as a figure."""
    body = samples.pdf(
        [
            samples.text_at(72, 740, samples.LEFT)
            + samples.text_at(72, 300, ["Figure 1: Nothing to see."], size=9)
        ]
    )
    assert [figure.image for figure in with_figures(read_pdf(body), body, 4).figures] == [b""]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "empty"),
        (samples.PAGE, "something else"),
        (samples.pdf([""]), "no text"),
        (samples.two_columns()[:200], "damaged"),
    ],
)
def test_refused(body: bytes, why: str) -> None:
    """What is no paper is refused, in a sentence that says why."""
    with pytest.raises(UnreadablePaper, match=why):
        read_pdf(body)


def test_lines_have_places() -> None:
    """A line's box, size and weight are those it is printed with."""
    body = samples.pdf([samples.text_at(72, 700, ["Boats float"], size=12, font=2)])
    (line,) = read_pages(open_pdf(body))[0].lines
    assert (line.text, line.size, line.is_strong) == ("Boats float", 12, True)
    assert line.left == pytest.approx(72, abs=2)
    assert 698 < line.bottom < line.top < 712


def _line(text: str, *, strong: bool = True, size: float = 12) -> Line:
    return Line(text, 50, 500, 200, 512, size, strong, strong)


@pytest.mark.parametrize(
    ("text", "strong", "title"),
    [
        ("1 Introduction", True, "Introduction"),
        ("1. introduction of boats", True, None),
        ("1 Boats were seen on ponds", False, None),
        ("3 Method", True, None),
        ("Abstract", True, "Abstract"),
        ("Where y = 3 and boats", True, None),
        ("boats float", True, None),
    ],
)
def test_headings(text: str, strong: bool, title: str | None) -> None:
    """By number and print; a number must be the next, a name must look like one."""
    found = Headings(10).read(_line(text, strong=strong, size=10), None, apart=True)
    assert (found[0].title if found else None) == title


def test_outline_decides() -> None:
    """What the PDF's own contents name is a heading however it is printed."""
    headings = Headings(10, [(2, "2.1 Creases and folds")])
    found = headings.read(
        _line("Creases and", strong=False, size=10),
        Line("folds", 50, 488, 90, 499, 10, False, False),
        apart=False,
    )
    assert found is not None
    assert (found[0].title, found[0].level, found[1]) == ("Creases and folds", 2, 2)


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        ([f"auto{BROKEN}", "matic boats"], "automatic boats"),
        ([f"self{BROKEN}", "folding, and self-folding"], "self-folding, and self-folding"),
        ([f"automatically{BROKEN}", "folded"], "automatically-folded"),
        (["the light-", "weight and lightweight boats"], "the lightweight and lightweight boats"),
        (["boats of the 1990-", "Pond"], "boats of the 1990- Pond"),
        (["oﬃcial ﬂags"], "official flags"),
    ],
)
def test_broken_words(lines: list[str], joined: str) -> None:
    """A word is put together as the paper itself writes it elsewhere."""
    assert Vocabulary(lines).joined(lines) == joined


def test_plain_drops_what_cannot_be_seen() -> None:
    """Control characters, soft hyphens and doubled blanks go; letters stay."""
    assert plain("a\x02b\u00adc \u200b d\n e") == "abc d e"

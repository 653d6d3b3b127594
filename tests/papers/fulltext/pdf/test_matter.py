"""What PDFs print beside their text: authors, contents, references, in whatever language."""

from __future__ import annotations

import pytest

from papers.fulltext.headings import Headings, is_references
from papers.fulltext.numbering import Numbering
from papers.fulltext.pdf.lines import Line
from papers.fulltext.pdf.matter import beside
from papers.fulltext.pdf.text import read_pdf
from tests.papers.fulltext import samples

PROSE = [
    "We fold boats of paper by hand and set them on a pond, and most of them float for",
    "a while. Those with a keel float longer than those without, as all children know,",
    "but nobody has measured by how much so far. We close this gap with many boats.",
]
AUTHORS = [f"A. Alpha{n}, B. Beta{n}, C. Gamma{n}, D. Delta{n}, E. Epsilon{n}," for n in range(8)]
PLACES = [f"{n} Pond University, Department of Hats, Harbour City, Wetland" for n in range(1, 7)]
CITED = [
    "[1] A. Alpha, Boats of Paper, Journal of Hats 3, 1999.",
    "[2] B. Beta and C. Gamma, Ponds, J. Wet. 7, 12 (2003), and a",
    "second line of the entry.",
    "[3] D. Delta, Keels, 2011.",
]


def _lines(texts: list[str], **more: bool) -> list[Line]:
    return [
        Line(text, 72, 700 - 12 * n, 72 + 5 * len(text), 710 - 12 * n, 10, False, False, **more)
        for n, text in enumerate(texts)
    ]


def _kept(texts: list[str], front: int = 0) -> list[str]:
    lines = _lines(texts)
    aside = beside(lines, 10, front)
    return [line.text for line in lines if id(line) not in aside]


def test_authors_before_the_abstract() -> None:
    """An abstract without a heading begins with the first sentences."""
    front = ["Boats That Float", "Ada Beispiel and Bo Ispiel", PLACES[0], "(Dated: May 2, 2024)"]
    assert _kept([*front, *PROSE, "PACS numbers: 12.34", "Keywords: boats,", "ponds"], 20) == PROSE


def test_collaborations() -> None:
    """Lists of people and where they work are left out, wherever they stand."""
    assert _kept([*PROSE, *AUTHORS, *PLACES, *PROSE]) == [*PROSE, *PROSE]


def test_contents() -> None:
    """By their heading, or by the dots before the pages."""
    listed = ["Contents", "1 Introduction 1", "1.1 A wet boat 2", "2 Method 12"]
    assert _kept([*listed, *PROSE]) == PROSE
    assert _kept(["1 Boats . . . . . . . . . 3", "2 Ponds ......... 7", *PROSE]) == PROSE


def test_references_without_heading() -> None:
    """Entries count up, and cite; the steps of a recipe do not."""
    assert _kept([*PROSE, *CITED]) == PROSE
    assert _kept([*PROSE, *CITED[2:], *PROSE]) == [*PROSE, *CITED[2:], *PROSE]
    steps = [f"{n}. we fold the paper once more and then we turn it" for n in range(1, 6)]
    assert _kept([*PROSE, *steps]) == [*PROSE, *steps]


def test_references_by_name_without_heading() -> None:
    """Entries in the order of names, with years; sentences that begin with names are none."""
    names = ["Alpha", "Beta", "Beta", "Gamma", "O’Delta", "Omega"]
    cited = [f"{name}, A., Klein, B., & Gross, C. {1990 + n}, ApJ, {n}, 3"
             for n, name in enumerate(names)]  # fmt: skip
    assert _kept([*PROSE, *cited]) == PROSE
    told = [
        f"{name} A. folds boats since {1990 + n}, as we all know" for n, name in enumerate(names)
    ]
    assert _kept([*PROSE, *told, *PROSE]) == [*PROSE, *told, *PROSE]


def test_references_below_both_columns() -> None:
    """On a last page they may stand at the foot of each column, below the text of both."""
    left, right = CITED[:1], [text.replace("[2]", "[3]") for text in CITED[1:2]]
    more = ["[2] B. Beta, J. Wet. 6, 2001.", "[4] D. Delta, Keels, 2011."]
    lines = [*_lines([*PROSE, *left, *more[:1]]), *_lines([*PROSE, *right, *more[1:]])]
    aside = beside(lines, 10, 0)
    assert [line.text for line in lines if id(line) not in aside] == [*PROSE, *PROSE]


@pytest.mark.parametrize(
    "title",
    ["REFERENCES", "References and Notes", "Literatur", "Bibliographie", "Referencias",
     "References 13", "Список литературы", "参考文献", "7. References", "Riferimenti"],
)  # fmt: skip
def test_references_in_many_languages(title: str) -> None:
    """Whatever the paper is written in."""
    assert is_references(title)


def test_a_letter_without_headings() -> None:
    """Title, authors, sentences, references: the sentences are the text."""
    page = samples.text_at(150, 740, ["Boats That Float"], size=16, font=2)
    page += samples.text_at(150, 710, ["Ada Beispiel", *PLACES[:2]], size=9)
    page += samples.text_at(72, 650, PROSE * 6) + samples.text_at(72, 400, CITED)
    text = read_pdf(samples.pdf([page]))
    (section,) = text.sections
    assert section.text == " ".join(PROSE * 6)


def _titles(lines: list[tuple[str, bool, bool]]) -> list[str]:
    """The titles found, in lines that are strong or slanted."""
    finder = Headings(10)
    printed = [Line(text, 50, 500, 200, 510, 10, b, b, i) for text, b, i in lines]
    found = (finder.read(line, None, apart=True) for line in printed)
    return [heading[0].title for heading in found if heading]


def test_headings_that_begin_with_a() -> None:
    """An article is no number, as long as no appendix is due."""
    lines = ["A Simple Boat", "1 Introduction", "2 A Deep Pond", "A Wide Pond", "3 Conclusion",
             "References", "A Proofs", "B More Proofs"]  # fmt: skip
    assert _titles([(line, True, False) for line in lines]) == [
        "A Simple Boat", "Introduction", "A Deep Pond", "A Wide Pond", "Conclusion",
        "References", "Proofs", "More Proofs",
    ]  # fmt: skip


def test_chapters_and_appendices_have_their_titles_below() -> None:
    """“Chapter 1” is a number, whatever stands below it in the print of headings its title."""
    finder = Headings(10)
    label = Line("Chapter 1", 50, 500, 200, 520, 20, True, True)
    title = Line("Deep Ponds", 50, 460, 200, 480, 24, True, True)
    words = Line("We fold boats of paper by hand.", 50, 440, 300, 450, 10, False, False)
    found = finder.read(label, title, apart=True)
    assert found
    assert (found[0].title, found[0].level, found[0].number, found[1]) == ("Deep Ponds", 1, "1", 2)
    capitals = Line("PROOF OF THE FIRST THEOREM", 50, 420, 300, 430, 10, False, False)
    part = Line("APPENDIX A", 50, 435, 300, 445, 10, False, False)
    found = finder.read(part, capitals, apart=True)
    assert found
    assert found[0].title == "PROOF OF THE FIRST THEOREM"
    assert finder.read(label._replace(text="Chapter 2 is long"), words, apart=True) != found


def test_heads_of_tables_are_no_headings() -> None:
    """What is bold in small print has no section below it, other than an abstract."""
    finder = Headings(10)
    for text, size, is_one in (
        ("ID Literature Topics", 9, False), ("Literature Topics", 10, True), ("Abstract", 9, True),
    ):  # fmt: skip
        line = Line(text, 50, 500, 200, 510, size, True, True)
        assert (finder.read(line, None, apart=True) is not None) is is_one
    plain = Line("Hats and keels", 50, 500, 200, 511, 10.9, False, False)
    assert finder.read(plain, None, apart=True)


def test_headings_in_italics() -> None:
    """Subsections may be in italics; a sentence in italics is none, nor a formula."""
    lines = [("1. Introduction", True, False), ("1.1. Wet boats", False, True),
             ("Boats on ponds", False, True), ("x = y and more", False, True),
             ("Boats, ponds and keels", False, True)]  # fmt: skip
    assert _titles(lines) == ["Introduction", "Wet boats", "Boats on ponds"]


def _counted(*numbers: str) -> list[tuple[int, ...] | None]:
    numbering = Numbering()
    found = []
    for number in numbers:
        counted = numbering.counted(number.rstrip("."), dotted="." in number[-1:], named=False)
        if counted:
            numbering.take(number, counted)
        found.append(counted)
    return found


def test_letters_below_roman_numbers() -> None:
    """II. A., B., then III.: letters are subsections; the letter C is no hundred."""
    assert _counted("I.", "II.", "A.", "B.", "C.", "III.", "A.", "1.", "2.", "IV.") == [
        (1,), (2,), (2, 1), (2, 2), (2, 3), (3,), (3, 1), (3, 1, 1), (3, 1, 2), (4,),
    ]  # fmt: skip
    assert _counted("1.", "1.1", "3.7", "2", "1", "2.2.2") == [
        (1,), (1, 1), None, (2,), None, (2, 2, 2),
    ]  # fmt: skip

"""What PDFs print, letter by letter: powers and indices, accents, ligatures, line numbers."""

from __future__ import annotations

import pytest

from domain.errors import UnreadablePaper
from papers.fulltext.pdf.document import open_pdf, read_pages
from papers.fulltext.pdf.glyphs import mended
from papers.fulltext.pdf.legible import is_legible
from papers.fulltext.pdf.line_numbers import without_numbers
from papers.fulltext.pdf.text import read_pdf
from tests.papers.fulltext import samples


def _set(*parts: tuple[str, float, float]) -> str:
    """Words in one line; each with its size and how far it is raised."""
    drawn = " ".join(f"/F1 {size} Tf {rise} Ts ({text}) Tj" for text, size, rise in parts)
    return f"BT 72 700 Td {drawn} ET\n"


def _line(content: str) -> str:
    (line,) = read_pages(open_pdf(samples.pdf([content])))[0].lines
    return line.text


UP, DOWN = 4.0, -2.0


@pytest.mark.parametrize(
    ("parts", "read"),
    [
        ([("a mass of 10", 10, 0), ("6.6", 7, UP), (" suns", 10, 0)], "a mass of 10⁶·⁶ suns"),
        ([("x", 10, 0), ("1", 7, DOWN), (" and x", 10, 0), ("12", 7, DOWN)], "x₁ and x₁₂"),
        ([("3 x 10", 10, 0), ("-4", 7, UP), (" m", 10, 0)], "3 x 10⁻⁴ m"),
        ([("O\\(2", 10, 0), ("n", 7, UP), ("\\) steps", 10, 0)], "O(2ⁿ) steps"),
        ([("z", 10, 0), ("1/2", 7, DOWN), (" is", 10, 0)], "z_(1/2) is"),
        ([("of ", 10, 0), ("12", 7, UP), ("C and ", 10, 0), ("208", 7, UP), ("Pb", 10, 0)],
         "of ¹²C and ²⁰⁸Pb"),
        ([("10", 10, 0), ("10", 7, UP), ("3", 5, UP + 3), (" boats", 10, 0)], "10^(10³) boats"),
        ([("It floats.", 10, 0), ("12", 7, UP), (" We fold", 10, 0)], "It floats. We fold"),
        ([("S", 10, 0), ("EC", 7, 0), ("2 of 2019", 10, 0)], "SEC2 of 2019"),
    ],
)  # fmt: skip
def test_powers_and_indices_stay(parts: list[tuple[str, float, float]], read: str) -> None:
    """Raised and lowered digits are told as such; what is small on the line is not."""
    assert _line(_set(*parts)) == read


def test_a_power_above_an_index() -> None:
    """Both at the same letter, one drawn below the other."""
    content = (
        "BT /F1 10 Tf 72 700 Td (x) Tj /F1 7 Tf 5 4 Td (2) Tj 0 -6 Td (1) Tj "
        "/F1 10 Tf 5 2 Td (+ y) Tj ET"
    )
    assert _line(content).replace(" ", "") == "x²₁+y"


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("M¨uller and Ren´e", "Müller and René"),
        ("na¨ıve, Univ. de f´ısica", "naïve, Univ. de física"),
        ("a KN¯ -πΣ potential", "a KN̄ -πΣ potential"),
        ("di\x0ecult to \x0cnd; the \row of o\x0fers", "difficult to find; the flow of offlers"),
        ("a\x0bect", "affect"),
        ("Ein\x1düsse \x1cnden e\x1eziente Größe", "Einflüsse finden effiziente Größe"),
        ("die Äuÿere Ÿ", "die Äußere Ÿ"),
        ("10\x1520 boats\x16and more", "10–20 boats—and more"),
        ("where M 6= 0", "where M ≠ 0"),
        ("6 = 6", "6 = 6"),
        ("a \x0c b", "a \x0c b"),
    ],
)
def test_letters_are_put_together(printed: str, read: str) -> None:
    """Accents, ligatures at the places of TeX's old encoding, struck relations."""
    assert mended(printed) == read


def _numbered(texts: list[str]) -> list[str]:
    return [text.strip() for _, text in without_numbers(list(enumerate(texts)))]


WORDS = [
    f"{words} all of the time"
    for words in ("boats", "float", "ponds", "are deep", "1 Method", "as we", "know", "by now")
]


def test_numbers_of_lines_are_no_text() -> None:
    """At the beginning or the end of lines, each or every fifth; those of sections stay."""
    assert _numbered([f"{n} {text}" for n, text in enumerate(WORDS, 31)]) == WORDS
    assert _numbered([f"{text} {n}" for n, text in enumerate(WORDS, 31)]) == WORDS
    many = WORDS * 5
    fifth = [f"{n} {text}" if n % 5 == 0 else text for n, text in enumerate(many, 1)]
    assert _numbered(fifth) == many
    alone = [part for n, text in enumerate(WORDS, 7) for part in (str(n), text)]
    assert _numbered(alone) == WORDS


def test_numbers_of_lines_behind_powers() -> None:
    """What is raised is drawn before the number of its line, which then stands within."""
    printed = [f"{n} {text}" for n, text in enumerate(WORDS * 2, 31)]
    printed[0], printed[4], printed[15] = "of 10 31 boats", "as 1015 35 boats", "at 25 46 all"
    assert _numbered(printed) == [
        "of 10", "boats", *WORDS[1:4], "as 1015", "boats", *WORDS[5:], *WORDS[:7], "at 25", "all",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "lines",
    [
        ["1 boat on the pond", "2 boats on the pond", "3 boats on the pond", *WORDS * 3],
        ["2019 was", "1999 was", "2024 was", "2020 was", "2021 is", "1887 was"],
        ["1 Introduction", *WORDS[:4], "2 Method", *WORDS[:4], "3 Results", *WORDS[:4],
         "4 More", *WORDS[:4], "5 Results", *WORDS[:4]],
    ],
)  # fmt: skip
def test_other_numbers_stay(lines: list[str]) -> None:
    """Rows of a table, years, sections."""
    assert _numbered(lines) == lines


def _shifted(text: str) -> str:
    return "".join(chr(ord(letter) + 7) if letter.isalpha() else letter for letter in text)


def test_letters_without_meaning_are_refused() -> None:
    """A text whose every letter stands for another is none, and is not told as one."""
    lines = [*samples.LEFT, *samples.RIGHT] * 2
    assert read_pdf(samples.pdf([samples.text_at(72, 740, lines)])).words > 60
    shifted = [_shifted(line).replace("\\", "").replace("(", "") for line in lines]
    with pytest.raises(UnreadablePaper, match="stand for others"):
        read_pdf(samples.pdf([samples.text_at(72, 740, shifted)]))


def test_other_languages_are_legible() -> None:
    """Whatever the paper is written in."""
    german = {"die", "Boote", "werden", "von", "Hand", "gefaltet", "und", "ein", "gut"}
    letters = {chr(ord("a") + n) + str(m) for n in range(20) for m in "abc"}
    assert is_legible(german | letters, [])
    assert not is_legible(letters, [])
    assert is_legible(frozenset(["лодки", "из", "бумаги", "складывают", "вручную"]), [])
    assert not is_legible(german, ["\ue001\ue002\ue003 \ue004"])

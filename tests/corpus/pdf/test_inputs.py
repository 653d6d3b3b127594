"""PDFs of the kinds that readers get wrong, with what they say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from domain.errors import UnreadablePaper
from papers.fulltext.pdf.document import open_pdf
from papers.fulltext.pdf.text import read_pdf
from summaries.text.sentences import sentences

_LETTERS = re.compile(r"\W")


def _read(shared: Path, name: str) -> tuple[list[str], str]:
    """The titles and the whole text of an input."""
    path = shared / "inputs" / name
    if not path.is_file():
        pytest.skip(f"there is no {path}")
    text = read_pdf(path.read_bytes())
    return (
        [section.title for section in text.sections],
        "\n\n".join(section.text for section in text.sections),
    )


def test_lines_are_not_numbered(shared: Path) -> None:
    """Four headings, and no line's number within a sentence."""
    titles, text = _read(shared, "20-numbered-lines.pdf")
    assert titles == ["Introduction", "Method", "Results", "Conclusion"]
    assert not any(letter.isdigit() for letter in text)


def test_letters_without_meaning_are_refused(shared: Path) -> None:
    """Each stands for another."""
    with pytest.raises(UnreadablePaper, match="stand for others"):
        _read(shared, "21-letters-without-meaning.pdf")


def test_accents_are_on_their_letters(shared: Path) -> None:
    """As old TeX draws them."""
    assert "Müller and René" in _read(shared, "22-accents-apart.pdf")[1]


def test_ligatures_have_their_letters(shared: Path) -> None:
    """Though no name says which they are."""
    text = _read(shared, "23-ligatures-without-names.pdf")[1]
    for words in ("difficult to find different effects", "first flow", "five fields"):
        assert words in text.replace("\n", " ")


def test_every_sentence_has_its_page(shared: Path) -> None:
    """The one on which its first letters are printed."""
    paths = sorted((shared / "arxiv" / "pdf").glob("*.pdf"))[:3]
    if not paths:
        pytest.skip("there are no PDFs")
    told = 0
    for path in paths:
        body = path.read_bytes()
        document = open_pdf(body)
        pages = [
            _LETTERS.sub("", document[number].get_textpage().get_text_range())
            for number in range(len(document))
        ]
        text = read_pdf(body)
        for section in text.sections:
            for sentence in sentences(section.text):
                begin = _LETTERS.sub("", sentence.text)[:18]
                if begin and any(begin in page for page in pages):
                    assert begin in pages[text.page(section.title, sentence.text) - 1], path.name
                    told += 1
    assert told > 300

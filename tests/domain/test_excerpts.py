"""A text is cut between words or between characters, and put into normal form at a bounded cost."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import iter_graphemes

from domain.excerpts import excerpt, normalized


@given(st.text(max_size=60), st.integers(2, 40))
def test_it_is_never_longer_than_asked_for(text: str, most: int) -> None:
    """What is kept is the text's beginning."""
    cut = excerpt(text, most)
    assert len(cut) <= most
    assert cut == text or cut.endswith("…")
    assert text.startswith(cut.removesuffix("…"))


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("the boat is folded by hand", "the boat is…"),
        ("x" * 40, "x" * 14 + "…"),
        ("帆船模型在平静水面上的漂移可以通过压载来修正", "帆船模型在平静水面上的漂移可…"),
        ("a " + "x" * 40, "a " + "x" * 12 + "…"),
    ],
    ids=["words", "no blank", "Chinese", "no blank in its second half"],
)
def test_it_ends_where_a_reader_would_end_it(text: str, cut: str) -> None:
    """After a word, or where there are none after a character."""
    assert excerpt(text, 15) == cut


@pytest.mark.parametrize("character", ["👩🏽‍🔬", "🇩🇪", "e\u0301\u0323", "각", "✈️", "नि"], ids=ascii)
@pytest.mark.parametrize("most", range(6, 24))
def test_no_character_is_cut(character: str, most: int) -> None:
    """A character is a grapheme cluster, as wcwidth finds them."""
    kept = excerpt(character * 30, most).removesuffix("…")
    assert kept == "".join(iter_graphemes(kept))
    assert len(kept) % len(character) == 0


@given(st.text(max_size=60))
def test_a_normal_form_is_unicodes(text: str) -> None:
    """Wherever no more marks stand in a row than writing has."""
    assert normalized("NFC", text) == unicodedata.normalize("NFC", text)


def test_no_more_marks_are_kept_than_writing_has() -> None:
    """After thirty the rest of a run goes."""
    assert normalized("NFC", "x" + "\u0323" * 500 + "y") == "x" + "\u0323" * 30 + "y"

"""Sentences end where a reader says so, and are exact pieces of their text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summaries.sentences import sentences

TRAPS = (
    ("Our probe by Lund et al. (2031) drifts.", "We correct it."),
    ("The drift was first seen by Marsh et al.", "We correct it."),
    ("See Fig. 7 and Eqs. (2) and (3) for the drift.", "Sec. 4 corrects it."),
    ("Small engines, e.g. Kettle motors, stall.", "Large ones do not."),
    ("Slow pumps, i.e. Alder and Birch, leak.", "Fast pumps do not."),
    ("The yield rises from 41.5% to 63.25%.", "This is 1.5x more."),
    ("We minimise $f(x. y)$ over the plane.", "Then $x. Y$ holds."),
    ("Tea (see Sec. 2. It is brief.) is warm.", "Milk is cold."),
    ("Notes are at https://example.org/a.b/c.html.", "They are short."),
    ("We compare oak vs. Elm boards.", "Elm wins."),
    ("Data of the U.S. Weather Office are used.", "They span 20 years."),
    ("A. B. Holt and C. Reyes disagree.", "Their notes are short."),
    ("We thank Dr. Vance and Prof. Oduya.", "All slips are ours."),
    ("Is a boat a bridge?", "We say no!", "Boats move."),
    ("We use wool, silk, flax, etc.", "The cloth is plain."),
    ("Fibres (wool, flax, etc.) are used.", "They are cheap."),
    ("The i.i.d. assumption fails w.r.t. the second axis.", "We relax it."),
    ("eGlider keeps old maps.", "mGlider does not."),
    ("We use tree2path.", "p-values are not needed."),
    ("It saves a factor of 3.5x.", "3D prints are slow."),
    ("The kit, dubbed Q.U.O., is light.", "It folds."),
    ("The bound holds a.s. for every n.", "The proof is short."),
    ("We reach $10^{-3}$ error.", "$L_2$ penalties help."),
    ("Earlier kits [3, 4] break.", "[5] does not."),
    ("The comet weighs 4.5 M.", "The tail is longer."),
    ("The star lies near HD 10.7 b.", "Its disc is thin."),
    ("The temperature is approx. 300 K.", "It is stable."),
    ("Either kit (resp. Either tool) works.", "Both are cheap."),
    ("The worm C. Elegans eats it.", "It is rare."),
    ("Under A.1 and A.2 the bound holds.", "It is tight."),
    ("Reefs recover...", "Nobody knows why."),
    ("“Reefs recover.”", "So it was said."),
    ("1. Reefs recover.", "2. Fish return."),
    ("The reef is No. 5 of ten.", "No. 6 is gone."),
    ("It was measured at 7 p.m. on Friday.", "The sea was calm."),
    ("Reefs by Kato, Inc. are grown.", "They hold."),
    ("We cite [R. Moss, Reefs. Sea Press 3 (1999)] only.", "It is short."),
    ("这是第一句。", "这是第二句。"),
)


@pytest.mark.parametrize("case", TRAPS, ids=lambda case: case[0][:24])
def test_traps(case: tuple[str, ...]) -> None:
    """Abbreviations, initials, numbers, formulas, brackets and names do not mislead."""
    assert [sentence.text for sentence in sentences(" ".join(case))] == list(case)


def test_a_forgotten_blank_or_capital_still_parts_sentences() -> None:
    """Authors forget both now and then."""
    text = "The kit folds well.We propose a hinge. we show that it holds."

    assert [sentence.text for sentence in sentences(text)] == [
        "The kit folds well.",
        "We propose a hinge.",
        "we show that it holds.",
    ]


def test_sums_of_money_are_no_formula() -> None:
    """A dollar before a number opens no mathematics."""
    assert len(sentences("A kit costs $5. It sells for $10. We buy none.")) == 3


_WORDS = "We a b. c! ? et al. Fig. 3 3.5 ( ) $ $x. [ ] e.g. U.S. ... ” “ \n The 。 \\alpha A. )."
_PIECES = st.lists(st.sampled_from(_WORDS.split(" ")), max_size=40).map(" ".join)


@given(st.one_of(st.text(max_size=400), _PIECES))
def test_sentences_are_exact_pieces_that_lose_nothing(text: str) -> None:
    """Spans are exact, in order, do not overlap, and only blanks lie between them."""
    end = 0
    for sentence in sentences(text):
        assert text[sentence.start : sentence.end] == sentence.text
        assert sentence.text == sentence.text.strip() != ""
        assert not text[end : sentence.start].strip()
        end = sentence.end
    assert not text[end:].strip()

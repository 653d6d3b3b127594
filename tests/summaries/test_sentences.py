"""Sentences end where a reader says so, and are exact pieces of their text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summaries.text.sentences import sentences

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
    ("The hull is shown in the fig.", "We measure its drift."),
    ("The hull is drawn in the fig.", "A gauge hangs below."),
    ("Fig. A shows the hull.", "Figs. A and B show the mast."),
    ("It follows from Eq. (3) and from Eqs. II and III.", "The rest is short."),
    ("The drift agrees with all refs.", "In calm seas it is small."),
    ("The model is tuned with FN.", "We point out its flaws."),
    ("Phones run many apps.", "However, few are used."),
    ("We mend sails, oars, etc.", "Ropes are left out."),
    ("We mend sails (oars, etc. Are left out.) by hand.", "Ropes too."),
    ("We do two things.", "(i) Sails are mended.", "(ii) oars are cut."),
    ("We do two things: 1. we mend sails; 2. we cut oars.", "Both are cheap."),
    ("Boats were given for tasks 1 and 2.", "Task 1 is to sail."),
    ("The logs of Yahoo! Boats are read.", "They are long."),
    ("The logs are public.", "https://example.org/logs"),
    ("The logs are public.", "(https://example.org/logs)"),
    ("Tests of J.-J. Moreau and K. Ito agree.", "Ours differ."),
    ("The bound of Phys. Rev. Lett. 7 (2031) is sharp.", "We lift it."),
    ("It was proven in Quant. Finance, 2031.", "We extend the proof."),
    ("The walk is fast.", "α-moves are rare."),
    ("The walk is fast.", "$\\alpha$-moves are rare."),
    ("The kit is quiet.", "\\kit runs on wind."),
    ("We drop it – once and for all! – and go on.", "It is gone."),
    ("Sails are mended by hand.", "the oars are not."),
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


_LABELLED = ("Fig.", "Figs.", "Eq.", "Eqs.", "Sec.", "Tab.", "Ref.", "Thm.", "e.g.", "i.e.", "cf.")
_THINGS = ("3", "(3)", "2a", "A", "IV", "S1", "[7]", "$x$")
_BEGINNINGS = ("We mend it.", "The mast bends.", "However, it drifts.", "In calm seas it rests.")


@given(st.sampled_from(_LABELLED), st.sampled_from(_THINGS), st.sampled_from(_BEGINNINGS))
def test_labels_keep_their_numbers(label: str, thing: str, beginning: str) -> None:
    """No number is torn off its label, and what follows the sentence still begins one."""
    first = f"The drift of the hull is told by {label} {thing} of the log."

    assert [s.text for s in sentences(f"{first} {beginning}")] == [first, beginning]


@given(st.sampled_from(("fig", "figs", "eq", "sec", "ref", "refs")), st.sampled_from(_BEGINNINGS))
def test_a_label_without_a_number_may_end_a_sentence(label: str, beginning: str) -> None:
    """A sentence may close with "the fig."; the next one is not swallowed."""
    first = f"The drift of the hull is shown in the {label}."

    assert [s.text for s in sentences(f"{first} {beginning}")] == [first, beginning]


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

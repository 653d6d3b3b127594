"""Sentences of answers that say what theirs do not say so, and true ones in other words."""

from __future__ import annotations

import pytest

from summaries.questions.faithful import unfaithful

LAMPS = "The archive holds 17,400 lamps, 2,300 wicks (from 12 e-mills) and a one-layer map."
MOVED = "The guild moved the lamps from the mill to the tower on May 3, 1903."
ROLES = "The clerk assigns a formal rank to a lamp by its visual shape."
COUPLED = "We add crosslocal hidden marks to couple the monolocal lists of the guild."
LISTED = "The lamps were labelled by the Guild of Marl in previous work, as Orrin et al. tell."
BETTER = "Our lamps gain in brightness over the baseline in tests by the Orrin guild of wicks."
LITTLE = "Little oil is lost on the way, and lamps can be lit from two sides."


@pytest.mark.parametrize(
    ("sentence", "claim"),
    [
        (LAMPS, "The archive holds 2,300 lamps."),
        (LAMPS, "There are 17,400 wicks."),
        (LAMPS, "The map has two layers."),
        (LAMPS, "The lamps are from 17,400 e-mills."),
        (LAMPS, "The archive holds lamps alone."),
        (LAMPS, "The archive always holds 17,400 lamps."),
        (MOVED, "The guild moved the lamps from the tower to the mill on May 3, 1903."),
        (ROLES, "The clerk assigns a visual shape to a lamp by its formal rank."),
        (COUPLED, "Monolocal hidden marks couple the crosslocal lists."),
        (LISTED, "The lamps were labelled by the authors."),
        (LISTED, "The lamps were labelled by hand."),
        (LISTED, "The labels of lamps are introduced in this paper."),
        (LITTLE, "Much oil is lost on the way."),
        (BETTER, "The baseline has a higher brightness."),
        (BETTER, "Wicks tested by the Thule guild burn longer."),
        ("Is the bound for lamps optimal?", "The bound for lamps is optimal."),
        ("Lamp A3(12) is bright.", "Lamp B3(12) is bright."),
        ("Oil: the count of drops a day.", "Wicks are the count of drops."),
        ("Lamps are not able to float.", "Lamps float."),
        ("Lamps and wicks go hand in hand.", "Lamps are more useful than wicks."),
        ("Lamps were bought with the guild.", "Lamps were bought without the guild."),
    ],
)
def test_what_is_not_said_so_is_noticed(sentence: str, claim: str) -> None:
    """Numbers of something else, exchanged places, another agent, all for some."""
    assert list(unfaithful(claim, [sentence]))


@pytest.mark.parametrize(
    ("sentence", "claim"),
    [
        (LAMPS, "The archive has 17,400 lamps and 2,300 wicks."),
        (LAMPS, "12 e-mills gave 2,300 wicks."),
        (LAMPS, "Only 2,300 wicks are held."),
        ("An audit finds 312 leaks, a sample 41.", "A sample has 41 leaks."),
        (MOVED, "On May 3, 1903, the lamps were moved from the mill to the tower."),
        (MOVED, "To the tower the guild moved the lamps from the mill."),
        (ROLES, "By its visual shape the clerk assigns a formal rank to a lamp."),
        ("Surveys with Swift limit the flux.", "Swift surveys limit the flux of this source."),
        ("Lamp oil and wicks were sold by the guild.", "The guild sold wicks and lamp oil."),
        (LISTED, "The Guild of Marl labelled the lamps."),
        (LISTED, "The lamps were labelled by the guild."),
        (LITTLE, "Little oil is lost."),
        (BETTER, "The lamps have more brightness than the baseline."),
        ("Is the bound optimal?", "It is open whether the bound is optimal."),
        ("Oil: the count of drops a day.", "Oil is the count of drops."),
        ("X has 78 lamps, Y has 74.", "X has more lamps than Y."),
        ("Lamps float instead of sinking.", "Lamps float without sinking."),
        ("The clock never stops.", "The clock runs always."),
    ],
)
def test_true_ones_in_other_words_stand(sentence: str, claim: str) -> None:
    """Another order, another voice, part of it."""
    assert not list(unfaithful(claim, [sentence]))

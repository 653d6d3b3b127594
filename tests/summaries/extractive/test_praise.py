"""What only praises, announces or could stand in any paper is told as that, and no finding."""

from __future__ import annotations

import pytest

from summaries.text.boilerplate import is_hollow, is_notice
from summaries.text.praise import is_praise
from tests.summaries.extractive.test_findings import BACKGROUND, FOUND, said, summary_of

PRAISE = (
    "This work represents a meaningful advancement in the folding of hinges.",
    "Our findings are notable for research on the doors of ships.",
    "The folding of birch holds immense potential for all who build ships.",
    "This study opens up new avenues for hinges and paves the way for quiet ships.",
    "Altogether, the present work demonstrates the effectiveness of birch in hinges.",
    "Our approach can significantly deepen our understanding of creaking doors.",
    "This model offers a promising avenue for all who care about creaking doors.",
    "The folded hinge serves as a pioneering step towards doors that keep quiet.",
    "Our work sheds light on the phenomenology of hinges in cold water.",
    "The salt of the sea underscores the need for doors with folded hinges.",
    "By keeping doors quiet, the fold exemplifies the potential of birch and tin.",
    "This work contributes to enhancing the doors of ships in the northern sea.",
    "The cheap folding of tin presents new opportunities for all who build ships.",
    "This model may be used on all ships of the northern sea.",
    "This survey could provide an overall reference on the folding of hinges.",
)


@pytest.mark.parametrize("praise", PRAISE)
async def test_what_a_paper_is_good_for_is_no_takeaway(praise: str) -> None:
    """Praise stands under significance, never among what was done and found."""
    summary = await summary_of(f"{BACKGROUND}{FOUND}{praise}")
    parts = {
        name for name, part in summary.analysis.parts() for c in part if c.text[-30:] in praise
    }

    assert praise[-30:] not in said(summary)
    assert parts == {"significance"}
    assert is_praise(praise)


@pytest.mark.parametrize(
    "sentence",
    [
        "We show that the hinge has the potential to carry 840 kg.",
        "The hinge is important for ships, on which it creaks less than hinges of tin.",
        "We propose a framework that opens doors with hinges of birch.",
    ],
)
def test_praise_with_a_finding_is_a_finding(sentence: str) -> None:
    """What was measured, shown or proposed is told, whatever it is good for."""
    assert not is_praise(sentence)


@pytest.mark.parametrize(
    "hollow",
    [
        "The threshold for creaks and the link tin (which led to this) are also briefly discussed.",
        "The relation between birch and tin in this context is also explored.",
        "We discuss practical implications for harbours that care for their hinges.",
        "We evaluate hinges on two ships, demonstrating that K²D is effective.",
        "We think, however, that the hinge might be interesting on its own right.",
    ],
)
def test_what_could_stand_in_any_paper(hollow: str) -> None:
    """Two adverbs, a relative clause or a digit within a name make nothing of it."""
    assert is_hollow(hollow)


@pytest.mark.parametrize(
    "result",
    [
        "Experiments show that our fold finds effective question sequences for all crews.",
        "The results show that hinges of birch improve the performance of doors compared to tin.",
        "Experiments show that it achieves state-of-the-art performance on both SHIPS and DOORS.",
    ],
)
def test_a_comparison_is_not_hollow(result: str) -> None:
    """What was compared with what is a result, though its words are those of any paper."""
    assert not is_hollow(result)


def test_what_is_released_is_a_notice() -> None:
    """That files are given away is no finding; a data set that is made is one."""
    assert is_notice("We release the model parameters to the research community.")
    assert not is_notice("We release a benchmark of 412 ships with hinges of birch.")


async def test_what_stands_before_the_papers_own_part_is_background() -> None:
    """A need or a fact of others told before "we propose" is no method of the paper."""
    needed = "Due to cold and salt, many doors would benefit from hinges that fold by themselves."
    summary = await summary_of(f"{BACKGROUND}{needed} {FOUND}")

    assert needed[-30:] not in said(summary)
    assert needed in [claim.evidence[0].quote for claim in summary.analysis.background]


@pytest.mark.parametrize(
    "sentence",
    [
        "Using birch and tin we show in both cases that hinges of ships fold without oil.",
        "Exact forms, in terms of folds, of all hinges that close by themselves have been found.",
        "While birch is soft, we note that the creak of doors can tell ships from harbours.",
    ],
)
async def test_findings_in_other_words(sentence: str) -> None:
    """What was shown in two cases, has been found or was noted is a result."""
    summary = await summary_of(f"{BACKGROUND}We study hinges of birch. {sentence}")

    assert sentence[-30:] in said(summary)

"""Sentences taken apart: their units, what stands in the same places, and what follows of that."""

from __future__ import annotations

import pytest

from summaries.grounding.clauses.comparisons import compared_otherwise, is_turned_rightly
from summaries.grounding.clauses.groups import filled_texts, groups_of
from summaries.grounding.clauses.joined import told_of_another
from summaries.grounding.clauses.orders import turned_round
from summaries.grounding.clauses.pairings import mispaired
from summaries.grounding.clauses.units import units_of
from summaries.grounding.clauses.words import Kind, tagged


@pytest.mark.parametrize(
    ("sentence", "verbs"),
    [
        ("The new approach needs 11 hours.", ["needs"]),
        ("Night shifts fall while day shifts stay.", ["fall", "stay"]),
        ("A language model checked their labels.", ["checked"]),
        ("Pressure sensors detect slip.", ["detect"]),
        ("VLT detects only scattered light.", ["detects"]),
        ("Theorem 2 covers bounded variables.", ["covers"]),
        ("Prices of bread increase by 1.4%.", ["increase"]),
        ("The kernel suspends the threads.", ["suspends"]),
        ("Older models by Tamsin predicted a gap.", ["predicted"]),
    ],
)
def test_verbs_are_told_from_nouns(sentence: str, verbs: list[str]) -> None:
    """By their places, their forms, and what stands beside them."""
    assert [token.text for token in tagged(sentence) if token.kind is Kind.VERB] == verbs


@pytest.mark.parametrize(
    ("sentence", "filled"),
    [
        (
            "Sample C was grown by vapour transport, sample D by exfoliation.",
            "sample D was grown by exfoliation",
        ),
        (
            "Pressure raises the gap of WTe but lowers that of NbSe.",
            "Pressure lowers that of NbSe",
        ),
        (
            "Grandparents gave more care than nurseries in Norway, but less in Portugal.",
            "Grandparents gave less care than nurseries in Portugal",
        ),
    ],
)
def test_a_shorter_unit_takes_the_rest_from_the_one_before(sentence: str, filled: str) -> None:
    """What is left out is what the one before has in that place."""
    assert filled in filled_texts(sentence)


def test_lists_and_what_leads_to_a_clause_are_no_units() -> None:
    """One thing more is not one thing more that does something."""
    assert len(units_of("On DocQA, Pelican reads words, tables and figures of papers.")) == 1
    assert groups_of("We train on words, tables and figures.") == ()


@pytest.mark.parametrize(
    ("claim", "sentence", "is_found"),
    [
        ("Boys gained 14 mg.", "Girls gained 14 mg and boys gained 9 mg.", True),
        ("Girls gained 14 mg, boys 9 mg.", "Girls gained 14 mg and boys gained 9 mg.", False),
        ("The decoder is frozen.", "The encoder is frozen, and only the decoder is trained.", True),
        ("Masks stop templates.", "Masks stop noise, but not templates.", True),
        ("Masks do not stop templates.", "Masks stop noise, but not templates.", False),
        ("RigidPro is a soft hand.", "OctoGrip, a soft hand, meets RigidPro, a gripper.", True),
        ("Slip lasted 9 days on Fumo.", "Slip on Terra lasted 9 days and on Fumo 6 days.", True),
        ("It costs 14 s without keys.", "It costs 14 s with keys and 5 s without them.", True),
    ],
)
def test_one_thing_of_each_of_two_agrees_with_neither(
    claim: str, sentence: str, *, is_found: bool
) -> None:
    """Numbers, verbs, denials, and what names are said to be."""
    assert bool(list(mispaired(claim, [sentence]))) == is_found


@pytest.mark.parametrize(
    ("claim", "sentence", "is_found"),
    [
        ("Fathers assessed managers.", "Managers assessed fathers.", True),
        ("Fathers were assessed by managers.", "Managers assessed fathers.", False),
        ("Girls are faster than boys.", "Boys are faster than girls.", True),
        ("Girls are slower than boys.", "Boys are faster than girls.", False),
        ("We predicted a gap.", "Older models by Tamsin predicted a gap.", True),
        ("KELZA-2 reaches 79% on RouteNet.", "On KELZA-2, RouteNet reaches 79%.", True),
    ],
)
def test_who_does_and_what_is_more_is_not_turned_round(
    claim: str, sentence: str, *, is_found: bool
) -> None:
    """Unless the verb or the comparative is turned, too."""
    found = [*turned_round(claim, [sentence]), *compared_otherwise(claim, [sentence])]
    assert bool(found) == is_found


def test_the_opposite_may_be_told_of_the_other() -> None:
    """What is slower than another is not faster than it."""
    assert is_turned_rightly("Girls are slower than boys.", "Boys are faster than girls.")
    assert not is_turned_rightly("Boys are slower than girls.", "Boys are faster than girls.")


@pytest.mark.parametrize(
    ("claim", "is_found"),
    [
        ("Readout errors become biased beyond 40 layers.", True),
        ("The estimate becomes biased beyond 40 layers.", False),
        ("Readout errors were corrected.", False),
    ],
)
def test_what_one_sentence_says_is_not_said_of_what_another_is_about(
    claim: str, *, is_found: bool
) -> None:
    """Two sentences are cited, each with a subject of its own."""
    cited = ["The estimate becomes biased beyond 40 layers.", "Readout errors were corrected."]
    assert bool(list(told_of_another(claim, cited, cited))) == is_found

"""The one sentence: something the paper says, whole, with what belongs to its numbers."""

from __future__ import annotations

import pytest

from papers.sample import sample_papers
from summaries.extractive.choosing import chosen
from summaries.extractive.compression import variants
from summaries.extractive.ranking import Ranker
from summaries.extractive.summarizer import one_sentence
from summaries.text.understanding import Reading

FOUND = "We measure how hinges of birch creak in cold water."


def test_the_plain_function() -> None:
    """It tells what the summary tells."""
    paper = sample_papers()[0]

    assert one_sentence(paper.title, paper.abstract).startswith("We propose Stepwise Mirrors")


@pytest.mark.parametrize(
    "empty",
    [
        "Possible mechanisms of hinges are discussed.",
        "Finally, possible mechanisms of folding are discussed.",
        "The connection is established.",
        "The corresponding hinges are constructed.",
        "Our main contributions to hinges are as follows.",
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_it_says_something(empty: str, *, first: bool) -> None:
    """A sentence that is hollow or hangs in the air stands for no paper that has another one."""
    abstract = f"{empty} {FOUND}" if first else f"{FOUND} {empty}"

    assert one_sentence("On Mechanisms of Hinges and their Connection", abstract) == FOUND


@pytest.mark.parametrize(
    "beside",
    [
        "Furthermore a hinge is outlined which allows mechanisms of all kinds to fold.",
        "Additionally, we present mechanisms of hinges and their connection at sea.",
        "We also discuss mechanisms of hinges where birch and tin are folded together.",
        "Our study of mechanisms also leads to some insights into hinges.",
        "The second mechanism transforms hinges into a folded connection of birch.",
        "We suggest that it may be of general relevance for mechanisms of hinges.",
        "This work reveals the importance and feasibility of mechanisms of hinges.",
        "Recently, the mechanisms of hinges and their connection are widely known at sea.",
        "In the process, we prove that mechanisms of hinges have a connection at sea.",
        "The results are also established for mechanisms of hinges and their connection.",
        "We establish this result for mechanisms of hinges and their connection at sea.",
        "When mechanisms of hinges are scarce, we can combine the connection of several hinges.",
    ],
)
def test_it_is_the_main_point(beside: str) -> None:
    """What only adds to it, leads to it or praises it stands for no paper that has a main point."""
    title = "On Mechanisms of Hinges and their Connection"

    assert one_sentence(title, f"{FOUND} {beside}") == FOUND


@pytest.mark.parametrize(
    "before",
    [
        "By mechanisms of hinges in cold water, we mean their connection in all lakes.",
        "Previously, we found that mechanisms of hinges have a connection in cold water.",
    ],
)
def test_what_is_known_or_meant_stands_for_no_paper(before: str) -> None:
    """Neither a definition nor an earlier finding is told."""
    title = "On Mechanisms of Hinges and their Connection"
    reading = Reading.of(title, f"{before} {FOUND}")

    assert chosen(Ranker(reading), findings_first=True).text == FOUND


def test_what_is_known_of_things_stands_for_no_paper() -> None:
    """What is "characterized" before authors speak is no doing of theirs."""
    abstract = (
        "In numerous modern harbours, ranging from tin over birch to oak, the distribution of"
        " hinge frequencies is characterized by heavy-tailed distributions. Here we show how the"
        " errors in these estimations depend on the number of lakes. Our results are valid for"
        " hinges of tin, and also for doors."
    )
    reading = Reading.of("Similarity of hinge frequency distributions with heavy tails", abstract)

    assert chosen(Ranker(reading), findings_first=True).place > 0


def test_what_is_shown_is_told_whatever_word_it_begins_with() -> None:
    """What opens with "It is shown that" points to nothing before it."""
    shown = "It is shown that hinges of birch and mechanisms of tin are closely related."
    other = "The connection is established by folds of the birch which induce creaks."

    assert one_sentence("Hinges and Mechanisms", f"{shown} {other}") == shown


@pytest.mark.parametrize(
    ("supposed", "denied"),
    [
        (
            "We hypothesize that longer hinges creak more than short hinges at sea.",
            "However, we find no such effect on 412 ships.",
        ),
        (
            "Longer hinges are believed to creak more than short hinges.",
            "Our data of 412 ships contradict this view of hinges at sea.",
        ),
        (
            "The birch conjecture says that every folded hinge is quiet.",
            "We give a counterexample of 12 folds that creaks in cold water.",
        ),
    ],
)
def test_what_is_refuted_is_not_what_a_paper_says(supposed: str, denied: str) -> None:
    """Of a supposition and its refutation the one sentence is never the supposition."""
    said = one_sentence("Do Longer Hinges Creak More Than Short Hinges?", f"{supposed} {denied}")

    assert said not in supposed


def test_what_is_proved_is_no_supposition() -> None:
    """A conjecture that is proved stands, whatever the next sentence denies."""
    proved = "We prove the conjecture that every folded hinge of birch is quiet."
    said = one_sentence("The Birch Conjecture", f"{proved} It is not known for hinges of tin.")

    assert said == proved


@pytest.mark.parametrize(
    "number",
    [
        "125.09 ± 0.21 (stat.) ± 0.11 (syst.) GeV",
        "3.4 ± 0.2 (stat) ± 0.1 (syst) per ship",
        "62% (95% CI 58 to 66)",
        "4.2 (kilometres)",
    ],
)
def test_errors_and_units_stay_with_their_numbers(number: str) -> None:
    """What stands in brackets behind a number belongs to it."""
    abstract = f"We measure the creak of hinges as {number}. Hinges are found on most ships."

    assert number in one_sentence("The Creak of Hinges", abstract)


def test_it_is_not_cut_to_nothing() -> None:
    """A form that is left with words of any paper does not stand for its sentence."""
    said = one_sentence(
        "A Model of Folding Hinges",
        "We propose to incorporate a new model for the problem, which lets hinges of birch fold "
        "without oil in the cold water of the northern sea.",
    )

    assert "hinges of birch" in said


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("To that end, we propose folded hinges of birch to close doors at sea.", "We propose"),
        ("To solve this problem we develop Fold, a new hinge of birch for doors at sea.", "We dev"),
        ("Conclusion: Our findings indicate that hinges of birch creak less than tin.", "Our find"),
        ("In this paper we develop hinges of birch that close doors at sea.", "We develop"),
    ],
)
def test_what_only_leads_to_it_is_left_out(written: str, told: str) -> None:
    """The one sentence begins with what it says."""
    assert one_sentence("Hinges of Birch", f"Doors creak. {written}").startswith(told)


def test_no_cut_falls_between_two_dashes() -> None:
    """What stands between dashes is kept whole or not at all; an empty bracket is left nowhere."""
    listed = (
        "We introduce Fold, a hinge ([15]) that combines many parts - plates of tin, pins of oak, "
        "and layers of birch - in one door to keep all ships of the north quiet at night."
    )
    said = one_sentence("Fold: Hinges of Birch", f"Doors creak at sea. {listed}")

    assert said.count(" - ") in (0, 2)
    assert "()" not in said
    assert "15" not in said


def test_it_is_found_what_points_to_nothing() -> None:
    """A sentence whose subject is still to come stands for the paper, an example does not."""
    found = "It is found what part of a hinge allows one to recover the whole door."
    example = "For example, the knowledge of all folds of the hinge is enough for the door."

    assert one_sentence("Doors and Parts of a Hinge", f"{found} {example}") == found


FOLD = (
    "We show that hinges of birch have a fold H=F*G, where F is known to all ships of the north "
    "and does not depend on the door of the house or on the age of the captain."
)
SERIES = (
    "We analyze the hinge, provide an overview of doors that were folded by the crews of ships, "
    "and illustrate our analyses with two examples that are worked out in detail."
)
CITED = (
    "We refute the concerns of Fold et al. about a misreading of what we found in [1] on hinges "
    "of birch that were folded between plates of tin by the crews of ships."
)


@pytest.mark.parametrize(
    ("sentence", "hole"),
    [(FOLD, "H=F*G."), (SERIES, "by the crews of ships."), (CITED, "found in on")],
)
def test_what_is_cut_leaves_no_hole(sentence: str, hole: str) -> None:
    """A name keeps what it stands for, a series its last verb, a preposition what it governs."""
    forms = [form.text for form in variants(sentence)]

    assert forms[0] == sentence
    assert not any(hole in form for form in forms)


def test_a_passive_first_sentence_is_the_main_point() -> None:
    """What a paper extends is told before what it may be good for."""
    extended = "The scaling of Fold and Hinge for doors on a plane of tin is extended to birch."
    beside = "Therefore, we suggest that it may be of general relevance for doors and for scaling."

    assert one_sentence("A Scaling for Doors of Birch", f"{extended} {beside}") == extended

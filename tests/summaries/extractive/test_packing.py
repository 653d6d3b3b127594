"""Takeaways where not all that was done and found has room."""

from __future__ import annotations

from dataclasses import replace

import pytest

from papers.sample import sample_papers
from summaries.extractive.leaning import Lean, leaning
from summaries.extractive.packing import Option, Rules, packed
from summaries.extractive.passages import Part, Passage
from summaries.extractive.roles import Role
from summaries.extractive.summarizer import ExtractiveSummarizer
from summaries.text.outcomes import is_idle
from summaries.text.understanding import Line
from tests.fakes.clock import SettableClock

OPENING = (
    "Hinges of birch have been folded by joiners for a long time and in many places of the north."
    " How they creak in cold water is however not known, and joiners have argued over it for years."
)
PROPOSED = "We propose the tin hinge, which folds by itself in cold water."
LISTENED = "We listened to hinges of birch for nine winters in two lakes of the north."
FOUND = "Tin hinges creak 40 % less than those of birch."
SURE = "We find that hinges of oak do not creak at all below the ice."
IDLE = "We discuss the lakes of the north and their hinges in some detail."
GIVEN = "Our hinges offer a promising tool for joiners of the north and of the south."


async def told(abstract: str) -> tuple[list[str], int]:
    """The takeaways of an abstract, and the words that are seen at once."""
    summarizer = ExtractiveSummarizer(SettableClock("2024-03-08T06:00:00"))
    paper = replace(sample_papers()[0], title="The Tin Hinge", abstract=abstract, comment=None)
    summary = await summarizer.summarize(paper, None, "en")
    points = [claim.text for claim in summary.takeaways]
    seen = " ".join((summary.tldr.text, *points, *summary.keywords))
    return points, len(seen.split())


@pytest.mark.parametrize("idle", [IDLE, GIVEN])
async def test_findings_come_before_what_is_only_spoken_of(idle: str) -> None:
    """A number and a finding are told, whatever stands between them."""
    abstract = f"{OPENING} {PROPOSED} {LISTENED} {idle} {FOUND} {SURE}"
    points, seen = await told(abstract)
    assert FOUND in points
    assert any("oak do not creak" in point for point in points)
    assert idle not in points
    assert seen <= 0.6 * len(abstract.split())


async def test_a_long_sentence_gives_way_to_two_findings() -> None:
    """What one sentence takes up with its asides has room for two that were found."""
    long = (
        "We also went by boat to the lakes of the north and of the south, with the joiners of"
        " three villages and their children, in order to hear of each of them and of their parents"
        " what they remember of the hinges of the years before the war and after it."
    )
    points, _ = await told(f"{OPENING} {PROPOSED} {long} {FOUND} {SURE}")
    assert FOUND in points
    assert any("oak do not creak" in point for point in points)
    assert long not in points


async def test_a_sentence_is_shortened_where_another_finds_room_by_that() -> None:
    """A clause of circumstance goes before a finding does; its number never does."""
    extended = SURE.replace(" below", ", which joiners of many villages had long suspected, below")
    padded = f"{FOUND[:-1]}, providing joiners of the north and south with quieter winters."
    points, _ = await told(f"{OPENING} {PROPOSED} {padded} {LISTENED} {extended}")
    assert any(point.startswith("Tin hinges creak 40 %") for point in points)
    assert any("oak do not creak" in point for point in points)


async def test_what_the_title_names_is_told_of_before_the_authors_speak() -> None:
    """A sentence whose subject is the paper's own thing is no background."""
    abstract = (
        "Foldwright is a program that folds hinges of tin in cold water."
        " It takes the lakes of the north as its input and gives back the best of their hinges."
        " We show that Foldwright folds twice as many hinges as a joiner does in one winter."
    )
    summarizer = ExtractiveSummarizer(SettableClock("2024-03-08T06:00:00"))
    paper = replace(
        sample_papers()[0], title="Foldwright: Hinges by Program", abstract=abstract, comment=None
    )
    summary = await summarizer.summarize(paper, None, "en")
    assert abstract.split(". ")[0] + "." in {
        summary.tldr.text,
        *(c.text for c in summary.takeaways),
    }


async def test_keywords_give_way_to_what_was_found() -> None:
    """Of keywords those beyond the first words have the room that points leave."""
    abstract = f"{OPENING} {PROPOSED} {LISTENED} {FOUND} {SURE} {IDLE}"
    points, seen = await told(abstract)
    assert len(points) >= 3
    assert seen <= 0.6 * len(abstract.split())


async def test_what_the_one_sentence_points_to_is_told() -> None:
    """Where nothing else is: "this restriction" is told with the sentence that names it."""
    known = "Until now hinges of tin were known to creak only where the water is not frozen."
    points, _ = await told(f"{known} We show how to remove this restriction on hinges of tin.")
    assert points == [known]


async def test_a_short_sentence_is_told_with_the_one_before_it() -> None:
    """Where they are all there is, what is meant stands before it."""
    known = "The creak of a hinge is not always a sign of its age."
    points, _ = await told(f"Joiners fold hinges of tin. {known} This note gives a counterexample.")
    assert points == [known]


def test_what_results_needs_no_sentence_before_it() -> None:
    """The resulting method is the paper's own, wherever it is told of."""
    assert leaning("The resulting methods need fewer folds than tin.") is Lean.ON_THE_PAPER
    assert leaning("The resulting creak is loud.") is Lean.ON_THE_SENTENCE_BEFORE


@pytest.mark.parametrize(
    "sentence",
    [
        IDLE,
        GIVEN,
        "We release the models and the lists of all hinges.",
        "The folding of hinges under ice is discussed.",
        "This work advances the folding of hinges in the north.",
        "The effectiveness of our hinges has been validated by folding.",
        "These hinges can serve as a door for dolls.",
        "We fold our hinges in tin and compare them with hinges from the village.",
    ],
)
def test_idle_sentences(sentence: str) -> None:
    """They say of something that it is spoken of, given away or of use."""
    assert is_idle(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        FOUND,
        SURE,
        PROPOSED,
        LISTENED,
        "We discuss why hinges creak and find that ice is the cause.",
        "We evaluate 40 hinges, which creak 12 % less.",
        "Our hinges offer a quieter tool than those of birch.",
        "We fold hinges in tin and compare them with hinges of birch, showing less wear.",
    ],
)
def test_what_tells_an_outcome_is_not_idle(sentence: str) -> None:
    """A number, a comparison or a finding behind the idle words is told."""
    assert not is_idle(sentence)


def option(place: int, text: str, worth: float, repeats: list[float], alone: float = 0) -> Option:
    """A sentence that may be shown, with what it loses where the one before it is not."""
    line = Line.of(text)
    passage = Passage(place, "Abstract", Part.ABSTRACT, line, Role.RESULT, 0.0, hollow=False)
    return Option(passage, worth, "", (alone, alone / 20), repeats)


def test_the_room_there_is_is_used() -> None:
    """What is worth less alone is kept where a finding leans on it, and one more beside both."""
    texts = (
        "Hinges of birch creak in the lakes of the south.",
        "Doors of oak stay open in the winters of the north.",
        "Hinges of birch creak in the lakes of the east.",
        "This is what joiners of the east are known for.",
    )
    options = [
        option(1, texts[0], 0.5, []),
        option(2, texts[1], 0.45, [0.0]),
        option(3, texts[2], 0.1, [0.9, 0.0]),
        option(4, texts[3], 0.9, [0.0, 0.0, 0.0], alone=2.0),
    ]
    rules = Rules(told=0, alike=0.75, repeating=0.8, new={}, of_text=2)
    chosen = packed(options, 31, rules)
    assert [form.text for _, form in chosen] == list(texts[1:])


async def test_no_point_beside_another_hangs_in_the_air() -> None:
    """A second one that leans on what is not shown says less than none."""
    sea = (
        "We found how the hinges of the lakes and of the long coast of the north creak wherever the"
        " water and the ice above are so cold that neither birch nor oak nor tin can be folded"
    )
    leaning = "This gives a simple proof of their noise."
    points, _ = await told(f"{OPENING} {PROPOSED} {sea}. {leaning} {FOUND}")
    assert FOUND in points
    assert leaning not in points or any(point.startswith(sea[:30]) for point in points)


async def test_what_came_out_is_told_in_whatever_words() -> None:
    """A result stands behind words of any paper, and is told where there is room."""
    came_out = (
        "Extensive experiments are conducted on two lakes, which show that our hinge largely"
        " improves the silence of doors while it folds as well as the best hinges."
    )
    points, _ = await told(f"{OPENING} {OPENING} {PROPOSED} {came_out}")
    assert came_out in points


async def test_a_success_is_told_only_where_there_is_room() -> None:
    """That experiments went well is told of what and on what, and gives way to all else."""
    success = (
        "Extensive experiments on the doors of nine harbours demonstrate the effectiveness of our"
        " hinges under ice."
    )
    points, _ = await told(f"{OPENING} {OPENING} {PROPOSED} {success}")
    assert points == [success]
    points, _ = await told(f"{OPENING} {PROPOSED} {LISTENED} {success} {FOUND} {SURE}")
    assert FOUND in points
    assert success not in points

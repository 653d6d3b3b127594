"""The one sentence: what came out rather than what was looked at, where papers say both."""

from __future__ import annotations

from dataclasses import replace

import pytest

from papers.sample import sample_papers
from summaries.extractive.cuts import LIST_NUMBER
from summaries.extractive.summarizer import ExtractiveSummarizer, one_sentence
from tests.fakes.clock import SettableClock

TITLE = "On the Creak of Folded Hinges in Cold Water"
LOOKED_AT = (
    "We study the creak of folded hinges of birch in cold water.",
    "This paper investigates the creak of folded hinges in cold water.",
    "The creak of folded hinges in cold water is investigated.",
    "Our aim is to understand the creak of folded hinges in cold water.",
    "We consider the creak of folded hinges in cold water and warm water.",
)
FOUND = "We show that folded hinges of birch creak less in cold water than hinges of tin."


async def told(abstract: str, category: str) -> str:
    """The one sentence of a paper in some category."""
    summarizer = ExtractiveSummarizer(SettableClock("2024-03-08T06:00:00"))
    paper = replace(
        sample_papers()[0],
        title=TITLE,
        abstract=abstract,
        categories=(category,),
        primary=category,
        comment=None,
    )
    return (await summarizer.summarize(paper, None, "en")).tldr.text


@pytest.mark.parametrize("looked_at", LOOKED_AT)
@pytest.mark.parametrize("category", ["math.AP", "hep-th", "q-bio.NC", "stat.AP"])
async def test_a_finding_stands_for_a_paper(looked_at: str, category: str) -> None:
    """Where most papers look at something, it is told what they found."""
    assert await told(f"{looked_at} {FOUND}", category) == FOUND


@pytest.mark.parametrize(
    "side",
    [
        "We also show that folded hinges of tin creak in warm water.",
        "As a corollary, we show that folded hinges creak in cold harbours.",
        "For ships of oak we prove that folded hinges creak in cold water.",
        "We show that these creak in cold water, as folded hinges of tin do.",
        "We prove that a door of oak is heavy on all ships of the sea.",
    ],
)
async def test_a_side_of_it_does_not(side: str) -> None:
    """What is shown besides, or of something else, is not what stands for the paper."""
    assert await told(f"{LOOKED_AT[0]} {side}", "math.AP") == LOOKED_AT[0]


async def test_what_opens_the_papers_own_part_is_no_announcement() -> None:
    """Where it names the title's subject, "a comprehensive evaluation of" it is what was done."""
    opens = "We present a comprehensive evaluation of folded hinges and of the oil on twelve ships."
    beside = "The crews of the northern sea are slow at night and in the rain of autumn."

    assert await told(f"{opens} {beside}", "astro-ph.IM") == opens


async def test_a_wish_gives_way_to_what_was_done() -> None:
    """An aim stands for no paper that says what it does."""
    aim = "We aim to help all crews to stay ahead of the creak of folded hinges at sea."
    done = "We outline ways to fold hinges in cold water, and doors that need no oil at all."

    assert await told(f"{done} {aim}", "physics.chem-ph") == done


async def test_of_several_findings_the_one_of_the_title() -> None:
    """What was shown of the title's subject is told, and a long one shorter."""
    other = "We prove that a folded hinge of tin is heavy on all ships."
    tail = ", namely that doors of oak close at night" + " and at noon, as doors of tin do" * 8

    assert await told(f"{LOOKED_AT[0]} {other} {FOUND}", "hep-th") == FOUND
    assert await told(f"{LOOKED_AT[0]} {other} {FOUND[:-1]}{tail}.", "hep-th") == FOUND


async def test_a_finding_names_the_subject_as_what_was_looked_at_does() -> None:
    """Of what was looked at a finding must name half, else nobody knows what it speaks of."""
    looked_at = "We study the creak of folded hinges of birch in cold water of all seas."
    detail = "We prove that the water is cold, with a limit for small doors of oak."

    assert await told(f"{looked_at} {detail}", "math.AP") == looked_at


@pytest.mark.parametrize("word", ["project", "lecture", "research", "essay"])
async def test_what_a_paper_calls_itself(word: str) -> None:
    """A project or a lecture is the paper's own."""
    own = f"This {word} introduces folded hinges and their creak to all who sail in cold water."
    other = (
        "Hinges are pivotal to ships, providing quiet doors and cold folds to large crews at sea."
    )

    assert one_sentence(TITLE, f"Doors matter. {other} {own}") == own


def test_what_was_found_in_the_passive_is_found() -> None:
    """A report cut off its finding does not make it somebody else's."""
    segmented = (
        "The creaks are segmented into folds and combined with nights, to form sets of hinges."
    )
    found = "Our experiments demonstrate that folded hinges outperform tin in cold water."
    said = one_sentence(TITLE, f"{segmented} {found}")

    assert "folded hinges outperform tin" in said.lower()


async def test_a_chapter_speaks_of_itself() -> None:
    """A chapter, a lecture or a thesis is a paper's own word for itself."""
    before = "Following a storm of 1995, the field of hinges has become a harbour of science."
    chapter = "This chapter provides an introduction to the creak of folded hinges at sea."

    assert await told(f"{before} {chapter}", "astro-ph.EP") == chapter


async def test_what_the_title_names_is_the_papers_own() -> None:
    """A first sentence that says what a named thing provides is no background."""
    named = "The CREAK dataset provides recordings of 412 folded hinges in cold water."
    said = one_sentence(
        "CREAK: A Dataset of Folded Hinges", f"{named} We time-stamp each night of the metadata."
    )

    assert said == named


async def test_what_proposes_something_is_left_to_the_weights() -> None:
    """In computing the trained choice stands."""
    abstract = f"{LOOKED_AT[0]} {FOUND}"

    assert await told(abstract, "cs.LG") == one_sentence(TITLE, abstract)


@pytest.mark.parametrize(
    "outside",
    [
        "Folded hinges in cold water are the creak of every ship of the northern sea.",
        "Examples include the creak of folded hinges in cold water and in warm water.",
        "The creak of folded hinges in cold water is explored first.",
        "We show how it can be done for the creak of folded hinges in cold water.",
        "We describe their creak in cold water, and folded hinges of all kinds.",
        "In a companion paper, we show the creak of folded hinges in cold water to all.",
        "We started studying the creak of folded hinges in cold water long ago.",
        "The parallel folds are expressed by the creak of folded hinges in cold water.",
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_what_the_authors_did_stands_for_a_paper(outside: str, *, first: bool) -> None:
    """What is only described, or leans on what is not shown, gives way to what was done."""
    done = "We propose to fold hinges of birch twice in cold water."
    said = one_sentence(TITLE, f"{outside} {done}" if first else f"{done} {outside}")

    assert said == done


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (
            "Today there is interest in doors, and this paper tells how birch can be applied.",
            "Today there is",
        ),
        ("▪ We propose folded hinges of birch that keep quiet in cold water.", "We propose"),
        (
            "In particular, and unlike earlier hinges, we propose hinges of birch that keep quiet.",
            "Unlike earlier hinges",
        ),
    ],
)
def test_it_is_whole_and_begins_as_a_sentence(written: str, read: str) -> None:
    """Nothing is cut to a promise, and no bullet or link word opens it."""
    said = one_sentence("Folded Hinges of Birch", written)

    assert read in said or said.startswith("We propose hinges")
    assert not said.startswith(("▪", "And "))


def test_bullets_are_no_numbers() -> None:
    """A mark at the beginning is left out, not what stands behind it."""
    assert LIST_NUMBER.sub("", "• Birch is quiet.") == "Birch is quiet."

"""Figures, tables and statements that a question names by number; definitions, lists, authors."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.fulltext import Figure, FullText, Section, TextOrigin
from domain.papers import Author
from summaries.questions.defining import sentences_defining
from summaries.questions.numbered import Numbered, numbered
from tests.summaries.questions.lanterns import ANSWERER, PAPER, SECTIONS, TEXT, asked, told

MORE = replace(
    TEXT,
    sections=(
        *SECTIONS[:3],
        Section(
            "Theory",
            "Dimming is monotone. The dusk index is large in towns, and the dusk index is "
            "printed daily.\n\nTheorem 2.1. Every lantern that is heard is dimmed. It stays "
            "so until dawn.\n\nBy Theorem 2.1, dusk is short. We define the dusk index as minutes "
            "without steps.\n\nThree rules hold for lanterns by night:\n\nNobody waits in the "
            "dark.\n\nNo lamp flickers.\n\nAll lamps burn at crossings.\n\nWe prove the rules "
            "elsewhere, as Figure 7 tells.",
        ),
        *SECTIONS[3:],
    ),
    figures=(Figure("3", "Lamps by the hour. The grey band is dawn."),),
)


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("What does Figure 3 show?", Numbered("Figure", "3")),
        ("what is in fig. 2a", Numbered("Figure", "2a")),
        ("What is listed in Table IV?", Numbered("Table", "IV")),
        ("What does Theorem 2.1 state?", Numbered("Theorem", "2.1")),
        ("What recall on gravel does Table 1 show?", None),
        ("What is the table about?", None),
    ],
)
def test_what_is_asked_for_by_its_number_alone(question: str, meant: Numbered | None) -> None:
    """And nothing besides; else it is a question like others."""
    assert numbered(question) == meant


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("What does Figure 3 show?", ["Lamps by the hour.", "grey band"]),
        ("What is listed in Table 1?", ["Recall of steps"]),
        ("What does Theorem 2.1 say?", ["Every lantern that is heard is dimmed.", "until dawn"]),
        ("What does Figure 7 show?", ["as Figure 7 tells"]),
    ],
)
async def test_answered_by_caption_or_statement(question: str, words: list[str]) -> None:
    """What speaks of it answers only where there is neither."""
    answer = await asked(question, text=MORE)
    assert all(word in told(answer) for word in words)
    assert len(answer.claims) == 1


async def test_a_number_that_the_paper_has_not_is_refused() -> None:
    """Though it has other figures."""
    assert (await asked("What does Figure 9 show?", text=MORE)).is_refusal


async def test_a_definition_is_told_before_other_mentions() -> None:
    """The sentence that defines it, not one that has its words oftener."""
    answer = await asked("What is the dusk index?", text=MORE)
    assert "We define the dusk index as" in told(answer)


@pytest.mark.parametrize(
    ("sentence", "is_defining"),
    [
        ("A paper card is a window.", True),
        ("Such windows are called paper cards.", True),
        ("Windows (or paper cards) open.", True),
        ("Paper cards open fast.", False),
        ("A window is said to be a paper card if it opens.", True),
        ("In a paper card, all windows open.", True),
        ("They open a paper card, which is a window.", True),
        ("Few opened a paper card (M = 12%).", False),
    ],
)
def test_sentences_that_define(sentence: str, is_defining: bool) -> None:
    """By saying what it is, or giving it its name."""
    pattern = sentences_defining("What is a paper card?")
    assert pattern is not None
    assert bool(pattern.search(sentence)) is is_defining


@pytest.mark.parametrize(
    "question",
    [
        "What's a paper card?",
        "what exactly is a paper card",
        "What do the authors mean by “paper card”?",
        "Define paper card.",
        "meaning of paper card?",
        "What is meant by a paper card here?",
    ],
)
def test_ways_to_ask_what_something_is(question: str) -> None:
    """Each is a question for a definition."""
    pattern = sentences_defining(question)
    assert pattern is not None
    assert pattern.search("A paper card is a window.")


async def test_what_an_abbreviation_stands_for() -> None:
    """Where it is written out, before what says something else of it."""
    told_of = "The DIX is a measure of lamps. We count dusk by the dim index (DIX) of a street."
    text = FullText((Section("Method", told_of),), (), TextOrigin.HTML)
    answer = await asked("What does DIX stand for?", text=text)
    assert "the dim index (DIX)" in told(answer)


async def test_a_name_that_is_given_comes_with_what_has_it() -> None:
    """We call it so: it is the sentence before."""
    told_of = "Lamps count steps in a ring of eight streets. We call this ring LampNet. It is old."
    text = FullText((Section("Method", told_of),), (), TextOrigin.HTML)
    answer = await asked("What is LampNet?", text=text)
    assert told(answer).startswith("Method: Lamps count steps in a ring of eight streets. We call")


@pytest.mark.parametrize(
    "question", ["Which is better, gas or oil lamps?", "How do gas lamps differ from oil lamps?"]
)
async def test_what_is_compared_is_answered_by_a_comparison(question: str) -> None:
    """Not by what speaks of both."""
    told_of = (
        "Gas lamps and oil lamps were hung on poles by the town. Oil lamps need gas men.\n\n"
        "On wet streets, gas lamps burn twice as long as oil does.\n\n"
        "Gas lamps, oil lamps, and lamps of other kinds are listed."
    )
    text = FullText((Section("Method", told_of),), (), TextOrigin.HTML)
    assert "twice as long" in told(await asked(question, text=text))


async def test_a_list_comes_with_what_announces_it() -> None:
    """All its items, and no text after them."""
    answer = await asked("Which three rules hold for lanterns by night?", text=MORE)
    assert "Nobody waits in the dark. No lamp flickers. All lamps burn at crossings" in told(answer)


@pytest.mark.parametrize("question", ["Who wrote this paper?", "who are the authors", "作者是谁？"])
async def test_authors_are_those_at_arxiv(question: str) -> None:
    """By name."""
    paper = replace(PAPER, authors=(Author("Ada Quill"), Author("Bo Lind")))
    answer = await ANSWERER.answer(paper, TEXT, question)
    assert "Ada Quill, Bo Lind" in told(answer)


async def test_what_any_paper_may_be_asked_is_refused_where_no_word_stands() -> None:
    """Hardware is nothing that every paper has."""
    bare = replace(TEXT, sections=(Section("Method", "We compute sums by hand."),), tables=())
    assert (await asked("Which GPU was used for training?", text=bare)).is_refusal

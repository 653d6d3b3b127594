"""Figures, tables and statements that a question names by number; definitions, lists, authors."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.fulltext import Figure, Section
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
    ],
)
def test_sentences_that_define(sentence: str, is_defining: bool) -> None:
    """By saying what it is, or giving it its name."""
    pattern = sentences_defining("What is a paper card?")
    assert pattern is not None
    assert bool(pattern.search(sentence)) is is_defining


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

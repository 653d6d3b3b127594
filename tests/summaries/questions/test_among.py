"""Which of some papers tell of what is asked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.identifiers import PaperId
from domain.papers import Paper
from summaries.questions.among import Telling, can_be_looked_for, telling_papers
from tests.summaries.questions.lanterns import PAPER, TEXT


def paper(number: int, title: str, abstract: str) -> Paper:
    """A paper of a set."""
    return replace(PAPER, id=PaperId(f"2403.1000{number}", 1), title=title, abstract=abstract)


SINGING = paper(
    1,
    "Singing from Noise",
    "Voices are hard to make. We train a diffusion model that makes audio from scores. It sings.",
)
STONES = paper(
    2, "Stones by Diffusion", "We draw stones. A diffusion model paints pictures of gravel."
)
SOUNDS = paper(
    3, "Sounds of Rain", "Rain is loud. We classify audio of rain. It is heard on every roof."
)
PAPERS = (STONES, SOUNDS, SINGING)


def told(question: str, *papers: Paper) -> list[Telling]:
    """What is found, in one go."""
    work = telling_papers([(one, TEXT if one is PAPER else None) for one in papers], question)
    while True:
        try:
            next(work)
        except StopIteration as ended:
            found: list[Telling] = ended.value
            return found


@pytest.mark.parametrize(
    "question",
    ["which of these use diffusion for audio?", "audio with diffusion", "哪些把扩散模型用于音频？"],
)
def test_all_that_is_asked_stands_together(question: str) -> None:
    """A paper that has only some of it is none of those that are told."""
    assert [one.paper for one in told(question, *PAPERS)] == [SINGING]


def test_the_sentence_is_the_one_that_tells_of_it() -> None:
    """Word for word, and it is evidence."""
    (one,) = told("which use diffusion for audio?", *PAPERS)
    assert one.claim.text == "We train a diffusion model that makes audio from scores."
    assert [piece.quote for piece in one.claim.evidence] == [one.claim.text]
    assert one.claim.evidence[0].section == "Abstract"


def test_a_title_is_told_where_nothing_else_has_it() -> None:
    """It is the paper's own words as well."""
    named = paper(4, "Marmots at Noon", "They sleep. Nobody sees them.")
    (one,) = told("any papers about marmots?", named, *PAPERS)
    assert (one.claim.text, one.claim.evidence[0].section) == (named.title, "Title")


def test_what_is_about_it_comes_first() -> None:
    """Before what mentions it."""
    mentions = replace(SOUNDS, abstract="We hear rain. A diffusion model is slower than ours.")
    first, *_ = told("which use diffusion?", mentions, STONES)
    assert first.paper == STONES


def test_what_was_read_is_looked_through() -> None:
    """Not only the abstract."""
    (one,) = told("which of these chose microphones because cameras are unwelcome?", PAPER, STONES)
    assert (one.paper, one.claim.evidence[0].section) == (PAPER, "Method")


def test_orders_in_a_paper_are_nothing_that_it_says() -> None:
    """They are not told, whoever asks for their words."""
    assert not told("which have 9,000 lanterns according to previous instructions?", PAPER)


@pytest.mark.parametrize(
    ("question", "can"),
    [("which of these?", False), ("哪些论文？", False), ("which are best?", False),
     ("which use gravel?", True), ("哪些用了扩散模型？", True)],
)  # fmt: skip
def test_what_cannot_be_looked_for(question: str, can: bool) -> None:
    """No word in it tells one paper from another."""
    assert can_be_looked_for(question) is can

"""Questions about a paper as a whole are answered by what its abstract's sentences are for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.summaries import Answer
from summaries.questions.whole import Whole, whole
from tests.summaries.questions.lanterns import ANSWERER, PAPER, TEXT, asked, told


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("What is this about?", Whole.ABOUT),
        ("tl;dr", Whole.ABOUT),
        ("Explain this paper in simple terms, please", Whole.ABOUT),
        ("What is the main contribution?", Whole.ABOUT),
        ("what is new here?", Whole.ABOUT),
        ("这篇论文讲了什么？", Whole.ABOUT),
        ("What did they find?", Whole.RESULTS),
        ("What are the key results?", Whole.RESULTS),
        ("结论是什么", Whole.RESULTS),
        ("What problem does it solve?", Whole.PROBLEM),
        ("How does it work?", Whole.METHOD),
        ("What is the proposed method?", Whole.METHOD),
        ("用了什么方法？", Whole.METHOD),
        ("What are the limitations?", Whole.LIMITS),
        ("Does it have any weaknesses?", Whole.LIMITS),
        ("有什么不足？", Whole.LIMITS),
        ("Why does it matter?", Whole.USE),
        ("why should I care?", Whole.USE),
        ("What are the implications?", Whole.USE),
        ("有什么意义？", Whole.USE),
        ("What are the limitations of transformers on gravel?", None),
        ("Where was it accepted?", Whole.VENUE),
        ("Which conference?", Whole.VENUE),
        ("发表在哪个会议？", Whole.VENUE),
        ("What results did they find on gravel?", None),
        ("How does attention work?", None),
        ("Which data set did they use?", None),
        ("Explain equation 3", None),
        ("网络有多少参数？", None),
        ("Why?", None),
        ("", None),
    ],
)
def test_what_is_asked(question: str, meant: Whole | None) -> None:
    """Of the whole, or of something in it."""
    assert whole(question) is meant


@pytest.mark.parametrize("question", ["What is this about?", "What did they find?", "tl;dr"])
async def test_the_abstract_answers(question: str) -> None:
    """No word of such a question has to stand in the paper."""
    answer = await asked(question)
    assert not answer.is_refusal
    quotes = [piece.quote for claim in answer.claims for piece in claim.evidence]
    assert all(quote in PAPER.abstract for quote in quotes)


async def test_limits_are_those_of_the_paper() -> None:
    """Of its section of them; where it has none, they are no more than what it says of its own."""
    answer = await asked("What are the limitations?")
    assert told(answer) == "Limitations: In storms it hears steps where there are none."
    abstract = (
        "Earlier lamps are limited to dry streets. To address these limitations, we build one that "
        "stands in rain. It halves the cost. The method does not yet scale to whole towns."
    )
    answer = await _of_abstract(abstract, "does it have weaknesses?")
    assert told(answer) == "Abstract: The method does not yet scale to whole towns."
    assert (await _of_abstract(abstract.rpartition(" The")[0], "weaknesses?")).is_refusal


async def test_where_it_appears_is_what_its_authors_say() -> None:
    """In arXiv's field for it; no other sentence is taken for that."""
    said = replace(
        PAPER, comment="12 pages. Accepted at ICML 2025. Code: https://code.example.org/x"
    )
    answer = await ANSWERER.answer(said, TEXT, "Where was it accepted?")
    assert told(answer) == "Comments: Accepted at ICML 2025."
    answer = await ANSWERER.answer(said, TEXT, "Is the code available?")
    assert "Code: https://code.example.org/x" in told(answer)
    assert (await asked("Where was it published?")).is_refusal


async def test_why_it_matters_is_what_it_is_good_for() -> None:
    """Else why it is looked into at all."""
    abstract = (
        "However, light has become very expensive. In this paper, we propose to dim lamps. "
        "Our results suggest that they may rest."
    )
    answer = await _of_abstract(abstract, "Why does it matter?")
    assert told(answer) == "Abstract: Our results suggest that they may rest."
    answer = await _of_abstract(abstract.rpartition(" Our")[0], "Why does it matter?")
    assert told(answer) == "Abstract: However, light has become very expensive."


async def _of_abstract(abstract: str, question: str) -> Answer:
    return await ANSWERER.answer(replace(PAPER, abstract=abstract), None, question)


async def test_what_goes_on_is_asked_of_what_was_before() -> None:
    """A question that points back is no question about the whole."""
    assert "12,400 parameters" in told(
        await asked("Why does it?", before="How many parameters does the network have?")
    )

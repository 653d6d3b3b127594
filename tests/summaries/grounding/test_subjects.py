"""What is said of one thing is not told of another."""

from __future__ import annotations

import pytest

from summaries.grounding.judging import judged
from summaries.grounding.rules import Ground, Rule
from summaries.llm.answers import Answer, Told
from summaries.text.numbering import numbered
from tests.summaries.invented_papers import cases

SAID = (
    "We propose RouteNet, a router for speech models.",
    "The baseline Halver3 reaches 71% accuracy, while RouteNet reaches 83%.",
    "Teachers evaluate the pupils with a test.",
    "RouteNet is faster than Halver3 on long recordings.",
    "The loss may come from a leak in the northern pipe.",
    "Recordings were made with JORCA8 probes near PRABE5 electrodes.",
)
CASE = next(cases())


@pytest.mark.parametrize(
    ("claim", "cited", "stands"),
    [
        ("RouteNet reaches 83% accuracy.", 1, True),
        ("Halver3 reaches 71% accuracy.", 1, True),
        ("RouteNet reaches 71% accuracy.", 1, False),
        ("Halver3 reaches 83% accuracy.", 1, False),
        ("RouteNet 达到 71% 的准确率（accuracy）。", 1, False),
        ("Teachers evaluate pupils with a test.", 2, True),
        ("The pupils are evaluated by teachers with a test.", 2, True),
        ("The pupils evaluate the teachers with a test.", 2, False),
        ("RouteNet is faster than Halver3 on recordings.", 3, True),
        ("Halver3 is faster than RouteNet on recordings.", 3, False),
        ("The loss may come from a leak in the pipe.", 4, True),
        ("The loss comes from a leak in the pipe.", 4, False),
        ("损失（loss）可能来自管道（pipe）的泄漏（leak）。", 4, True),
        ("损失（loss）来自管道（pipe）的泄漏（leak）。", 4, False),
        ("JORCA8 probes made the recordings.", 5, True),
        ("PRABE5 probes made the recordings.", 5, False),
    ],
)
def test_a_claim_is_of_what_its_sentence_is_of(claim: str, cited: int, *, stands: bool) -> None:
    """Numbers, verbs, comparisons, guesses, and names in their places."""
    language = "zh" if "的" in claim else "en"
    found = Ground("Routing", SAID, len(SAID), language).problems(claim, [cited])
    assert (found == []) == stands, found
    assert {problem.rule for problem in found} <= {Rule.SUBJECT, Rule.POLARITY}


def _answer(**parts: list[Told]) -> Answer:
    return Answer(tldr=CASE.answer.tldr, takeaways=CASE.answer.takeaways, **parts)


def test_what_the_paper_proposes_is_no_prior_work() -> None:
    """Though true, it stands in the wrong part."""
    name = CASE.paper.title.partition(":")[0]
    own = Told(text=f"{name} is a routing method for the layers a token needs.", sentences=[3])
    paper = numbered(CASE.paper, None)
    assert judged(_answer(method=[own]), paper, "en").standing["method"]
    assert "prior_work" not in judged(_answer(prior_work=[own]), paper, "en").standing


def test_a_sentence_copied_whole_is_told_as_a_quotation() -> None:
    """What is the paper's own words is marked so."""
    paper = numbered(CASE.paper, None)
    quote = paper.sentences[5].quote
    (claim,) = judged(_answer(workload=[Told(text=quote, sentences=[6])]), paper, "en").standing[
        "workload"
    ]
    assert claim.text == f"“{quote}”"

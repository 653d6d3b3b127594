"""A trial of a language model: a small paper on the same path as any other."""

from __future__ import annotations

from typing import Final

from domain.errors import AnswerUnusable, FormatRefused
from domain.messages import sentence
from domain.summaries import Evidence
from summaries.grounding.judging import Judgement, judged
from summaries.llm.answers import LanguageModel
from summaries.llm.prompting import instructions, task
from summaries.llm.usage import Meter
from summaries.text.numbering import ABSTRACT, NumberedPaper

SMALL_PAPER: Final = NumberedPaper(
    title="What school gauges tell of small rivers",
    sentences=(
        Evidence(ABSTRACT, "We measure the flow of forty small rivers with gauges of nine euros."),
        Evidence(ABSTRACT, "Over ten years the mean flow falls by twelve percent."),
    ),
    abstract=2,
    coverage=1.0,
    of_full_text=False,
)
"""Invented, of two sentences."""


async def tried(model: LanguageModel) -> tuple[Judgement, bool]:
    """What stands of an answer about the small paper, and whether it took the short question.

    Raises:
        ModelError: there is no answer, or nothing of it stands.
    """
    text = task(SMALL_PAPER, "en")
    is_brief = False
    try:
        answer = await model.answer(instructions(), text, Meter())
    except FormatRefused:
        if not model.is_own:
            raise
        is_brief = True
        answer = await model.brief(instructions(), text, Meter())
    judgement = judged(answer, SMALL_PAPER, "en")
    if not judgement.standing:
        told = "; ".join(f"{where}: {problem}" for where, problem in judgement.problems[:2])
        raise AnswerUnusable(
            sentence("Nothing of what it says about a small paper stands ({told}).", told=told)
        )
    return judgement, is_brief

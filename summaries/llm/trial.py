"""A trial of a language model: a small paper on the same path as any other.

A server of one's own may run any model. Which question it is asked is found by a trial before the
first paper, and kept for a day; providers' models are asked the whole.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import Final

from domain.errors import AnswerTooSlow, AnswerUnusable, ModelError, TextTooLong
from domain.messages import sentence
from domain.ports import Clock, Notes
from domain.summaries import Evidence
from summaries.grounding.judging import Judgement, judged
from summaries.llm.answers import Answer, LanguageModel
from summaries.llm.budget import Budget
from summaries.llm.forms import Remembered
from summaries.llm.prompting import PROMPT, instructions, task
from summaries.llm.usage import Meter
from summaries.text.numbering import ABSTRACT, NumberedPaper
from summaries.text.portions import Room

_log = logging.getLogger(__name__)

LEAST_CONTEXT: Final = 4_096
"""Tokens that the whole question takes with a short abstract, its form and its answer."""
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
_LEAST: Final = Room.of(LEAST_CONTEXT)
_NOTE: Final = "trial of "
_WHOLE: Final = "whole"
_SHORT: Final = "short"


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of a trial.

    Attributes:
        judgement: what stands of the answer about the small paper.
        is_brief: whether it takes the short question alone.
    """

    judgement: Judgement
    is_brief: bool


async def tried(model: LanguageModel, meter: Meter) -> Trial:
    """Ask about the small paper; the short question where the whole is beyond a model of one's own.

    Raises:
        ModelError: there is no answer, or nothing of it stands.
    """
    text = task(SMALL_PAPER, "en")
    if not (model.is_own and _is_cramped(await model.room())):
        try:
            found = _judged(await model.answer(instructions(), text, meter))
            if not model.is_own or _is_fit(found):
                return Trial(_standing(found), is_brief=False)
        except (AnswerUnusable, TextTooLong, AnswerTooSlow):
            if not model.is_own:
                raise
    found = _judged(await model.brief(instructions(), text, meter))
    return Trial(_standing(found), is_brief=True)


def _is_cramped(room: Room) -> bool:
    return room.characters is not None and room.characters < (_LEAST.characters or 0)


def _judged(answer: Answer) -> Judgement:
    return judged(answer, SMALL_PAPER, "en")


def _is_fit(found: Judgement) -> bool:
    """Whether the one sentence stands, and no more falls than stands."""
    standing = sum(map(len, found.standing.values()))
    return bool(found.standing.get("tldr")) and len(found.problems) <= standing


def _standing(found: Judgement) -> Judgement:
    if not found.standing:
        told = "; ".join(f"{where}: {problem}" for where, problem in found.problems[:2])
        raise AnswerUnusable(
            sentence("Nothing of what it says about a small paper stands ({told}).", told=told)
        )
    return found


class Capability:
    """Which question a model is asked: the whole one, or the one sentence and takeaways alone."""

    def __init__(
        self,
        model: LanguageModel,
        budget: Budget,
        clock: Clock,
        *,
        notes: Notes | None = None,
        address: str = "",
        makes_trials: bool = False,
    ) -> None:
        """Wire it.

        Args:
            model: asked about the small paper.
            budget: what that may cost.
            clock: tells the day.
            notes: keep what was found; without them the whole is asked.
            address: where the model is asked.
            makes_trials: whether what is not kept is found; not by who is gone in a minute.
        """
        self._model = model
        self._budget = budget
        server = f"{model.name} {address} {PROMPT}"
        self._kept = Remembered(notes, clock, _NOTE, server) if notes else None
        self._makes_trials = makes_trials
        self._asking = asyncio.Lock()
        self._is_brief: bool | None = None if model.is_own and notes else False

    async def is_brief(self) -> bool:
        """Whether the short question alone is asked; a trial finds it where it is not known."""
        async with self._asking:
            if self._is_brief is None and self._kept is not None:
                kept = await self._kept.found()
                self._is_brief = kept == _SHORT if kept else None
            if self._is_brief is None and self._makes_trials:
                self._is_brief = await self._found()
            # Where nobody answered, there is a trial before the next paper.
            return bool(self._is_brief)

    async def lower(self) -> None:
        """It answered the short question where it could not answer the whole."""
        self._is_brief = True
        await self._keep()

    async def _found(self) -> bool | None:
        meter = Meter()
        try:
            self._is_brief = (await tried(self._model, meter)).is_brief
        except (AnswerUnusable, TextTooLong, AnswerTooSlow) as error:
            _log.warning("%s fails at a small paper: %s", self._model.name, error)
            self._is_brief = True
        except ModelError as error:
            _log.warning("no trial of %s: %s", self._model.name, error)
            return None
        finally:
            if meter.used.calls:
                await self._budget.spend(meter.used)
        await self._keep()
        return self._is_brief

    async def _keep(self) -> None:
        if self._kept is not None:
            await self._kept.keep(_SHORT if self._is_brief else _WHOLE)

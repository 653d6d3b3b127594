"""Calls of a language model, as the budget and those under way let them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

from domain.errors import AnswerTooSlow
from summaries.llm.answers import LanguageModel
from summaries.llm.budget import Budget
from summaries.llm.usage import Meter, Usage

AT_ONCE_ON_DEMAND: Final = 8
AT_ONCE_AHEAD: Final = 3
"""Calls under way together; those that nobody waits for leave room for the others."""
CHARACTERS_A_TOKEN: Final = 4

_A = TypeVar("_A")


class OverBudget(Exception):
    """There is no budget left for a call."""


class Calls:
    """Makes calls, counts what they take, and holds back those that cost too much."""

    def __init__(
        self, model: LanguageModel, budget: Budget, *, on_demand: bool, apart: str = ""
    ) -> None:
        """Wire it.

        Args:
            model: to be called.
            budget: lets calls through.
            on_demand: whether somebody waits; else a reserve of the budget is left.
            apart: what they are for, where what they cost is counted apart as well.
        """
        self._apart = apart
        self._model = model
        self._budget = budget
        self._on_demand = on_demand
        self._slots = asyncio.Semaphore(AT_ONCE_ON_DEMAND if on_demand else AT_ONCE_AHEAD)

    async def call(
        self,
        ask: Callable[[str, str, Meter], Awaitable[_A]],
        told: str,
        text: str,
        tokens_out: int,
    ) -> _A:
        """Ask the model.

        Raises:
            ModelError: as `summaries.llm.answers.LanguageModel.answer` does.
            OverBudget: the budget does not let it.
        """
        expected = expected_usage(self._model, told, text, tokens_out)
        async with (
            self._slots,
            self._budget.holding(expected, on_demand=self._on_demand) as allowed,
        ):
            if not allowed:
                raise OverBudget
            meter = Meter()
            try:
                return await ask(told, text, meter)
            except (asyncio.CancelledError, AnswerTooSlow):
                # What was sent is paid for, though nobody reads the answer.
                meter.add(expected if not meter.used.calls else Usage())
                raise
            finally:
                if meter.used.calls:
                    await self._budget.spend(meter.used, apart=self._apart)


def expected_usage(model: LanguageModel, told: str, text: str, tokens_out: int) -> Usage:
    """What a call is likely to take, by the length of its texts."""
    tokens = (len(told) + len(text)) // CHARACTERS_A_TOKEN
    return Usage(tokens + tokens_out, model.price(tokens, tokens_out), 1)

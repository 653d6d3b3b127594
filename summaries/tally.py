"""What has become of a language model's answers, and what they cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.summaries import StandIn
from summaries.budget import Budget, Limits, Spending
from summaries.grounding import Rule


@dataclass(slots=True)
class Tally:
    """What has become of the answers since the process began.

    Attributes:
        summaries: by the model.
        by_sections: papers read by their sections, being too long to be read at once.
        overviews: of digests.
        repairs: answers sent back.
        rules: claims that did not stand, by the rule they failed by, before any repair.
        stood_in: extracts given in the model's place, by reason.
    """

    summaries: int = 0
    by_sections: int = 0
    overviews: int = 0
    repairs: int = 0
    rules: Counter[Rule] = field(default_factory=Counter)
    stood_in: Counter[StandIn] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A tally at a moment, with what was spent.

    Attributes:
        model: the language model's name.
        summaries, by_sections, overviews, repairs, rules, stood_in: as in `Tally`.
        today: spent on this day of UTC.
        in_total: spent since the day it bears, over all starts of the process.
        limits: what may be spent in a day.
    """

    model: str
    summaries: int
    by_sections: int
    overviews: int
    repairs: int
    rules: Mapping[Rule, int]
    stood_in: Mapping[StandIn, int]
    today: Spending
    in_total: Spending
    limits: Limits


class Bookkeeper:
    """Tells how a language model has done, to people and to metrics."""

    def __init__(self, *, model: str, tally: Tally, budget: Budget) -> None:
        self._model = model
        self._tally = tally
        self._budget = budget

    async def account(self) -> Account:
        """How matters stand now."""
        tally = self._tally
        return Account(
            model=self._model,
            summaries=tally.summaries,
            by_sections=tally.by_sections,
            overviews=tally.overviews,
            repairs=tally.repairs,
            rules=dict(tally.rules.most_common()),
            stood_in=dict(tally.stood_in.most_common()),
            today=await self._budget.today(),
            in_total=await self._budget.in_total(),
            limits=self._budget.limits,
        )

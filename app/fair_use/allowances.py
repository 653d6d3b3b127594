"""Allowances: how often one person may have what costs everybody something.

Each fills up again evenly, so that whoever has used it up has the next one soon. Nothing of it
is kept: a restart fills all of them.
"""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from domain.errors import PapercrierError
from domain.messages import counted, marked, sentence

_HOUR: Final = 3600.0
_REMEMBERED: Final = 20_000
"""Persons; of those that asked longest ago it is forgotten, as theirs are full again soonest."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """So many an hour for one person.

    Attributes:
        name: in logs and keys.
        most: an hour, and at once.
        refusal: the sentence for whoever has used it up, with ``{most}``.
    """

    name: str
    most: int
    refusal: str


SEARCHES: Final = Allowance(
    "searches",
    60,
    marked("You have searched arXiv as often as one person may, {most} times an hour."),
)
DIGESTS: Final = Allowance(
    "digests",
    40,
    marked("You have asked for digests as often as one person may, {most} times an hour."),
)
INLINE: Final = Allowance(
    "inline queries",
    120,
    marked("You have searched arXiv as often as one person may, {most} times an hour."),
)


class UsedUp(PapercrierError):
    """That was often enough for now."""


class Allowances:
    """What is left of everybody's, in this process."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        """Args: now tells the time in seconds, by a clock that nobody sets."""
        self._now = now
        self._used: OrderedDict[tuple[str, str], tuple[float, float]] = OrderedDict()

    def take(self, person: str, allowance: Allowance) -> None:
        """Use one of a person's.

        Raises:
            UsedUp: there is none; it says when there will be.
        """
        now, key = self._now(), (allowance.name, person)
        used, since = self._used.get(key, (0.0, now))
        used = max(0.0, used - (now - since) * allowance.most / _HOUR)
        if used + 1 > allowance.most:
            wait = (used + 1 - allowance.most) * _HOUR / allowance.most
            raise UsedUp(
                sentence(allowance.refusal, most=allowance.most),
                hint=counted(
                    "There will be another in {number} minute.",
                    "There will be another in {number} minutes.",
                    max(1, math.ceil(wait / 60)),
                ),
            )
        self._used[key] = (used + 1, now)
        self._used.move_to_end(key)
        while len(self._used) > _REMEMBERED:
            self._used.popitem(last=False)

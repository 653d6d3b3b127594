"""Lanes: who may go when, the same on every platform.

Quick answers have a lane for each chat, where they are given one after another. Slow ones have
lanes for all chats together, one for each kind of effort, so that a digest never waits for a
search. In each lane persons take turns, and no person can have more waiting than a few.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from app.fair_use.effort import Effort
from domain.concurrency.turns import Place, Turns

SLOTS: Final[Mapping[Effort, int]] = MappingProxyType({Effort.OWN: 4, Effort.ASKING: 16})
"""Slow answers being made at the same time, of all chats together.

Those that ask take turns again at what they ask, so they may be more than can be served there.
"""

MOST: Final = 5
"""Slow answers that may wait for one person, beside the one that is being made."""

MOST_QUICK: Final = 20
"""The same of quick ones in one chat."""


class Lanes:
    """All lanes of a process, whatever the platform."""

    def __init__(self, slots: Mapping[Effort, int] = SLOTS) -> None:
        """Args: slots are answers made at the same time, by effort."""
        self._slow = {effort: Turns(count, most=MOST) for effort, count in slots.items()}
        self._quick: dict[str, Turns] = {}

    def reserve(self, effort: Effort, *, person: str, chat: str) -> Place:
        """A place in the lane of such answers, to be entered or left.

        Args:
            effort: what the answer takes.
            person: who asks; a name that is theirs alone, on all platforms.
            chat: where; likewise.

        Raises:
            TooMany: the person has as much waiting as one may have.
        """
        if effort is not Effort.QUICK:
            return self._slow[effort].reserve(person)
        for name in [name for name, turns in self._quick.items() if turns.is_idle]:
            del self._quick[name]
        turns = self._quick.setdefault(chat, Turns(1, most=MOST_QUICK))
        return turns.reserve(person)

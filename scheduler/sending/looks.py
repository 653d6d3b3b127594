"""Looks into the outbox that several processes send from: at what is told, and what is due."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Final

from domain.concurrency.processes import News, Standing
from domain.ports import Clock, Leases, Outbox

BESIDE: Final = 5.0
"""Seconds from one look to the next at most, while others tell of what they have queued."""

AT_ONCE: Final = 24
"""Parts that are dealt with at once likewise, at most: what a process has that is killed waits
until that is seen."""

TOGETHER: Final = 6
"""Parts for which there has to be room likewise before some are taken, so that it is one
transaction; one that has nothing to do takes what there is."""

RECOVER: Final = 60.0
"""Seconds from one look for parts that nobody deals with to the next."""

RECOVER_BESIDE: Final = 30.0
"""Seconds likewise where others are at work, of whom one may have died; mostly that is told."""

RECOVER_SENDING: Final = 1.5
"""Seconds likewise there while something is sent; that all is well is seen in an index."""


class Looks:
    """Knows when to look next, and is told by others."""

    def __init__(
        self, outbox: Outbox, clock: Clock, platform: str, leases: Leases | None = None
    ) -> None:
        """Args: leases tell how this process stands among others; None where it is alone."""
        self._outbox = outbox
        self._clock = clock
        self._platform = platform
        self._leases = leases

    def standing(self) -> Standing:
        """How this process stands among others."""
        return Standing() if self._leases is None else self._leases.standing()

    def hear(self, queued: Callable[[], None], ended: Callable[[], None]) -> None:
        """Have it told on this loop that others have queued something, or that one has ended."""
        if self._leases is not None:
            loop = asyncio.get_running_loop()
            self._leases.hear(partial(_called_in, loop, queued), News.PARTS)
            self._leases.hear(partial(_called_in, loop, ended), News.PROCESSES)

    def room(self, most: int, busy: int) -> int:
        """How many parts to take now, of those that may be dealt with at once; 0 for none."""
        if not self.standing().others:
            return most - busy
        room = min(most, AT_ONCE) - busy
        return room if not busy or room >= TOGETHER else 0

    def recovers_every(self, *, is_sending: bool) -> float:
        """Seconds from one look for parts that nobody deals with to the next."""
        if not self.standing().process:
            return RECOVER
        return RECOVER_SENDING if is_sending else RECOVER_BESIDE

    async def seconds(self) -> float:
        """How long until the next part is due; none where one is.

        Raises:
            StoreError: nobody can tell.
        """
        due = await self._outbox.next_due(self._platform)
        return math.inf if due is None else max(0.0, (due - self._clock.now()).total_seconds())


def _called_in(loop: asyncio.AbstractEventLoop, told: Callable[[], None]) -> None:
    with suppress(RuntimeError):  # the loop has ended
        loop.call_soon_threadsafe(told)

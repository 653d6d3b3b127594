"""What a process plans where several share it out, and how long it may leave it alone."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Collection
from datetime import datetime, timedelta
from typing import Final, Protocol

from domain.ports import Clock, Schedule

MOST: Final = 10.0
"""Seconds from one look at when the next turn is to the next, at most."""


class Share(Protocol):
    """Its share of the planning, had while it is planned."""

    def parts(self) -> Collection[int]:
        """The parts of the chats that are planned here now."""

    def leads(self) -> bool:
        """Whether this process does what one does for all: tidying, and preparing summaries."""

    async def reading_for(self) -> timedelta:
        """For how long some process has been there to read announcements."""

    async def during(self, work: Callable[[], Awaitable[None]]) -> None:
        """Do some work, and have a share for as long; let others have it when it ends."""


class Rest:
    """Knows whether there is anything to look at, without asking the database each second."""

    def __init__(self, schedule: Schedule, clock: Clock) -> None:
        self._schedule = schedule
        self._clock = clock
        self._since = float("-inf")
        self._until: datetime | None = None
        self._parts: Collection[int] = ()

    def lasts(self, parts: Collection[int]) -> bool:
        """Whether nothing is due yet of what is planned here."""
        is_short = time.monotonic() - self._since < MOST
        return is_short and not self.is_over and parts == self._parts

    @property
    def is_over(self) -> bool:
        """Whether a chat's turn has come, as far as was seen."""
        return self._until is not None and self._clock.now() >= self._until

    def end(self) -> None:
        """There may be something."""
        self._since = float("-inf")

    async def begin(self, platforms: Collection[str], parts: Collection[int]) -> None:
        """See when the next chat's turn is, whoever plans it."""
        self._since, self._parts = time.monotonic(), parts
        self._until = await self._schedule.next_look(platforms)

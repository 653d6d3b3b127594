"""Meetings of reading groups by themselves: votes, what is read, reminders, each queued once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Final

from app.groups.decisions import decide
from domain.groups.meetings import MeetingTurn, ReadingGroup
from domain.ports import Clock, ReadingGroups
from scheduler.by_chat.turn_watch import TurnWatch
from scheduler.meetings.turns import MeetingTurns

EVERY: Final = 5.0
"""Seconds from one look to the next."""
AT_ONCE: Final = 20
"""Groups that are dealt with together."""


class MeetingWatch(TurnWatch[ReadingGroup, MeetingTurn]):
    """Queues what the meetings of reading groups need, from `start` to `close`."""

    def __init__(
        self,
        groups: ReadingGroups,
        turns: MeetingTurns,
        clock: Clock,
        platforms: Collection[str],
        planned: Callable[[], None],
    ) -> None:
        """Wire the watch.

        Args:
            groups: when something is to be done for each.
            turns: puts what is to be done into words.
            clock: tells the time.
            platforms: those that something is sent on.
            planned: called when something was queued.
        """
        super().__init__(clock, EVERY, "meetings")
        self._groups = groups
        self._turns = turns
        self._platforms = platforms
        self._planned = planned

    async def _due(self, now: datetime, waiting: Sequence[int]) -> list[ReadingGroup]:
        return await self._groups.due_groups(self._platforms, now, AT_ONCE, waiting)

    async def _turn(self, due: ReadingGroup) -> MeetingTurn | None:
        now = self._clock.now()
        return await self._turns.turn(due, decide(due, now), now)

    async def _take(self, turns: Sequence[MeetingTurn]) -> bool:
        taken = await self._groups.take_meetings(turns, self._clock.now())
        if taken and any(turn.messages for turn in turns):
            self._planned()
        return bool(taken)

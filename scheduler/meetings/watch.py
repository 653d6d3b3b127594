"""Meetings of reading groups by themselves: votes, what is read, reminders, each queued once."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Final

import structlog

from app.groups.decisions import LOOK_AGAIN, decide
from domain.errors import PapercrierError, StoreError
from domain.groups.meetings import MeetingTurn, ReadingGroup
from domain.ports import Clock, ReadingGroups
from scheduler.meetings.turns import MeetingTurns
from scheduler.ticks import Ticks

log = structlog.get_logger(__name__)

EVERY: Final = 5.0
"""Seconds from one look to the next."""
AT_ONCE: Final = 20
"""Groups that are dealt with together."""


class MeetingWatch:
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
        self._groups = groups
        self._turns = turns
        self._clock = clock
        self._platforms = platforms
        self._planned = planned
        self._waiting: dict[int, datetime] = {}
        self._ticks = Ticks(self.look, EVERY)

    def start(self) -> None:
        """Begin, with a look at once; needs a running loop."""
        self._ticks.start()

    async def close(self) -> None:
        """Stop; what is not queued yet is queued after the next start."""
        await self._ticks.close()

    async def look(self) -> None:
        """Queue all that is due; troubles are logged, and it is tried again."""
        now = self._clock.now()
        soon = now + LOOK_AGAIN
        self._waiting = {one: at for one, at in self._waiting.items() if now < at <= soon}
        try:
            while due := await self._due():
                turns = [turn for one in due if (turn := await self._turn(one))]
                if not turns:
                    continue
                if not await self._groups.take_meetings(turns, self._clock.now()):
                    return
                if any(turn.messages for turn in turns):
                    self._planned()
        except StoreError as error:
            log.warning("meetings wait", why=str(error))

    async def _due(self) -> list[ReadingGroup]:
        now = self._clock.now()
        return await self._groups.due_groups(self._platforms, now, AT_ONCE, tuple(self._waiting))

    async def _turn(self, due: ReadingGroup) -> MeetingTurn | None:
        """What to do for a group; None where that could not be found out for now."""
        now = self._clock.now()
        try:
            return await self._turns.turn(due, decide(due, now), now)
        except StoreError:
            raise
        except Exception as error:
            if not isinstance(error, PapercrierError):
                log.exception("meeting not prepared", chat=str(due.chat.ref))
            self._waiting[due.number] = now + LOOK_AGAIN
            return None

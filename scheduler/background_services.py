"""All that happens by itself: announcements taken in, digests planned, digests delivered."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Final

from app.operating.daily import DailyFigures
from app.trends.past_week import LookingBack
from digests.maker import DigestMaker
from digests.summary_cache import SummaryCache
from digests.unread import UnreadPapers
from domain.ports import Clock, Messenger, Store
from intake.engine import Intake
from scheduler.ahead import AheadOfTime
from scheduler.by_chat.look_back_watch import LookBackWatch
from scheduler.delivery import Deliveries
from scheduler.digest_composer import DigestComposer
from scheduler.digest_watch import DigestWatch
from scheduler.intake_watch import IntakeWatch
from scheduler.meetings.turns import MeetingTurns
from scheduler.meetings.watch import MeetingWatch
from scheduler.notice_watch import NoticeWatch
from scheduler.printing import Printer

LAST_SENDS: Final = 10.0
"""Seconds in which what is on its way arrives, when the process ends."""


class BackgroundServices:
    """Runs from `start` to `close`."""

    _running: Sequence[asyncio.Task[None]] = ()

    def __init__(
        self,
        *,
        store: Store,
        intake: Intake,
        maker: DigestMaker,
        summary_cache: SummaryCache,
        clock: Clock,
        messengers: Sequence[Messenger],
        daily: DailyFigures | None = None,
        archive: str = "",
    ) -> None:
        """Wire it: a messenger for each platform, and what is told what became of each message.

        `archive` is where it is shown to browsers; empty where it is not.
        """
        self._deliveries = [Deliveries(each, store, clock, daily=daily) for each in messengers]
        self._intake_watch = IntakeWatch(intake, store)
        self._ahead = AheadOfTime(
            outbox=store, intake=intake, maker=maker, summary_cache=summary_cache, clock=clock
        )
        platforms = frozenset(each.name for each in messengers)
        self._notice_watch = NoticeWatch(store, clock, platforms, self._wake, archive)
        looking = LookingBack(store, store, intake, maker)
        self._look_back_watch = LookBackWatch(store, looking, clock, platforms, self._wake)
        meetings = MeetingTurns(store, maker.library, summary_cache)
        self._meeting_watch = MeetingWatch(store, meetings, clock, platforms, self._wake)
        self._digest_watch = DigestWatch(
            outbox=store,
            intake=intake,
            composer=DigestComposer(
                intake, maker, UnreadPapers(store, store, maker.library, clock)
            ),
            printer=Printer(intake, maker, archive),
            clock=clock,
            platforms=lambda: platforms,
            planned=lambda: self._wake(self._digest_watch.story.began),
            held=self._intake_watch.hurry,
            more_announced=self._ahead.prepare,
        )

    def start(self) -> list[asyncio.Task[None]]:
        """Begin; needs a running loop. Gives what ends before `close` only by a bug."""
        running = [asyncio.create_task(each.run()) for each in self._deliveries]
        self._running = running
        self._intake_watch.start()
        self._digest_watch.start()
        self._notice_watch.start()
        self._look_back_watch.start()
        self._meeting_watch.start()
        return running

    async def close(self) -> None:
        """Plan nothing more, finish what is being sent, and stop."""
        by_chat = (self._notice_watch, self._look_back_watch, self._meeting_watch)
        watches = (self._digest_watch, *by_chat, self._ahead)
        await asyncio.gather(self._intake_watch.close(), *(watch.close() for watch in watches))
        await asyncio.gather(*(each.close(LAST_SENDS) for each in self._deliveries))
        await asyncio.gather(*self._running, return_exceptions=True)

    def _wake(self, since: float | None = None) -> None:
        for each in self._deliveries:
            each.wake(since)

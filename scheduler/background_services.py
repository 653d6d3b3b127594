"""All that happens by itself: announcements taken in, digests planned, digests delivered."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Final, Protocol

from app.operating.daily import DailyFigures
from app.trends.past_week import LookingBack
from digests.like_papers import LikePapers
from digests.maker import DigestMaker
from digests.summary_cache import SummaryCache
from digests.unread import UnreadPapers
from domain.concurrency.processes import News
from domain.excerpts import Body
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
from scheduler.share import Share

LAST_SENDS: Final = 10.0
"""Seconds in which what is on its way arrives, when the process ends."""


PRINTED: Final = timedelta(minutes=10)
"""For how long pages of other processes are taken; later they may be told otherwise."""

During = Callable[[Callable[[], Awaitable[None]]], Awaitable[None]]
"""Does some work, for as long as it is this process's to do, and anew when it is so again."""


async def always(work: Callable[[], Awaitable[None]]) -> None:
    """Do work that nobody else does."""
    await work()


class _Watch(Protocol):
    """Something that is looked at again and again."""

    def start(self) -> None:
        """Begin."""

    async def close(self) -> None:
        """Stop."""


class BackgroundServices:
    """Runs from `start` to `close`.

    Every process delivers, those that may plan share out the planning, and one does all else.
    """

    _running: Sequence[asyncio.Task[None]] = ()
    _working: asyncio.Task[None] | None = None
    _planning: asyncio.Task[None] | None = None
    _watches: Sequence[_Watch] = ()

    def __init__(
        self,
        *,
        store: Store,
        intake: Intake,
        maker: DigestMaker,
        summary_cache: SummaryCache,
        clock: Clock,
        messengers: Sequence[Messenger],
        like_papers: LikePapers | None = None,
        daily: DailyFigures | None = None,
        archive: str = "",
        delivers: bool = True,
        planning: Share | None = None,
    ) -> None:
        """Wire it: a messenger for each platform, and what is told what became of each message.

        `archive` is where it is shown to browsers; empty where it is not. A process that does not
        deliver leaves that to others. With a share of the `planning` that is planned beside what is
        done once for all; without one all is, as a part of it.
        """
        self._deliveries = [
            Deliveries(each, store, clock, leases=store, daily=daily)
            for each in messengers
            if delivers
        ]
        self._store = store
        self._intake = intake
        self._maker = maker
        self._summary_cache = summary_cache
        self._clock = clock
        self._archive = archive
        self._like_papers = like_papers
        self._platforms = frozenset(each.name for each in messengers)
        self._share = planning
        self._digest_watch = self._planner()
        self._wire()

    def start(self, during: During = always) -> list[asyncio.Task[None]]:
        """Begin; needs a running loop. Gives what ends before `close` only by a bug.

        Args:
            during: has done what one process does for all, while that is this one.
        """
        self._running = [asyncio.create_task(each.run()) for each in self._deliveries]
        self._working = asyncio.ensure_future(during(self._work))
        if self._share is None:
            return [*self._running, self._working]
        self._planning = asyncio.ensure_future(self._share.during(self._plan))
        return [*self._running, self._planning, self._working]

    async def close(self) -> None:
        """Plan nothing more, finish what is being sent, and stop."""
        for task in (self._planning, self._working):
            if task is not None:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
        await asyncio.gather(*(each.close(LAST_SENDS) for each in self._deliveries))
        await asyncio.gather(*self._running, return_exceptions=True)

    async def _plan(self) -> None:
        """Plan this process's share, until cancelled."""
        self._store.hear(self._digest_watch.end_rest, News.PROCESSES, News.TURNS)
        self._digest_watch.start()
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            await self._digest_watch.close()

    async def _work(self) -> None:
        """Do what one process does for all, until cancelled."""
        for each in self._watches:
            each.start()
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            await asyncio.gather(*(each.close() for each in self._watches), self._ahead.close())
            # What is closed begins no more; this may become this process's to do again.
            if self._share is None:
                self._digest_watch = self._planner()
            self._wire()

    def _planner(self) -> DigestWatch:
        """What plans; not begun yet."""
        unread = UnreadPapers(self._store, self._store, self._maker.library, self._clock)
        return DigestWatch(
            outbox=self._store,
            intake=self._intake,
            composer=DigestComposer(self._intake, self._maker, unread),
            printer=Printer(
                self._intake,
                self._maker,
                self._archive,
                elsewhere=None if self._share is None else self._printed_elsewhere,
            ),
            clock=self._clock,
            platforms=lambda: self._platforms,
            planned=lambda: self._wake(self._digest_watch.story.began),
            held=lambda: self._intake_watch.hurry(),
            more_announced=lambda: self._ahead.prepare(),
            share=self._share,
        )

    async def _printed_elsewhere(
        self, names: Sequence[bytes]
    ) -> Mapping[bytes, tuple[Body, Body | None]]:
        return await self._store.printed_pages(names, self._clock.now() - PRINTED)

    def _wire(self) -> None:
        """What takes announcements in, and prepares for planning; not begun yet."""
        store, clock, platforms = self._store, self._clock, self._platforms
        self._intake_watch = IntakeWatch(self._intake, store)
        self._ahead = AheadOfTime(
            outbox=store,
            intake=self._intake,
            maker=self._maker,
            summary_cache=self._summary_cache,
            clock=clock,
            like_papers=self._like_papers,
        )
        looking = LookingBack(store, store, self._intake, self._maker)
        meetings = MeetingTurns(store, self._maker.library, self._summary_cache)
        self._watches = (
            self._intake_watch,
            *([self._digest_watch] if self._share is None else []),
            NoticeWatch(store, clock, platforms, self._wake, self._archive),
            LookBackWatch(store, looking, clock, platforms, self._wake),
            MeetingWatch(store, meetings, clock, platforms, self._wake),
        )

    def _wake(self, since: float | None = None) -> None:
        for each in self._deliveries:
            each.wake(since)

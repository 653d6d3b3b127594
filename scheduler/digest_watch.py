"""The digests by themselves: every second, those chats whose turn it is."""

from __future__ import annotations

import asyncio
import math
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Final

import structlog

from digests.slots import LATE_AFTER
from domain.deliveries import ScheduledChat, SchedulingDecision
from domain.errors import PapercrierError, StoreError
from domain.papers import Batch
from domain.ports import Clock, DeliveryStore
from intake.engine import Intake
from scheduler import forecast
from scheduler.digest_composer import DigestComposer, DigestJob, Page
from scheduler.making import Making
from scheduler.printing import Printer
from scheduler.queueing import TRANSACTION, Queueing, later
from scheduler.share import Rest, Share
from scheduler.story import PlanningStory
from scheduler.ticks import Ticks
from scheduler.turns import Later, Ready, Serve, whether_ready, whether_to_serve
from topics.archives import archives_of

log = structlog.get_logger(__name__)

EVERY: Final = 1.0
"""Seconds from one look to the next. Looking when nothing is due costs one indexed query."""

AT_ONCE: Final = 100
"""Chats that are dealt with together."""

PATIENCE: Final = 0.25
"""Seconds in which the pages of those begun are usually done; then others are begun, too."""

STATES_EVERY: Final = timedelta(seconds=15)
"""How often it is seen whether more of the announcements is there."""

TIDY_EVERY: Final = timedelta(hours=6)

WARN_EVERY: Final = 60.0
"""Seconds from one warning of the same trouble to the next."""

Days = tuple[date, ...]


class DigestWatch:
    """Gives each chat its turn, from `start` to `close`."""

    def __init__(
        self,
        *,
        outbox: DeliveryStore,
        intake: Intake,
        composer: DigestComposer,
        printer: Printer,
        clock: Clock,
        platforms: Callable[[], Collection[str]],
        planned: Callable[[], None],
        held: Callable[[], None],
        more_announced: Callable[[], None],
        share: Share | None = None,
        every: float = EVERY,
        patience: float = PATIENCE,
    ) -> None:
        """Wire the watch.

        Args:
            outbox: where chats are scheduled and digests queued.
            intake: knows the announcements.
            composer: works out what digests tell.
            printer: puts them into words.
            clock: tells the time.
            platforms: those that digests are sent on.
            planned: called when something was queued.
            held: called when a digest has to wait for an announcement.
            more_announced: called when there is more of the announcements than before.
            share: what is planned here; None for all.
            every: seconds from one look to the next.
            patience: seconds that a look waits for any of the pages that were begun.
        """
        self._outbox, self._intake, self._composer = outbox, intake, composer
        self._making = Making(printer)
        self.story = PlanningStory()
        self._queueing = Queueing(outbox, self._making, clock, self.story, planned)
        self._clock, self._platforms = clock, platforms
        self._share, self._rest = share, Rest(outbox, clock)
        self._held, self._more_announced = held, more_announced
        self._states: object = None
        self._states_seen: datetime | None = None
        self._tidied: datetime | None = None
        self._awake_since: datetime | None = None
        self._warned = -math.inf
        self._patience = patience
        self._one_at_a_time = asyncio.Lock()
        self._ticks = Ticks(self.look, every)

    def start(self) -> None:
        """Begin, with a look at once; needs a running loop."""
        self._ticks.start()

    def end_rest(self) -> None:
        """Others may have changed something: see with the next look; may be told on any thread."""
        self._rest.end()

    async def look(self) -> None:
        """Deal with all whose turn it is; troubles are logged, and it is tried again."""
        async with self._one_at_a_time:
            await self._look()

    async def _look(self) -> None:
        if self._share is not None and self._rest.lasts(self._share.parts()):
            return
        self.story.begins()
        try:
            await self._tidy()
            await self._wake_held()
            if self._share is not None:
                await self._rest.begin(self._platforms(), self._share.parts())
                if not self._rest.is_over:
                    return
            while await self._some() or await self._queueing.ended():
                pass
            if self._share is not None:
                await self._rest.begin(self._platforms(), self._share.parts())
        except StoreError as error:
            self._warn(str(error))
        finally:
            self.story.is_over()

    def _warn(self, why: str) -> None:
        """Say why digests wait, but not at each look: the log may be on the disk that is full."""
        now = time.monotonic()
        if now - self._warned >= WARN_EVERY:
            self._warned = now
            log.warning("digests wait", why=why)

    async def close(self) -> None:
        """Stop; what is being put together is put together at the next start."""
        await self._ticks.close()
        await self._making.close()
        with suppress(PapercrierError):
            await self._queueing.ended()

    async def _some(self) -> bool:
        """Deal with some of the chats whose turn it is; whether there may be more.

        What is done is queued while more is begun, so that nobody waits for the summaries of
        another's digest, and planning waits for no disk.
        """
        has_begun = self._making.has_room(AT_ONCE) and await self._begun()
        is_any = await self._making.some(0.0 if has_begun else self._patience, TRANSACTION)
        if is_any:
            await self._queueing.begin()
        return is_any or has_begun

    async def _begun(self) -> bool:
        """Begin with some more digests; whether there were any."""
        now = self._clock.now()
        busy = tuple(self._making.chats)
        parts = self._parts()
        if parts is not None and not parts:
            return False
        due = await self._outbox.due_chats(self._platforms(), now, AT_ONCE, busy, parts)
        if not due:
            return False
        pages, turns = await self._decided(due, now)
        await self._making.begin(pages)
        return await self._queueing.keep(turns, now) > 0 or bool(pages)

    async def _decided(
        self, due: Sequence[ScheduledChat], now: datetime
    ) -> tuple[list[Page], list[SchedulingDecision]]:
        """The pages of those who get a digest, and the turns of those who do not yet."""
        newest = self._intake.newest_date()
        turns: list[SchedulingDecision] = []
        pages: list[Page] = []
        serving: dict[Days, list[tuple[ScheduledChat, Serve]]] = defaultdict(list)
        decided: dict[object, Later | Serve] = {}
        for chat in due:
            alike = (chat.chat.settings, chat.slot, chat.last, chat.covered, chat.since)
            if alike not in decided:
                decided[alike] = whether_to_serve(chat, now, newest)
            if isinstance(decision := decided[alike], Later):
                turns.append(later(chat, decision))
            else:
                serving[decision.days].append((chat, decision))
        for days, chats in serving.items():
            archives = {chat.number: _archives(chat) for chat, _ in chats}
            states = await self._intake.standing(frozenset[str]().union(*archives.values()), days)
            jobs, waiting = self._ready(chats, archives, states, now)
            pages += await self._planned_each(jobs, states, now)
            turns += waiting
        return pages, turns

    def _ready(
        self,
        chats: Sequence[tuple[ScheduledChat, Serve]],
        archives: Mapping[int, frozenset[str]],
        states: Sequence[Batch],
        now: datetime,
    ) -> tuple[list[DigestJob], list[SchedulingDecision]]:
        """The jobs of those of whose days enough is known, and the turns of the others."""
        jobs: list[DigestJob] = []
        turns: list[SchedulingDecision] = []
        decided: dict[tuple[frozenset[str], Serve], Later | Ready] = {}
        for chat, serve in chats:
            reach = archives[chat.number]
            if (reach, serve) not in decided:
                own = [batch for batch in states if batch.archive in reach]
                decided[reach, serve] = whether_ready(serve, own, now, self._awake_since or now)
            if isinstance(decision := decided[reach, serve], Later):
                turns.append(later(chat, decision))
                self._held()
            else:
                jobs.append(DigestJob(chat=chat, serve=serve, ready=decision, archives=reach))
        return jobs, turns

    async def _planned_each(
        self, jobs: Sequence[DigestJob], states: Sequence[Batch], now: datetime
    ) -> list[Page]:
        """The pages of all; whose digest cannot be planned, for a bug, is put off alone."""
        if not jobs:
            return []
        try:
            return await self._composer.planned(jobs, states, self._outbox.seen)
        except PapercrierError:
            raise
        except Exception as error:  # noqa: BLE001
            if len(jobs) == 1:
                await self._queueing.put_off(jobs[0], error, now)
                return []
        return [page for one in jobs for page in await self._planned_each([one], states, now)]

    def _parts(self) -> Collection[int] | None:
        return None if self._share is None else self._share.parts()

    def _leads(self) -> bool:
        return self._share is None or self._share.leads()

    async def _wake_held(self) -> None:
        """Have those who wait for an announcement looked at when there is more of it."""
        now, parts = self._clock.now(), self._parts()
        if self._share is None:
            self._awake_since = min(self._awake_since or now, now)
        if self._states_seen and timedelta(0) <= now - self._states_seen < STATES_EVERY:
            return
        if self._leads() and await self._outbox.note_clock(now, self._intake.newest_date()):
            await self._outbox.reset_due(now)
            self._states = None
        self._states_seen = now
        if self._share is not None:
            self._awake_since = now - await self._share.reading_for()
        # Who planned before what is planned here since may not have come to it.
        states = (await self._intake.lately(), parts, self._leads())
        if states != self._states:
            await self._outbox.wake_held(now, parts)
            if self._leads():
                self._more_announced()
            self._states = states

    async def _tidy(self) -> None:
        """Give up digests that wait for too long to be sent, and forget what is not needed."""
        now = self._clock.now()
        is_fresh = self._tidied and timedelta(0) <= now - self._tidied < TIDY_EVERY
        if is_fresh or not self._leads():
            return
        self._tidied = now
        folded = await self._outbox.expire_stale(now - LATE_AFTER)
        if folded:
            log.warning("digests folded into the next", count=folded)
        await self._outbox.tidy(await self._outbox.settled(now))
        for sentence in forecast.told(await forecast.coming(self._outbox, now)):
            log.info("forecast", what=sentence)


def _archives(chat: ScheduledChat) -> frozenset[str]:
    if len(chat.topics) == 1:
        return archives_of(chat.topics[0].query)
    return frozenset[str]().union(*(archives_of(topic.query) for topic in chat.topics))

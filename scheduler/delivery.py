"""Delivery: parts of digests from the outbox to their chats, on one platform.

A part is claimed, kept as being sent, sent, and kept as what became of it. A process that is
killed at any moment leaves it in a state that tells the next one what is known.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from typing import Final

import structlog

from app.operating.daily import DailyFigures
from domain.concurrency.aside import aside
from domain.concurrency.processes import Standing
from domain.deliveries import DeliveryDecision, OutboxPart, Parcel, PartState
from domain.errors import StoreError
from domain.messages import as_is
from domain.platforms import Kind
from domain.ports import Clock, Leases, Messenger, Outbox
from rendering.common.parcels import rendered
from scheduler.delivery_decisions import again, decide_delivery, pause_after, too_late
from scheduler.sending.cut import Cut
from scheduler.sending.looks import BESIDE, Looks
from scheduler.story import DeliveryStory
from scheduler.together import Together

log = structlog.get_logger(__name__)

AT_ONCE: Final = 60
"""Parts that are being sent or wait for their turn, at most."""

LOOK: Final = 1.0
"""Seconds from one look into the outbox to the next, should nobody say that there is something."""

UNSERVED: Final = 0.1
"""Seconds likewise while the platform is not there: what waits goes out as soon as it is."""

TOGETHER: Final = 0.05
"""Seconds after something was sent in which more may be, to be followed up at once."""

TROUBLE: Final = 5.0
"""Seconds to wait where the store cannot be used."""

TOO_LONG: Final = 3.0
"""Seconds that a chat may have to wait while its part counts as one of those at once."""

AFTER_A_BUG: Final = timedelta(hours=1)
"""When a document that could not be rendered is tried again."""

RENDERED: Final = 64
"""Documents whose messages are kept in memory: many chats get the same at the same moment."""

Render = Callable[[Kind, str], tuple[Parcel, ...]]
"""The messages of a document that waits, for a kind of platform."""


class Deliveries:
    """Sends what is due on one platform, from `run` to `close`."""

    def __init__(
        self,
        messenger: Messenger,
        outbox: Outbox,
        clock: Clock,
        *,
        at_once: int = AT_ONCE,
        render: Render = rendered,
        leases: Leases | None = None,
        daily: DailyFigures | None = None,
    ) -> None:
        """Wire it; nothing is sent yet.

        Args:
            messenger: the platform's.
            outbox: where parts wait.
            clock: tells the time.
            at_once: parts that are dealt with at once, at most.
            render: gives the messages of a document that waits; the same is asked for often.
            leases: tell how this process stands among others; None where it is alone.
            daily: told what became of each message.
        """
        self._looks = Looks(outbox, clock, messenger.name, leases)
        self._cut = Cut()
        self._render = lru_cache(RENDERED)(render)
        self._messenger = messenger
        self._daily = daily
        self._story = DeliveryStory(messenger.name, daily=daily)
        self._outbox = outbox
        self._clock = clock
        self._at_once = at_once
        self._tasks: set[asyncio.Task[None]] = set()
        self._dealt_with: dict[int, OutboxPart] = {}
        self._recovered: float | None = None
        self._stood = Standing()
        self._more = asyncio.Event()
        self._is_closing = False
        self._on_their_way: dict[int, int] = {}
        self._begun = Together(self._keep_begun)
        self._settled = Together(self._keep_settled)

    def wake(self, since: float | None = None) -> None:
        """There is something to send; for so long it was waited for, in monotonic seconds."""
        if since is not None:
            self._story.begins(since)
        self._more.set()

    async def run(self) -> None:
        """Send until closed; troubles are logged and waited out."""
        self._looks.hear(self._more.set, self._take_up)
        is_told = True
        while not self._is_closing:
            self._more.clear()
            try:
                await self._recover()
                pause = await self._looked(is_told=is_told)
            except StoreError as error:
                log.warning("nothing delivered", platform=self._messenger.name, why=str(error))
                pause = TROUBLE
                # What was claimed by a transaction whose end was not heard of is claimed still.
                self._recovered = None if self._looks.standing().process else self._recovered
            with suppress(TimeoutError):
                await asyncio.wait_for(self._more.wait(), pause)
                await asyncio.sleep(TOGETHER)
            is_told = self._more.is_set()

    async def close(self, seconds: float) -> None:
        """Begin with nothing more; finish what is on its way, for some seconds at most."""
        self._is_closing = True
        self._more.set()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _take_up(self) -> None:
        """A process may be no more, and have left something."""
        self._recovered = None
        self._more.set()

    async def _looked(self, *, is_told: bool) -> float:
        """Take what is due; seconds until the next look, should nobody say anything before."""
        if not self._messenger.is_serving():
            return UNSERVED
        standing = self._looks.standing()
        if not standing.process:
            await self._claim()
            return LOOK
        if standing.others and (rest := self._cut.seconds):
            return min(rest, BESIDE)
        # Where nothing is expected it is read whether something is due, and nothing is written.
        wait = 0.0 if is_told or self._tasks else await self._looks.seconds()
        if not wait:
            await self._claim()
            wait = 0.0 if self._tasks else await self._looks.seconds()
        return min(wait, BESIDE) or LOOK

    async def _recover(self) -> None:
        """Take up what is claimed and not dealt with: by a process before, or for a bug."""
        now = time.monotonic()
        standing = self._looks.standing()
        every = self._looks.recovers_every(is_sending=bool(self._tasks))
        is_other = standing != self._stood
        if self._recovered is not None and now - self._recovered < every and not is_other:
            return
        name, deduplicates = self._messenger.name, self._messenger.deduplicates
        unknown = await self._outbox.recover_parts(
            name, self._clock.now(), deduplicates, keeping=self._dealt_with
        )
        self._recovered, self._stood = now, standing
        if unknown:
            log.warning("messages of unknown outcome", platform=name, count=unknown)

    async def _claim(self) -> None:
        """Take what is due, as much as can be dealt with; more when something is done."""
        room = self._looks.room(self._at_once, len(self._tasks))
        if not self._messenger.is_serving() or room <= 0:
            return
        now = self._clock.now()
        parts = await self._outbox.claim_parts(self._messenger.name, now, room)
        if not parts and not self._tasks:
            self._story.is_over()
        for part in await self._rendered(parts):
            self._dealt_with[part.id] = part
            task = asyncio.create_task(self._deal_with(part))
            self._tasks.add(task)
            task.add_done_callback(self._done)

    async def _rendered(self, parts: Sequence[OutboxPart]) -> list[OutboxPart]:
        """The parts with their messages; what they are now is what every try sends.

        A document that cannot be rendered, for a bug, is tried again later: a newer version may.
        """
        ready = [part for part in parts if not part.document]
        parcels: dict[int, Sequence[Parcel]] = {}
        for part in parts:
            if part.document:
                try:
                    parcels[part.id] = await aside(self._render, part.chat.kind, part.document)
                except Exception as error:
                    log.exception("not rendered", part=part.name)
                    later = again(part, self._clock.now() + AFTER_A_BUG, repr(error))
                    await self._keep_settled([(part.id, replace(later, owner=part.owner))])
        return ready + (await self._outbox.keep_rendered(parcels) if parcels else [])

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._more.set()
        if not task.cancelled() and (error := task.exception()):
            # A bug met with one part; it is taken up again later, the others go on.
            log.error("part not dealt with", exc_info=error)

    async def _deal_with(self, part: OutboxPart) -> None:
        try:
            await self._sent_and_settled(part)
        finally:
            if self._is_current(part):
                del self._dealt_with[part.id]

    def _is_current(self, part: OutboxPart) -> bool:
        """Whether a part was not claimed again, after a crash of a server that had not kept it."""
        return self._dealt_with.get(part.id) is part

    async def _sent_and_settled(self, part: OutboxPart) -> None:
        decision = await self._sent(part)
        if not self._is_current(part):
            return
        self._tell(part, decision)
        while True:
            try:
                await self._settled.add((part.id, replace(decision, owner=part.owner)))
            except StoreError as error:
                log.warning("outcome not kept yet", part=part.name, why=str(error))
                await asyncio.sleep(TROUBLE)
            else:
                return

    def _tell(self, part: OutboxPart, decision: DeliveryDecision) -> None:
        """One line for what is a defect of ours; the rest is told for all messages together."""
        is_new = self._story.settled(decision.state, decision.reason)
        is_whole = decision.state is PartState.SENT and part.part + 1 == part.parts
        if self._daily is not None and is_whole and part.at_once is None:
            self._daily.count("digests")
        if decision.state is PartState.REFUSED and is_new:
            log.error("refused", part=part.name, why=decision.reason, payload=part.payload)
        elif decision.state is not PartState.SENT:
            log.debug("not sent", part=part.name, state=decision.state.value, why=decision.reason)

    async def _sent(self, part: OutboxPart) -> DeliveryDecision:
        now = self._clock.now
        deduplicates = self._messenger.deduplicates
        if self._is_closing:
            return again(part, now(), "the process is being stopped")
        if decision := too_late(part, now(), deduplicates=deduplicates):
            return decision
        if (wait := self._messenger.wait(part.chat)) > TOO_LONG:
            # Others need not wait for this chat.
            return again(part, now() + timedelta(seconds=wait), "the chat's limit")
        try:
            delivery = await self._messenger.deliver(part, self._beginning(part))
        except StoreError as error:
            return again(part, now() + pause_after(part.attempts), str(error))
        if self._cut.note(delivery.outcome) and self._looks.standing().others:
            log.warning("left to others", platform=self._messenger.name, why=delivery.reason)
        return decide_delivery(delivery, part, now(), deduplicates=deduplicates)

    def _beginning(self, part: OutboxPart) -> Callable[[], Awaitable[None]]:
        """What keeps that a part may be on its way; asked again, it sees that it still may."""
        process: int | None = None

        async def begin() -> None:
            nonlocal process
            if process is None and self._is_current(part):
                await self._begun.add(part.id)
                process = self._on_their_way.pop(part.id, None)
            now = self._looks.standing()
            if not now.is_alive or now.process != process or not self._is_current(part):
                raise StoreError(as_is("another process may have it by now"))

        return begin

    async def _keep_begun(self, ids: list[int]) -> None:
        process = self._looks.standing().process
        begun = await self._outbox.begin_parts(ids, self._clock.now())
        self._on_their_way |= dict.fromkeys(begun, process)

    async def _keep_settled(self, decisions: list[tuple[int, DeliveryDecision]]) -> None:
        await self._outbox.settle_parts(dict(decisions), self._clock.now())

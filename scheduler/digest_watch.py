"""The digests by themselves: every second, those chats whose turn it is."""

from __future__ import annotations

import math
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

import structlog

from digests.slots import LATE_AFTER
from domain.deliveries import ScheduledChat, Turn
from domain.digests import Match
from domain.errors import PapercrierError, StoreError
from domain.outbox import Outbox
from domain.papers import Batch
from domain.ports import Clock
from intake.engine import Intake
from scheduler import forecast
from scheduler.press import Order, Press
from scheduler.ticks import Ticks
from scheduler.turns import Later, Serve, after, whether_ready, whether_to_serve
from topics.reach import archives_of

log = structlog.get_logger(__name__)

EVERY: Final = 1.0
"""Seconds from one look to the next. Looking when nothing is due costs one indexed query."""

AT_ONCE: Final = 100
"""Chats that are dealt with together; what is decided for them is one transaction."""

STATES_EVERY: Final = timedelta(seconds=15)
"""How often it is seen whether more of the announcements is there."""

TIDY_EVERY: Final = timedelta(hours=6)

AFTER_A_BUG: Final = timedelta(hours=1)
"""When a digest that could not be made is tried again."""

WARN_EVERY: Final = 60.0
"""Seconds from one warning of the same trouble to the next."""

Days = tuple[date, ...]


class DigestWatch:
    """Gives each chat its turn, from `start` to `close`."""

    def __init__(
        self,
        *,
        outbox: Outbox,
        intake: Intake,
        press: Press,
        clock: Clock,
        platforms: Callable[[], Collection[str]],
        planned: Callable[[], None],
        held: Callable[[], None],
        more_announced: Callable[[], None],
        every: float = EVERY,
    ) -> None:
        """Wire the watch.

        Args:
            outbox: where chats are scheduled and digests queued.
            intake: knows the announcements.
            press: puts digests together.
            clock: tells the time.
            platforms: those that digests are sent on.
            planned: called when something was queued.
            held: called when a digest has to wait for an announcement.
            more_announced: called when there is more of the announcements than before.
            every: seconds from one look to the next.
        """
        self._outbox = outbox
        self._intake = intake
        self._press = press
        self._clock = clock
        self._platforms = platforms
        self._planned = planned
        self._held = held
        self._more_announced = more_announced
        self._states: object = None
        self._states_seen: datetime | None = None
        self._tidied: datetime | None = None
        self._awake_since: datetime | None = None
        self._warned = -math.inf
        self._ticks = Ticks(self.look, every)

    def start(self) -> None:
        """Begin, with a look at once; needs a running loop."""
        self._ticks.start()

    async def look(self) -> None:
        """Deal with all whose turn it is; troubles are logged, and it is tried again."""
        self._awake_since = self._awake_since or self._clock.now()
        try:
            await self._tidy()
            await self._wake_held()
            while await self._some():
                pass
        except StoreError as error:
            self._warn(str(error))

    def _warn(self, why: str) -> None:
        """Say why digests wait, but not at each look: the log may be on the disk that is full."""
        now = time.monotonic()
        if now - self._warned >= WARN_EVERY:
            self._warned = now
            log.warning("digests wait", why=why)

    async def close(self) -> None:
        """Stop; what is being put together is put together at the next start."""
        await self._ticks.close()
        self._press.close()

    async def _some(self) -> bool:
        """Deal with some of the chats whose turn it is; whether there may be more."""
        now = self._clock.now()
        due = await self._outbox.due_chats(self._platforms(), now, AT_ONCE)
        if not due:
            return False
        turns = await self._decided(due, now)
        kept = await self._outbox.take_turns(turns, now)
        if any(turn.parts for turn in turns):
            log.info("digests planned", chats=sum(bool(turn.parts) for turn in turns))
            self._planned()
        return kept > 0

    async def _decided(self, due: Sequence[ScheduledChat], now: datetime) -> list[Turn]:
        newest = self._intake.newest_date()
        turns: list[Turn] = []
        serving: dict[Days, list[tuple[ScheduledChat, Serve]]] = defaultdict(list)
        for chat in due:
            decision = whether_to_serve(chat, now, newest)
            if isinstance(decision, Later):
                turns.append(_later(chat, decision))
            else:
                serving[decision.days].append((chat, decision))
        for days, chats in serving.items():
            turns += await self._of_same_days(days, chats, now)
        return turns

    async def _of_same_days(
        self, days: Days, chats: Sequence[tuple[ScheduledChat, Serve]], now: datetime
    ) -> list[Turn]:
        archives = {chat.number: _archives(chat) for chat, _ in chats}
        states = await self._intake.standing(frozenset[str]().union(*archives.values()), days)
        turns: list[Turn] = []
        orders: list[Order] = []
        for chat, serve in chats:
            own = [batch for batch in states if batch.archive in archives[chat.number]]
            decision = whether_ready(serve, own, now, self._awake_since or now)
            if isinstance(decision, Later):
                turns.append(_later(chat, decision))
                self._held()
            else:
                orders.append(
                    Order(chat=chat, serve=serve, ready=decision, archives=archives[chat.number])
                )
        if orders:
            turns += await self._made_each(orders, states, now)
        return turns

    async def _made_each(
        self, orders: Sequence[Order], states: Sequence[Batch], now: datetime
    ) -> Iterable[Turn]:
        """The turns of all; whose digest cannot be made, for a bug, is put off alone."""
        try:
            return await self._made(orders, states, now)
        except PapercrierError:
            raise
        except Exception:
            if len(orders) == 1:
                log.exception("digest not made", chat=str(orders[0].chat.chat.ref))
                slot = orders[0].serve.slot
                return [_later(orders[0].chat, Later(slot=slot, look_at=now + AFTER_A_BUG))]
        return [turn for order in orders for turn in await self._made_each([order], states, now)]

    async def _made(
        self, orders: Sequence[Order], states: Sequence[Batch], now: datetime
    ) -> Iterable[Turn]:
        matched = await self._press.matched(orders, states)
        told = await self._outbox.seen({ref: _bases(found) for ref, found in matched.items()})
        printed = await self._press.prints(orders, states, matched, told)
        return [
            Turn(
                # Should the digest be taken back, the chat is covered as it is now.
                scheduled=replace(order.chat, covered=order.serve.start),
                look_at=following.look_at,
                slot=following.slot,
                last=order.serve.slot.day,
                covered=order.ready.covered,
                listing=order.serve.days[-1] if order.serve.days else None,
                parts=page.parts,
                seen=page.seen,
            )
            for order, page in zip(orders, printed, strict=True)
            for following in (after(order.chat, order.serve.slot, now),)
        ]

    async def _wake_held(self) -> None:
        """Have those who wait for an announcement looked at when there is more of it."""
        now = self._clock.now()
        if self._states_seen and timedelta(0) <= now - self._states_seen < STATES_EVERY:
            return
        if self._states_seen and now < self._states_seen:
            # The clock was set back: what was put off is put off for long enough.
            await self._outbox.hasten_parts(now)
        self._states_seen = now
        states = await self._intake.lately()
        if states != self._states:
            await self._outbox.wake_held(now)
            self._more_announced()
            self._states = states

    async def _tidy(self) -> None:
        """Give up digests that wait for too long to be sent, and forget what is not needed."""
        now = self._clock.now()
        if self._tidied and timedelta(0) <= now - self._tidied < TIDY_EVERY:
            return
        self._tidied = now
        folded = await self._outbox.fold_parts(now - LATE_AFTER)
        if folded:
            log.warning("digests folded into the next", count=folded)
        await self._outbox.tidy(now)
        for sentence in forecast.told(await forecast.coming(self._outbox, now)):
            log.info("forecast", what=sentence)


def _later(chat: ScheduledChat, later: Later) -> Turn:
    return Turn(
        scheduled=chat,
        look_at=later.look_at,
        slot=later.slot,
        last=chat.last,
        covered=chat.covered,
    )


def _archives(chat: ScheduledChat) -> frozenset[str]:
    return frozenset[str]().union(*(archives_of(topic.query) for topic in chat.topics))


def _bases(found: Sequence[Sequence[Match]]) -> frozenset[str]:
    return frozenset(match.paper.id.base for matches in found for match in matches)

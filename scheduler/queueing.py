"""Queueing: what was decided for chats' turns is kept, beside what is decided for others."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

import structlog

from domain.deliveries import ScheduledChat, SchedulingDecision
from domain.errors import PapercrierError
from domain.ports import Clock, DeliveryStore
from scheduler.digest_composer import DigestJob
from scheduler.making import Made, Making
from scheduler.story import PlanningStory
from scheduler.turns import Later, after

log = structlog.get_logger(__name__)

TRANSACTION: Final = 100
"""Chats of which what was decided is kept in one transaction; other writes wait for no more."""

AFTER_A_BUG: Final = timedelta(hours=1)
"""When a digest that could not be made is tried again."""


class Queueing:
    """Keeps what was decided: one transaction after another, and planning waits for none."""

    def __init__(
        self,
        outbox: DeliveryStore,
        making: Making,
        clock: Clock,
        story: PlanningStory,
        planned: Callable[[], None],
    ) -> None:
        """Args: story is told what is queued; planned is called when something was."""
        self._outbox = outbox
        self._making = making
        self._clock = clock
        self._story = story
        self._planned = planned
        self._writing: asyncio.Task[None] | None = None

    async def begin(self) -> None:
        """Begin to queue digests that are done, once those before are queued.

        Raises:
            PapercrierError: those could not be.
        """
        await self.ended()
        self._writing = asyncio.create_task(self._queued(self._making.take(TRANSACTION)))

    async def ended(self) -> bool:
        """Wait until that is done which was begun; whether anything was.

        Raises:
            PapercrierError: it could not be done.
        """
        writing, self._writing = self._writing, None
        if writing is not None:
            await writing
        return writing is not None

    async def keep(self, turns: Sequence[SchedulingDecision], now: datetime) -> int:
        """Keep decisions; of how many chats, as one that has changed meanwhile has another turn."""
        kept = 0
        for begin in range(0, len(turns), TRANSACTION):
            kept += await self._outbox.take_turns(turns[begin : begin + TRANSACTION], now)
        documents = [turn.document for turn in turns if turn.document is not None]
        if kept and documents:
            self._story.planned(documents)
            self._planned()
        return kept

    async def put_off(self, job: DigestJob, trouble: Exception, now: datetime) -> None:
        """Try a digest that cannot be made, for a bug, again later; alone."""
        log.error("digest not made", chat=str(job.chat.chat.ref), exc_info=trouble)
        at = Later(slot=job.serve.slot, look_at=now + AFTER_A_BUG)
        await self._outbox.take_turns([later(job.chat, at)], now)

    async def _queued(self, made: Sequence[Made]) -> None:
        """Queue digests that are done; their chats are let go, whatever becomes of it."""
        now = self._clock.now()
        try:
            await self.keep([_turn(one, now) for one in made if one.trouble is None], now)
            for one in made:
                if isinstance(one.trouble, PapercrierError):
                    raise one.trouble
                if one.trouble is not None:
                    await self.put_off(one.page.job, one.trouble, now)
        finally:
            self._making.let_go(made)


def later(chat: ScheduledChat, at: Later) -> SchedulingDecision:
    """That a chat gets nothing for now."""
    return SchedulingDecision(
        scheduled=chat, look_at=at.look_at, slot=at.slot, last=chat.last, covered=chat.covered
    )


def _turn(made: Made, now: datetime) -> SchedulingDecision:
    """The turn of a chat whose digest is done."""
    job, page = made.page.job, made.page
    following = after(job.chat, job.serve.slot, now)
    return SchedulingDecision(
        # Should the digest be taken back, the chat is covered as it is now.
        scheduled=replace(job.chat, covered=job.serve.start),
        look_at=following.look_at,
        slot=following.slot,
        last=job.serve.slot.day,
        covered=job.ready.covered,
        listing=job.serve.days[-1] if job.serve.days else None,
        document=made.document,
        digest=made.digest,
        page=made.name,
        seen=() if made.document is None else page.seen,
        notices=job.notices_done,
    )

"""The parts of the chats whose digests this process plans, shared out among all that plan."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog

from bot.shares import LOOK, STEP, EvenShare
from domain.concurrency.processes import PART_NAMES, PARTS, PLAN, WORK
from domain.ports import Leases

log = structlog.get_logger(__name__)


class PlanParts:
    """Has an even share of the parts while `during` something; the `scheduler` plans those."""

    def __init__(
        self,
        leases: Leases,
        leads: Callable[[], bool],
        *,
        look: float = LOOK,
        step: float = STEP,
    ) -> None:
        """Wire it.

        Args:
            leases: of the process.
            leads: whether this process does what one does for all.
            look: seconds.
            step: seconds.
        """
        self._leases = leases
        self.leads = leads
        self._share = EvenShare(leases, PLAN, PART_NAMES, look=look, step=step)

    def parts(self) -> frozenset[int]:
        """Those that are this process's now, by its own clock."""
        return frozenset(map(PART_NAMES.index, self._share.held()))

    def told(self) -> str:
        """How much of it this process plans, in words; empty where nothing."""
        count = len(self.parts())
        return f"plans {count} of {PARTS} parts of the chats" if count else ""

    async def reading_for(self) -> timedelta:
        """For how long somebody has been there to read announcements."""
        return timedelta(seconds=await self._leases.held_for(WORK) or 0.0)

    async def during(self, work: Callable[[], Awaitable[None]]) -> None:
        """Have a share while something is done; let others have it at once when that ends."""
        sharing = asyncio.create_task(self._share.keep(_noted))
        working = asyncio.ensure_future(work())
        try:
            await asyncio.wait({sharing, working}, return_when=asyncio.FIRST_COMPLETED)
            (sharing if sharing.done() else working).result()
        finally:
            for task in (sharing, working):
                task.cancel()
            await asyncio.gather(sharing, working, return_exceptions=True)
            await self._share.leave()


def _noted(names: frozenset[str]) -> None:
    log.info("plans", parts=len(names), of=PARTS)

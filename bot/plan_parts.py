"""The parts of the chats whose digests this process plans, shared out among all that plan."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from typing import Final

import structlog

from domain.concurrency.processes import PART_NAMES, PARTS, PLAN, WORK, News
from domain.errors import StoreError
from domain.ports import Leases

log = structlog.get_logger(__name__)

LOOK: Final = 15.0
"""Seconds from one look at who else plans to the next, should nobody tell of anybody."""

STEP: Final = 0.25
"""Seconds until it is looked whether this process is still known to be alive."""


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
        self._look = look
        self._step = step
        self._held = frozenset[int]()
        self._process = 0
        self._news = asyncio.Event()

    def parts(self) -> frozenset[int]:
        """Those that are this process's now, by its own clock."""
        standing = self._leases.standing()
        is_ours = standing.is_alive and standing.process == self._process
        return self._held if is_ours else frozenset()

    def told(self) -> str:
        """How much of it this process plans, in words; empty where nothing."""
        count = len(self.parts())
        return f"plans {count} of {PARTS} parts of the chats" if count else ""

    async def reading_for(self) -> timedelta:
        """For how long somebody has been there to read announcements."""
        return timedelta(seconds=await self._leases.held_for(WORK) or 0.0)

    async def during(self, work: Callable[[], Awaitable[None]]) -> None:
        """Have a share while something is done; let others have it at once when that ends."""
        self._hear()
        sharing = asyncio.create_task(self._share())
        working = asyncio.ensure_future(work())
        try:
            await asyncio.wait({sharing, working}, return_when=asyncio.FIRST_COMPLETED)
            (sharing if sharing.done() else working).result()
        finally:
            for task in (sharing, working):
                task.cancel()
            await asyncio.gather(sharing, working, return_exceptions=True)
            self._have(frozenset())
            with suppress(StoreError):
                await self._leases.leave_group(PLAN, PART_NAMES)

    def _hear(self) -> None:
        loop = asyncio.get_running_loop()

        def told() -> None:
            # The loop may be over before the thread that tells is.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(self._news.set)

        self._leases.hear(told, News.PROCESSES)

    async def _share(self) -> None:
        """Look again and again what is due to this process; troubles are waited out."""
        looked = float("-inf")
        while True:
            standing = self._leases.standing()
            is_other = standing.process != self._process
            is_due = self._news.is_set() or time.monotonic() - looked > self._look
            if standing.is_alive and (is_due or is_other):
                self._news.clear()
                looked = time.monotonic()
                with suppress(StoreError):
                    names = await self._leases.share_leases(PLAN, PART_NAMES)
                    self._process = standing.process
                    self._have(frozenset(PART_NAMES.index(name) for name in names))
            with suppress(TimeoutError):
                async with asyncio.timeout(self._step):
                    await self._news.wait()

    def _have(self, parts: frozenset[int]) -> None:
        if parts != self._held:
            self._held = parts
            log.info("plans", parts=len(parts), of=PARTS, process=self._process)

"""What this process does of what only one process does at a time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection
from contextlib import suppress
from typing import Final

import structlog

from domain.errors import StoreError
from domain.ports import Leases

log = structlog.get_logger(__name__)

WORK: Final = "work"
"""Taking announcements in, planning, tidying, and what else is done once for all."""

LOOK: Final = 5.0
"""Seconds from one look for roles that are free to the next, should nobody tell of one."""

STEP: Final = 0.25
"""Seconds until it is looked whether this process is still known to be alive."""


class Roles:
    """Takes roles that are free, from `run` on, and has what belongs to them done meanwhile."""

    def __init__(
        self, leases: Leases, wanted: Collection[str], *, look: float = LOOK, step: float = STEP
    ) -> None:
        """Args: wanted are the roles that this process takes at all."""
        self._leases = leases
        self._wanted = frozenset(wanted)
        self._look = look
        self._step = step
        self._held: dict[str, int] = {}
        self._changed = asyncio.Condition()

    @property
    def held(self) -> frozenset[str]:
        """The roles that this process has now."""
        return frozenset(self._held)

    async def run(self) -> None:
        """Take what is free until cancelled; troubles of the database are waited out."""
        news = asyncio.Event()
        loop = asyncio.get_running_loop()
        self._leases.hear(lambda: _tell(loop, news))
        looked = float("-inf")
        while True:
            standing = self._leases.standing()
            others = {name for name, number in self._held.items() if number != standing.process}
            if others or (self._held and not standing.is_alive):
                await self._have({})
            is_due = news.is_set() or time.monotonic() - looked > self._look
            if standing.is_alive and self._wanted - self.held and (is_due or not looked):
                news.clear()
                with suppress(StoreError):
                    taken = await self._leases.take_leases(self._wanted)
                    await self._have(dict.fromkeys(taken, standing.process))
                looked = time.monotonic()
            if not standing.process:
                # Nobody else is there who could ever have any.
                await loop.create_future()
            with suppress(TimeoutError):
                await asyncio.wait_for(news.wait(), self._step)

    async def during(self, role: str, work: Callable[[], Awaitable[None]]) -> None:
        """Do work whenever this process has a role, until cancelled or until it ends by itself.

        What it raises is let through. It is cancelled where the role is lost.
        """
        while True:
            number = await self._until(lambda: self._held.get(role, -1), _is_number)
            log.info("role taken", role=role, process=number)
            doing = asyncio.ensure_future(work())
            losing = asyncio.ensure_future(
                self._until(lambda: self._held.get(role, -1), number.__ne__)
            )
            try:
                await asyncio.wait({doing, losing}, return_when=asyncio.FIRST_COMPLETED)
                if doing.done():
                    return doing.result()
                log.warning("role lost", role=role, process=number)
            finally:
                for each in (doing, losing):
                    each.cancel()
                await asyncio.gather(doing, losing, return_exceptions=True)

    async def _until(self, value: Callable[[], int], wanted: Callable[[int], bool]) -> int:
        async with self._changed:
            await self._changed.wait_for(lambda: wanted(value()))
            return value()

    async def _have(self, held: dict[str, int]) -> None:
        async with self._changed:
            self._held = held
            self._changed.notify_all()


def _is_number(number: int) -> bool:
    return number >= 0


def _tell(loop: asyncio.AbstractEventLoop, news: asyncio.Event) -> None:
    # The loop may be over before the thread that tells is.
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(news.set)

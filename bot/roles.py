"""What this process does of what only one process does at a time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import Final

import structlog

from bot.given import ROLES, roles_in
from bot.plan_parts import PlanParts
from bot.platforms.common_pace import bot_name
from bot.settings import Settings
from bot.shares import EvenShare
from domain.concurrency.processes import PLAN, WORK, News
from domain.errors import StoreError
from domain.platforms import kind_of
from domain.ports import Leases
from storage.places import PostgresPlace

log = structlog.get_logger(__name__)

LOOK: Final = 30.0
"""Seconds from one look for roles that are free to the next: that is told, and whoever finds that
a process is no more knows it by itself."""

STEP: Final = 0.25
"""Seconds until it is looked whether this process is still known to be alive."""


DELIVER: Final = "deliver"
"""Sending what waits; any number of processes do."""


class Roles:
    """Takes roles that are free, from `run` on, and has what belongs to them done meanwhile.

    Attributes:
        are_shared: whether other processes may be there at all.
        delivers: whether this process sends what waits.
        planning: its share of the planning; None where it plans all, or nothing.
    """

    def __init__(
        self,
        leases: Leases,
        settings: Settings,
        tokens: Mapping[str, str] | None = None,
        *,
        look: float = LOOK,
        step: float = STEP,
    ) -> None:
        """Args: tokens are the bots', by platform; look and step are in seconds."""
        self._leases = leases
        self._look = look
        self._step = step
        self._held: dict[str, int] = {}
        self._changed = asyncio.Condition()
        allowed = roles_in(settings.roles) or frozenset(ROLES)
        self.are_shared = isinstance(settings.database, PostgresPlace)
        self.delivers = DELIVER in allowed or not self.are_shared
        self._names = {WORK: WORK} | {
            platform: bot_name(platform, token) for platform, token in (tokens or {}).items()
        }
        plans = not allowed.isdisjoint((WORK, PLAN))
        self.planning = (
            PlanParts(leases, partial(self.has, WORK)) if self.are_shared and plans else None
        )
        self._shards: EvenShare | None = None
        self._wanted = frozenset(
            name
            for role, name in self._names.items()
            if kind_of(role) in allowed or not self.are_shared
        )

    def has(self, role: str) -> bool:
        """Whether this process has a role now: `WORK`, or a platform's."""
        return not self.are_shared or self._names[role] in self._held

    def held(self) -> dict[str, bool]:
        """Of each role that there is, whether this process has it; none where it is alone."""
        return {role: self.has(role) for role in self._names} if self.are_shared else {}

    def share_out(self, role: str, count: int) -> EvenShare:
        """This process's share of so many parts of a role, with all that may have any.

        Args:
            role: a platform's.
            count: of its shards.
        """
        name = self._names[role]
        names = [f"{name}/{number}" for number in range(count)]
        self._shards = EvenShare(self._leases, name, names, asks=name in self._wanted)
        return self._shards

    def shards(self) -> tuple[int, ...]:
        """The shards that this process has, where they are shared out."""
        names = () if self._shards is None else self._shards.held()
        return tuple(sorted(int(name.rpartition("/")[2]) for name in names))

    def told(self) -> str:
        """What this process has, and how many others there are; empty where it is alone."""
        if not self.are_shared:
            return ""
        standing = self._leases.standing()
        has = ", ".join(role for role, is_held in self.held().items() if is_held) or "no role"
        plans = "" if self.planning is None else self.planning.told()
        shards = ", ".join(map(str, self.shards()))
        told = (f"process {standing.process} has {has}", shards and f"shards {shards}", plans)
        return "; ".join(filter(None, [*told, f"others at work: {standing.others}"]))

    def during(self, role: str) -> Callable[[Callable[[], Awaitable[None]]], Awaitable[None]]:
        """What does work whenever this process has a role, until cancelled or until it ends.

        What the work raises is let through. It is cancelled where the role is lost.
        """
        return partial(self._during, self._names[role]) if self.are_shared else _always

    async def run(self) -> None:
        """Take what is free until cancelled; troubles of the database are waited out."""
        if not self.are_shared:
            await asyncio.get_running_loop().create_future()
        news = asyncio.Event()
        loop = asyncio.get_running_loop()
        self._leases.hear(lambda: _tell(loop, news), News.PROCESSES)
        looked = float("-inf")
        while True:
            standing = self._leases.standing()
            others = {name for name, number in self._held.items() if number != standing.process}
            if others or (self._held and not standing.is_alive):
                await self._have({})
            is_told = news.is_set()
            news.clear()
            is_due = is_told or time.monotonic() - looked > self._look
            if standing.is_alive and self._wanted - self._held.keys() and is_due:
                looked = time.monotonic()
                with suppress(StoreError):
                    taken = await self._leases.take_leases(self._wanted)
                    await self._have(dict.fromkeys(taken, standing.process))
            with suppress(TimeoutError):
                async with asyncio.timeout(self._step):
                    await news.wait()

    async def give_back(self) -> None:
        """Let others have all roles at once, once nothing is done in them any more."""
        with suppress(StoreError):
            await self._leases.give_leases_back(self._wanted)

    async def _during(self, role: str, work: Callable[[], Awaitable[None]]) -> None:
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


async def _always(work: Callable[[], Awaitable[None]]) -> None:
    await work()


def _is_number(number: int) -> bool:
    return number >= 0


def _tell(loop: asyncio.AbstractEventLoop, news: asyncio.Event) -> None:
    # The loop may be over before the thread that tells is.
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(news.set)

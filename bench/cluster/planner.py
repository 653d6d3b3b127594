"""A process that plans the digests of some parts of the chats: for `bench.cluster.planning`.

It says when it is ready, begins when its input ends, and says what it took as JSON.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
import time
from collections.abc import Awaitable, Callable, Collection
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import structlog

from app.services import Services
from bench.kit.morning_container import MORNING, Silent, _as_served, services_of
from bench.kit.timing import peak_memory
from bot.container import open_container
from bot.settings import Settings
from domain.concurrency.asker import in_background
from domain.concurrency.processes import PARTS
from scheduler.background_services import BackgroundServices
from tests.fakes.clock import SettableClock
from tests.fakes.paper_source import FakeSource

MINUTES: Final = 40
"""From when everything is ready ahead until all digests are due."""


@dataclass(frozen=True)
class _Some:
    """The same parts for ever, as `scheduler.share.Share`."""

    some: frozenset[int]

    def parts(self) -> frozenset[int]:
        """Those."""
        return self.some

    def leads(self) -> bool:
        """Whoever has the first part."""
        return 0 in self.some

    async def reading_for(self) -> timedelta:
        """Long since."""
        return timedelta(days=1)

    async def during(self, work: Callable[[], Awaitable[None]]) -> None:
        """Do it."""
        await work()


async def ahead(address: str) -> None:
    """Work out each chat's turn, and make summaries, as happens before a morning."""
    clock = SettableClock(MORNING)
    async with _container(address, clock) as services:
        background = services_of(services, Silent())
        with in_background():
            await background._digest_watch.look()
            background._ahead.prepare()
            await background._ahead.ready()
            await background.close()


async def plan(address: str, number: str, count: str) -> None:
    """Plan what is due of every so manieth part."""
    parts = frozenset(range(PARTS)[int(number) :: int(count)])
    clock = SettableClock(MORNING)
    clock.advance(minutes=MINUTES)
    async with _container(address, clock) as services:
        background = services_of(services, Silent(), planning=_Some(parts))
        _as_served()
        print("ready", flush=True)
        await asyncio.to_thread(sys.stdin.read)
        began, processor = time.perf_counter(), time.process_time()
        with in_background():
            await _planned(services, background, parts, clock)
        print(
            json.dumps(
                {
                    "seconds": time.perf_counter() - began,
                    "processor": time.process_time() - processor,
                    "memory": peak_memory(),
                }
            ),
            flush=True,
        )
        await background.close()


async def _planned(
    services: Services,
    background: BackgroundServices,
    parts: Collection[int],
    clock: SettableClock,
) -> None:
    while await services.outbox.due_chats(["telegram"], clock.now(), 1, (), parts):
        await background._digest_watch.look()


def _container(address: str, clock: SettableClock) -> AbstractAsyncContextManager[Services]:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    settings = Settings(database=address, _env_file=None)
    return open_container(settings, source=FakeSource(clock), clock=clock, is_served=True)


if __name__ == "__main__":
    name, *given = sys.argv[1:]
    asyncio.run(ahead(*given) if name == "ahead" else plan(*given))

"""A container that serves chats and the archive in one process; lines tell it what to measure.

Each line on standard input is answered by one of JSON. Nothing is sent to any platform.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
import time
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, Final

import httpx
import structlog

from app.services import Services
from bench.kit.bare import HOST, served
from bench.kit.morning_container import MORNING, Silent, services_of
from bench.kit.timing import memory
from bot.container import open_container
from bot.operations.archive_server import archive_served
from bot.platforms.telegram.adapter import TelegramAdapter
from bot.platforms.telegram.sending.pacing import Pace
from bot.run import SWITCH, spare_the_collector
from bot.settings import Settings
from domain.chats import ChatRef
from domain.concurrency.asker import in_background
from domain.requests import Request
from handlers.dispatch import dispatch
from tests.fakes.clock import SettableClock
from tests.fakes.paper_source import FakeSource
from tests.fakes.telegram_server import TOKEN

_LATER: Final = 0.5


class VisitedContainer:
    """Does what it is told."""

    def __init__(
        self,
        services: Services,
        settings: Settings,
        clock: SettableClock,
    ) -> None:
        self._services = services
        self._settings = settings
        self._clock = clock
        self._stack = AsyncExitStack()

    async def open(self, *targets: str) -> dict[str, Any]:
        """Show the archive, and beside it what answers the same bytes; where both are."""
        await self._stack.enter_async_context(archive_served(self._services, self._settings))
        archive = f"http://{self._settings.web_address}"
        async with httpx.AsyncClient(base_url=archive, timeout=300) as client:
            bodies = {target.partition("?")[0]: await _whole(client, target) for target in targets}
        server, bare = await served(bodies)
        self._stack.callback(server.close)
        return {"archive": archive, "bare": bare}

    async def week(self) -> dict[str, float]:
        """Megabytes in memory once somebody has asked for the week's digest, as people do."""
        asked = Request(ChatRef("telegram", "999999999"), "999999999", "digest", "diffusion week")
        await dispatch(self._services, asked)
        return {"megabytes": memory()}

    async def morning(self) -> dict[str, float]:
        """Seconds until all digests that are due in the next hour are planned."""
        background = services_of(self._services, Silent())
        watch = background._digest_watch
        with in_background():
            await watch.look()
            self._clock.advance(hours=1)
            began = time.perf_counter()
            while await self._services.outbox.due_chats(["telegram"], self._clock.now(), 1):
                await watch.look()
            lasted = time.perf_counter() - began
            await background.close()
        return {"seconds": lasted}

    async def memory(self) -> dict[str, float]:
        """Megabytes in memory now."""
        return {"megabytes": memory()}

    async def close(self) -> None:
        """End what is shown."""
        await self._stack.aclose()


async def _whole(client: httpx.AsyncClient, target: str) -> bytes:
    """A page, once all days are worked out that it is made of."""
    while True:
        answer = await client.get(target, headers={"accept-encoding": "identity"})
        if answer.status_code != 503:
            return answer.raise_for_status().content
        await asyncio.sleep(_LATER)


async def _run(path: Path, port: str, telegram: str) -> None:
    clock = SettableClock(MORNING)
    async with AsyncExitStack() as stack:
        settings = Settings(
            _env_file=None,
            database=path,
            web_address=f"{HOST}:{port}",
            telegram_api_url=telegram,
        )
        opened = open_container(settings, source=FakeSource(clock), clock=clock)
        services = await stack.enter_async_context(opened)
        pace = Pace(in_all=(500, 1.0), in_a_chat=(100, 1.0), in_a_group=(100, 1.0))
        adapter = TelegramAdapter(services, settings, TOKEN, pace=pace)
        serving = asyncio.create_task(adapter.serve(_up))
        spare_the_collector()
        sys.setswitchinterval(SWITCH)
        container = VisitedContainer(services, settings, clock)
        loop = asyncio.get_running_loop()
        while line := await loop.run_in_executor(None, sys.stdin.readline):
            command, *arguments = line.split()
            sys.stdout.write(json.dumps(await getattr(container, command)(*arguments)) + "\n")
            sys.stdout.flush()
        await container.close()
        serving.cancel()
        await asyncio.wait({serving})
        await adapter.close()


async def _up() -> None:
    """Nobody need be told that Telegram is there."""


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    asyncio.run(_run(Path(sys.argv[1]), *sys.argv[2:]))

"""Between the processes and the strict Discord: interactions are posted, signed, by no gateway.

The stand-in tells of interactions by its gateway alone. This is a session of its own there, which
posts what it is told to whichever process is there, as a balancer does; and a gateway for the
processes, which tells all that the other does but for interactions.
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Coroutine, Sequence
from contextlib import suppress
from typing import Any, Final, Self

import aiohttp
from aiohttp import WSMsgType, web

from tests.platforms.discord.signed_posts import SignedPosts

_PATIENCE: Final = 3.0
"""Seconds until another process is tried; Discord itself waits no longer."""


class Posting:
    """Runs within its block, on a thread of its own.

    Attributes:
        gateway_url: for the processes.
        public_key: of the application.
    """

    def __init__(self, gateway_url: str, token: str, addresses: Sequence[str]) -> None:
        """Args: of the stand-in's gateway; of the bot; where the processes listen, host:port."""
        self._behind = gateway_url
        self._token = token
        self._ways = [SignedPosts(address) for address in addresses]
        for way in self._ways:
            way.signs_as(self._ways[0])
        self.public_key = self._ways[0].public_key
        self.gateway_url = ""
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._tasks: set[asyncio.Task[None]] = set()
        self._runner: web.AppRunner | None = None

    def __enter__(self) -> Self:
        self._thread.start()
        self._done(self._begin())
        return self

    def __exit__(self, *_: object) -> None:
        self._done(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _done(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

    async def _begin(self) -> None:
        app = web.Application()
        app.router.add_get("/", self._between)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.gateway_url = f"ws://127.0.0.1:{self._runner.addresses[0][1]}/"
        ready = asyncio.Event()
        self._follow(self._hear(ready))
        await ready.wait()

    async def _end(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._runner is not None:
            await self._runner.cleanup()

    def _follow(self, work: Coroutine[Any, Any, None]) -> None:
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _hear(self, ready: asyncio.Event) -> None:
        """Be a session that posts what people ask."""
        about = {"token": self._token, "intents": 0, "properties": {}}
        async with aiohttp.ClientSession() as session, session.ws_connect(self._behind) as socket:
            await socket.send_json({"op": 2, "d": about})
            async for message in socket:
                told = json.loads(message.data)
                if told.get("t") == "READY":
                    ready.set()
                    self._follow(_beating(socket))
                elif told.get("t") == "INTERACTION_CREATE":
                    self._follow(self._post(told["d"]))

    async def _post(self, asked: Any) -> None:
        """Post to the first process that takes it; the next time another comes first."""
        self._ways.append(self._ways.pop(0))
        for way in [*self._ways]:
            with suppress(aiohttp.ClientError, OSError, TimeoutError):
                async with asyncio.timeout(_PATIENCE):
                    await way(asked)
                if way.statuses.pop() == 202:
                    return

    async def _between(self, request: web.Request) -> web.WebSocketResponse:
        """Hand on what is told both ways, but for interactions; what comes is not compressed."""
        near = web.WebSocketResponse(max_msg_size=0)
        await near.prepare(request)
        async with (
            aiohttp.ClientSession() as session,
            session.ws_connect(self._behind, max_msg_size=0) as far,
        ):
            up = asyncio.create_task(_handed_on(near, far))
            await _handed_on(far, near)
            up.cancel()
            await near.close(code=far.close_code or 1000)
        return near


async def _beating(socket: aiohttp.ClientWebSocketResponse) -> None:
    while True:
        await asyncio.sleep(20)
        await socket.send_json({"op": 1, "d": None})


async def _handed_on(
    before: aiohttp.ClientWebSocketResponse | web.WebSocketResponse,
    after: aiohttp.ClientWebSocketResponse | web.WebSocketResponse,
) -> None:
    async for message in before:
        if message.type is WSMsgType.TEXT and '"INTERACTION_CREATE"' not in message.data:
            await after.send_str(message.data)
    await after.close()

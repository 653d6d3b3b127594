"""What every request to Discord has to pass."""

from __future__ import annotations

import asyncio
import time

import aiohttp
import pytest
from aiohttp import web

from bot.doors import discord_pace
from bot.doors.discord_requests import Toll, TooManyInvalidRequests
from bot.doors.window import Window


async def test_after_too_many_invalid_requests_none_is_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """But answers to interactions still go: people wait for them."""
    made: list[str] = []

    async def refuse(request: web.Request) -> web.Response:
        made.append(request.path)
        return web.Response(status=403)

    app = web.Application()
    app.router.add_get("/{path:.*}", refuse)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    base = f"http://127.0.0.1:{runner.addresses[0][1]}"
    toll = Toll()
    toll._brake = discord_pace.Brake(most=2)
    async with aiohttp.ClientSession(trace_configs=[toll.trace()]) as session:
        for _ in range(2):
            await (await session.get(f"{base}/users/@me")).read()
        with pytest.raises(TooManyInvalidRequests) as refused:
            await session.get(f"{base}/users/@me")
        await (await session.get(f"{base}/interactions/1/token/callback")).read()
    await runner.cleanup()
    assert refused.value.seconds > 500
    assert made == ["/users/@me", "/users/@me", "/interactions/1/token/callback"]


@pytest.mark.parametrize("fails", [False, True])
async def test_no_span_has_too_many_as_discord_sees_it(*, fails: bool) -> None:
    """However long requests take; those that fail count, and free their places in time."""
    most, span = 3, 0.2
    came: list[float] = []

    async def answer(request: web.Request) -> web.Response:
        await asyncio.sleep(0.01 * (len(came) % 4))
        came.append(time.monotonic())
        if fails and request.transport is not None:
            request.transport.abort()
        return web.Response()

    app = web.Application()
    app.router.add_post("/{path:.*}", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    base = f"http://127.0.0.1:{runner.addresses[0][1]}"
    toll = Toll()
    toll._window = Window(most, span)

    async def ask() -> None:
        try:
            await (await session.post(base)).read()
        except aiohttp.ClientError:
            assert fails

    async with aiohttp.ClientSession(trace_configs=[toll.trace()]) as session:
        await asyncio.gather(*(ask() for _ in range(10)))
    await runner.cleanup()
    spans = [later - first for first, later in zip(came, came[most:], strict=False)]
    assert all(one >= span for one in spans)

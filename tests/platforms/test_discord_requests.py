"""What every request to Discord has to pass."""

from __future__ import annotations

import asyncio
import time
from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
import pytest
from aiohttp import web
from yarl import URL

from bot.platforms.common_pace import ALONE, AnyPace, CommonPace
from bot.platforms.discord.sending import pace as discord_pace
from bot.platforms.discord.sending.requests import RequestLimiter, TooManyInvalidRequests, may_wait
from bot.platforms.window import Window
from domain.concurrency.processes import Standing
from domain.errors import StoreError
from domain.messages import as_is
from tests.fakes.virtual_time import now, virtually


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
    request_limiter = RequestLimiter()
    request_limiter._guard = discord_pace.InvalidRequestGuard(most=2)
    async with aiohttp.ClientSession(trace_configs=[request_limiter.trace()]) as session:
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
    request_limiter = RequestLimiter()
    request_limiter._window = Window(most, span)

    async def ask() -> None:
        try:
            await (await session.post(base)).read()
        except aiohttp.ClientError:
            assert fails

    async with aiohttp.ClientSession(trace_configs=[request_limiter.trace()]) as session:
        await asyncio.gather(*(ask() for _ in range(10)))
    await runner.cleanup()
    spans = [later - first for first, later in zip(came, came[most:], strict=False)]
    assert all(one >= span for one in spans)


class Discord:
    """A platform that answers as told, asked through the limiter in virtual time.

    Attributes:
        came: when each request that counts came, in seconds.
    """

    def __init__(
        self, status: int = 200, scope: str = "", lasts: float = 0.05, common: AnyPace = ALONE
    ) -> None:
        self.came: list[float] = []
        self._status = status
        self._scope = scope
        self._lasts = lasts
        self._trace = RequestLimiter(common).trace()

    async def ask(self, path: str = "/users/@me", *, fails: bool = False) -> None:
        """One request, as a session would make it."""
        context = SimpleNamespace()
        params = SimpleNamespace(url=URL(f"https://discord.example/api{path}"))
        await self._tell(self._trace.on_request_start, context, params)
        await asyncio.sleep(self._lasts)
        if path.startswith("/users"):
            self.came.append(now())
        headers = {"X-RateLimit-Scope": self._scope} if self._scope else {}
        params.response = SimpleNamespace(status=self._status, headers=headers)
        heard = self._trace.on_request_exception if fails else self._trace.on_request_end
        await self._tell(heard, context, params)

    async def _tell(self, signal: Any, context: object, params: object) -> None:
        for hear in signal:
            await hear(None, context, params)


@pytest.fixture
def virtual(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limiter goes by the virtual clock."""
    monkeypatch.setattr("bot.platforms.discord.sending.requests.time.monotonic", now)


@pytest.mark.usefixtures("virtual")
def test_after_five_thousand_invalid_requests_none_is_made() -> None:
    """Half of what gets an address banned; ten minutes after the first, it goes on."""

    async def scene() -> None:
        discord = Discord(status=401, lasts=0.0)
        began = now()
        for _ in range(5_000):
            await discord.ask()
        with pytest.raises(TooManyInvalidRequests) as refused:
            await discord.ask()
        assert len(discord.came) == 5_000
        await asyncio.sleep(refused.value.seconds)
        assert now() - began == pytest.approx(600, abs=0.1)
        await discord.ask()
        assert len(discord.came) == 5_001

    virtually(scene())


@pytest.mark.usefixtures("virtual")
def test_shared_limits_bring_no_brake() -> None:
    """They are nobody's fault."""

    async def scene() -> None:
        discord = Discord(status=429, scope="shared", lasts=0.0)
        for _ in range(5_100):
            await discord.ask()

    virtually(scene())


@pytest.mark.usefixtures("virtual")
@pytest.mark.parametrize("fails", [False, True])
def test_fifty_a_second_are_never_seen(*, fails: bool) -> None:
    """Evenly spaced, 45 in a second over time, whatever becomes of them."""

    async def scene() -> None:
        discord = Discord()
        await asyncio.gather(*(discord.ask(fails=fails) for _ in range(180)))
        spans = [b - a for a, b in zip(discord.came, discord.came[49:], strict=False)]
        assert min(spans) >= 1 - 1e-6
        assert discord.came[-1] - discord.came[0] == pytest.approx(4, abs=0.3)
        await asyncio.sleep(60)
        began = now()
        await asyncio.gather(*(discord.ask() for _ in range(20)))
        at_once = [moment for moment in discord.came[180:] if moment - began < 0.06]
        assert len(at_once) == 10, "a fifth of a second's worth, having been held up"

    virtually(scene())


class AwayServer:
    """Where processes keep their pace: it is away; there are two other processes."""

    async def moments(
        self, name: str, count: int, *, rate: float, is_urgent: bool = False
    ) -> float:
        """Nobody can tell."""
        raise StoreError(as_is("away"))

    def standing(self) -> Standing:
        """As of the last time that the server was there."""
        return Standing(process=1, others=2)


@pytest.mark.usefixtures("virtual")
def test_while_nobody_knows_the_pace_each_process_takes_a_share() -> None:
    """All of them go on with what they have begun: together no more than they may."""

    async def scene() -> None:
        away = AwayServer()
        pace = CommonPace(away, away, "discord", "token")  # type: ignore[arg-type]
        pace._began -= 60
        discord = Discord(lasts=0.0, common=pace)
        await asyncio.gather(*(discord.ask() for _ in range(40)))
        assert discord.came[-1] - discord.came[0] == pytest.approx(39 * 3 / 40, abs=0.1)
        began = now()
        await pace.urgently()
        assert now() - began == pytest.approx(3 / 40)

    virtually(scene())


@pytest.mark.usefixtures("virtual")
def test_acknowledgements_do_not_wait_for_the_rest() -> None:
    """They count not towards the fifty, and wait for the length of a third of a second at most."""

    async def scene() -> None:
        discord = Discord(lasts=0.0)
        waiting = [asyncio.create_task(discord.ask()) for _ in range(100)]
        began = now()
        ended: list[float] = []

        async def acknowledge(seconds: float | None = None) -> None:
            if seconds is not None:
                may_wait.set(seconds)
            await discord.ask("/interactions/1/token/callback")
            ended.append(now() - began)

        await asyncio.gather(*(acknowledge() for _ in range(60)))
        assert ended.count(0.0) == 45
        assert max(ended) == pytest.approx(0.3)
        await asyncio.gather(*(acknowledge(0.7) for _ in range(60)))
        assert max(ended) == pytest.approx(1.0, abs=0.3)
        later = now()
        await discord.ask("/webhooks/1/token/messages/@original")
        assert now() == later
        await asyncio.gather(*waiting)
        assert discord.came[-1] - began > 1.5

    virtually(scene())


@pytest.mark.parametrize("status", [200, 429])
async def test_a_refusal_that_names_no_seconds_is_told(status: int) -> None:
    """And what is no refusal is not read for any."""

    async def text(**_: str) -> str:
        return '{"retry_after": "soon"}'

    answer = SimpleNamespace(status=status, headers={"Via": "1.1 google"}, text=text)
    (ended,) = RequestLimiter().trace().on_request_end
    heard: Any = ended(None, SimpleNamespace(), SimpleNamespace(response=answer))  # type: ignore[arg-type]
    if status == 200:
        await heard
    else:
        with pytest.raises(discord.RateLimited):
            await heard

"""Every request to Discord passes here: spaced out, and none while the guard is on."""

from __future__ import annotations

import asyncio
import re
import time
from contextvars import ContextVar
from http import HTTPStatus
from types import SimpleNamespace
from typing import Final

import aiohttp

from bot.platforms.common_pace import ALONE, AnyPace
from bot.platforms.discord.sending.limits import check_refusal
from bot.platforms.discord.sending.pace import AT_MOST, PER_SECOND, InvalidRequestGuard, Throttle
from bot.platforms.discord.server_clock import ServerClock
from bot.platforms.window import Window
from domain.concurrency.waits import wait_of
from domain.errors import PapercrierError, StoreError

_ANSWERS: Final = re.compile(r"/(?:interactions|webhooks)/")
"""Answers to interactions do not count towards the 50 a second."""

_CATCH_UP: Final = 0.2
"""Seconds' worth of requests that may go at once, having been held up."""

_LONGEST_REST: Final = 60.0
"""Seconds for which all processes ask for nothing where Discord has told one of them so."""

may_wait: ContextVar[float] = ContextVar("may_wait", default=0.3)
"""Seconds that the first answer to an interaction may be held back, in a rush of them."""


class TooManyInvalidRequests(PapercrierError):
    """Discord refused so many requests that nothing is asked of it for some minutes."""

    def __init__(self, seconds: float) -> None:
        """Args: seconds until requests are made again."""
        super().__init__()
        self.seconds = seconds


class RequestLimiter:
    """What all requests have in common, over all clients of a process.

    Attributes:
        server_clock: told the time by each answer.
    """

    def __init__(self, common: AnyPace = ALONE) -> None:
        """Args: common is the pace that other processes keep, too."""
        self.server_clock = ServerClock()
        self._common = common
        self._queue = asyncio.Lock()
        self._window = Window(AT_MOST, 1.0)
        self._next = 0.0
        self._acknowledgements = Throttle()
        self._guard = InvalidRequestGuard()

    def trace(self) -> aiohttp.TraceConfig:
        """What a client's HTTP session has to be given."""
        config = aiohttp.TraceConfig()
        config.on_request_start.append(self._before)
        config.on_request_end.append(self._after)
        config.on_request_exception.append(self._failed)
        return config

    async def _before(
        self,
        session: aiohttp.ClientSession,
        context: SimpleNamespace,
        asked: aiohttp.TraceRequestStartParams,
    ) -> None:
        if _ANSWERS.search(asked.url.path):
            if asked.url.path.endswith("/callback"):
                seconds = self._acknowledgements.reserve(time.monotonic())
                await asyncio.sleep(min(seconds, may_wait.get()))
            return
        if seconds := self._guard.wait(time.monotonic()):
            raise TooManyInvalidRequests(seconds)
        await self._turn()
        context.counts = True

    async def _turn(self) -> None:
        """Wait for one's turn: requests go evenly, no second with too many as Discord sees it."""
        async with self._queue:
            while wait := self._wait(time.monotonic()):  # noqa: ASYNC110 (time is the event)
                await asyncio.sleep(wait)
            try:
                await self._common.moment()
            except StoreError:
                await self._common.share()
            now = time.monotonic()
            self._next = max(self._next, now - _CATCH_UP) + 1 / PER_SECOND
            self._window.leave(1)

    def _wait(self, now: float) -> float:
        return max(self._window.wait(now), self._next - now)

    async def _after(
        self,
        session: aiohttp.ClientSession,
        context: SimpleNamespace,
        asked: aiohttp.TraceRequestEndParams,
    ) -> None:
        self._ended(context)
        self.server_clock.heard(asked.response.headers.get("Date"))
        scope = asked.response.headers.get("X-RateLimit-Scope", "")
        self._guard.note(asked.response.status, scope, time.monotonic())
        if asked.response.status == HTTPStatus.TOO_MANY_REQUESTS:
            seconds = wait_of(asked.response.headers.get("Retry-After"), longest=_LONGEST_REST)
            if scope == "global" and seconds:
                await self._common.rest(seconds)
            await check_refusal(asked.response)

    async def _failed(
        self,
        session: aiohttp.ClientSession,
        context: SimpleNamespace,
        asked: aiohttp.TraceRequestExceptionParams,
    ) -> None:
        self._ended(context)

    def _ended(self, context: SimpleNamespace) -> None:
        if getattr(context, "counts", False):
            self._window.arrive(time.monotonic(), 1)

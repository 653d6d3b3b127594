"""Every request to Discord passes here: spaced out, and none while the brake is on."""

from __future__ import annotations

import asyncio
import re
import time
from contextvars import ContextVar
from types import SimpleNamespace
from typing import Final

import aiohttp

from bot.doors.discord_pace import Brake, Throttle
from domain.errors import PapercrierError

_ANSWERS: Final = re.compile(r"/(?:interactions|webhooks)/")
"""Answers to interactions do not count towards the 50 a second."""

may_wait: ContextVar[float] = ContextVar("may_wait", default=0.3)
"""Seconds that the first answer to an interaction may be held back, in a rush of them."""


class TooManyInvalidRequests(PapercrierError):
    """Discord refused so many requests that nothing is asked of it for some minutes."""

    def __init__(self, seconds: float) -> None:
        """Args: seconds until requests are made again."""
        super().__init__()
        self.seconds = seconds


class Toll:
    """What all requests have in common, over all clients of a process."""

    def __init__(self) -> None:
        self._throttle = Throttle()
        self._acknowledgements = Throttle()
        self._brake = Brake()

    def trace(self) -> aiohttp.TraceConfig:
        """What a client's HTTP session has to be given."""
        config = aiohttp.TraceConfig()
        config.on_request_start.append(self._before)
        config.on_request_end.append(self._after)
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
        if seconds := self._brake.wait(time.monotonic()):
            raise TooManyInvalidRequests(seconds)
        if seconds := self._throttle.reserve(time.monotonic()):
            await asyncio.sleep(seconds)

    async def _after(
        self,
        session: aiohttp.ClientSession,
        context: SimpleNamespace,
        asked: aiohttp.TraceRequestEndParams,
    ) -> None:
        scope = asked.response.headers.get("X-RateLimit-Scope", "")
        self._brake.note(asked.response.status, scope, time.monotonic())

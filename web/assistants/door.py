"""The way in for assistants over HTTP: with a key that somebody was given in their chat."""

from __future__ import annotations

import asyncio
from importlib import import_module
from typing import Any, Final

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from app.archive.api_keys import holder_of
from app.archive.days import ArchiveDays
from app.services import Services
from domain.errors import StoreError
from domain.requests import Request
from web.assistants.asking import ASKING
from web.serving.guard import Visits

PATH: Final = "/mcp"
LARGEST: Final = 65_536
"""Bytes of a request."""


class Door:
    """An ASGI application; the library comes in with the first who has a key."""

    def __init__(self, services: Services, days: ArchiveDays) -> None:
        self._services = services
        self._days = days
        self._visits = Visits()
        self._server: Any = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; each stands for itself."""
        if scope["method"] != "POST":
            await PlainTextResponse("Only POST.\n", 405, {"allow": "POST"})(scope, receive, send)
            return
        try:
            holder = await self._holder(Headers(scope=scope).get("authorization", ""))
        except StoreError:
            after = {"retry-after": "60"}
            await PlainTextResponse("Try again in a minute.\n", 503, after)(scope, receive, send)
            return
        if refusal := self._refusal(holder):
            await refusal(scope, receive, send)
        elif holder is not None:
            ASKING.set(holder)
            await self._answer(scope, receive, send)

    async def _holder(self, authorization: str) -> Request | None:
        scheme, _, told = authorization.partition(" ")
        if scheme.lower() != "bearer" or not told.strip():
            return None
        return await holder_of(self._services, told.strip())

    def _refusal(self, holder: Request | None) -> PlainTextResponse | None:
        if holder is None:
            said = "A key is needed: send /apikey to the bot in a private chat.\n"
            return PlainTextResponse(said, 401, {"www-authenticate": "Bearer"})
        if seconds := self._visits.wait(holder.person):
            after = {"retry-after": str(max(1, round(seconds)))}
            return PlainTextResponse("Too many requests; try again later.\n", 429, after)
        return None

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        library = await asyncio.to_thread(import_module, "web.assistants.server")
        if self._server is None:
            self._server = library.mcp_server(self._services, self._days)
        await library.answer_over_http(self._server, LARGEST, scope, receive, send)

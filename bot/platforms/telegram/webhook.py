"""Getting updates by being called: a small web server of our own behind the public address."""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from hashlib import blake2s
from typing import Final

import structlog
from aiohttp import web
from telegram import Bot, Update
from telegram.error import TelegramError

from bot.operations.calls import LARGEST, SECRET_HEADER, TELEGRAM, Call, CallAnswer, Calls
from bot.operations.listening import listening
from bot.operations.redaction import keep_secret
from bot.platforms.supervision import AdapterTrouble, Up
from bot.platforms.telegram.inbox import SharedUpdates
from bot.platforms.telegram.polling import NOT_UNDERSTOOD, SETTING, WANTED, Take, trouble_of
from domain.errors import StoreError
from domain.messages import sentence

log = structlog.get_logger(__name__)

LOOK: Final = 60.0
"""Seconds from one look at whether Telegram still calls us to the next."""

_LAST_CALLS: Final = 5.0
"""Seconds in which calls that have begun are taken in the end."""


_Called = Callable[[web.Request], Awaitable[web.Response]]


class OwnServer:
    """A web server of our own for all bots of the process, while any of them waits for calls."""

    def __init__(self, address: str) -> None:
        """Args: address is the host:port to listen on."""
        host, _, port = address.rpartition(":")
        self._host, self._port = host.strip("[]"), int(port)
        self._called: dict[str, _Called] = {}
        self._running = AsyncExitStack()
        self._changing = asyncio.Lock()

    def __str__(self) -> str:
        """Where it listens."""
        return f"{self._host}:{self._port}"

    @asynccontextmanager
    async def taken(self, path: str, called: _Called) -> AsyncIterator[None]:
        """Have what is posted to a path taken, within the block.

        Raises:
            OSError: nothing can listen there.
        """
        async with self._changing:
            if not self._called:
                await self._running.enter_async_context(self._listening())
            self._called[path] = called
        try:
            yield
        finally:
            async with self._changing:
                del self._called[path]
                if not self._called:
                    await self._running.aclose()

    def _listening(self) -> AbstractAsyncContextManager[None]:
        app = web.Application(client_max_size=LARGEST)
        app.router.add_post(f"{TELEGRAM}{{bot}}", self._handed_on)
        return listening(app, self._host, self._port, shutdown=_LAST_CALLS)

    async def _handed_on(self, request: web.Request) -> web.Response:
        called = self._called.get(request.path)
        return await called(request) if called else web.Response(status=404)


class Webhook:
    """Has Telegram call the public address, and takes what it calls with."""

    def __init__(
        self,
        bot: Bot,
        take: Take,
        *,
        public_url: str,
        server: OwnServer,
        look: float = LOOK,
        calls: Calls | None = None,
        shared: SharedUpdates | None = None,
        setting: str = SETTING,
    ) -> None:
        """Updates through a webhook.

        Args:
            bot: whose updates.
            take: is given each update, and must not wait.
            public_url: with https; leads to the server.
            server: is called.
            look: seconds from one look at the webhook to the next.
            calls: of a web server that listens there already; None where none does.
            shared: where updates are kept for several processes; None where they are taken at once.
            setting: names the token.
        """
        self._setting = setting
        self._shared = shared
        self._bot = bot
        self._take = take
        self._server = server
        # Made from the token, both stay the same over restarts and are known to nobody else.
        self._secret = blake2s(bot.token.encode(), person=b"secret").hexdigest()
        keep_secret(self._secret)
        self._path = f"{TELEGRAM}{blake2s(bot.token.encode(), person=b'path').hexdigest()[:32]}"
        self._url = public_url + self._path
        self._look = look
        self._calls = calls

    async def run(self, up: Up) -> None:
        """Take updates until cancelled.

        Raises:
            AdapterTrouble: they cannot be had now.
        """
        try:
            async with self._reached():
                while True:
                    await self._set()
                    await up()
                    await asyncio.sleep(self._look)
        except OSError as error:
            raise AdapterTrouble(
                sentence(
                    "Nothing can listen on {address}: {why}.",
                    address=str(self._server),
                    why=error.strerror,
                )
            ) from error
        except TelegramError as error:
            raise trouble_of(error, self._setting) from error

    @asynccontextmanager
    async def _reached(self) -> AsyncIterator[None]:
        """Be there to be called, by a web server that is there or by one of our own."""
        if self._calls is not None:
            with self._calls.taken(self._path, self._taken):
                yield
            return
        async with self._server.taken(self._path, self._called):
            yield

    async def confirm(self) -> None:
        """Nothing to do: each call was confirmed with its answer."""

    async def _set(self) -> None:
        """Set the webhook where it is not set; tell what Telegram has met with it."""
        info = await self._bot.get_webhook_info()
        if info.last_error_message and info.pending_update_count:
            log.warning("webhook not reached by Telegram", why=info.last_error_message)
        if info.url != self._url:
            await self._bot.set_webhook(
                self._url, secret_token=self._secret, allowed_updates=WANTED
            )

    async def _called(self, request: web.Request) -> web.Response:
        secret = request.headers.get(SECRET_HEADER.decode(), "")
        call = Call({SECRET_HEADER: secret.encode()}, await request.read())
        return web.Response(status=(await self._taken(call)).status)

    async def _taken(self, call: Call) -> CallAnswer:
        """Take what was called with."""
        return CallAnswer(await self._status(call.headers.get(SECRET_HEADER, b""), call.body))

    async def _status(self, secret: bytes, body: bytes) -> int:
        if not hmac.compare_digest(secret, self._secret.encode()):
            return 403
        try:
            update = Update.de_json(json.loads(body), self._bot)
        except NOT_UNDERSTOOD:
            # Said to be taken all the same: Telegram would send it again for ever.
            log.exception("update not understood")
            return 200
        if self._shared is None:
            self._take(update)
            return 200
        try:
            await self._shared.keep([update])
        except StoreError as error:
            # Telegram calls again.
            log.warning("update not kept", why=str(error))
            return 503
        return 200

"""The web server of the archive, in the process that serves chats or in one of its own."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import Any, Final
from urllib.parse import urlsplit

import structlog
from uvicorn import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from app.archive.days import ArchiveDays
from app.archive.public import look_again
from app.archive.reading import warm
from app.services import Services
from bot.operations.calls import ADDRESS, Calls, nothing_here
from bot.operations.listening import bound
from bot.operations.visitor_connections import Known, VisitorConnection
from bot.operations.web_connections import Connections, Patience
from bot.platforms.bots import telegram_tokens
from bot.settings import Settings
from domain.errors import PapercrierError, SettingsError
from domain.messages import sentence
from web.application import Archive
from web.serving.arrivals import Arrivals
from web.serving.finished import REQUEST

log = structlog.get_logger(__name__)

LOOK: Final = 300.0
"""Seconds from one look at what is new to the next; a page that is asked for looks by itself."""

_LONGEST_HEAD: Final = 16_384
"""Bytes of the head of a request."""

_A_DAY: Final = 86_400

_LAST_ANSWERS: Final = 2.0
"""Seconds in which answers that have begun are given in the end."""


@asynccontextmanager
async def archive_served(services: Services, settings: Settings) -> AsyncIterator[Calls | None]:
    """Show the archive at the address that is set, within the block; without one, do nothing.

    Gives what takes calls at that address.

    Raises:
        SettingsError: nothing can listen there.
    """
    if not settings.web_address:
        yield None
        return
    if urlsplit(settings.public_url).path:
        raise SettingsError(
            sentence("The archive has a host for itself: PAPERCRIER_PUBLIC_URL may have no path.")
        )
    days = ArchiveDays(services.intake, services.library, services.clock)
    guard = (await _archive(services, settings, days)).application(_hosts(settings))
    calls = Calls(guard)
    host, _, port = settings.web_address.rpartition(":")
    async with AsyncExitStack() as stack:
        try:
            await stack.enter_async_context(
                serving(calls, guard.known, host.strip("[]"), int(port))
            )
        except OSError as error:
            raise _taken(settings.web_address, error) from error
        log.info("archive", address=public_address(settings))
        looking = asyncio.create_task(_look(services, days))
        try:
            yield calls
        finally:
            looking.cancel()
            with suppress(asyncio.CancelledError):
                await looking
            await days.close()


@asynccontextmanager
async def calls_taken(address: str = ADDRESS) -> AsyncIterator[Calls]:
    """Take calls at an address where no archive is shown, within the block.

    Raises:
        SettingsError: nothing can listen there.
    """
    calls = Calls(nothing_here)
    host, _, port = address.rpartition(":")
    async with AsyncExitStack() as stack:
        try:
            await stack.enter_async_context(serving(calls, _nothing_known, host, int(port)))
        except OSError as error:
            raise _taken(address, error) from error
        yield calls


def _nothing_known(address: str, request: bytes) -> None:
    """No answer is at hand."""


def _taken(address: str, error: OSError) -> SettingsError:
    """Why nothing can listen at an address."""
    return SettingsError(
        sentence(
            "Nothing can listen on {address}: {why}.",
            address=address,
            why=error.strerror or error,
        ),
        hint=sentence("Name another host:port in PAPERCRIER_WEB_ADDRESS."),
    )


async def _archive(services: Services, settings: Settings, days: ArchiveDays) -> Archive:
    return Archive(
        services,
        days,
        address=public_address(settings),
        telegram_tokens=await telegram_tokens(services.store, settings, keeps=False),
    )


def public_address(settings: Settings) -> str:
    """Where people find the archive, without a slash at the end."""
    return settings.public_url or f"http://{settings.web_address}"


def _hosts(settings: Settings) -> set[str]:
    own = settings.web_address.rpartition(":")[0].strip("[]")
    public = urlsplit(settings.public_url).hostname
    return {"localhost", own.lower(), *([public] if public else [])}


async def _look(services: Services, days: ArchiveDays) -> None:
    """Work out what is new, so that nobody waits for it, and see which channels are public."""
    while True:
        try:
            await warm(services, days)
            await look_again(services)
        except PapercrierError as error:
            log.warning("archive not looked through", why=str(error))
        await asyncio.sleep(LOOK)


@asynccontextmanager
async def serving(app: Calls, known: Known, host: str, port: int) -> AsyncIterator[None]:
    """Serve an application at host:port within the block.

    Args:
        app: answers visitors and calls.
        known: gives the answers that are at hand.
        host: a name or an address.
        port: of TCP.

    Raises:
        OSError: nothing can listen there.
    """
    config = _config(app)
    state = ServerState()
    connections, arrivals = Connections(Patience()), Arrivals()

    def connected() -> VisitorConnection:
        protocol = H11Protocol(config, state, {})
        made = VisitorConnection(protocol, connections, arrivals, known)
        protocol.app = _watched(config.loaded_app, made, connections)
        return made

    server = await bound(connected, host, port)
    try:
        yield
    finally:
        server.close()
        for connection in list(state.connections):
            connection.shutdown()
        if state.tasks:
            await asyncio.wait(state.tasks, timeout=_LAST_ANSWERS)


def _config(app: Calls) -> Config:
    # What strangers send that is no HTTP is nothing to tell; the application tells its own.
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL + 1)
    return Config(
        app,
        http=H11Protocol,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        h11_max_incomplete_event_size=_LONGEST_HEAD,
        # How long a connection may be silent is seen to by ourselves.
        timeout_keep_alive=_A_DAY,
    )


def _watched(app: Any, connection: VisitorConnection, connections: Connections) -> Any:
    """An application that tells the connection how far its request is, and has what it sent."""

    async def watched(scope: Any, receive: Any, send: Any) -> None:
        connections.begun(connection.transport)
        scope[REQUEST] = connection.request
        try:
            await app(scope, receive, send)
        finally:
            connections.ended(connection.transport)

    return watched

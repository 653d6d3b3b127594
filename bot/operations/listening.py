"""A small web server that strangers may reach: who is slow or many keeps nobody else out.

aiohttp waits an hour for a request to begin and for ever for the rest of it, takes as many
connections as come, and writes a traceback for each request that it does not understand.
"""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import Final

import structlog
from aiohttp import web
from aiohttp.typedefs import Middleware

from bot.operations.web_connections import Connection, Connections, Patience

log = structlog.get_logger(__name__)

_BACKLOG: Final = 128
"""Connections that the system holds until they are taken."""

_AT_A_TIME: Final = 1
"""Connections taken in one turn of the loop. asyncio goes on trying for the others when there is
no descriptor left for the first, and comes back once for each of them: that grows without end."""

_LONGEST_LINE: Final = 4_096
"""Bytes of the first line of a request, or of one header."""

_MOST_HEADERS: Final = 64

_LINGERING: Final = 1.0
"""Seconds for which the rest of a request is read that nobody wanted."""

_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def listening(
    app: web.Application,
    host: str,
    port: int,
    *,
    patience: Patience | None = None,
    shutdown: float = 1.0,
) -> AsyncIterator[None]:
    """Serve an application at host:port within the block.

    Args:
        app: not used before.
        host: a name or an address.
        port: of TCP.
        patience: how long a connection may take for what; for tests.
        shutdown: seconds in which requests under way are finished in the end.

    Raises:
        OSError: nothing can listen there.
    """
    connections = Connections(patience or Patience())
    app.middlewares.append(_watched(connections))
    runner = web.AppRunner(
        app,
        access_log=None,
        logger=_silent(),
        shutdown_timeout=shutdown,
        lingering_time=_LINGERING,
        max_line_size=_LONGEST_LINE,
        max_field_size=_LONGEST_LINE,
        max_headers=_MOST_HEADERS,
    )
    await runner.setup()
    server: asyncio.Server | None = None
    try:
        server = await bound(partial(_connection, runner, connections), host, port)
        yield
    finally:
        if server is not None:
            server.close()
        await runner.cleanup()


async def bound(
    connection: Callable[[], asyncio.BaseProtocol], host: str, port: int
) -> asyncio.Server:
    """Take connections at host:port.

    Raises:
        OSError: nothing can listen there.
    """
    loop = asyncio.get_running_loop()
    server = await loop.create_server(connection, host, port, backlog=_AT_A_TIME)
    for one in server.sockets:
        with socket.fromfd(one.fileno(), one.family, one.type) as same:
            same.listen(_BACKLOG)
    return server


def _connection(runner: web.AppRunner, connections: Connections) -> Connection:
    if runner.server is None:
        raise RuntimeError("connections are taken from setup on")
    return Connection(runner.server(), connections)


def _watched(connections: Connections) -> Middleware:
    """Tells the connection how far its request is, and the log what goes wrong here."""

    @web.middleware
    async def middleware(request: web.Request, handler: _Handler) -> web.StreamResponse:
        connections.begun(request.transport)
        try:
            return await handler(request)
        except (web.HTTPException, asyncio.CancelledError):
            raise
        except OSError:
            # The one who asked is gone, or took too long to say all of it.
            raise web.HTTPRequestTimeout from None
        except Exception:
            log.exception("request not answered", path=request.path)
            raise web.HTTPInternalServerError from None
        finally:
            connections.ended(request.transport)

    return middleware


def _silent() -> logging.Logger:
    """For the library: what strangers send that is no HTTP is nothing to tell."""
    silent = logging.getLogger(f"{__name__}.aiohttp")
    silent.setLevel(logging.CRITICAL + 1)
    return silent

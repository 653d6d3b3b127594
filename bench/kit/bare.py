"""A bare Starlette route that answers some bytes; as a program, a process of its own.

It is given the file with the bytes, and tells its address.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from uvicorn import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

HOST: Final = "127.0.0.1"


async def served(bodies: Mapping[str, bytes]) -> tuple[asyncio.Server, str]:
    """A server of some bytes by their paths, and its address."""
    app = Starlette(routes=[Route(path, _same(body)) for path, body in bodies.items()])
    config = Config(app, http=H11Protocol, ws="none", lifespan="off", log_config=None)
    config.load()
    state = ServerState()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: H11Protocol(config, state, {}), HOST, 0)
    return server, f"http://{HOST}:{server.sockets[0].getsockname()[1]}"


def _same(body: bytes) -> Callable[[Request], Awaitable[Response]]:
    async def answered(_: Request) -> Response:
        return Response(body, media_type="text/html")

    return answered


async def _run(body: bytes) -> None:
    server, address = await served({"/": body})
    sys.stdout.write(f"{address}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_run(Path(sys.argv[1]).read_bytes()))

"""Pages of the archive, beside a bare Starlette route that answers with the same bytes.

Both are asked over one connection each, of the same server in this process; the processor's time is
that of server and client. An answer that is kept is given again; one that is made anew is measured
as well.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, time
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any, Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from uvicorn import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from app.archive.days import ArchiveDays
from app.archive.reading import warm
from bench import Measurement
from bench.kit.chats import announced
from bench.kit.records import DAYS, invented, papers
from bench.kit.timing import HIGH, each_awaited, percentile
from bot.container import open_container
from bot.settings import Settings
from papers.sample import SampleSource
from web.application import Archive

STORED: Final = 20_000
"""Papers in the database, beside those that were announced."""

RUNS: Final = 200
ANEW: Final = 40
SLOWEST: Final = 30.0
"""Milliseconds in which a page is to be made anew, 95 times of 100."""

_HOST: Final = "127.0.0.1"

Application = Callable[[Any, Any, Any], Awaitable[None]]


class _Clock:
    def now(self) -> datetime:
        return datetime.combine(DAYS[-1], time(12), UTC)


def run() -> list[Measurement]:
    """Milliseconds of processor a request."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "papercrier.db"
        announced(path, papers())
        return asyncio.run(_measured(path))


async def _measured(path: Path) -> list[Measurement]:
    settings = Settings(_env_file=None, database=path)
    clock = _Clock()
    async with open_container(settings, source=SampleSource(clock), clock=clock) as services:
        await services.library.save_papers(list(islice(invented(), STORED)))
        days = ArchiveDays(services.intake, services.library, clock)
        await warm(services, days)
        kept, anew = (
            Archive(services, days, address="http://a.example", fresh=fresh).application([])
            for fresh in (3_600.0, 0.0)
        )
        rows: list[Measurement] = []
        for name, target in _pages(papers()[-1].id.base):
            rows += await _of_page(name, target, kept, anew)
        return rows


def _pages(paper: str) -> Iterator[tuple[str, str]]:
    yield "front", "/"
    yield "topic", "/topic/diffusion-models"
    yield "paper", f"/paper/{paper}"
    yield "search", "/search?q=diffusion"
    yield "feed", "/topic/diffusion-models.atom"


async def _of_page(
    name: str, target: str, kept: Application, anew: Application
) -> list[Measurement]:
    body = await _get(kept, target)

    async def same(_: Request) -> Response:
        return Response(body, media_type="text/html")

    bare = Starlette(routes=[Route(target.partition("?")[0], same)])
    async with _served(kept) as ours, _served(bare) as floors:
        works = [lambda: ours.get(target), lambda: floors.get(target)] * RUNS
        taken = await each_awaited(works)
    made = await each_awaited([lambda: _get(anew, target)] * ANEW)
    what = f"{name}, {len(body) / 1_000:.0f} KB"
    floor, again = median(taken[1::2]), median(taken[::2])
    bare_route = "a bare Starlette route"
    return [
        Measurement(f"{what}, kept", again, "ms", floor, bare_route, 2 * floor),
        Measurement(f"{what}, anew, p95", percentile(made, HIGH), "ms", floor, bare_route, SLOWEST),
    ]


class _Client:
    """Asks over one connection, without looking at more of an answer than its length."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def get(self, target: str) -> bytes:
        self._writer.write(f"GET {target} HTTP/1.1\r\nhost: {_HOST}\r\n\r\n".encode())
        head = await self._reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r")[0])
        return await self._reader.readexactly(length)


@asynccontextmanager
async def _served(app: Any) -> AsyncIterator[_Client]:
    config = Config(app, http=H11Protocol, ws="none", lifespan="off", log_config=None)
    state = ServerState()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: H11Protocol(config, state, {}), _HOST, 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname()[:2])
    yield _Client(reader, writer)
    writer.close()
    await writer.wait_closed()
    server.close()


async def _get(app: Application, target: str) -> bytes:
    path, _, query = target.partition("?")
    parts: list[bytes] = []

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b""}

    async def send(message: Any) -> None:
        parts.append(message.get("body", b""))

    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [(b"host", _HOST.encode())],
    }
    await app(scope, receive, send)
    return b"".join(parts)

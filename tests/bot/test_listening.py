"""Our web servers among people who are slow, many, or speak no HTTP; over real sockets."""

from __future__ import annotations

import asyncio
import resource
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from bot.operations.descriptors import ENOUGH, RefusedConnections, raise_limit
from bot.operations.listening import listening
from bot.operations.web_connections import MOST, Connection, Connections, Patience
from tests.bot.test_oversight import asked, free_port
from tests.bot.test_serving import papercrier
from tests.fakes.telegram_server import FakeTelegram

SHORT = Patience(request=0.4, answer=0.4)
LIMIT = 20

HALF_A_HEAD = b"GET /healthz HTTP/1.1\r\nHost: us\r\nX-Slow: "
HALF_A_BODY = b"POST /body HTTP/1.1\r\nHost: us\r\nContent-Length: 500\r\n\r\nhalf"
WHOLE = b"GET /healthz HTTP/1.1\r\nHost: us\r\n\r\n"


@asynccontextmanager
async def server(patience: Patience = SHORT) -> AsyncIterator[int]:
    """A small server; its port."""

    async def healthz(_: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def body(request: web.Request) -> web.Response:
        return web.Response(text=str(len(await request.read())))

    async def flood(_: web.Request) -> web.Response:
        return web.Response(body=b"x" * 50_000_000)

    async def broken(_: web.Request) -> web.Response:
        raise ZeroDivisionError("a defect")

    app = web.Application(client_max_size=1_000)
    app.router.add_get("/healthz", healthz)
    app.router.add_get("/flood", flood)
    app.router.add_get("/broken", broken)
    app.router.add_post("/body", body)
    port = free_port()
    async with listening(app, "127.0.0.1", port, patience=patience):
        yield port


class Caller:
    """Somebody with a connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def rest(self) -> bytes:
        """All that still comes until the other side hangs up."""
        try:
            async with asyncio.timeout(LIMIT):
                return await self.reader.read()
        except ConnectionError:
            return b""

    async def is_dropped_while_dripping(self, data: bytes, every: float) -> bool:
        """Send a byte now and then; whether the other side hangs up."""
        with suppress(ConnectionError):
            async with asyncio.timeout(LIMIT):
                while not (self.writer.transport.is_closing() or self.reader.at_eof()):
                    self.writer.write(data[:1])
                    await self.writer.drain()
                    await asyncio.sleep(every)
        return True


@asynccontextmanager
async def callers(port: int, count: int = 1) -> AsyncIterator[list[Caller]]:
    """Connections to a port."""
    async with AsyncExitStack() as stack:
        made = []
        for _ in range(count):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            stack.callback(writer.close)
            made.append(Caller(reader, writer))
        yield made


@pytest.mark.parametrize("said", [b"", b"GET", HALF_A_HEAD, HALF_A_BODY, WHOLE])
async def test_who_says_half_of_it_is_hung_up_on(said: bytes) -> None:
    """Nothing, half a head, half a body; and who said all of it and then nothing more."""
    async with server() as port, callers(port) as (caller,):
        caller.writer.write(said)
        rest = await caller.rest()
        assert (b"ok" in rest) == (said == WHOLE)
        assert await asked(f"http://127.0.0.1:{port}/healthz") == (200, "ok\n")


@pytest.mark.parametrize("begin", [HALF_A_HEAD, HALF_A_BODY], ids=["head", "body"])
async def test_trickling_buys_no_time(begin: bytes) -> None:
    """A byte every few milliseconds is no request either."""
    async with server() as port, callers(port) as (caller,):
        caller.writer.write(begin)
        assert await caller.is_dropped_while_dripping(b"slow", 0.02)


async def test_who_takes_no_answer_is_hung_up_on() -> None:
    """A large answer that nobody reads is not kept for ever."""
    async with server() as port, callers(port) as (caller,):
        caller.writer.write(b"GET /flood HTTP/1.1\r\nHost: us\r\n\r\n")
        await asyncio.sleep(1.0)
        assert len(await caller.rest()) < 50_000_000


async def test_many_idle_ones_keep_nobody_out() -> None:
    """Those that have waited for longest make room."""
    async with (
        server(Patience(request=60, answer=60)) as port,
        callers(port, MOST + 50) as idle,
    ):
        assert await asked(f"http://127.0.0.1:{port}/healthz") == (200, "ok\n")
        assert await idle[0].rest() == b""
        idle[-1].writer.write(WHOLE)
        assert b"200 OK" in await idle[-1].reader.readline()


async def test_what_is_no_http_fills_no_log(caplog: pytest.LogCaptureFixture) -> None:
    """It is answered with a refusal, and nothing is told of it."""
    async with server() as port:
        for said in (b"\x16\x03\x01 hello\r\n\r\n", b"GET / HTTP/1.1\r\nA" + b"x" * 90_000, WHOLE):
            async with callers(port) as (caller,):
                caller.writer.write(said)
                await caller.rest()
    assert not caplog.records


async def test_large_bodies_are_refused() -> None:
    """By their number of bytes."""
    async with server() as port, aiohttp.ClientSession() as session:
        async with session.post(f"http://127.0.0.1:{port}/body", data=b"x" * 999) as answer:
            assert (answer.status, await answer.text()) == (200, "999")
        async with session.post(f"http://127.0.0.1:{port}/body", data=b"x" * 5_000) as answer:
            assert answer.status == 413


async def test_a_defect_is_told_and_answered(capsys: pytest.CaptureFixture[str]) -> None:
    """The library's own words go nowhere, so ours have to."""
    async with server() as port:
        status, _ = await asked(f"http://127.0.0.1:{port}/broken")
    assert status == 500
    assert "request not answered" in capsys.readouterr().out


class Line(asyncio.Transport):
    """A transport with an address."""

    def __init__(self, address: str) -> None:
        super().__init__({"peername": (address, 1)})
        self.is_cut = False

    def abort(self) -> None:
        """Hang up."""
        self.is_cut = True


async def test_one_address_on_the_internet_has_few() -> None:
    """The oldest of its own goes; those near and those of others stay."""
    connections = Connections(SHORT, most=100, most_of_one=3)
    lines = []
    for address in ("10.0.0.1",) * 9 + ("8.8.8.8",) + ("1.1.1.1",) * 5:
        line = Line(address)
        Connection(asyncio.Protocol(), connections).connection_made(line)
        lines.append(line)
    assert [line.is_cut for line in lines] == [False] * 10 + [True, True] + [False] * 3


async def test_who_is_being_answered_goes_last() -> None:
    """A request that is there is not dropped for one that may never come."""
    connections = Connections(SHORT, most=2)
    busy, idle, new = Line("10.0.0.1"), Line("10.0.0.2"), Line("10.0.0.3")
    for line in (busy, idle):
        Connection(asyncio.Protocol(), connections).connection_made(line)
    connections.begun(busy)
    Connection(asyncio.Protocol(), connections).connection_made(new)
    assert [line.is_cut for line in (busy, idle, new)] == [False, True, False]


def test_as_many_files_as_the_system_allows() -> None:
    """The soft limit is raised to the hard one, as far as that is of use."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(256, before[1]), before[1]))
        assert raise_limit() == min(before[1], ENOUGH)
        assert resource.getrlimit(resource.RLIMIT_NOFILE) == (min(before[1], ENOUGH), before[1])
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


async def test_connections_that_cannot_be_taken_are_told_of_once(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A thousand times the same is one line."""
    handler = RefusedConnections()
    context = {"message": "socket.accept() out of system resource", "exception": OSError(24, "no")}
    for _ in range(1_000):
        handler(asyncio.get_running_loop(), context)
    assert capsys.readouterr().out.count("could not be taken") == 1


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux sets another process's limits")
async def test_a_process_with_few_descriptors_serves_on(tmp_path: Path) -> None:
    """Three times as many idle connections as it may open files: it answers, and writes little."""
    address = f"127.0.0.1:{free_port()}"
    async with (
        FakeTelegram() as fake,
        papercrier(tmp_path, fake.url, "run", "--sample", metrics_address=address) as run,
    ):
        await run.tells("platform open")
        resource.prlimit(run.pid, resource.RLIMIT_NOFILE, (200, 200))
        async with callers(int(address.rpartition(":")[2]), 600) as idle:
            for caller in idle:
                caller.writer.write(HALF_A_HEAD)
            async with asyncio.timeout(LIMIT):
                assert await asked(f"http://{address}/healthz") == (200, "ok\n")
            number = await fake.say(11, "/summarize sample/0000001")
            await fake.next(11, after=number, contains="Summary")
        assert await run.stop() == 0
    assert len(run.written) < 20_000

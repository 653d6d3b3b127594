"""What visitors send to the archive's server, byte by byte, and what they are answered."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing
from typing import Final

import pytest
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from bot.operations.archive_server import serving
from bot.operations.calls import Calls
from bot.operations.visitor_connections import VisitorConnection
from bot.operations.web_connections import Connections, Patience
from domain.concurrency.asker import being_served
from tests.bot.test_oversight import free_port
from tests.patience import PATIENCE
from web.serving.arrivals import Arrivals
from web.serving.finished import UNTIL, is_whole
from web.serving.guard import AT_ONCE, Guard

FOR_EVER: Final = float("inf")
HOST: Final = b"Host: 127.0.0.1\r\n"


class Pages:
    """An application whose pages say where they are, and how often it was asked."""

    def __init__(self, until: float | None) -> None:
        self.until = until
        self.asked: list[str] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        self.asked.append(scope["path"])
        if self.until is not None:
            scope[UNTIL] = self.until
        await Response(f"[{scope['path']}]", headers={"etag": '"1"'})(scope, receive, send)


@asynccontextmanager
async def served(until: float | None = FOR_EVER) -> AsyncIterator[tuple[Pages, int]]:
    """The pages, and the port that they are at; until when each may be given again."""
    pages, port = Pages(until), free_port()
    guard = Guard(pages, ["a"])
    async with serving(Calls(guard), guard.known, "127.0.0.1", port):
        yield pages, port


def get(path: str, more: bytes = b"") -> bytes:
    """A request."""
    return b"GET %b HTTP/1.1\r\n%b%b\r\n" % (path.encode(), HOST, more)


async def said(port: int, *pieces: bytes, answers: int) -> list[tuple[bytes, bytes]]:
    """Heads and bodies of so many answers to what is sent over one connection, in pieces."""
    async with asyncio.timeout(PATIENCE):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        with closing(writer):
            for piece in pieces:
                writer.write(piece)
                await writer.drain()
                await asyncio.sleep(0)
            return [await _answer(reader) for _ in range(answers)]


async def _answer(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    head = await reader.readuntil(b"\r\n\r\n")
    length = re.search(rb"content-length: (\d+)", head)
    assert length
    return head, await reader.readexactly(int(length[1]))


async def one_by_one(port: int, requests: Sequence[bytes]) -> list[tuple[bytes, bytes]]:
    """The answers to requests of one connection, each sent when the one before is answered."""
    async with asyncio.timeout(PATIENCE):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        with closing(writer):
            answers = []
            for request in requests:
                writer.write(request)
                answers.append(await _answer(reader))
            return answers


async def test_the_same_request_has_the_same_answer_at_once() -> None:
    """But for the date, whoever sends it; another request has its own."""
    async with served() as (pages, port):
        (first, body), *others = await one_by_one(port, [get("/a"), get("/a"), get("/a")])
        assert body == b"[/a]"
        for head, again in others:
            assert set(re.sub(rb"date: .*", b"", head).lower().splitlines()) == set(
                re.sub(rb"date: .*", b"", first).lower().splitlines()
            )
            assert re.search(rb"date: \w\w\w, \d\d \w\w\w \d{4} ..:..:.. GMT\r\n", head)
            assert again == body
        assert pages.asked == ["/a"]
        await one_by_one(port, [get("/a", b"Accept-Language: zh\r\n"), get("/a"), get("/b")])
        assert pages.asked == ["/a", "/a", "/b"]


@pytest.mark.parametrize("until", [None, 0.0])
async def test_what_may_end_any_moment_is_made_anew(until: float | None) -> None:
    """As a digest of a chat behind a link, and whatever was made too long ago."""
    async with served(until) as (pages, port):
        await one_by_one(port, [get("/a")] * 3)
        assert len(pages.asked) == 3


async def test_what_is_answered_at_once_is_counted_as_well() -> None:
    """So that nobody is without a limit by asking for the same."""
    asks = get("/a", b"X-Forwarded-For: 8.8.8.8\r\n")
    async with served() as (pages, port):
        answers = await one_by_one(port, [asks] * (AT_ONCE + 2))
        statuses = [head.split()[1] for head, _ in answers]
        assert statuses == [b"200"] * AT_ONCE + [b"429"] * 2
        assert pages.asked == ["/a"]
        assert (await one_by_one(port, [get("/a")]))[0][1] == b"[/a]", "others do not wait"


async def test_requests_may_come_in_any_pieces() -> None:
    """Each is answered in its order, also where one comes with half of the next."""
    wanted = ["/a", "/b", "/a", "/a", "/b"]
    whole = b"".join(map(get, wanted))
    async with served() as (_, port):
        for one, two in ((1, 5), (3, 60), (47, 90), (20, 43), (46, 139), (45, 46), (92, 93)):
            pieces = [whole[:one], whole[one:two], whole[two:]]
            answers = await said(port, *pieces, answers=len(wanted))
            assert [body for _, body in answers] == [f"[{path}]".encode() for path in wanted]


async def test_headers_are_so_large_at_most() -> None:
    """Also where they come in one piece, before which nothing was there to count."""
    for more in (b"X: " + b"y" * 20_000 + b"\r\n", b"X: y\r\n" * 3_000):
        async with served() as (pages, port):
            ((head, _),) = await one_by_one(port, [get("/a", more)])
            assert head.startswith(b"HTTP/1.1 431"), head
            assert pages.asked == []


async def test_what_comes_after_a_request_is_none() -> None:
    """A body that belongs to a request is not read as the next one, however often it was asked."""
    hides = get("/a", b"Content-Length: 42\r\n")
    body = get("/hidden")
    async with served() as (pages, port):
        for _ in range(2):
            await said(port, hides, body.ljust(42), answers=1)
            await said(port, hides + body.ljust(42), answers=1)
        assert "/hidden" not in pages.asked


@pytest.mark.parametrize(
    ("request_", "is_one"),
    [
        (get("/a"), True),
        (get("/a", b"Upgrade-Insecure-Requests: 1\r\nConnection: keep-alive\r\n"), True),
        (get("/a", b"Content-Length: 0\r\n"), False),
        (get("/a", b"TRANSFER-ENCODING: chunked\r\n"), False),
        (get("/a", b"Connection:keep-alive, close\r\n"), False),
        (get("/a", b"Upgrade: websocket\r\n"), False),
        (get("/a", b"X: " + b"y" * 5_000 + b"\r\n"), False),
        (get("/a") + get("/b"), False),
        (get("/a")[:-1], False),
        (get("/a").replace(b"GET", b"HEAD"), False),
        (get("/a").replace(b"1.1\r", b"1.0\r"), False),
        (b"GET /a HTTP/1.1\nHost: a\n\n" + get("/b"), False),
        (b"GET /a HTTP/1.1\nHost: a\n\r\n", False),
        (b"GET /a HTTP/1.1\r\nX: y\r\n z\r\n\r\n", False),
    ],
)
def test_one_request_alone(request_: bytes, is_one: bool) -> None:
    """Only of that the answer is kept."""
    assert is_whole(request_) is is_one


async def test_visitors_wait_for_chats_and_calls_do_not() -> None:
    """While somebody is answered no page begins; what Telegram posts is that somebody."""
    async with served() as (pages, port):
        await one_by_one(port, [get("/known")])
        with being_served():
            visits = [asyncio.create_task(one_by_one(port, [get(p)])) for p in ("/known", "/new")]
            post = b"POST /telegram/x HTTP/1.1\r\n%bContent-Length: 2\r\n\r\n{}" % HOST
            ((head, _),) = await one_by_one(port, [post])
            assert head.startswith(b"HTTP/1.1 404")
            assert not any(visit.done() for visit in visits)
        assert [body for ((_, body),) in await asyncio.gather(*visits)] == [b"[/known]", b"[/new]"]
        assert pages.asked == ["/known", "/new"]


class Full(asyncio.Transport):
    """A transport to one who takes nothing of what is written."""

    def is_closing(self) -> bool:
        """It stays open."""
        return False

    def get_write_buffer_size(self) -> int:
        """Something waits."""
        return 1


async def test_whoever_takes_nothing_is_not_given_more() -> None:
    """What is at hand would pile up; the protocol waits until it is taken."""
    asked: list[bytes] = []

    class Protocol(asyncio.Protocol):
        """Writes down what comes."""

        def data_received(self, data: bytes) -> None:
            """Something does."""
            asked.append(data)

    connections = Connections(Patience())
    connection = VisitorConnection(Protocol(), connections, Arrivals(), lambda *_: b"at hand")
    connection.connection_made(Full())
    connection.data_received(get("/a"))
    assert asked == [get("/a")]
    connection.connection_lost(None)

"""Visitors come after chats, one at a time, as long as those need the processor."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from itertools import pairwise

import httpx
import pytest
from starlette.types import Receive, Scope, Send

from domain.concurrency.asker import being_served
from web.serving import turns
from web.serving.guard import Guard
from web.serving.turns import LEAVES, Turn, Turns


class Moment:
    """Stands for the clock, which goes on by what is slept."""

    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        """Now."""
        return self.now


@pytest.fixture
def moment(monkeypatch: pytest.MonkeyPatch) -> Iterator[Moment]:
    """The moment it is for turns, which goes on whenever they look."""
    clock, sleep = Moment(), asyncio.sleep

    async def slept(seconds: float) -> None:
        clock.now += seconds
        await sleep(0)

    monkeypatch.setattr(turns, "time", clock)
    monkeypatch.setattr(asyncio, "sleep", slept)
    yield clock
    monkeypatch.undo()


def digests_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on."""
    monkeypatch.setattr(turns, "is_bulk_being_done", lambda: True)


async def test_a_page_waits_for_an_answer(moment: Moment) -> None:
    """Until it is there, but not for ever."""
    own = Turns()
    with being_served():
        waiting = asyncio.create_task(own.next())
        for _ in range(9):
            await asyncio.sleep(0)
        assert not waiting.done()
    turn = await waiting
    assert turn is not None
    turn.end()
    with being_served():
        begun = moment.now
        turn = await own.next()
        assert turn is not None
        assert moment.now - begun == pytest.approx(turns.GIVES_WAY, abs=0.01)


async def test_pages_leave_most_of_the_time_to_digests(
    moment: Moment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each by how long the one before took."""
    digests_are_made(monkeypatch)
    own = Turns()
    begins = []
    for _ in range(3):
        turn = await own.next()
        assert turn is not None
        begins.append(moment.now)
        moment.now += 0.01
        turn.end()
        turn.end()
    gaps = [after - before for before, after in pairwise(begins)]
    assert gaps == pytest.approx([0.01 * (1 + LEAVES)] * 2, abs=0.011)


async def test_one_who_goes_away_or_takes_long_keeps_nobody_waiting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The others come in their order; after a while without a turn."""
    digests_are_made(monkeypatch)
    monkeypatch.setattr(turns, "LEAVES", 0)
    monkeypatch.setattr(turns, "LONGEST", 0.02)
    own = Turns()
    first = await own.next()
    gone = asyncio.create_task(own.next())
    await asyncio.sleep(0)
    gone.cancel()
    assert await own.next() is None, "it goes on without, as the first takes long"
    assert isinstance(first, Turn)
    first.end()
    assert isinstance(await own.next(), Turn)


async def test_a_turn_ends_with_the_beginning_of_the_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """However slowly it is taken; what fails ends it as well, and what is posted needs none."""
    digests_are_made(monkeypatch)
    ended: list[str] = []
    monkeypatch.setattr(Turn, "end", lambda _: ended.append("ended"))

    async def app(scope: Scope, _receive: Receive, send: Send) -> None:
        if scope["path"] == "/fails":
            raise ValueError
        await send({"type": "http.response.start", "status": 204, "headers": []})
        ended.append("body")
        await send({"type": "http.response.body"})

    transport = httpx.ASGITransport(Guard(app, ["a"], asked_by_post=["/mcp"]))
    async with httpx.AsyncClient(transport=transport, base_url="http://a") as visitor:
        await visitor.get("/x")
        assert ended == ["ended", "body", "ended"]
    for path, method, told in (("/fails", "GET", ["ended"]), ("/mcp", "POST", ["body"])):
        ended.clear()
        transport = httpx.ASGITransport(Guard(app, ["a"], asked_by_post=["/mcp"]), False)
        async with httpx.AsyncClient(transport=transport, base_url="http://a") as visitor:
            await visitor.request(method, path)
        assert ended == told

"""Work beside the event loop: one piece after another, fairly, in the context of who asked."""

from __future__ import annotations

import asyncio
import threading
import time
from contextlib import nullcontext
from contextvars import ContextVar

import pytest

from domain.concurrency import aside as module
from domain.concurrency import asker
from domain.concurrency.aside import Aside, aside
from domain.concurrency.asker import asked_by, being_served, in_background
from tests.patience import PATIENCE

WHO: ContextVar[str] = ContextVar("WHO", default="nobody")


@pytest.fixture(autouse=True)
def _threads_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """What another test left to be done is no part of this one; bulk work gives way for long."""
    monkeypatch.setattr(module, "_ASIDE", Aside())
    monkeypatch.setattr(module, "_GIVES_WAY", 30.0)


class Holding:
    """A piece of work that goes on until it is let go."""

    def __init__(self) -> None:
        self.begun = threading.Event()
        self.go = threading.Event()

    def work(self) -> None:
        """Go on."""
        self.begun.set()
        self.go.wait(30)


def noted(order: list[str], name: str, *, bulk: bool = False) -> asyncio.Task[None]:
    """A piece of somebody's that writes down when it was its turn."""
    with asked_by(name.split()[0]), in_background() if bulk else nullcontext():
        return asyncio.create_task(aside(order.append, name))


async def test_the_loop_goes_on() -> None:
    """What is done aside can wait for something that the loop does meanwhile."""
    done = threading.Event()
    asyncio.get_running_loop().call_soon(done.set)
    assert await aside(done.wait, 10)


async def test_one_piece_after_another() -> None:
    """However many ask at once, in the order in which they ask."""
    running = most = 0
    order: list[int] = []

    def work(number: int) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        order.append(number)
        time.sleep(0.001)
        running -= 1

    await asyncio.gather(*(aside(work, number) for number in range(20)))
    assert (most, order) == (1, list(range(20)))


async def test_persons_take_turns() -> None:
    """However much one of them has waiting."""
    first, order = Holding(), list[str]()
    holding = asyncio.create_task(aside(first.work))
    await asyncio.to_thread(first.begun.wait, 10)
    pieces = [noted(order, f"ann {number}") for number in range(9)]
    pieces.append(noted(order, "ben 0"))
    await asyncio.sleep(0)
    first.go.set()
    await asyncio.gather(holding, *pieces)
    assert order[:3] == ["ann 0", "ben 0", "ann 1"]


async def test_people_wait_for_no_bulk_work() -> None:
    """What is under way goes on beside; what has not begun begins after them."""
    bulk, order = Holding(), list[str]()
    with in_background():
        going = asyncio.create_task(aside(bulk.work))
    await asyncio.to_thread(bulk.begun.wait, 10)
    await noted(order, "ann at once")
    person = Holding()
    waits = asyncio.create_task(aside(person.work))
    await asyncio.to_thread(person.begun.wait, 10)
    pieces = [noted(order, "later", bulk=True), noted(order, "ben"), noted(order, "cat")]
    await asyncio.sleep(0)
    bulk.go.set()
    await going
    assert order == ["ann at once"]
    person.go.set()
    await asyncio.gather(waits, *pieces)
    assert order == ["ann at once", "ben", "cat", "later"]


async def test_bulk_work_gives_way_while_somebody_is_answered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Until the answer is there, or takes longer than what is at hand does."""
    order: list[str] = []
    with being_served():
        piece = noted(order, "bulk", bulk=True)
        await asyncio.sleep(0.05)
        order.append("answer")
    await piece
    assert order == ["answer", "bulk"]
    monkeypatch.setattr(asker, "AT_FIRST", 0.0)
    with being_served():
        await noted(order, "while a search goes on", bulk=True)


async def test_bulk_work_is_not_put_off_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each piece gives way for a moment, then it is done all the same."""
    monkeypatch.setattr(module, "_GIVES_WAY", 0.0)
    person, order = Holding(), list[str]()
    waits = asyncio.create_task(aside(person.work))
    await asyncio.to_thread(person.begun.wait, 10)
    await noted(order, "bulk", bulk=True)
    person.go.set()
    await waits
    assert order == ["bulk"]


async def test_what_nobody_waits_for_any_more_is_not_begun() -> None:
    """It is passed over."""
    first, order = Holding(), list[str]()
    holding = asyncio.create_task(aside(first.work))
    await asyncio.to_thread(first.begun.wait, 10)
    unwanted, wanted = noted(order, "unwanted"), noted(order, "wanted")
    await asyncio.sleep(0)
    unwanted.cancel()
    await asyncio.sleep(0)
    first.go.set()
    await asyncio.gather(holding, wanted)
    assert order == ["wanted"]


async def test_the_context_goes_with_it() -> None:
    """The language that somebody is spoken to in, for example."""
    WHO.set("Ann")
    assert await aside(WHO.get) == "Ann"


async def test_errors_come_back() -> None:
    """As they were raised."""
    with pytest.raises(ValueError, match="nonsense"):
        await aside(int, "nonsense")


def test_its_end_waits_for_what_is_being_done() -> None:
    """And nothing more begins: no thread is within a library when Python ends."""
    threads, begun, go_on, done = Aside(), threading.Event(), threading.Event(), list[str]()

    def slow() -> None:
        begun.set()
        go_on.wait(PATIENCE)
        done.append("slow")

    threads.give(slow)
    begun.wait(PATIENCE)
    later = threads.give(lambda: done.append("later"))
    threading.Timer(0.05, go_on.set).start()
    threads.end(PATIENCE)
    assert done == ["slow"]
    assert not later.done()

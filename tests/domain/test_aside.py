"""Work beside the event loop: one piece after another, in the context of whoever asked for it."""

from __future__ import annotations

import asyncio
import threading
import time
from contextvars import ContextVar

import pytest

from domain.aside import aside

WHO: ContextVar[str] = ContextVar("WHO", default="nobody")


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


async def test_the_context_goes_with_it() -> None:
    """The language that somebody is spoken to in, for example."""
    WHO.set("Ann")
    assert await aside(WHO.get) == "Ann"


async def test_errors_come_back() -> None:
    """As they were raised."""
    with pytest.raises(ValueError, match="nonsense"):
        await aside(int, "nonsense")

"""The queue before arXiv: who goes first."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from domain.concurrency.asker import asked_by, in_background
from domain.errors import SourceUnavailable
from papers.transport.rate_limiter import RateLimiter
from papers.transport.request_queue import RequestQueue


class Waiting:
    """A queue whose first place is taken until all who are meant to wait do so."""

    def __init__(self, interval: float = 0.0) -> None:
        self.limiter = RateLimiter(interval)
        self.queue = RequestQueue(self.limiter)
        self.order: list[str] = []
        self._tasks: list[asyncio.Task[None]] = []

    def ask(self, word: str, *, crawls: bool = False) -> asyncio.Task[None]:
        """Have a request wait for its turn, for whoever asks at present."""
        task = asyncio.create_task(self._turn(word, crawls=crawls))
        self._tasks.append(task)
        return task

    async def _turn(self, word: str, *, crawls: bool) -> None:
        async with self.queue.turn(crawls=crawls):
            self.order.append(word)

    @asynccontextmanager
    async def held(self) -> AsyncIterator[None]:
        """Let nobody go within the block, and all of them after it."""
        async with self.queue.turn(crawls=False):
            yield
            await _settled()
        await asyncio.gather(*self._tasks, return_exceptions=True)


async def _settled() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_first_come_first_served() -> None:
    """Never two together."""
    waiting = Waiting()
    async with waiting.held():
        for word in "abc":
            waiting.ask(word)
    assert waiting.order == ["a", "b", "c"]


async def test_what_somebody_waits_for_overtakes_bulk_work() -> None:
    """Even when the bulk work was there first; what crawls the site comes last."""
    waiting = Waiting()
    async with waiting.held():
        with in_background():
            waiting.ask("crawl", crawls=True)
            waiting.ask("bulk 1")
            waiting.ask("bulk 2")
        await _settled()
        waiting.ask("x")
        waiting.ask("y")
    assert waiting.order == ["x", "y", "bulk 1", "bulk 2", "crawl"]


async def test_persons_take_turns_at_arxiv() -> None:
    """Whoever asks for one thing waits for no second one of somebody who asks for sixty."""
    waiting = Waiting()
    async with waiting.held():
        with asked_by("ann"):
            for number in range(60):
                waiting.ask(f"ann {number}")
        with asked_by("ben"):
            waiting.ask("ben")
    assert waiting.order[:3] == ["ann 0", "ben", "ann 1"]


async def test_nobody_goes_before_the_limiter_allows_it_and_the_urgent_goes_then() -> None:
    """What was asked for during a rest overtakes what has waited for its end."""
    waiting = Waiting()
    waiting.limiter.rest(0.2)
    with in_background():
        waiting.ask("bulk")
    await _settled()
    assert waiting.order == []
    waiting.ask("x")
    async with waiting.held():
        pass
    assert waiting.order == ["x", "bulk"]


async def test_what_crawls_holds_up_nobody_else() -> None:
    """While it keeps its fifteen seconds, others go."""
    waiting = Waiting(interval=0.01)
    async with waiting.limiter.turn(1.0, to_site=True):
        pass
    left = waiting.limiter.opens_in(crawls=True)
    with in_background():
        crawl = waiting.ask("crawl", crawls=True)
        await _settled()
        await waiting.ask("bulk")
    await waiting.ask("x")
    assert left > 2 * waiting.limiter.opens_in()
    await crawl
    assert waiting.order == ["bulk", "x", "crawl"]


async def test_who_gives_up_while_waiting_is_passed_over() -> None:
    """Nobody asks arXiv for what nobody wants any more."""
    waiting = Waiting()
    async with waiting.held():
        unwanted = waiting.ask("unwanted")
        waiting.ask("wanted")
        await _settled()
        unwanted.cancel()
    assert waiting.order == ["wanted"]


async def test_who_gives_up_the_moment_the_turn_comes_hands_it_on() -> None:
    """A turn that nobody takes is nobody's end."""
    waiting = Waiting()
    async with waiting.queue.turn(crawls=False):
        unwanted = waiting.ask("unwanted")
        wanted = waiting.ask("wanted")
        await _settled()
    unwanted.cancel()
    await wanted
    assert waiting.order == ["wanted"]


async def test_what_goes_wrong_in_a_turn_ends_the_turn() -> None:
    """And is raised where it happened."""
    waiting = Waiting()
    with pytest.raises(TimeoutError):
        async with waiting.queue.turn(crawls=False):
            raise TimeoutError
    await waiting.ask("next")
    assert waiting.order == ["next"]


async def test_closing_ends_what_waits_and_what_is_under_way_with_a_sentence() -> None:
    """Nobody awaits for ever, and nothing is asked after the end."""
    queue = RequestQueue(RateLimiter(0.0))

    async def never() -> None:
        async with queue.turn(crawls=False):
            await asyncio.Event().wait()

    tasks = [asyncio.create_task(never()) for _ in range(3)]
    await _settled()
    queue.close()
    for task in tasks:
        with pytest.raises(SourceUnavailable, match="closed"):
            await task
    with pytest.raises(SourceUnavailable, match="closed"):
        await never()

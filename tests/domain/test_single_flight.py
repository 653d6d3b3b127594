"""What many ask for together is done once."""

from __future__ import annotations

import asyncio

import pytest

from domain.concurrency.single_flight import SingleFlight


class Work:
    """Work that ends when it is let go, and counts how often it was begun."""

    def __init__(self) -> None:
        self.begun = 0
        self.go = asyncio.Event()
        self.error: Exception | None = None

    async def run(self) -> int:
        """How often it was begun."""
        self.begun += 1
        number = self.begun
        await self.go.wait()
        if self.error:
            raise self.error
        return number


async def test_many_share_one_and_the_next_begins_anew() -> None:
    """Of one key; another is another's."""
    work, flights = Work(), SingleFlight[str, int]()
    tasks = [asyncio.create_task(flights.do("a", work.run)) for _ in range(5)]
    tasks.append(asyncio.create_task(flights.do("b", work.run)))
    await asyncio.sleep(0)
    work.go.set()
    assert await asyncio.gather(*tasks) == [1, 1, 1, 1, 1, 2]
    assert await flights.do("a", work.run) == 3


async def test_whoever_goes_away_takes_it_from_nobody() -> None:
    """Also the one for whom it was begun."""
    work, flights = Work(), SingleFlight[str, int]()
    first = asyncio.create_task(flights.do("a", work.run))
    await asyncio.sleep(0)
    second = asyncio.create_task(flights.do("a", work.run))
    await asyncio.sleep(0)
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    work.go.set()
    assert await second == 1


async def test_a_failure_is_everybodys_and_not_kept() -> None:
    """Not even where outcomes stay for others."""
    work, flights = Work(), SingleFlight[str, int](lambda _key, _outcome: 60)
    work.error = ZeroDivisionError()
    work.go.set()
    with pytest.raises(ZeroDivisionError):
        await flights.do("a", work.run)
    work.error = None
    assert await flights.do("a", work.run) == 2
    assert await flights.do("a", work.run) == 2


async def test_an_outcome_stays_for_as_long_as_is_said() -> None:
    """And no longer."""
    work, flights = Work(), SingleFlight[str, int](lambda _key, _outcome: 0.01)
    work.go.set()
    assert await flights.do("a", work.run) == 1
    assert await flights.do("a", work.run) == 1
    await asyncio.sleep(0.05)
    assert await flights.do("a", work.run) == 2


async def test_what_is_given_up_has_ended() -> None:
    """And whoever waited for it hears of that."""
    work, flights = Work(), SingleFlight[str, int]()
    waiting = asyncio.create_task(flights.do("a", work.run))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    await flights.close()
    with pytest.raises(asyncio.CancelledError):
        await waiting

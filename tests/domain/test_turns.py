"""Turns: few at a time, one of each person, and no more waiting than a few."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from domain.concurrency.turns import Place, TooMany, Turns


class Crowd:
    """People whose jobs end only when they are told to; their names in the order of beginning."""

    def __init__(self, turns: Turns) -> None:
        self.turns = turns
        self.begun: list[str] = []
        self.tasks: list[asyncio.Task[None]] = []
        self._ends: list[asyncio.Event] = []

    def come(self, person: str) -> asyncio.Task[None]:
        """Somebody comes with a job."""
        task = asyncio.create_task(self._go(person, self.turns.reserve(person)))
        self.tasks.append(task)
        return task

    async def _go(self, person: str, place: Place) -> None:
        async with place:
            self.begun.append(person)
            end = asyncio.Event()
            self._ends.append(end)
            await end.wait()

    async def settled(self) -> list[str]:
        """Let happen what can; who has begun by then."""
        for _ in range(5):
            await asyncio.sleep(0)
        return self.begun

    async def end_one(self) -> list[str]:
        """The job that has gone on for longest ends."""
        self._ends.pop(0).set()
        return await self.settled()


@asynccontextmanager
async def crowd(slots: int, most: int = 100) -> AsyncIterator[Crowd]:
    """A crowd before some turns; all are gone in the end."""
    people = Crowd(Turns(slots, most=most))
    yield people
    await people.settled()
    for task in people.tasks:
        task.cancel()
    await asyncio.gather(*people.tasks, return_exceptions=True)
    assert people.turns.is_idle


async def test_one_person_with_sixty_keeps_nobody_waiting() -> None:
    """There is a place left for the next person, although there are more jobs than places."""
    async with crowd(slots=8) as people:
        for _ in range(60):
            people.come("ann")
        people.come("ben")
        assert await people.settled() == ["ann", "ben"]


async def test_persons_take_turns_where_all_places_are_taken() -> None:
    """Whoever comes last with one waits for no second one of anybody's."""
    async with crowd(slots=1) as people:
        for person in ("ann",) * 5 + ("ben",) * 5 + ("cat",):
            people.come(person)
        for _ in range(6):
            await people.end_one() if people.begun else await people.settled()
        assert people.begun == ["ann", "ben", "cat", "ann", "ben", "ann"]


async def test_so_many_at_a_time() -> None:
    """Of different people; each end lets another begin."""
    async with crowd(slots=2) as people:
        for person in "abc":
            people.come(person)
        assert await people.settled() == ["a", "b"]
        assert await people.end_one() == ["a", "b", "c"]


async def test_no_more_of_one_person_waits_than_may() -> None:
    """Told as news once, and again after something of theirs was taken; others are not refused."""
    async with crowd(slots=1, most=2) as people:
        for _ in range(3):
            people.come("ann")
        refusals = []
        for _ in range(2):
            with pytest.raises(TooMany, match="2 questions of yours are waiting") as caught:
                people.come("ann")
            refusals.append(caught.value.is_news)
        assert refusals == [True, False]
        people.come("ben")
        await people.settled()
        await people.end_one()
        people.tasks[2].cancel()
        await people.settled()
        people.come("ann")
        with pytest.raises(TooMany) as caught:
            people.come("ann")
        assert caught.value.is_news


async def test_who_goes_away_leaves_the_place_to_others() -> None:
    """While waiting as well as while going; nothing is left behind."""
    async with crowd(slots=1) as people:
        first, second, _ = (people.come(person) for person in ("ann", "ben", "cat"))
        await people.settled()
        second.cancel()
        first.cancel()
        assert await people.settled() == ["ann", "cat"]


async def test_a_place_that_is_left_before_it_is_entered() -> None:
    """It is nobody's any more, and leaving it twice does no harm."""
    turns = Turns(1, most=5)
    place, next_ = turns.reserve("ann"), turns.reserve("ben")
    place.leave()
    place.leave()
    async with next_:
        assert not turns.is_idle
    assert turns.is_idle

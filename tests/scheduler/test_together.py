"""Writing together."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest

from domain.errors import StoreError
from domain.messages import as_is
from scheduler.together import Together


class Book:
    """Writes lists of items down, each when it is let.

    Attributes:
        wrote: what was written together.
        troubles: raised by the next writes, one each.
    """

    def __init__(self) -> None:
        self.wrote: list[list[int]] = []
        self.troubles: list[Exception] = []
        self.go = asyncio.Event()
        self.go.set()

    async def write(self, items: list[int]) -> None:
        """Write some items down, or fail."""
        await self.go.wait()
        if self.troubles:
            raise self.troubles.pop()
        self.wrote.append(items)


async def begun(together: Together[int], *items: int) -> list[asyncio.Task[None]]:
    """Items being added, by a task each; those of earlier calls are under way already."""
    tasks = [asyncio.create_task(together.add(item)) for item in items]
    for _ in range(3):
        await asyncio.sleep(0)
    return tasks


async def test_one_alone_is_written_at_once() -> None:
    """And it is there when `add` returns."""
    book = Book()
    together = Together(book.write)
    await together.add(1)
    assert book.wrote == [[1]]
    await together.add(2)
    assert book.wrote == [[1], [2]]


async def test_what_comes_meanwhile_is_written_together() -> None:
    """In the order in which it came, each item once."""
    book = Book()
    book.go.clear()
    together = Together(book.write)
    tasks = await begun(together, 0)
    tasks += await begun(together, *range(1, 60))
    assert not any(task.done() for task in tasks)
    book.go.set()
    await asyncio.gather(*tasks)
    assert book.wrote == [[0], list(range(1, 60))]


async def test_trouble_is_told_to_those_it_befell() -> None:
    """And to nobody else; what comes after is written."""
    book = Book()
    book.go.clear()
    together = Together(book.write)
    tasks = await begun(together, 1)
    tasks += await begun(together, 2, 3)
    book.troubles = [StoreError(as_is("full"))]
    book.go.set()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert isinstance(results[0], StoreError)
    assert results[1:] == [None, None]
    assert book.wrote == [[2, 3]]


async def test_a_bug_is_told_too() -> None:
    """The others are not kept waiting for ever."""
    book = Book()
    together = Together(book.write)
    book.troubles = [ZeroDivisionError()]
    with pytest.raises(ZeroDivisionError):
        await together.add(1)
    await together.add(2)
    assert book.wrote == [[2]]


async def test_who_goes_away_takes_nothing_along() -> None:
    """The item is written all the same, as are the others'."""
    book = Book()
    book.go.clear()
    together = Together(book.write)
    tasks = await begun(together, 1)
    tasks += await begun(together, 2, 3)
    for task in tasks[:2]:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    book.go.set()
    await tasks[2]
    assert book.wrote == [[1], [2, 3]]

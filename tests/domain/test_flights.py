"""What several processes want is made once; where its maker is no more, by another."""

from __future__ import annotations

import asyncio
from collections.abc import Collection

import pytest

from domain.concurrency.flights import Flights


class Names:
    """Leases of one process among others; all that are had stand in one set."""

    def __init__(self, had: set[str]) -> None:
        self.had = had
        self.own: set[str] = set()

    async def take_leases(self, names: Collection[str]) -> frozenset[str]:
        """What nobody else has."""
        await asyncio.sleep(0)
        taken = {name for name in names if name in self.own or name not in self.had}
        self.own |= taken
        self.had |= taken
        return frozenset(taken)

    async def give_leases_back(self, names: Collection[str]) -> None:
        """Nobody has them then."""
        self.had -= set(names) & self.own
        self.own -= set(names)


class Shelf:
    """Where what was made is put, and how often it was made."""

    def __init__(self) -> None:
        self.made: list[int] = []
        self.may_go_on = asyncio.Event()

    async def there(self) -> str | None:
        """What was made."""
        await asyncio.sleep(0)
        return "kept" if self.made and self.may_go_on.is_set() else None

    async def make(self) -> str:
        """Make it, once it may."""
        self.made.append(1)
        await self.may_go_on.wait()
        return "made"


async def test_one_makes_it_and_the_others_find_it() -> None:
    """However many processes there are."""
    had: set[str] = set()
    shelf = Shelf()
    flights = [Flights(Names(had), look=0.001) for _ in range(5)]
    asking = [asyncio.create_task(each.do("a", shelf.there, shelf.make)) for each in flights]
    await asyncio.sleep(0.02)
    shelf.may_go_on.set()
    assert sorted(await asyncio.gather(*asking)) == ["kept"] * 4 + ["made"]
    assert (len(shelf.made), had) == (1, set())


async def test_what_fails_is_tried_by_the_next() -> None:
    """And so is what a process made that is no more."""
    had: set[str] = {"killed"}
    shelf = Shelf()
    shelf.may_go_on.set()
    flights = Flights(Names(had), look=0.001)

    async def fail() -> str:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await flights.do("b", shelf.there, fail)
    assert await flights.do("b", shelf.there, shelf.make) == "made"
    waiting = asyncio.create_task(flights.do("killed", Shelf().there, shelf.make))
    await asyncio.sleep(0.01)
    assert not waiting.done()
    had.clear()
    assert await waiting == "made"

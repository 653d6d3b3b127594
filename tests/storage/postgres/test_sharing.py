"""What processes share besides the store's own: a gate, and allowances."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from itertools import pairwise

import pytest

from app.fair_use.allowances import Allowance, Allowances, UsedUp
from domain.chats import ChatRef, ChatSettings, Subscription
from domain.concurrency.asker import in_background
from domain.concurrency.flights import Flights
from domain.concurrency.once import Once
from domain.errors import SourceUnavailable
from domain.requests import Context
from papers.transport.gated_limiter import GatedLimiter
from papers.transport.rests import NotedRests
from storage import TableStore, open_store
from storage.places import PostgresPlace
from storage.postgres.allowances import AllowanceRows
from storage.postgres.gate import GateRow
from tests.storage.postgres.server import emptied
from tests.storage.postgres.test_serving import joined, store_of

INTERVAL = 0.05


@pytest.fixture
async def both(lasting: PostgresPlace) -> AsyncIterator[tuple[TableStore, TableStore]]:
    """Two processes' stores on one database."""
    stores = open_store(lasting), open_store(lasting)
    await stores[0]._writer.run(emptied)
    yield stores
    for store in stores:
        await store.close()


@pytest.fixture
def gates(both: tuple[TableStore, TableStore]) -> tuple[GateRow, GateRow]:
    """The gate as each of them sees it."""
    one, other = (GateRow(store._writer, "arxiv") for store in both)
    return one, other


async def test_one_at_a_time_and_so_far_apart(gates: tuple[GateRow, GateRow]) -> None:
    """However many processes ask at once."""
    asked: list[tuple[float, float]] = []

    async def ask(gate: GateRow) -> None:
        limiter = GatedLimiter(INTERVAL, gate, NotedRests())
        for _ in range(3):
            async with limiter.turn(patience=30.0):
                began = time.monotonic()
                await asyncio.sleep(0.01)
                asked.append((began, time.monotonic()))

    await asyncio.gather(*(ask(gate) for gate in gates * 2))
    asked.sort()
    apart = [began - ended for (_, ended), (began, _) in pairwise(asked)]
    assert len(asked) == 12
    assert min(apart) >= INTERVAL


async def test_people_go_first(gates: tuple[GateRow, GateRow]) -> None:
    """Also where the one who does not wait for anything asks sooner."""
    here, there = gates

    async def goes(gate: GateRow, holder: str, *, is_urgent: bool) -> bool:
        return (await gate.enter(holder, seconds=20.0, is_urgent=is_urgent)).is_open

    assert await goes(here, "first", is_urgent=False)
    assert not await goes(here, "bulk", is_urgent=False)
    assert not await goes(there, "person", is_urgent=True)
    await here.leave("first", free_in=0.0)
    assert not await goes(here, "bulk", is_urgent=False)
    assert await goes(there, "person", is_urgent=True)
    await there.leave("person", free_in=0.0)
    assert await goes(here, "bulk", is_urgent=False)


async def test_who_is_no_more_is_not_waited_for_long(gates: tuple[GateRow, GateRow]) -> None:
    """And has no say any more, once another has it."""
    here, there = gates
    assert (await here.enter("killed", seconds=0.0, is_urgent=False)).is_open
    assert (await there.enter("next", seconds=20.0, is_urgent=False)).is_open
    assert not await here.stay("killed", seconds=20.0)
    await here.leave("killed", free_in=0.0, note="late")
    assert await there.stay("next", seconds=20.0)
    await there.leave("next", free_in=1_000.0, crawl_in=2_000.0, note="news")
    entry = await here.enter("killed", seconds=20.0, is_urgent=True)
    assert (entry.is_open, entry.note) == (False, "news")
    assert 900.0 < entry.free_in <= 1_000.0 < entry.crawl_in


async def test_what_the_site_asked_for_is_heard_elsewhere(gates: tuple[GateRow, GateRow]) -> None:
    """A crawler waits longer than others; who waits too long is told."""
    limiters = [GatedLimiter(INTERVAL, gate, NotedRests()) for gate in gates]
    async with limiters[0].turn(patience=1.0, to_site=True):
        limiters[0].rest(100.0)
    with in_background(), pytest.raises(SourceUnavailable, match="Others have been asking"):
        async with limiters[1].turn(patience=0.0, crawls=True):
            pass


async def test_allowances_are_counted_over_processes(
    both: tuple[TableStore, TableStore],
) -> None:
    """Whoever goes from one to the other has no more; of a person and a chat, both or none."""
    used = 0
    few = Allowance("few", 5, 8, "{most}", "chat {most}")
    allowances = [Allowances(shared=AllowanceRows(store._writer)) for store in both]

    async def followed() -> list[Subscription]:
        return []

    def asking(user: str, *, is_private: bool = False) -> Context:
        return Context(
            *(ChatRef("telegram", "-100"), user, "help"),
            is_private=is_private,
            settings=ChatSettings(),
            is_operator=False,
            followed=Once(followed),
        )

    async def ask(counting: Allowances, user: str) -> None:
        nonlocal used
        with suppress(UsedUp):
            await counting.charge(asking(user), few)
            used += 1

    await asyncio.gather(*(ask(each, "1") for _ in range(10) for each in allowances))
    assert used == 5
    await asyncio.gather(*(ask(each, "2") for _ in range(10) for each in allowances))
    assert used == 8
    with pytest.raises(UsedUp, match="chat 8"):
        await allowances[0].charge(asking("3"), few)
    with pytest.raises(UsedUp, match="5 There will be another in 12 minutes"):
        await allowances[1].charge(asking("1", is_private=True), few)


async def test_what_one_makes_who_ends_is_made_by_another(lasting: PostgresPlace) -> None:
    """And what one is through with is found."""
    maker, waiting = (store_of(lasting, joined(lasting)) for _ in range(2))
    shelf: list[str] = []

    async def there() -> str | None:
        return shelf[0] if shelf else None

    async def made() -> str:
        shelf.append("made")
        return "made"

    making = asyncio.create_task(Flights(maker).do("a", there, asyncio.Event().wait))
    while not (await maker.processes())[0].holds:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    other = asyncio.create_task(Flights(waiting, look=0.01).do("a", there, made))
    await asyncio.sleep(0.1)
    assert not other.done()
    await maker.close()
    assert await other == "made"
    making.cancel()
    assert await Flights(waiting).do("a", there, made) == "made"
    assert len(shelf) == 1
    await waiting.close()

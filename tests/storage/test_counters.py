"""Counts that several change at once: none is lost."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest

from app.fair_use.admission import Admission
from app.fair_use.quotas import Limits, Made, QuotaReached, Quotas
from app.operating.daily import DailyFigures
from domain.chats import ChatRef
from domain.ports import Store
from domain.requests import Request
from storage import TableStore, open_store
from summaries.llm.budget import Budget
from summaries.llm.budget import Limits as SpendingLimits
from summaries.llm.usage import Usage
from tests.fakes.clock import SettableClock
from tests.storage.postgres.server import emptied

_ADDING = """
import asyncio, sys
from pathlib import Path
from storage import open_store

async def main():
    store = open_store(Path(sys.argv[1]))
    for _ in range(100):
        await store.add({"a": 2, "b": 1})
    await store.close()

asyncio.run(main())
"""


async def test_counts(store: Store) -> None:
    """They begin at 0, are never less, and are notes."""
    assert await store.add({"a": 3, "b": -1}) == {"a": 3, "b": 0}
    assert await store.add({"a": -1}) == {"a": 2}
    assert await store.add({"a": -5}) == {"a": 0}
    assert await store.add({}) == {}
    await store.save_note("old", "7")
    assert await store.add({"old": 1}) == {"old": 8}
    assert await store.note("old") == "8"
    assert await store.forget_notes("a") == 1
    assert await store.add({"a": 1}) == {"a": 1}


async def test_processes_that_count_at_once_lose_nothing(
    sqlite: TableStore, tmp_path: Path
) -> None:
    """Two of them, and this one."""
    command = [sys.executable, "-c", _ADDING, str(tmp_path / "papercrier.db")]
    others = [subprocess.Popen(command) for _ in range(2)]  # noqa: ASYNC220
    for _ in range(100):
        await sqlite.add({"a": 2, "b": 1})
    assert [await asyncio.to_thread(other.wait, 60) for other in others] == [0, 0]
    assert await sqlite.add({"a": 0, "b": 0}) == {"a": 600, "b": 300}


async def test_counts_that_may_be_no_more_than_so_much(store: Store) -> None:
    """Either all of them get more, or none."""
    most, counts = {"a": 3, "b": 1}, {"a": 2, "b": 1, "c": 5}
    assert await store.add_within(counts, most) == (True, counts)
    assert await store.add_within({"a": 1, "b": 1, "c": 1}, most) == (False, counts)
    assert await store.add_within({"a": 1, "b": 0}, most) == (True, {"a": 3, "b": 1})
    assert await store.add_within({"new": 2}, {"new": 1}) == (False, {"new": 0})
    assert await store.add({"a": 0, "b": 0, "c": 0, "new": 0}) == {"a": 3, "b": 1, "c": 5, "new": 0}


@pytest.fixture(params=["sqlite", "postgres"])
async def both(
    request: pytest.FixtureRequest, tmp_path: Path
) -> AsyncIterator[tuple[TableStore, TableStore]]:
    """Two processes' stores on one database."""
    is_file = request.param == "sqlite"
    place = tmp_path / "papercrier.db" if is_file else request.getfixturevalue("lasting")
    stores = open_store(place), open_store(place)
    if not is_file:
        await stores[0]._writer.run(emptied)
    yield stores
    for store in stores:
        await store.close()


@pytest.mark.parametrize("limits", [Limits(per_user=5), Limits(per_chat=5)])
async def test_two_processes_give_no_more_than_there_is(
    both: tuple[TableStore, TableStore], limits: Limits
) -> None:
    """Each asks for all of it; together they get it once, and all of it."""
    clock = SettableClock("2024-03-08T06:00:00")
    quotas = [Quotas(store=store, clock=clock, limits=limits) for store in both]
    request = Request(ChatRef("telegram", "-100"), "5", "summarize")
    made = []

    async def spend(quotas: Quotas) -> None:
        with suppress(QuotaReached):
            async with quotas.spending(request, "UTC"):
                made.append(quotas)

    await asyncio.gather(*(spend(each) for _ in range(20) for each in quotas))
    assert len(made) == 5
    assert await quotas[0].made(request) == Made(5, 5)


async def test_two_processes_spend_no_more_than_there_is(
    both: tuple[TableStore, TableStore],
) -> None:
    """What calls under way may cost is counted for both."""
    clock = SettableClock("2024-03-08T06:00:00")
    limits = SpendingLimits(money=1.0)
    budgets = [Budget(limits=limits, notes=store, clock=clock) for store in both]
    call, over, through = Usage(10, 0.3, 1), asyncio.Event(), 0
    decided = asyncio.Semaphore(0)

    async def ask(budget: Budget) -> None:
        nonlocal through
        async with budget.holding(call, on_demand=True) as is_allowed:
            decided.release()
            if is_allowed:
                through += 1
                await over.wait()

    asking = [asyncio.create_task(ask(each)) for _ in range(20) for each in budgets]
    for _ in asking:
        await decided.acquire()
    assert (through, (await budgets[0].today()).money) == (3, 0.9)
    over.set()
    await asyncio.gather(*asking)
    assert (await budgets[1].today()).money == 0.0


async def test_what_two_processes_change_in_one_note_is_all_there(
    both: tuple[TableStore, TableStore],
) -> None:
    """Neither takes back what the other has just written; nor is a day's figure lost."""
    clock = SettableClock("2024-03-08T06:00:00")
    figures = [DailyFigures(store, clock) for store in both]
    lists = [Admission(store) for store in both]

    async def work(number: int) -> None:
        for one in range(5):
            figures[number].count("commands")
            await figures[number].keep()
            await lists[number].deny(("telegram", f"{number}{one}"))

    await asyncio.gather(work(0), work(1))
    assert (await figures[0].lately())["2024-03-08"]["commands"] == 10
    await lists[0].look_again()
    assert len((await lists[0].lists())[1]) == 10
    assert not await both[0].replace_note("new", "old", "value")
    assert await both[0].replace_note("new", None, "value")
    assert not await both[1].replace_note("new", None, "other")

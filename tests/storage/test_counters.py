"""Counts that several change at once: none is lost."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from app.fair_use.quotas import Limits, QuotaReached, Quotas
from domain.chats import ChatRef
from domain.ports import Store
from domain.requests import Request
from storage import TableStore, open_store
from tests.fakes.clock import SettableClock

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


@pytest.mark.parametrize("limits", [Limits(per_user=5), Limits(per_chat=5)])
async def test_two_processes_give_no_more_than_there_is(
    sqlite: TableStore, tmp_path: Path, limits: Limits
) -> None:
    """Each asks for all of it; together they get it once."""
    other = open_store(tmp_path / "papercrier.db")
    clock = SettableClock("2024-03-08T06:00:00")
    both = [Quotas(store=store, clock=clock, limits=limits) for store in (sqlite, other)]
    request = Request(ChatRef("telegram", "-100"), "5", "summarize")
    made = []

    async def spend(quotas: Quotas) -> None:
        with suppress(QuotaReached):
            async with quotas.spending(request, "UTC"):
                made.append(quotas)

    await asyncio.gather(*(spend(quotas) for _ in range(5) for quotas in both))
    assert len(made) <= 5
    counted = await both[0].made(request)
    assert (counted.for_user, counted.in_chat) == (len(made), len(made))
    await other.close()

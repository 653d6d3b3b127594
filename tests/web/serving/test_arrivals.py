"""Requests of visitors are read after chats have what they need, and few at a time."""

from __future__ import annotations

import asyncio
from itertools import pairwise

import pytest

from domain.concurrency import asker
from domain.concurrency.asker import being_served, somebody_comes
from tests.patience import PATIENCE
from web.serving import arrivals
from web.serving.arrivals import Arrivals


@pytest.fixture(autouse=True)
def calm(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing goes on that other tests began."""
    monkeypatch.setattr(arrivals, "is_bulk_being_done", lambda: False)
    monkeypatch.setattr(asker, "_served", {})


async def _turns(count: int) -> None:
    for _ in range(count):
        await asyncio.sleep(0)


async def test_two_are_read_in_a_turn_of_the_loop() -> None:
    """The first at once; so whatever comes in has its turn between."""
    own, counts, read = Arrivals(), [0], 0

    def count() -> None:
        nonlocal read
        read += 1

    for _ in range(7):
        own.take(count)
    assert read, "nobody waits for nothing"
    while read < 7:
        counts.append(read)
        await asyncio.sleep(0)
    assert all(after - before <= arrivals.IN_A_TURN for before, after in pairwise(counts))


async def test_nothing_is_read_while_somebody_is_answered() -> None:
    """Nor while it is coming in that they ask; then in the order of arrival."""
    own = Arrivals()
    read: list[int] = []
    done = asyncio.Event()
    with being_served():
        for number in range(5):
            own.take(lambda number=number: read.append(number))  # type: ignore[misc]
        own.take(done.set)
        await _turns(20)
        assert read == []
    async with asyncio.timeout(PATIENCE):
        await done.wait()
    assert read == [0, 1, 2, 3, 4]
    somebody_comes()
    own.take(lambda: read.append(5))
    assert read == [0, 1, 2, 3, 4]


async def test_nobody_waits_for_chats_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many are answered one after the other."""
    monkeypatch.setattr(arrivals, "GIVES_WAY", 0.0)
    read: list[int] = []
    with being_served():
        Arrivals().take(lambda: read.append(1))
    assert read == [1]


async def test_one_after_the_other_while_digests_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first at once, the others with a pause between."""
    monkeypatch.setattr(arrivals, "is_bulk_being_done", lambda: True)
    monkeypatch.setattr(arrivals, "WHILE_DIGESTS", 3_600.0)
    own, read = Arrivals(), []
    for number in range(3):
        own.take(lambda number=number: read.append(number))  # type: ignore[misc]
    await _turns(20)
    assert read == [0]

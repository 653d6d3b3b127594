"""A clock that shows too little: arXiv's own dates tell, and nothing is put right by it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.ports import Store
from tests.storage.invented import a_batch, a_paper
from tests.storage.queueing import DAY, NOW, claimed, due, follow, turn


@pytest.mark.parametrize("years", [0, 1, 50])
async def test_a_clock_that_is_behind_changes_no_turn(store: Store, years: int) -> None:
    """The next digest goes on where the last one ended, once the clock is right again."""
    behind = NOW - timedelta(days=365 * years + 2)
    await follow(store)
    (chat,) = await due(store)
    await store.take_turns([turn(chat, "a")], NOW)
    await claimed(store)
    await store.save_batch(a_batch("3103.00001", day=DAY), [a_paper("3103.00001")])
    assert not await store.note_clock(NOW, DAY)
    before = await due(store, NOW + timedelta(days=30))

    assert not await store.note_clock(behind, behind.date())
    assert not await store.note_clock(NOW, DAY)
    assert await due(store, NOW + timedelta(days=30)) == before


async def test_what_was_claimed_under_a_clock_that_was_ahead_is_due_now(store: Store) -> None:
    """It may wait again, and would wait until that time has come."""
    await follow(store)
    (chat,) = await due(store)
    ahead = NOW + timedelta(days=1)
    await store.take_turns([turn(chat, "a")], ahead)
    await claimed(store, ahead)
    await store.note_clock(ahead, DAY)
    assert await store.note_clock(NOW, DAY)
    assert [one.oldest for one in await store.outbox_figures()] == [NOW]
    await store.recover_parts("telegram", NOW, 0.0)
    assert len(await claimed(store)) == 1


async def test_a_clock_that_was_ahead_is_told_from_it(store: Store) -> None:
    """Nothing was announced under a date that has not come."""
    await follow(store)
    await store.save_batch(a_batch(day=DAY + timedelta(days=30)))
    assert not await store.note_clock(NOW + timedelta(days=30), DAY + timedelta(days=30))
    assert await store.note_clock(NOW, DAY)

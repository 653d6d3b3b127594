"""Claimed parts belong to whoever claimed them, for as long as the lease lasts."""

from __future__ import annotations

from datetime import timedelta

from domain.deliveries import Lease
from domain.ports import Store
from tests.storage.queueing import NOW, claim, follow, plan

MINE, THEIRS = (Lease(name, NOW + timedelta(minutes=3)) for name in ("me", "them"))
MINUTE = timedelta(minutes=1)


async def taken(store: Store, lease: Lease) -> int:
    """A part that was claimed in somebody's name."""
    await follow(store)
    await plan(store, "a", "b")
    (part,) = await store.claim_parts("telegram", NOW, 10, lease)
    return part.id


async def test_what_another_has_claimed_is_left_alone(store: Store) -> None:
    """Until its lease is over, as it may be sending."""
    await taken(store, THEIRS)
    for minutes in (0, 3):
        later = NOW + minutes * MINUTE
        mine = Lease("me", later + 3 * MINUTE)
        assert await store.recover_parts("telegram", later, 0.0, lease=mine) == 0
        assert await claim(store, later, 10) == []
    later = NOW + timedelta(minutes=3, seconds=1)
    mine = Lease("me", later + 3 * MINUTE)
    await store.recover_parts("telegram", later, 0.0, lease=mine)
    assert [part.payload for part in await claim(store, later, 10)] == ["a"]


async def test_what_was_mine_before_a_restart_is_taken_up_at_once(store: Store) -> None:
    """Nobody else deals with it: the same owner has nothing in hand."""
    await taken(store, MINE)
    await store.recover_parts("telegram", NOW, 0.0, lease=MINE)
    assert [part.payload for part in await claim(store, NOW, 10)] == ["a"]


async def test_what_is_being_dealt_with_is_renewed(store: Store) -> None:
    """As often as it is looked, so that no other takes it."""
    number = await taken(store, MINE)
    later = NOW + 2 * MINUTE
    renewed = Lease("me", later + 3 * MINUTE)
    await store.recover_parts("telegram", later, 0.0, keeping=[number], lease=renewed)
    later = NOW + 4 * MINUTE
    other = Lease("them", later + 3 * MINUTE)
    await store.recover_parts("telegram", later, 0.0, lease=other)
    assert await claim(store, later, 10) == []


async def test_a_lease_of_a_clock_that_was_ahead_is_over(store: Store) -> None:
    """It would else hold its part until that time has come."""
    await taken(store, Lease("them", NOW + timedelta(days=400)))
    await store.recover_parts("telegram", NOW, 0.0, lease=MINE)
    assert len(await claim(store, NOW, 10)) == 1


async def test_only_begun_parts_of_the_dead_are_unknown(store: Store) -> None:
    """As after a kill: what was begun may have arrived."""
    number = await taken(store, MINE)
    await store.begin_parts([number], NOW)
    assert await store.recover_parts("telegram", NOW, 0.0, lease=MINE) == 1

"""What becomes of one digest, and what that means for the next."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from domain.deliveries import DeliveryDecision, PartState
from domain.ports import Store
from tests.storage.queueing import DAY, NOW, SENT, claimed, due, follow, plan, turn


async def test_a_digest_waits_for_one_that_is_on_its_way(store: Store) -> None:
    """Though nothing of that waits any more."""
    await follow(store)
    await plan(store, "a")
    (part,) = await claimed(store)
    await store.begin_parts([part.id], NOW)
    tomorrow = NOW + timedelta(days=1)
    (chat,) = await due(store, tomorrow)
    await store.take_turns([turn(chat, "b", day=DAY + timedelta(days=1))], tomorrow)
    assert await claimed(store, tomorrow) == []
    await store.settle_parts({part.id: SENT}, tomorrow)
    assert [part.payload for part in await claimed(store, tomorrow)] == ["b"]


async def test_only_what_the_digest_told_of_counts_as_told(store: Store) -> None:
    """A message that turns out unknown later is told of by the next digest."""
    await follow(store)
    await plan(store, "a")
    (part,) = await claimed(store)
    tomorrow, next_day = NOW + timedelta(days=1), DAY + timedelta(days=1)
    (chat,) = await due(store, tomorrow)
    await store.settle_parts({part.id: DeliveryDecision(state=PartState.UNKNOWN)}, tomorrow)
    await store.take_turns([turn(chat, "b", day=next_day)], tomorrow)
    (part,) = await claimed(store, tomorrow)
    await store.settle_parts({part.id: DeliveryDecision(state=PartState.UNKNOWN)}, tomorrow)
    (chat,) = await due(store, NOW + timedelta(days=2))
    assert chat.untold == (DAY, next_day)
    third = turn(chat, "c", day=next_day + timedelta(days=1))
    await store.take_turns([third], NOW + timedelta(days=2))
    (chat,) = await due(store, NOW + timedelta(days=3))
    assert chat.untold == ()


async def test_a_digest_that_tells_of_no_announcement_is_not_told_of(store: Store) -> None:
    """A line on a quiet weekend that may not have arrived is no loss."""
    await follow(store)
    (chat,) = await due(store)
    await store.take_turns([replace(turn(chat, "a"), listing=None)], NOW)
    (part,) = await claimed(store)
    await store.settle_parts({part.id: DeliveryDecision(state=PartState.UNKNOWN)}, NOW)
    (chat,) = await due(store, NOW + timedelta(days=1))
    assert chat.untold == ()


async def test_of_two_who_plan_one_turn_one_is_heard(store: Store) -> None:
    """The other's digest would be the day's second, and dropped with the papers that it tells."""
    await follow(store)
    (chat,) = await due(store)
    assert await store.take_turns([turn(chat, "a")], NOW) == 1
    further = replace(turn(chat, "b", seen=("2403.00002",)), covered=DAY + timedelta(days=1))
    assert await store.take_turns([further], NOW) == 0
    (kept,) = await due(store, NOW + timedelta(days=1))
    assert kept.covered == DAY
    assert [part.payload for part in await claimed(store)] == ["a"]

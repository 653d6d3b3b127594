"""Claimed parts are their claimer's; what arrived after all is known to have arrived."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.deliveries import DeliveryDecision, OutboxPart, PartState
from domain.ports import Store
from tests.storage.queueing import (
    DAY,
    HERE,
    NOW,
    SENT,
    claimed,
    due,
    figures_of,
    follow,
    plan,
    turn,
)

TOMORROW = NOW + timedelta(days=1)


async def begun(store: Store, *parts: str) -> OutboxPart:
    """A part that was claimed and begun."""
    await follow(store)
    await plan(store, *(parts or ("a",)))
    (part,) = await claimed(store)
    assert await store.begin_parts([part.id, 404], NOW) == {part.id}
    return part


async def test_only_what_is_claimed_may_be_sent(store: Store) -> None:
    """Nothing that was begun already, nor what was taken from its claimer."""
    part = await begun(store)
    assert await store.begin_parts([part.id], NOW) == frozenset()
    await store.recover_parts("telegram", NOW, 120.0)
    assert await store.begin_parts([part.id], NOW) == frozenset()
    assert await store.keep_rendered({part.id: ()}) == []


@pytest.mark.parametrize("deduplicates", [0.0, 120.0])
async def test_what_arrived_after_all_is_sent(store: Store, deduplicates: float) -> None:
    """Though nobody knew meanwhile, or it waited to be sent again; the next goes on."""
    part = await begun(store, "a", "b")
    unknown = await store.recover_parts("telegram", NOW, deduplicates)
    assert unknown == (deduplicates == 0)
    await store.settle_parts({part.id: replace(SENT, messages=(7,))}, NOW)
    figures = await figures_of(store)
    assert (figures.sent, figures.unknown, figures.queued) == (1, 0, 1)
    assert await store.sent(HERE, 7) is not None
    assert [one.payload for one in await claimed(store)] == ["b"]
    await store.settle_parts({part.id: SENT}, NOW)
    assert (await figures_of(store)).sent == 1


async def test_what_the_chat_was_told_of_stays_unknown(store: Store) -> None:
    """It has read that the message may be missing."""
    part = await begun(store)
    await store.recover_parts("telegram", NOW, 0.0)
    (chat,) = await due(store, TOMORROW)
    assert chat.untold == (DAY,)
    day = DAY + timedelta(days=1)
    assert await store.take_turns([turn(chat, "b", day=day)], TOMORROW) == 1
    await store.settle_parts({part.id: SENT}, TOMORROW)
    assert ((await figures_of(store)).sent, (await figures_of(store)).unknown) == (0, 1)


async def test_only_what_arrived_is_believed_late(store: Store) -> None:
    """Anything else would be sent again, after what came behind it."""
    part = await begun(store)
    await store.recover_parts("telegram", NOW, 0.0)
    await store.settle_parts({part.id: DeliveryDecision(state=PartState.QUEUED, due=NOW)}, NOW)
    assert await claimed(store) == []
    assert (await figures_of(store)).unknown == 1

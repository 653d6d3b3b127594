"""The outbox and the schedule on SQLite: nothing lost, nothing twice, in order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from domain.chats import Chat, ChatRef, Subscription
from domain.deliveries import DeliveryDecision, PartState, Slot
from domain.ports import Store
from domain.topics import Topic
from tests.storage.queueing import (
    DAY,
    GROUP,
    HERE,
    NOW,
    SENT,
    TOPIC,
    claim,
    claimed,
    due,
    follow,
    plan,
    turn,
)
from topics.language import parse_query


async def test_a_chat_is_looked_at_from_its_first_topic_on(store: Store) -> None:
    """Having settings is not enough."""
    await store.save_chat(Chat(HERE))
    assert await due(store) == []
    await store.subscribe([Subscription(HERE, TOPIC, NOW)])
    (chat,) = await due(store)
    assert chat.chat.ref == HERE
    assert chat.topics == (TOPIC,)
    assert chat.slot is None


@pytest.mark.parametrize(
    "change",
    [{"time": time(9)}, {"zone": "Asia/Tokyo"}, {"days": frozenset({1})}, {"as_announced": True}],
)
async def test_another_time_is_worked_out_anew(store: Store, change: dict[str, object]) -> None:
    """Whatever decides when a digest comes makes the chat looked at again."""
    chat = await follow(store)
    await plan(store)
    assert await due(store) == []
    await store.save_chat(replace(chat, settings=replace(chat.settings, limit=3)))
    assert await due(store) == [], "what does not decide it does not"
    chat_settings = replace(chat.settings, **change)  # type: ignore[arg-type]
    await store.save_chat(replace(chat, settings=chat_settings))
    (again,) = await due(store)
    assert again.slot is None
    assert again.last == DAY


async def test_no_look_at_who_gets_no_digests(store: Store) -> None:
    """Paused, absent, or without topics; each until it is over."""
    chat = await follow(store)
    await store.save_chat(replace(chat, settings=replace(chat.settings, paused=True)))
    assert await due(store) == []
    await store.save_chat(chat)
    assert len(await due(store)) == 1
    await store.set_absence(HERE, "blocked")
    assert await due(store) == []
    await store.set_absence(HERE, "")
    assert len(await due(store)) == 1
    await store.unsubscribe(HERE, [TOPIC.label])
    assert await due(store) == []


async def test_what_may_have_been_sent_goes_first(store: Store) -> None:
    """Though it is due later than all that waits: it is known again for a short time only."""
    for ref in (HERE, GROUP):
        await follow(store, ref)
        await plan(store, "hello")
    first, other = await claimed(store)
    await store.begin_parts([first.id], NOW)
    again = DeliveryDecision(state=PartState.QUEUED, due=NOW + timedelta(seconds=2), reason="cut")
    waits = DeliveryDecision(state=PartState.QUEUED, due=NOW, unsent=True)
    await store.settle_parts({first.id: again, other.id: waits}, NOW)
    assert [part.id for part in await claim(store, NOW, 1)] == [other.id]
    await store.settle_parts({other.id: waits}, NOW)
    later = NOW + timedelta(seconds=2)
    assert [part.id for part in await claim(store, later, 1)] == [first.id]


async def test_a_changed_chat_is_decided_anew(store: Store) -> None:
    """What was decided from how it was before is not kept."""
    await follow(store)
    (chat,) = await due(store)
    other = Topic("tides", parse_query("tides"))
    await store.subscribe([Subscription(HERE, other, NOW)])
    assert await store.take_turns([turn(chat, "hello", seen=("2403.00001",))], NOW) == 0
    assert await claimed(store) == []
    assert await store.seen({HERE: ["2403.00001"]}) == {HERE: frozenset()}


async def test_parts_go_one_after_another(store: Store) -> None:
    """The next one can be claimed when the one before is done, and never twice."""
    await follow(store)
    await plan(store, "one", "two", "three")
    bodies = []
    while parts := await claimed(store):
        (part,) = parts
        bodies.append(part.payload)
        assert await claimed(store) == []
        await store.begin_parts([part.id], NOW)
        await store.settle_parts({part.id: SENT}, NOW)
    assert bodies == ["one", "two", "three"]


async def test_a_slot_has_one_digest(store: Store) -> None:
    """A second one of the same day is not kept, whatever led to it."""
    await follow(store)
    await plan(store, "first")
    (part,) = await claimed(store)
    await store.settle_parts({part.id: SENT}, NOW)
    (chat,) = await due(store, NOW + timedelta(days=2))
    await store.take_turns([turn(chat, "second")], NOW)
    assert await claimed(store) == []


async def test_a_later_digest_waits_for_the_one_before(store: Store) -> None:
    """So nobody gets parts out of order."""
    await follow(store)
    await plan(store, "monday 1", "monday 2")
    tomorrow = NOW + timedelta(days=1)
    (chat,) = await due(store, tomorrow)
    await store.take_turns([turn(chat, "tuesday", day=DAY + timedelta(days=1))], tomorrow)
    bodies = []
    while parts := await claimed(store, tomorrow):
        bodies += [part.payload for part in parts]
        await store.settle_parts({part.id: SENT for part in parts}, tomorrow)
    assert bodies == ["monday 1", "monday 2", "tuesday"]


async def test_what_is_put_off_waits(store: Store) -> None:
    """Until its time; it remembers how often it was tried."""
    await follow(store)
    await plan(store, "one")
    (part,) = await claimed(store)
    await store.begin_parts([part.id], NOW)
    later = NOW + timedelta(minutes=3)
    again = DeliveryDecision(state=PartState.QUEUED, due=later, reason="too fast", unsent=True)
    await store.settle_parts({part.id: again}, NOW)
    assert await claimed(store, NOW + timedelta(minutes=2)) == []
    (same,) = await claimed(store, later)
    assert (same.id, same.attempts, same.first_tried) == (part.id, 1, None)


async def test_a_clock_set_back_puts_nothing_off(store: Store) -> None:
    """What was queued by the clock of before can be sent at once."""
    await follow(store)
    await plan(store, "one")
    before = NOW - timedelta(hours=1)
    assert await claimed(store, before) == []
    await store.reset_due(before)
    assert len(await claimed(store, before)) == 1


async def test_a_killed_process_leaves_what_is_known(store: Store) -> None:
    """What was only claimed is sent; of what was on its way nobody knows; neither is lost."""
    await follow(store)
    await follow(store, GROUP)
    first, second = await due(store)
    await store.take_turns([turn(first, "a"), turn(second, "b")], NOW)
    begun, _ = await claimed(store)
    await store.begin_parts([begun.id], NOW)
    assert await store.recover_parts("telegram", NOW, 0.0) == 1
    (left,) = await claimed(store)
    assert left.payload == "b"
    figures = {f.platform: f for f in await store.outbox_figures()}
    assert figures["telegram"].unknown == 1
    ((ref, slot, part, reason),) = await store.unknown_parts(10)
    assert (ref, slot, part) == (begun.chat, DAY, 0)
    assert "ended while" in reason


async def test_a_platform_that_knows_messages_again_is_sent_them_again(store: Store) -> None:
    """For as long as it does."""
    await follow(store)
    await plan(store, "one")
    (part,) = await claimed(store)
    await store.begin_parts([part.id], NOW)
    soon = NOW + timedelta(seconds=60)
    assert await store.recover_parts("telegram", soon, 120.0) == 0
    (same,) = await claimed(store, soon)
    assert same.first_tried == NOW
    assert same.name == part.name
    await store.begin_parts([part.id], soon)
    assert await store.recover_parts("telegram", NOW + timedelta(seconds=121), 120.0) == 1


async def test_what_is_being_dealt_with_is_left_alone(store: Store) -> None:
    """Only what nobody deals with is taken up."""
    await follow(store)
    await follow(store, GROUP)
    first, second = await due(store)
    await store.take_turns([turn(first, "a"), turn(second, "b")], NOW)
    mine, orphan = await claimed(store)
    assert await store.recover_parts("telegram", NOW, 0.0, keeping=[mine.id]) == 0
    assert [part.id for part in await claimed(store)] == [orphan.id]


async def test_the_next_digest_is_told_of_what_is_unknown(store: Store) -> None:
    """Once."""
    await follow(store)
    await plan(store, "one")
    (part,) = await claimed(store)
    await store.begin_parts([part.id], NOW)
    await store.settle_parts({part.id: DeliveryDecision(state=PartState.UNKNOWN)}, NOW)
    tomorrow = NOW + timedelta(days=1)
    (chat,) = await due(store, tomorrow)
    assert chat.untold == (DAY,)
    await store.take_turns([turn(chat, "two", day=DAY + timedelta(days=1))], tomorrow)
    (chat,) = await due(store, NOW + timedelta(days=2))
    assert chat.untold == ()


async def test_papers_of_a_lost_digest_are_not_told(store: Store) -> None:
    """Of a chat that is gone before anything arrived; it is absent, and covered as before."""
    await follow(store)
    (chat,) = await due(store)
    before = replace(chat, covered=date(2024, 3, 6))
    await store.take_turns([turn(before, "a", "b", seen=("2403.00001",))], NOW)
    (part,) = await claimed(store)
    await store.begin_parts([part.id], NOW)
    gone = DeliveryDecision(state=PartState.GONE, reason="blocked", absent=HERE, strike=True)
    await store.settle_parts({part.id: gone}, NOW)
    assert await store.absence(HERE) == "blocked"
    assert await claimed(store) == []
    assert await store.seen({HERE: ["2403.00001"]}) == {HERE: frozenset()}
    await store.set_absence(HERE, "")
    (chat,) = await due(store)
    assert chat.covered == date(2024, 3, 6)
    assert chat.last == DAY, "the day's turn is over all the same"


async def test_papers_of_a_begun_digest_stay_told(store: Store) -> None:
    """What arrived was read; the rest is given up."""
    await follow(store)
    await plan(store, "a", "b", "c", seen=("2403.00001",))
    (part,) = await claimed(store)
    await store.settle_parts({part.id: SENT}, NOW)
    (part,) = await claimed(store)
    await store.settle_parts({part.id: DeliveryDecision(state=PartState.GONE, absent=HERE)}, NOW)
    assert await claimed(store) == []
    assert await store.seen({HERE: ["2403.00001"]}) == {HERE: frozenset({"2403.00001"})}
    assert await store.delivered_papers(HERE) == [("2403.00001", DAY)]


async def test_what_waited_for_too_long_comes_with_the_next(store: Store) -> None:
    """If nothing of it was begun."""
    await follow(store)
    await follow(store, GROUP)
    first, second = await due(store)
    turns = [turn(first, "a", "b", seen=("1",)), turn(second, "c", seen=("1",))]
    await store.take_turns(turns, NOW)
    part, _ = await claimed(store)
    await store.recover_parts("telegram", NOW, 0.0)
    (begun,) = [p for p in await claimed(store) if p.chat == part.chat]
    await store.settle_parts({begun.id: SENT}, NOW)
    await store.recover_parts("telegram", NOW, 0.0)
    assert await store.expire_stale(NOW + timedelta(hours=12)) == 1
    told = await store.seen({HERE: ["1"], GROUP: ["1"]})
    assert told == {
        begun.chat: frozenset({"1"}),
        (GROUP if begun.chat == HERE else HERE): frozenset(),
    }
    assert [p.payload for p in await claimed(store)] == ["b"]


async def test_strikes_are_counted_and_forgiven(store: Store) -> None:
    """In a row only."""
    await follow(store, GROUP)
    await plan(store, "a", "b")
    strike = DeliveryDecision(state=PartState.QUEUED, due=NOW, strike=True, unsent=True)
    for expected in (0, 1, 2):
        (part,) = await claimed(store)
        assert part.strikes == expected
        await store.settle_parts({part.id: strike}, NOW)
    (part,) = await claimed(store)
    await store.settle_parts({part.id: SENT}, NOW)
    (part,) = await claimed(store)
    assert part.strikes == 0


async def test_a_moved_group_keeps_its_digest(store: Store) -> None:
    """Parts queued before go to where it is now, and what it was told stays told."""
    await follow(store, GROUP)
    await plan(store, "a", seen=("1",))
    await store.move_chat("telegram", "-5", "-1005")
    (part,) = await claimed(store)
    assert part.chat == ChatRef("telegram", "-1005")
    assert await store.delivered_papers(part.chat) == [("1", DAY)]


async def test_a_forgotten_chat_is_sent_nothing(store: Store) -> None:
    """Not even what was claimed is kept account of; nothing fails."""
    await follow(store)
    await plan(store, "a", "b", seen=("1", "2"))
    (part,) = await claimed(store)
    assert (await store.forget_chat(HERE))["told"] == 2
    await store.begin_parts([part.id], NOW)
    await store.settle_parts({part.id: SENT}, NOW)
    assert await claimed(store) == []


async def test_those_who_wait_can_be_woken(store: Store) -> None:
    """Those whose moment is past; not those whose slot is to come."""
    await follow(store)
    await follow(store, GROUP)
    first, second = await due(store)
    held = replace(turn(first), slot=Slot(day=DAY, at=NOW), look_at=NOW + timedelta(hours=6))
    await store.take_turns([held, turn(second)], NOW)
    assert await due(store) == []
    await store.wake_held(NOW + timedelta(minutes=1))
    (chat,) = await due(store, NOW + timedelta(minutes=1))
    assert chat.chat.ref == HERE


async def test_who_comes_next(store: Store) -> None:
    """By platform and moment."""
    await follow(store)
    await follow(store, GROUP)
    await store.take_turns([turn(chat) for chat in await due(store)], NOW)
    tomorrow = NOW + timedelta(days=1)
    assert await store.next_looks(NOW) == []
    assert await store.next_looks(tomorrow) == [("telegram", tomorrow, 2)]


async def test_old_digests_are_forgotten(store: Store) -> None:
    """After a month; what a chat was told is kept for longer."""
    await follow(store)
    await plan(store, "a", seen=("1",))
    (part,) = await claimed(store)
    await store.settle_parts({part.id: DeliveryDecision(state=PartState.UNKNOWN)}, NOW)
    await store.tidy(NOW + timedelta(days=29))
    assert len(await store.unknown_parts(10)) == 1
    await store.tidy(NOW + timedelta(days=31))
    assert await store.unknown_parts(10) == []
    assert await store.delivered_papers(HERE) == [("1", DAY)]
    await store.tidy(NOW + timedelta(days=402))
    assert await store.delivered_papers(HERE) == []

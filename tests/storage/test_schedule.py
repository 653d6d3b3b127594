"""The schedule on SQLite: who is looked at, and what of a turn is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from domain.chats import Chat, ChatRef, ChatSettings, Subscription
from domain.concurrency.processes import PARTS, part_of
from domain.deliveries import DeliveryDecision, Need, PartState, Slot
from domain.ports import Store
from domain.topics import Topic
from storage.ports import schedule as schedule_port
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

HOUR = timedelta(hours=1)
TIDES = Topic("tides", parse_query("cat:physics.ao-ph tides"))


async def test_a_chat_comes_with_all_that_a_digest_needs(store: Store) -> None:
    """Its settings, its topics in the order in which it followed them, its turn, its past."""
    chat_settings = ChatSettings(time=time(9, 30), zone="Asia/Tokyo", limit=3, language="zh")
    chat = Chat(ChatRef("telegram", "-5", "7"), chat_settings)
    await store.save_chat(chat)
    await store.subscribe([Subscription(chat.ref, TIDES, NOW)])
    await store.subscribe([Subscription(chat.ref, TOPIC, NOW - HOUR)])
    (first,) = await due(store)
    assert (first.chat, first.topics) == (chat, (TOPIC, TIDES))
    assert (first.slot, first.last, first.covered, first.untold) == (None, None, None, ())
    assert first.since == NOW
    slot = Slot(day=date(2024, 3, 9), at=NOW + timedelta(days=1))
    kept = replace(turn(first), slot=slot, look_at=slot.at + HOUR, covered=date(2024, 3, 7))
    assert await store.take_turns([kept], NOW) == 1
    assert await due(store, slot.at + HOUR - timedelta(seconds=1)) == []
    (again,) = await due(store, slot.at + HOUR)
    assert (again.slot, again.last, again.covered) == (slot, DAY, date(2024, 3, 7))
    assert (again.number, again.since) == (first.number, NOW)


async def test_those_whose_moment_was_earliest_come_first(store: Store) -> None:
    """Of all platforms asked for together, and no more than asked for."""
    refs = [
        ChatRef(name, number)
        for name, number in (("telegram", "1"), ("discord", "2"), ("telegram", "3"), ("cli", "4"))
    ]
    for hours, ref in enumerate(refs):
        await follow(store, ref)
        (chat,) = await store.due_chats([ref.platform], NOW - timedelta(days=1), 100)
        later = replace(turn(chat), look_at=NOW - hours * HOUR)
        await store.take_turns([later], NOW)
    both = ["telegram", "discord"]
    assert [chat.chat.ref for chat in await store.due_chats(both, NOW, 10)] == [
        refs[2], refs[1], refs[0],
    ]  # fmt: skip
    assert [chat.chat.ref for chat in await store.due_chats(both, NOW, 2)] == [refs[2], refs[1]]
    assert [chat.chat.ref for chat in await store.due_chats(["telegram"], NOW, 1)] == [refs[2]]
    (last, *_, first) = await store.due_chats(both, NOW, 10)
    rest = await store.due_chats(both, NOW, 10, [last.number, first.number])
    assert [chat.chat.ref for chat in rest] == [refs[1]], "without those that are left out"
    assert [chat.chat.ref for chat in await store.due_chats(["cli"], NOW, 10)] == [refs[3]]
    assert await store.due_chats([], NOW, 10) == []


async def test_at_one_moment_who_came_earlier_is_first(store: Store) -> None:
    """So that nobody is passed over for ever when there are many."""
    refs = [ChatRef("telegram", str(number)) for number in (5, 3, 9, 1)]
    for ref in refs:
        await follow(store, ref)
    assert [chat.chat.ref for chat in await due(store)] == refs
    assert [chat.chat.ref for chat in await store.due_chats(["telegram"], NOW, 2)] == refs[:2]
    every, all_parts = await due(store), set(range(PARTS))
    own = {part_of(chat.number) for chat in every}
    assert await store.due_chats(["telegram"], NOW, 10, (), all_parts) == every
    assert await store.due_chats(["telegram"], NOW, 2, [every[0].number], own) == every[1:3]
    assert await store.due_chats(["telegram"], NOW, 10, (), all_parts - own) == []
    moment = await store.next_look(["telegram"])
    assert moment is not None
    assert moment <= NOW
    assert await store.next_look(["cli"]) is None


async def test_a_chat_without_a_next_turn(store: Store) -> None:
    """It is not looked at until something changes."""
    chat = await follow(store)
    (scheduled,) = await due(store)
    await store.take_turns([replace(turn(scheduled), look_at=None, slot=None)], NOW)
    assert await due(store, NOW + timedelta(days=999)) == []
    await store.save_chat(replace(chat, settings=replace(chat.settings, time=time(1))))
    (again,) = await due(store)
    assert (again.slot, again.last) == (None, DAY)


async def test_whoever_waits_is_woken_and_nobody_else(store: Store) -> None:
    """Only those whose moment has passed; one that is to be looked at sooner stays as it is."""
    for ref in (HERE, GROUP):
        await follow(store, ref)
    held, soon = await due(store)
    slot = Slot(day=DAY, at=NOW)
    waits = replace(turn(held), slot=slot, look_at=NOW + HOUR)
    on_time = replace(turn(soon), slot=Slot(day=DAY, at=NOW + HOUR), look_at=NOW + HOUR)
    await store.take_turns([waits, on_time], NOW)
    own = {part_of(held.number)}
    await store.wake_held(NOW + timedelta(seconds=30), set(range(PARTS)) - own)
    await store.wake_held(NOW + timedelta(minutes=1), own)
    assert await due(store, NOW + timedelta(seconds=59)) == []
    assert [c.chat.ref for c in await due(store, NOW + timedelta(minutes=1))] == [HERE]
    await store.wake_held(NOW + timedelta(minutes=30))
    assert [c.chat.ref for c in await due(store, NOW + timedelta(minutes=1))] == [HERE]


async def test_what_the_coming_digests_need(store: Store) -> None:
    """Those that will be alike together; what most chats need first."""
    chats = [
        ("1", "en", ()),
        ("2", "en", ()),
        ("3", "zh", ()),
        ("4", "en", ()),
        ("5", "en", ("a",)),
    ]
    for number, language, muted in chats:
        await follow(store, ChatRef("telegram", number), language=language, limit=3, muted=muted)
    await store.subscribe([Subscription(ChatRef("telegram", "3"), TIDES, NOW)])
    for chat in await due(store):
        late = chat.chat.ref.chat_id == "4"
        slot = Slot(day=DAY, at=NOW + (3 if late else 1) * HOUR)
        await store.take_turns([replace(turn(chat), slot=slot, look_at=slot.at)], NOW)
    alike = Need(queries=(TOPIC.query,), language="en", limit=3, muted=(), covered=DAY, chats=2)
    first, *others = await store.needs(NOW + HOUR)
    assert first == alike
    two = tuple(sorted((TOPIC.query, TIDES.query), key=str))
    assert {need.queries: need for need in others if need.language == "zh"} == {
        two: replace(alike, queries=two, language="zh", chats=1)
    }
    assert [need for need in others if need.muted] == [replace(alike, muted=("a",), chats=1)]
    assert len(others) == 2
    assert await store.needs(NOW + HOUR - timedelta(seconds=1)) == []
    (most, *_) = await store.needs(NOW + 3 * HOUR)
    assert most.chats == 3
    await store.set_absence(ChatRef("telegram", "2"), "blocked")
    (most, *_) = await store.needs(NOW + HOUR)
    assert most.chats == 1, "who gets no digest needs nothing"


async def test_needs_are_alike_in_whatever_order_topics_were_followed(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of many chats each is counted once, though they are read some at a time."""
    monkeypatch.setattr(schedule_port, "_NEEDS_AT_ONCE", 2)
    for number in range(5):
        ref = ChatRef("telegram", str(number))
        await follow(store, ref)
        await store.subscribe([Subscription(ref, TIDES, NOW)])
        if number % 2:
            await store.unsubscribe(ref, [TOPIC.label])
            await store.subscribe([Subscription(ref, TOPIC, NOW)])
        (chat,) = await due(store)
        slot = Slot(day=DAY, at=NOW + (9 - number) * HOUR)
        await store.take_turns([replace(turn(chat), slot=slot, look_at=slot.at)], NOW)
    (need,) = await store.needs(NOW + 9 * HOUR)
    assert need.chats == 5


async def test_when_chats_come_next(store: Store) -> None:
    """How many at each moment, on each platform, the soonest first."""
    there = ChatRef("discord", "1")
    for ref in (HERE, GROUP, there):
        await follow(store, ref)
    hours = {HERE: 2, GROUP: 1, there: 1}
    for chat in await store.due_chats(["telegram", "discord"], NOW, 10):
        slot = Slot(day=DAY, at=NOW + hours[chat.chat.ref] * HOUR)
        await store.take_turns([replace(turn(chat), slot=slot, look_at=slot.at)], NOW)
    looks = await store.next_looks(NOW + 2 * HOUR)
    assert sorted(looks[:2]) == [("discord", NOW + HOUR, 1), ("telegram", NOW + HOUR, 1)]
    assert looks[2:] == [("telegram", NOW + 2 * HOUR, 1)]
    assert len(await store.next_looks(NOW + HOUR)) == 2
    await store.set_absence(GROUP, "kicked")
    assert await store.next_looks(NOW + HOUR) == [("discord", NOW + HOUR, 1)]


async def test_how_many_messages_digests_have(store: Store) -> None:
    """On the average, on each platform."""
    assert await store.usual_parts() == {}
    there = ChatRef("discord", "1")
    for ref, parts in ((HERE, "abc"), (GROUP, "de"), (there, "f")):
        await follow(store, ref)
        (chat,) = await store.due_chats([ref.platform], NOW, 1)
        await store.take_turns([turn(chat, *parts)], NOW)
        await claim(store, NOW, 9, ref.platform)
    assert await store.usual_parts() == {"telegram": 2.5, "discord": 1.0}


async def test_only_what_was_asked_about_is_answered(store: Store) -> None:
    """Of the papers told, those asked for, chat by chat; a chat that is not known was told none."""
    await follow(store)
    await plan(store, "a", seen=("1", "2"))
    unknown = ChatRef("telegram", "404")
    assert await store.seen({HERE: ["2", "3"], unknown: ["1"]}) == {
        HERE: frozenset({"2"}),
        unknown: frozenset(),
    }
    assert await store.delivered_papers(HERE) == [("1", DAY), ("2", DAY)]


async def test_a_paper_told_twice_is_of_its_first_day(store: Store) -> None:
    """Though a later digest says it again, it stays told when that one is lost."""
    await follow(store)
    await plan(store, "a", seen=("1",))
    (part,) = await claimed(store)
    await store.settle_parts({part.id: SENT}, NOW)
    tomorrow, next_day = NOW + timedelta(days=1), DAY + timedelta(days=1)
    (chat,) = await due(store, tomorrow)
    await store.take_turns([turn(chat, "b", day=next_day, seen=("1", "2"))], tomorrow)
    assert await store.delivered_papers(HERE) == [("1", DAY), ("2", next_day)]
    (part,) = await claimed(store, tomorrow)
    await store.settle_parts(
        {part.id: DeliveryDecision(state=PartState.GONE, absent=HERE)}, tomorrow
    )
    assert await store.delivered_papers(HERE) == [("1", DAY)]


async def test_a_turn_without_messages_queues_nothing(store: Store) -> None:
    """It counts as the day's turn all the same."""
    await follow(store)
    await plan(store)
    assert await claimed(store) == []
    (chat,) = await due(store, NOW + timedelta(days=1))
    assert chat.last == DAY
    assert await store.usual_parts() == {}


async def test_a_digest_without_a_day_is_a_bug(store: Store) -> None:
    """And says so."""
    await follow(store)
    (chat,) = await due(store)
    with pytest.raises(ValueError, match=r"^a digest has a day$"):
        await store.take_turns([replace(turn(chat, "a"), last=None)], NOW)


async def test_several_turns_in_one_go(store: Store) -> None:
    """How many were kept: a chat that has changed meanwhile is none of them."""
    for ref in (HERE, GROUP):
        await follow(store, ref)
    one, other = await due(store)
    await store.subscribe([Subscription(GROUP, TIDES, NOW)])
    assert await store.take_turns([turn(one, "a"), turn(other, "b")], NOW) == 1
    assert [part.chat for part in await claimed(store)] == [HERE]


async def test_parts_know_when_they_are_due(store: Store) -> None:
    """At the moment of planning, to the fraction of a second."""
    await follow(store)
    (chat,) = await due(store)
    moment = datetime(2024, 3, 8, 8, 0, 0, 250_000, tzinfo=UTC)
    await store.take_turns([turn(chat, "a")], moment)
    assert await claimed(store, NOW) == []
    assert len(await claimed(store, moment)) == 1


async def test_a_turn_may_leave_a_chat_as_new_as_it_was(store: Store) -> None:
    """Where nothing was covered by it, and no turn was had."""
    await follow(store)
    (chat,) = await due(store)
    slot = Slot(day=DAY, at=NOW + HOUR)
    put_off = replace(turn(chat), slot=slot, look_at=slot.at, last=None, covered=None)
    assert await store.take_turns([put_off], NOW) == 1
    (again,) = await due(store, slot.at)
    assert (again.slot, again.last, again.covered, again.since) == (slot, None, None, NOW)

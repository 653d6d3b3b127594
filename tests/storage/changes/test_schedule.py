"""What a change of a chat, of its topics or of where it can be reached does to its turns."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

from domain.chats import ChatRef, Subscription
from domain.deliveries import Slot
from domain.ports import Store
from domain.topics import Topic
from tests.storage.queueing import DAY, HERE, NOW, TOPIC, due, follow, plan, turn
from topics.language import parse_query

HOUR = timedelta(hours=1)
TIDES = Topic("tides", parse_query("cat:physics.ao-ph tides"))


async def test_following_again_begins_anew(store: Store) -> None:
    """Who follows nothing any more is new again, from the first topic on."""
    await follow(store)
    await plan(store)
    await store.unsubscribe(HERE, [TOPIC.label])
    later = NOW + timedelta(days=60)
    await store.subscribe([Subscription(HERE, TIDES, later)])
    await store.subscribe([Subscription(HERE, TOPIC, later + HOUR)])
    (chat,) = await due(store, later)
    assert (chat.covered, chat.since) == (None, later)
    assert (chat.last, chat.slot) == (DAY, None)


async def test_another_topic_changes_nothing_of_the_past(store: Store) -> None:
    """The chat is covered as before, and its turn comes when it was to come."""
    await follow(store)
    await plan(store)
    await store.subscribe([Subscription(HERE, TIDES, NOW + HOUR)])
    assert await due(store) == []
    (chat,) = await due(store, NOW + timedelta(days=1))
    assert (chat.covered, chat.since, chat.version) == (DAY, NOW, 4)
    await store.unsubscribe(HERE, [TIDES.label])
    (chat,) = await due(store, NOW + timedelta(days=1))
    assert (chat.covered, chat.topics, chat.version) == (DAY, (TOPIC,), 5)
    assert chat.slot is not None


async def test_a_pause_forgets_what_was_before_it(store: Store) -> None:
    """Nothing of the time between is told afterwards; saving without a change is no pause."""
    chat = await follow(store)
    await plan(store)
    await store.save_chat(chat)
    assert await due(store) == []
    paused = replace(chat, settings=replace(chat.settings, paused=True))
    await store.save_chat(paused)
    await store.subscribe([Subscription(HERE, TIDES, NOW)])
    assert await due(store, NOW + timedelta(days=9)) == []
    await store.save_chat(chat)
    (again,) = await due(store)
    assert (again.covered, again.since, again.last) == (None, None, DAY)


async def test_a_lost_thread_is_not_its_group(store: Store) -> None:
    """And a lost group is all its threads; another chat is neither."""
    threads = [ChatRef("telegram", "-5", thread) for thread in ("", "7", "8")]
    other = ChatRef("telegram", "-6", "7")
    for ref in (*threads, other):
        await follow(store, ref)
    await store.set_absence(threads[1], "closed")
    assert {c.chat.ref for c in await due(store)} == {threads[0], threads[2], other}
    await store.set_absence(threads[1], "")
    assert len(await due(store)) == 4
    await store.set_absence(threads[0], "kicked")
    assert [c.chat.ref for c in await due(store)] == [other]
    await store.set_absence(threads[0], "")
    assert len(await due(store)) == 4


async def test_of_discord_as_of_telegram(store: Store) -> None:
    """The same id on another platform is another chat."""
    there = ChatRef("discord", HERE.chat_id)
    for ref in (HERE, there):
        await follow(store, ref)
    await store.set_absence(there, "kicked")
    assert [c.chat.ref for c in await due(store)] == [HERE]
    assert await store.due_chats(["discord"], NOW, 10) == []


async def test_a_change_of_another_chat_is_looked_at_though_one_is_lost(store: Store) -> None:
    """A lost thread keeps no other from its digests, nor does a chat of the same id elsewhere."""
    lost, other = ChatRef("telegram", "-5", "7"), ChatRef("telegram", "-5", "8")
    there = ChatRef("discord", "-5", "8")
    chats = [await follow(store, ref) for ref in (lost, other, there)]
    for ref in (lost, there):
        await store.set_absence(ref, "gone")
    for chat in chats:
        await store.save_chat(replace(chat, settings=replace(chat.settings, time=time(1))))
    found = await store.due_chats(["telegram", "discord"], NOW, 10)
    assert [chat.chat.ref for chat in found] == [other]


async def test_a_chat_lost_elsewhere_changes_nothing_here(store: Store) -> None:
    """The turn of the chat that has the same id stays what it was."""
    await follow(store)
    await plan(store)
    for reason in ("kicked", ""):
        await store.set_absence(ChatRef("discord", HERE.chat_id), reason)
        assert await due(store) == []


async def test_who_is_held_stays_held_when_following_more(store: Store) -> None:
    """And is woken with the announcements."""
    await follow(store)
    (chat,) = await due(store)
    slot = Slot(day=DAY, at=NOW)
    await store.take_turns([replace(turn(chat), slot=slot, look_at=NOW + HOUR)], NOW)
    await store.subscribe([Subscription(HERE, TIDES, NOW)])
    assert await due(store) == []
    await store.wake_held(NOW)
    assert [chat.chat.ref for chat in await due(store)] == [HERE]

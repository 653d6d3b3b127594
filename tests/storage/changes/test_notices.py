"""Who wants to hear at once is told at once, once, where the paper was told; others by a digest."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.chats import ChatRef, Updates
from domain.deliveries import DeliveryDecision, OutboxPart, PartState
from domain.metadata.notices import DueNotice, ReadyNotice
from domain.metadata.updates import AtOnce, done_with
from domain.ports import Store
from storage import TableStore
from storage.database import Database
from storage.rows import notices as notice_rows
from storage.sqlite.connections import SQLiteDatabase
from tests.storage.changes.test_updates import BASE, LATER, chats, keys, replaced
from tests.storage.invented import a_paper
from tests.storage.queueing import DAY, GROUP, HERE, NOW, claimed, due, follow, turn

FORUM = ChatRef("telegram", "-9")
GONE = DeliveryDecision(state=PartState.GONE)


async def told(store: Store, ref: ChatRef, updates: Updates = Updates.AT_ONCE) -> OutboxPart:
    """A chat that got a digest of two messages; the second one tells the paper."""
    await store.save_papers([a_paper(BASE)])
    await follow(store, ref, updates=updates)
    (chat,) = [one for one in await due(store) if one.chat.ref == ref]
    planned = turn(chat, "good morning", f"On rivers {BASE}", seen=(BASE,), digest="a digest")
    await store.take_turns([planned], NOW)
    post = "77" if ref == FORUM else ""
    for message in (11, 12):
        (part,) = await claimed(store)
        sent = DeliveryDecision(state=PartState.SENT, messages=(message,), post=post)
        await store.settle_parts({part.id: sent}, NOW)
    return part


async def notices(store: Store) -> list[DueNotice]:
    """Those to be told at once."""
    return await store.due_notices(["telegram"], 10)


async def queued(store: Store, edit: str | None = None) -> int:
    """How many notices are queued now."""
    found = [ReadyNotice(one, '["a notice"]', edit) for one in await notices(store)]
    return await store.queue_notices(found, NOW)


@pytest.mark.parametrize(("ref", "post"), [(HERE, ""), (FORUM, "77")])
async def test_a_withdrawal_answers_the_message_that_told_the_paper(
    store: Store, ref: ChatRef, post: str
) -> None:
    """Once, and then that message is edited; whatever is read again, and whoever is in a forum."""
    await told(store, ref)
    assert await notices(store) == []
    await replaced(store, withdrawn=True, comment="Lemma 2 is wrong")
    (one,) = await notices(store)
    assert one.told is not None
    assert (one.notice.update.words, one.told.id, one.told.part) == ("Lemma 2 is wrong", 12, 1)
    assert (one.told.digest, one.told.chat.thread_id, one.parts) == (DAY, post, 2)
    assert one.since == (one.notice.update,)
    ready = [ReadyNotice(one, '["a notice"]', "an edit")]
    assert [await store.queue_notices(ready, NOW) for _ in range(2)] == [1, 0]
    await replaced(store, withdrawn=True, comment="Lemma 2 is wrong")
    assert (await notices(store), await keys(store, ref)) == ([], [])
    names = set()
    for payload, edits in (("a notice", False), ("an edit", True)):
        (part,) = await claimed(store)
        assert (part.payload, part.parts, part.post) == (payload, 1, post)
        assert part.at_once == AtOnce(one.notice.number, 12, edits=edits)
        names.add(part.name)
        sent = DeliveryDecision(state=PartState.SENT, messages=() if edits else (13,))
        await store.settle_parts({part.id: sent}, NOW)
    assert len(names) == 2
    kept = await store.sent(ref, 13)
    assert kept is not None
    assert kept.digest is None
    assert await claimed(store) == []


async def test_nobody_else_hears_of_it(store: Store) -> None:
    """Not who was not told or waits for a digest, is silent, or has something on its way."""
    await told(store, GROUP, Updates.IMPORTANT)
    await follow(store, ChatRef("telegram", "3"), updates=Updates.AT_ONCE)
    await told(store, HERE)
    await replaced(store, withdrawn=True)
    assert [one.chat.ref for one in await notices(store)] == [HERE]
    assert await store.due_notices(["discord"], 10) == []
    chat = (await chats(store))[HERE].chat
    await store.save_chat(replace(chat, settings=replace(chat.settings, paused=True)))
    assert await notices(store) == []
    await store.save_chat(chat)
    await store.set_absence(HERE, "blocked")
    assert await notices(store) == []
    await store.set_absence(HERE, "")
    again = (await chats(store))[HERE]
    await store.take_turns([turn(again, "a", day=LATER)], NOW)
    assert await notices(store) == [], "the digest is on its way"


async def test_a_look_at_nothing_costs_the_same_however_many_chats_wait(
    sqlite: TableStore,
) -> None:
    """It is looked every few seconds, and mostly there is nothing to tell."""

    def steps(database: Database) -> int:
        assert isinstance(database, SQLiteDatabase)
        counted: list[None] = []
        database.conn.set_progress_handler(lambda: counted.append(None), 1)
        found = notice_rows.due(database, ["telegram"], 10)
        database.conn.set_progress_handler(None, 1)
        assert found == []
        return len(counted)

    await told(sqlite, HERE)
    await replaced(sqlite, withdrawn=True)
    assert await queued(sqlite) == 1
    taken = []
    for first, last in ((2, 6), (6, 60)):
        for number in range(first, last):
            await follow(sqlite, ChatRef("telegram", str(number)), updates=Updates.AT_ONCE)
        taken.append(await sqlite._reader.run(steps))
    assert taken[1] < 2 * taken[0]


async def test_small_things_wait_for_a_digest(store: Store) -> None:
    """Also where all is told that becomes of a paper."""
    await told(store, HERE, Updates.ALL_AT_ONCE)
    await replaced(store)
    assert await notices(store) == []
    await replaced(store, day=LATER + timedelta(days=1), withdrawn=True)
    assert [one.notice.update.key for one in await notices(store)] == ["withdrawn 1"]
    assert await queued(store) == 1
    assert await keys(store) == [f"replaced {LATER}"]


async def test_a_digest_in_the_making_does_not_tell_it_too(store: Store) -> None:
    """Nor is told at once what a digest has told meanwhile; it knows what was told with it."""
    await told(store, HERE)
    await replaced(store, withdrawn=True)
    making = (await chats(store))[HERE]
    (late,) = await notices(store)
    assert await queued(store) == 1
    planned = replace(
        turn(making, "b", day=LATER), notices=done_with(making.notices, Updates.AT_ONCE)
    )
    assert await store.take_turns([planned], NOW) == 0
    (part,) = await claimed(store)
    sent = DeliveryDecision(state=PartState.SENT, messages=(13,))
    await store.settle_parts({part.id: sent}, NOW)
    await store.save_papers([a_paper(BASE, 2, withdrawn=True, checked_at=NOW)])
    await store.save_papers([a_paper(BASE, 3)])
    (back,) = await notices(store)
    assert [one.key for one in back.since] == ["returned 2"]
    assert back.notice.update.key == "returned 2"
    again = (await chats(store))[HERE]
    planned = replace(
        turn(again, f"{BASE}", day=LATER), notices=done_with(again.notices, Updates.AT_ONCE)
    )
    assert await store.take_turns([planned], NOW) == 1
    ready = [ReadyNotice(one, '["a notice"]') for one in (late, back)]
    assert await store.queue_notices(ready, NOW) == 0


async def test_one_that_is_never_sent_is_told_later(store: Store) -> None:
    """And takes nothing back of what the chat was told; one that may have arrived is not."""
    await told(store, HERE)
    covered = (await chats(store))[HERE].covered
    await replaced(store, withdrawn=True)
    assert await queued(store, "an edit") == 1
    assert await store.expire_stale(NOW + timedelta(days=1)) == 2
    assert len(await notices(store)) == 1
    assert (await chats(store))[HERE].covered == covered
    assert await queued(store) == 1
    (part,) = await claimed(store)
    await store.begin_parts([part.id], NOW)
    assert await store.recover_parts("telegram", NOW, 0.0) == 1
    assert (await notices(store), await keys(store)) == ([], [])
    assert [day for _, day, _, _ in await store.unknown_parts(5)] == [NOW.date()]


async def test_it_ends_with_the_chat(store: Store) -> None:
    """Where the chat is gone, nothing is sent to it, and the notice waits for it to come back."""
    await told(store, HERE)
    await replaced(store, withdrawn=True)
    assert await queued(store, "an edit") == 1
    (part,) = await claimed(store)
    await store.settle_parts({part.id: replace(GONE, absent=HERE)}, NOW)
    await store.forget_chat(HERE)
    assert await claimed(store) == []
    assert (await store.traces(HERE))["digests"] == []


async def test_a_clock_that_was_ahead_does_not_make_it_a_digest(store: Store) -> None:
    """Whose day is a turn's; the chat gets its digest of the day all the same."""
    await told(store, HERE)
    await replaced(store, withdrawn=True)
    await store.note_clock(NOW + timedelta(days=9), LATER)
    ready = [ReadyNotice(one, '["a notice"]') for one in await notices(store)]
    assert await store.queue_notices(ready, NOW + timedelta(days=9)) == 1
    assert await store.note_clock(NOW, LATER)
    chat = (await chats(store))[HERE]
    assert chat.last == DAY
    assert [one.payload for one in await claimed(store)] == ["a notice"]

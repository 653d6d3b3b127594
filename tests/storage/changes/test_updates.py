"""What became of papers: each chat that was told of one hears of it, once, and nobody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from domain.chats import ChatRef, ChatSettings, Updates
from domain.deliveries import DeliveryDecision, PartState, ScheduledChat
from domain.metadata.updates import done_with
from domain.papers import AnnouncementKind, MetadataOrigin
from domain.ports import Store
from storage import TableStore
from storage.database import Database
from storage.retention_rules import TOLD
from storage.sqlite.connections import SQLiteDatabase
from tests.storage.invented import a_batch, a_paper
from tests.storage.queueing import DAY, GROUP, HERE, NOW, claimed, due, follow, turn

BASE = "3103.00001"
ALL: dict[str, Any] = {"updates": Updates.ALL}
LISTING = MetadataOrigin.LISTING
LATER = DAY + timedelta(days=3)


async def tell(store: Store, *bases: str, day: date = DAY) -> None:
    """A digest with some papers for every chat that is due."""
    for chat in await due(store, NOW + timedelta(days=40)):
        await store.take_turns([turn(chat, "a", day=day, seen=bases)], NOW)


async def told_paper(store: Store, ref: ChatRef = HERE, **chat_settings: Any) -> None:
    """A chat that was told of a paper."""
    await store.save_papers([a_paper(BASE)])
    await follow(store, ref, **chat_settings)
    await tell(store, BASE)


async def replaced(store: Store, day: date = LATER, **changes: Any) -> None:
    """A listing that shows a new version."""
    batch = a_batch(BASE, day=day, kind=AnnouncementKind.REPLACE)
    await store.save_batch(batch, [a_paper(BASE, **changes)])


async def chats(store: Store) -> dict[ChatRef, ScheduledChat]:
    """All that are due some day."""
    return {chat.chat.ref: chat for chat in await due(store, NOW + timedelta(days=40))}


async def keys(store: Store, ref: ChatRef = HERE) -> list[str]:
    """What a chat is to be told."""
    return [notice.update.key for notice in (await chats(store))[ref].notices]


async def test_a_withdrawal_is_told_with_the_next_digest(store: Store) -> None:
    """With the words of its comment; once, whatever is read again; unless no digest comes of it."""
    await told_paper(store)
    assert await keys(store) == []
    await replaced(store, withdrawn=True, comment="Withdrawn: Table 1 is wrong")
    await replaced(store, withdrawn=True, comment="Withdrawn: Table 1 is wrong")
    chat = (await chats(store))[HERE]
    (notice,) = chat.notices
    assert notice.update.words == "Withdrawn: Table 1 is wrong"
    notices = done_with(chat.notices, Updates.IMPORTANT)
    silent = replace(turn(chat), notices=notices)
    await store.take_turns([silent], NOW)
    assert await keys(store) == ["withdrawn 1"]
    again = (await chats(store))[HERE]
    spoken = replace(turn(again, "b", day=LATER), notices=notices)
    assert await store.take_turns([spoken], NOW) == 1
    assert await keys(store) == []
    await replaced(store, withdrawn=True, comment="Withdrawn: Table 1 is wrong")
    assert await keys(store) == []


async def test_a_digest_that_is_never_sent_has_told_nothing(store: Store) -> None:
    """The next one does; of a paper that the chat counts as told no longer, none."""
    await told_paper(store)
    (part,) = await claimed(store)
    await store.settle_parts({part.id: DeliveryDecision(state=PartState.SENT)}, NOW)
    await replaced(store, withdrawn=True)
    chat = (await chats(store))[HERE]
    await store.take_turns(
        [replace(turn(chat, "b", day=LATER), notices=done_with(chat.notices, Updates.ALL))], NOW
    )
    assert await keys(store) == []
    assert await store.expire_stale(NOW + timedelta(days=1)) == 1
    assert await keys(store) == ["withdrawn 1"]


async def test_who_is_told_later_hears_of_nothing_old(store: Store) -> None:
    """And who was never told, of nothing."""
    await told_paper(store, **ALL)
    await follow(store, GROUP, **ALL)
    await replaced(store)
    await store.save_papers([a_paper(BASE, 2, journal_ref="J. Rivers 3 (2031) 14")])
    published = "published jrivers3203114"
    assert await keys(store) == [f"replaced {LATER}", published]
    assert await keys(store, GROUP) == []
    group = (await chats(store))[GROUP]
    await store.take_turns([turn(group, "a", day=LATER, seen=(BASE,))], NOW)
    assert await keys(store, GROUP) == []
    await replaced(store, day=LATER)
    assert await keys(store, GROUP) == []
    await replaced(store, day=LATER + timedelta(days=1))
    assert await keys(store, GROUP) == [f"replaced {LATER + timedelta(days=1)}"]


async def test_small_things_are_told_to_whom_that_is_wished(store: Store) -> None:
    """By the setting at that time: who wishes for all later is not told what was before."""
    for number, updates in enumerate(Updates):
        await told_paper(store, ChatRef("telegram", str(number)), updates=updates)
    await replaced(store)
    await replaced(store, day=LATER + timedelta(days=1), withdrawn=True)
    refs = [ChatRef("telegram", str(number)) for number in range(5)]
    found = [await keys(store, ref) for ref in refs]
    both, important = [f"replaced {LATER}", "withdrawn 1"], ["withdrawn 1"]
    assert found == [both, both, important, important, []]
    chat = (await chats(store))[refs[2]].chat
    await store.save_chat(replace(chat, settings=ChatSettings(updates=Updates.ALL)))
    assert await keys(store, chat.ref) == ["withdrawn 1"]


async def test_a_paper_comes_back(store: Store) -> None:
    """Which a listing tells or a later version; not an API that is behind."""
    await told_paper(store)
    await replaced(store, withdrawn=True)
    await store.save_papers([a_paper(BASE, 1)])
    assert await keys(store) == ["withdrawn 1"]
    await store.save_papers([a_paper(BASE, 2, withdrawn=True)])
    await store.save_papers([a_paper(BASE, 3)])
    assert await keys(store) == ["withdrawn 1", "returned 2"]
    await replaced(store, day=LATER + timedelta(days=4), withdrawn=True, version=3)
    assert await keys(store) == ["withdrawn 1", "returned 2", "withdrawn 3"]


@pytest.mark.parametrize(("days", "returned"), [(-9, []), (1, ["returned 2"])])
async def test_a_paper_comes_back_as_the_first_version_that_is_seen(
    store: Store, days: int, returned: list[str]
) -> None:
    """By when it was submitted, where a listing alone told of the withdrawal."""
    await store.save_papers([a_paper(BASE, None, origin=LISTING)])
    await follow(store)
    await tell(store, BASE)
    batch = a_batch(BASE, day=LATER, kind=AnnouncementKind.REPLACE)
    await store.save_batch(batch, [a_paper(BASE, None, origin=LISTING, withdrawn=True)])
    submitted = datetime.combine(LATER, time(1), UTC) + timedelta(days=days)
    await store.save_papers([a_paper(BASE, 3, updated=submitted)])
    assert await keys(store) == ["withdrawn 1", *returned]


async def test_an_api_that_is_behind_brings_no_paper_back(store: Store) -> None:
    """With a version that is new to us, but came before the withdrawal."""
    await told_paper(store)
    await replaced(store, withdrawn=True)
    before = datetime.combine(LATER, time(1), UTC) - timedelta(days=1)
    await store.save_papers([a_paper(BASE, 2, updated=before)])
    assert await keys(store) == ["withdrawn 1"]
    gone = a_paper(BASE, 3, updated=before, withdrawn=True, checked_at=NOW)
    await store.save_papers([gone])
    await store.save_papers([a_paper(BASE, 4, updated=before)])
    assert await keys(store) == ["withdrawn 1", "returned 2"]


@pytest.mark.parametrize(
    ("first", "then", "told"),
    [
        ({"journal_ref": "J. Rivers 3 (2031)"}, {"doi": "10.1/3"}, "published jrivers32031"),
        ({"doi": "10.1/3"}, {"journal_ref": "J. Rivers 3 (2031)"}, "published 10.1/3"),
        ({"doi": "10.1/3"}, {"doi": "10.1/4"}, "published 10.1/3"),
        (
            {"comment": "Accepted at ICML'31"},
            {"comment": "Accepted to the International Conference on Machine Learning 2031"},
            "accepted icml31",
        ),
        (
            {"comment": "Accepted at ICML 2031"},
            {"comment": "To appear in PMLR"},
            "accepted icml2031",
        ),
    ],
)
async def test_one_event_is_told_once(
    store: Store, first: dict[str, Any], then: dict[str, Any], told: str
) -> None:
    """Whatever it is called later; what is of another year is another event."""
    await told_paper(store, **ALL)
    await store.save_papers([a_paper(BASE, **first)])
    await store.save_papers([a_paper(BASE, **(first | then))])
    assert await keys(store) == [told]
    await store.save_papers([a_paper(BASE, **(first | {"comment": "Accepted at ACL 2033"}))])
    assert await keys(store) == [told, "accepted acl2033"]


async def test_what_was_so_all_the_time_is_no_news(store: Store) -> None:
    """A listing tells no DOI; what the API says first was so when the paper was told."""
    await store.save_papers([a_paper(BASE, None, origin=LISTING)])
    await follow(store, **ALL)
    await tell(store, BASE)
    await store.save_papers([a_paper(BASE, 1, doi="10.1000/3", journal_ref="J. Rivers 3")])
    assert await keys(store) == []
    await store.save_papers([a_paper(BASE, 1, doi="10.1000/3", journal_ref="J. Rivers 3 (2031)")])
    assert await keys(store) == []


async def test_told_papers_are_asked_for_in_turn(store: Store) -> None:
    """Those first that were asked for longest ago; others are none of them."""
    bases = [f"3103.0000{number}" for number in range(1, 4)]
    asked = (NOW, None, NOW - timedelta(days=1))
    papers = [a_paper(b, checked_at=at) for b, at in zip(bases, asked, strict=True)]
    await store.save_papers([*papers, a_paper("3103.00009")])
    assert await store.told_longest_ago(5) == []
    await follow(store)
    await tell(store, *bases)
    order = [bases[1], bases[2], bases[0]]
    assert [paper.base for paper in await store.told_longest_ago(5)] == order
    assert [paper.base for paper in await store.told_longest_ago(2)] == order[:2]


async def test_it_is_forgotten_with_the_chat_and_after_400_days(store: Store) -> None:
    """And is among what an export tells."""
    await told_paper(store)
    await told_paper(store, GROUP)
    await replaced(store, withdrawn=True)
    assert len((await store.traces(HERE))["notices"]) == 1
    await store.move_chat(GROUP.platform, GROUP.chat_id, "-6")
    assert await keys(store, ChatRef("telegram", "-6")) == ["withdrawn 1"]
    await store.forget_chat(HERE)
    assert (await store.traces(HERE))["notices"] == []
    await store.tidy(NOW + TOLD - timedelta(days=2))
    assert await keys(store, ChatRef("telegram", "-6")) == ["withdrawn 1"]
    await store.tidy(NOW + TOLD + timedelta(days=2))
    assert await keys(store, ChatRef("telegram", "-6")) == []


async def test_what_many_are_told_is_looked_up_once(sqlite: TableStore) -> None:
    """In a transaction that plans for many chats; each is told what becomes of it all the same."""
    refs = [ChatRef("telegram", str(number)) for number in range(1, 6)]
    await sqlite.save_papers([a_paper(BASE)])
    for ref in refs:
        await follow(sqlite, ref)
    planned = [
        turn(chat, "a", seen=(BASE,)) for chat in await due(sqlite, NOW + timedelta(days=40))
    ]
    asked: list[str] = []

    def traced(database: Database) -> None:
        assert isinstance(database, SQLiteDatabase)
        database.conn.set_trace_callback(asked.append)

    await sqlite._writer.run(traced)
    assert await sqlite.take_turns(planned, NOW) == len(refs)
    assert sum("told_papers" in statement for statement in asked) == 2
    assert sum("FROM papers" in statement for statement in asked) == 1
    await replaced(sqlite, withdrawn=True)
    assert [await keys(sqlite, ref) for ref in refs] == [["withdrawn 1"]] * len(refs)


@pytest.mark.parametrize(
    ("before", "key"),
    [("Code will be released", "code promised"), ("9 pages", "code")],
)
async def test_a_promise_of_code_is_remembered(store: Store, before: str, key: str) -> None:
    """Even where a version between says nothing of it; what came without one is just code."""
    await store.save_papers([a_paper(BASE, comment=before)])
    await follow(store, HERE, **ALL)
    await tell(store, BASE)
    await store.save_papers([a_paper(BASE, comment="10 pages")])
    await store.save_papers([a_paper(BASE, comment="https://github.com/ada/lamps")])
    assert await keys(store) == [key]

"""What the outbox promises: whatever was begun is known, and nothing is kept for nothing."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from domain.chats import ChatRef
from domain.deliveries import DeliveryDecision, OutboxFigures, OutboxPart, PartState
from domain.ports import Store
from storage import TableStore
from storage.sqlite.driver import sqlite3
from tests.storage.queueing import (
    DAY,
    GROUP,
    HERE,
    NOW,
    SENT,
    claim,
    claimed,
    due,
    figures_of,
    follow,
    plan,
    turn,
)


async def test_what_may_have_begun_is_never_folded(store: Store) -> None:
    """Discord may have it already: the same papers with the next digest would come twice."""
    await follow(store)
    await plan(store, "a", "b", seen=("1",))
    (part,) = await claimed(store)
    later = NOW + timedelta(hours=13)
    assert await store.expire_stale(later) == 0, "a process has it in hand"
    await store.begin_parts([part.id], NOW)
    assert await store.expire_stale(later) == 0, "it is on its way"
    again = DeliveryDecision(state=PartState.QUEUED, due=NOW, reason="no answer")
    await store.settle_parts({part.id: again}, NOW)
    assert await store.expire_stale(later) == 0, "it may have arrived"
    assert await store.seen({HERE: ["1"]}) == {HERE: frozenset({"1"})}
    (same,) = await claimed(store, later)
    assert (same.payload, same.first_tried) == ("a", NOW)


@pytest.mark.parametrize("state", [PartState.SENT, PartState.UNKNOWN, PartState.REFUSED])
async def test_a_digest_of_which_a_part_is_settled_is_never_folded(
    store: Store, state: PartState
) -> None:
    """Its other parts follow, however late."""
    await follow(store)
    await plan(store, "a", "b", seen=("1",))
    (part,) = await claimed(store)
    await store.settle_parts({part.id: DeliveryDecision(state=state)}, NOW)
    assert await store.expire_stale(NOW + timedelta(days=2)) == 0
    assert [part.payload for part in await claimed(store)] == ["b"]


async def test_folding_frees_the_digest_behind(store: Store) -> None:
    """The chat gets the next one, and is covered as before the one that was folded."""
    await follow(store)
    (chat,) = await due(store)
    before = replace(chat, covered=date(2024, 3, 6))
    await store.take_turns([turn(before, "old 1", "old 2", seen=("1",))], NOW)
    tomorrow = NOW + timedelta(days=1)
    (chat,) = await due(store, tomorrow)
    await store.take_turns([turn(chat, "new", day=DAY + timedelta(days=1))], tomorrow)
    assert await store.expire_stale(NOW) == 0, "it was planned at this moment, not before"
    assert await store.expire_stale(tomorrow - timedelta(hours=1)) == 1
    (chat,) = await due(store, NOW + timedelta(days=2))
    assert chat.covered == date(2024, 3, 6)
    assert [part.payload for part in await claimed(store, tomorrow)] == ["new"]


async def test_what_was_sent_is_not_kept(sqlite: TableStore, tmp_path: Path) -> None:
    """A part that arrived lets go of its message; one that others wait for stays."""
    await follow(sqlite)
    await follow(sqlite, GROUP)
    first, second = await due(sqlite)
    turns = [turn(first, "shared", "only here"), turn(second, "shared")]
    await sqlite.take_turns(turns, NOW)
    one, other = await claimed(sqlite)
    await sqlite.settle_parts({one.id: SENT}, NOW)
    await sqlite.tidy(NOW)
    assert kept_messages(tmp_path) == {"shared", "only here"}
    await sqlite.settle_parts({other.id: SENT}, NOW)
    await sqlite.tidy(NOW)
    assert kept_messages(tmp_path) == {"only here"}
    (last,) = await claimed(sqlite)
    await sqlite.settle_parts({last.id: SENT}, NOW)
    await sqlite.tidy(NOW)
    assert kept_messages(tmp_path) == set()


def kept_messages(folder: Path) -> set[str]:
    """The texts of messages that the database holds."""
    with closing(sqlite3.connect(folder / "papercrier.db")) as database:
        return {body for (body,) in database.execute("SELECT body FROM payloads")}


async def test_papers_told_are_remembered_for_400_days(store: Store) -> None:
    """A cross-list a year later is not news to a chat; a little after that it is forgotten."""
    await follow(store)
    await plan(store, "a", seen=("1",))
    await store.settle_parts({(await claimed(store))[0].id: SENT}, NOW)
    for moment in (NOW, NOW - timedelta(days=10_000)):  # a clock that is wrong for a moment
        await store.note_clock(moment, moment.date())
    for days in (31, 366, 400):
        await store.tidy(NOW + timedelta(days=days))
        assert await store.seen({HERE: ["1"]}) == {HERE: frozenset({"1"})}, days
    midnight = NOW.replace(hour=0)
    await store.tidy(midnight + timedelta(days=401) - timedelta(seconds=1))
    assert await store.delivered_papers(HERE) == [("1", DAY)]
    await store.tidy(midnight + timedelta(days=401))
    assert await store.seen({HERE: ["1"]}) == {HERE: frozenset()}


async def test_old_digests_with_open_parts_stay(store: Store) -> None:
    """Until they are settled, however old; what is a month old to the second stays too."""
    await follow(store)
    await plan(store, "a", "b")
    await store.tidy(NOW + timedelta(days=45))
    (part,) = await claimed(store)
    await store.settle_parts({part.id: DeliveryDecision(state=PartState.REFUSED)}, NOW)
    (part,) = await claimed(store)
    await store.settle_parts({part.id: DeliveryDecision(state=PartState.UNKNOWN)}, NOW)
    await store.tidy(NOW + timedelta(days=30))
    assert len(await store.unknown_parts(10)) == 2
    await store.tidy(NOW + timedelta(days=30, seconds=1))
    assert await store.unknown_parts(10) == []


async def test_how_matters_stand(store: Store) -> None:
    """What waits and since when, and by outcome what became of all there ever were."""
    assert await store.outbox_figures() == []
    await follow(store)
    await follow(store, GROUP)
    first, second = await due(store)
    later = NOW + timedelta(minutes=5)
    await store.take_turns([turn(first, "a", "b", "c", "d")], NOW)
    await store.take_turns([turn(second, "e")], later)
    outcomes = [
        DeliveryDecision(state=PartState.SENT, is_plain=True),
        DeliveryDecision(state=PartState.REFUSED),
        DeliveryDecision(state=PartState.QUEUED, due=later, limited=True, unsent=True),
    ]
    for outcome in outcomes:
        (part,) = await claimed(store)
        await store.begin_parts([part.id], NOW)
        assert (await figures_of(store)).oldest == NOW
        await store.settle_parts({part.id: outcome}, NOW)
    found = await figures_of(store)
    assert found == OutboxFigures(
        platform="telegram", queued=3, oldest=NOW, sent=1, unknown=0, refused=1, gone=0, plain=1,
        limited=1,
    )  # fmt: skip
    for part in await claimed(store, later):
        state = PartState.GONE if part.chat == GROUP else PartState.UNKNOWN
        await store.settle_parts({part.id: DeliveryDecision(state=state)}, later)
    for part in await claimed(store, later):
        await store.settle_parts({part.id: SENT}, later)
    found = await figures_of(store)
    assert (found.queued, found.oldest) == (0, None)
    assert (found.sent, found.unknown, found.gone) == (2, 1, 1)


async def test_what_is_to_be_told_of_troubles(store: Store) -> None:
    """The last ones first, and no more than asked for; what arrived is none."""
    await follow(store)
    await plan(store, "a", "b", "c", "d")
    outcomes = [
        DeliveryDecision(state=PartState.UNKNOWN, reason="no answer"),
        SENT,
        DeliveryDecision(state=PartState.REFUSED, reason="can't parse"),
        DeliveryDecision(state=PartState.UNKNOWN, reason="cut off"),
    ]
    for minute, outcome in enumerate(outcomes):
        (part,) = await claimed(store)
        await store.settle_parts({part.id: outcome}, NOW + timedelta(minutes=minute))
    told = [
        (HERE, DAY, 3, "unknown: cut off"),
        (HERE, DAY, 2, "refused: can't parse"),
        (HERE, DAY, 0, "unknown: no answer"),
    ]
    assert await store.unknown_parts(10) == told
    assert await store.unknown_parts(2) == told[:2]


async def test_a_part_says_all_that_its_platform_needs(store: Store) -> None:
    """Where it goes, which of how many it is, and the post that the part before it made."""
    forum = ChatRef("discord", "77", "5")
    await follow(store, forum)
    (chat,) = await store.due_chats(["discord"], NOW, 100)
    await store.take_turns([turn(chat, "a", "b")], NOW)
    (part,) = await claim(store, NOW, 10, "discord")
    assert part == OutboxPart(id=part.id, chat=forum, slot=DAY, part=0, parts=2, payload="a")
    await store.begin_parts([part.id], NOW)
    await store.settle_parts({part.id: DeliveryDecision(state=PartState.SENT, post="99")}, NOW)
    (part,) = await claim(store, NOW, 10, "discord")
    assert part == OutboxPart(
        id=part.id, chat=forum, slot=DAY, part=1, parts=2, payload="b", post="99"
    )
    assert await claimed(store) == []


async def test_a_part_that_ended_with_its_process_is_settled_then(store: Store) -> None:
    """With the reason; it counts as unknown from then on, and is forgotten a month later."""
    await follow(store)
    await plan(store, "a")
    (part,) = await claimed(store)
    await store.begin_parts([part.id], NOW)
    assert await store.recover_parts("telegram", NOW + timedelta(seconds=120), 120.0) == 1
    told = [(HERE, DAY, 0, "unknown: the process ended while it was being sent")]
    assert await store.unknown_parts(10) == told


async def test_what_is_open_is_not_settled(sqlite: TableStore, tmp_path: Path) -> None:
    """A part put off is no trouble, and stands in no order of them."""
    await follow(sqlite)
    await plan(sqlite, "a")
    (part,) = await claimed(sqlite)
    put_off = DeliveryDecision(state=PartState.QUEUED, due=NOW, unsent=True, reason="wait")
    await sqlite.settle_parts({part.id: put_off}, NOW)
    assert await sqlite.unknown_parts(10) == []
    assert settled_moments(tmp_path) == [None]
    (part,) = await claimed(sqlite)
    await sqlite.settle_parts({part.id: SENT}, NOW)
    assert settled_moments(tmp_path) == [NOW.timestamp()]


def settled_moments(folder: Path) -> list[float | None]:
    """When parts were settled, as the database has it."""
    with closing(sqlite3.connect(folder / "papercrier.db")) as database:
        return [at for (at,) in database.execute("SELECT settled_at FROM outbox ORDER BY id")]


async def test_only_what_is_claimed_begins(store: Store) -> None:
    """What was taken from a process that was slow is not on its way by its word."""
    await follow(store)
    await plan(store, "a")
    (part,) = await claimed(store)
    await store.recover_parts("telegram", NOW, 0.0)
    await store.begin_parts([part.id], NOW)
    await store.settle_parts({part.id: SENT}, NOW)
    (same,) = await claimed(store)
    assert (same.attempts, same.first_tried) == (0, None)


async def test_only_those_asked_for_are_taken(store: Store) -> None:
    """So many, the longest due first; those tried before count among them."""
    refs = [ChatRef("telegram", str(number)) for number in range(1, 6)]
    for minute, ref in enumerate(refs):
        await follow(store, ref)
        (chat,) = await due(store)
        await store.take_turns([turn(chat, f"to {ref.chat_id}")], NOW - timedelta(minutes=minute))
    (tried,) = await claim(store, NOW, 1)
    assert tried.payload == "to 5"
    await store.begin_parts([tried.id], NOW)
    again = DeliveryDecision(
        state=PartState.QUEUED, due=NOW - timedelta(hours=1), reason="no answer"
    )
    await store.settle_parts({tried.id: again}, NOW)
    parts = await claim(store, NOW, 3)
    assert sorted(part.payload for part in parts) == ["to 3", "to 4", "to 5"]
    assert await claim(store, NOW, 0) == []
    assert len(await claim(store, NOW, 9)) == 2


async def test_hastening_leaves_alone_what_is_due(store: Store) -> None:
    """Its order stays; what is under way, and what is settled, is not touched."""
    await follow(store)
    await follow(store, GROUP)
    first, second = await due(store)
    await store.take_turns([turn(first, "early")], NOW - timedelta(minutes=1))
    await store.take_turns([turn(second, "late", "last")], NOW + timedelta(hours=1))
    await store.reset_due(NOW)
    parts = await claimed(store)
    assert [part.payload for part in parts] == ["early", "late"]
    assert (await figures_of(store)).oldest == NOW - timedelta(minutes=1)
    await store.settle_parts({part.id: SENT for part in parts}, NOW)
    assert [part.payload for part in await claimed(store)] == ["last"]


async def test_strikes_are_of_one_chat(store: Store) -> None:
    """Another's are not counted with them, nor forgiven."""
    await follow(store)
    await follow(store, GROUP)
    await store.take_turns([turn(chat, "a", "b") for chat in await due(store)], NOW)
    strike = DeliveryDecision(state=PartState.QUEUED, due=NOW, strike=True, unsent=True)
    mine = {part.chat: part for part in await claimed(store)}
    await store.settle_parts({mine[HERE].id: SENT}, NOW)
    await store.settle_parts({mine[GROUP].id: strike}, NOW)
    mine = {part.chat: part for part in await claimed(store)}
    assert {chat: part.strikes for chat, part in mine.items()} == {HERE: 0, GROUP: 1}
    await store.settle_parts({mine[GROUP].id: strike}, NOW)
    await store.settle_parts({mine[HERE].id: SENT}, NOW)
    assert [part.strikes for part in await claimed(store)] == [2], "another's good luck is no help"


async def test_a_lost_digest_takes_nothing_back_from_others(store: Store) -> None:
    """Not what other chats were told, nor what this one was told before."""
    await follow(store)
    await follow(store, GROUP)
    for chat in await due(store):
        await store.take_turns([turn(chat, "a", seen=("1",))], NOW)
    await store.settle_parts({part.id: SENT for part in await claimed(store)}, NOW)
    tomorrow = NOW + timedelta(days=1)
    for chat in await due(store, tomorrow):
        day = DAY + timedelta(days=1)
        await store.take_turns([turn(chat, "b", "c", day=day, seen=("2",))], tomorrow)
    (mine,) = [part for part in await claimed(store, tomorrow) if part.chat == HERE]
    await store.settle_parts(
        {mine.id: DeliveryDecision(state=PartState.GONE, reason="blocked", absent=HERE)}, tomorrow
    )
    assert await store.seen({HERE: ["1", "2"], GROUP: ["1", "2"]}) == {
        HERE: frozenset({"1"}),
        GROUP: frozenset({"1", "2"}),
    }
    assert len(await due(store, NOW + timedelta(days=2))) == 1, "the other has its next turn"


@pytest.mark.parametrize("deduplicates", [0.0, 120.0])
async def test_a_clock_set_back_after_a_kill_sends_nothing_again(
    store: Store, deduplicates: float
) -> None:
    """What was tried in the future may have arrived, nobody knows how long ago."""
    await follow(store)
    await plan(store, "a", "b")
    (part,) = await claimed(store)
    await store.begin_parts([part.id], NOW)
    before = NOW - timedelta(seconds=1)
    assert await store.recover_parts("telegram", before, deduplicates) == 1
    assert [one.payload for one in await claimed(store)] == ["b"]


@pytest.mark.parametrize(("seconds", "unknown"), [(0, 0), (0.5, 0), (119, 0), (120, 1)])
async def test_what_is_known_again_is_queued_again(
    store: Store, seconds: float, unknown: int
) -> None:
    """From the moment of the try on, as long as the platform knows it."""
    await follow(store)
    await plan(store, "a")
    (part,) = await claimed(store)
    await store.begin_parts([part.id], NOW)
    later = NOW + timedelta(seconds=seconds)
    assert await store.recover_parts("telegram", later, 120.0) == unknown
    assert len(await claimed(store, later)) == 1 - unknown


@pytest.mark.parametrize("begun", [False, True])
async def test_folding_leaves_alone_what_is_in_hand(store: Store, *, begun: bool) -> None:
    """A later digest of the same chat is folded; the part in hand stays so, and goes first."""
    await follow(store)
    for number in range(3):
        day = timedelta(days=number)
        (chat,) = await due(store, NOW + day)
        await store.take_turns([turn(chat, f"digest {number}", day=DAY + day)], NOW + day)
        if not number:
            (first,) = await claimed(store)
            if begun:
                await store.begin_parts([first.id], NOW)
    later = NOW + timedelta(days=9)
    assert await store.expire_stale(NOW + timedelta(days=1, hours=1)) == 1
    assert await claimed(store, later) == []
    await store.settle_parts({first.id: SENT}, later)
    assert [part.payload for part in await claimed(store, later)] == ["digest 2"]


async def test_what_is_on_its_way_is_open(store: Store) -> None:
    """It counts as waiting, and its digest is not forgotten, however old."""
    await follow(store)
    await plan(store, "a")
    (part,) = await claimed(store)
    await store.begin_parts([part.id], NOW)
    await store.tidy(NOW + timedelta(days=60))
    found = await figures_of(store)
    assert (found.queued, found.oldest) == (1, NOW)
    await store.settle_parts({part.id: DeliveryDecision(state=PartState.UNKNOWN)}, NOW)
    assert len(await store.unknown_parts(10)) == 1


async def test_papers_of_which_a_message_may_have_arrived_stay_told(store: Store) -> None:
    """Where the chat is gone before the rest of the digest."""
    await follow(store)
    await plan(store, "a", "b", seen=("1",))
    (part,) = await claimed(store)
    await store.settle_parts({part.id: DeliveryDecision(state=PartState.UNKNOWN)}, NOW)
    (part,) = await claimed(store)
    await store.settle_parts({part.id: DeliveryDecision(state=PartState.GONE, absent=HERE)}, NOW)
    assert await store.delivered_papers(HERE) == [("1", DAY)]

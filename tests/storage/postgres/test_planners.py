"""Several processes plan the chats of one database: each a share of them, and no chat twice."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import psycopg

from bot.plan_parts import PlanParts
from domain.chats import ChatRef
from domain.concurrency.processes import PART_NAMES, PARTS, PLAN, TOGETHER, WORK, News, part_of
from domain.papers import BatchState
from scheduler.share import Share
from storage import TableStore
from storage.database import Database
from storage.places import PostgresPlace
from storage.postgres.membership import Membership
from tests.fakes.clock import SettableClock
from tests.patience import PATIENCE
from tests.scheduler.stage import FRIDAY, ONE, THURSDAY, WAVES, Stage, paper
from tests.storage.postgres.server import emptied
from tests.storage.postgres.test_serving import PASSED, Frozen, joined, store_of

MORNING = f"{FRIDAY}T08:00"
BLOCKS = 12


@asynccontextmanager
async def processes(
    place: PostgresPlace, *kinds: type[Membership] | None
) -> AsyncIterator[list[TableStore]]:
    """The stores of some that are at work on an empty database."""
    first = store_of(place, joined(place))
    await first._writer.run(emptied)
    await first.close()
    stores = [store_of(place, joined(place, kind or Membership, seconds=60.0)) for kind in kinds]
    try:
        yield stores
    finally:
        for store in stores:
            await store.close()


async def shares(*stores: TableStore) -> list[frozenset[str]]:
    """What each has, after each has looked twice."""
    for store in stores:
        await store.share_leases(PLAN, PART_NAMES)
    return [await store.share_leases(PLAN, PART_NAMES) for store in stores]


async def test_as_many_parts_for_each(lasting: PostgresPlace) -> None:
    """Whoever comes is given some by the others, and what somebody had who goes, the rest have."""
    async with processes(lasting, None, None, None) as (one, other, third):
        assert await shares(one) == [frozenset(PART_NAMES)]
        heard = threading.Event()
        one.hear(heard.set, News.PROCESSES)
        assert await other.share_leases(PLAN, PART_NAMES) == frozenset()
        assert await asyncio.to_thread(heard.wait, PATIENCE)
        both = await shares(one, other)
        assert [len(each) for each in both] == [8, 8]
        three = await shares(one, other, third)
        assert sorted(len(each) for each in three) == [5, 5, 6]
        assert len(frozenset().union(*three)) == PARTS
        await third.leave_group(PLAN, PART_NAMES)
        again = await shares(one, other)
        assert [len(each) for each in again] == [8, 8]
        assert three[0] < again[0]
        (first, _, last) = await one.processes()
        assert (first.parts(), last.parts(), first.alone()) == (8, 0, [])


async def test_parts_of_the_dead_are_planned_by_the_others(lasting: PostgresPlace) -> None:
    """Without anybody being asked; and whoever stops lets the others have its parts at once."""
    async with processes(lasting, Frozen, None) as (frozen, other):
        assert await shares(frozen) == [frozenset(PART_NAMES)]
        beside, ends = PlanParts(other, lambda: False, look=0.1), asyncio.Event()
        planning = asyncio.create_task(beside.during(_until(ends)))
        await _has(beside, 0, other)
        assert len(await frozen.share_leases(PLAN, PART_NAMES)) == PARTS // 2
        await _has(beside, PARTS // 2, other)
        with psycopg.connect(lasting.url, autocommit=True) as connection:
            number = frozen.standing().process
            connection.execute(f"{PASSED} WHERE process = {number}".encode())
        await _has(beside, PARTS, other)
        ends.set()
        await planning
        assert not beside.parts()
        assert [each.parts() for each in await other.processes()] == [0]


def _until(event: asyncio.Event) -> Callable[[], Awaitable[None]]:
    async def work() -> None:
        await event.wait()

    return work


async def _has(sharing: PlanParts, count: int, store: TableStore) -> None:
    """Wait until a process has asked for a share, and has so many parts."""
    async with asyncio.timeout(PATIENCE):
        while True:
            me = store.standing().process
            own = next((one for one in await store.processes() if one.number == me), None)
            if own and f"{PLAN}/by {me}" in dict(own.holds) and len(sharing.parts()) == count:
                return
            await asyncio.sleep(0.02)


async def test_who_reads_announcements_is_looked_up(lasting: PostgresPlace) -> None:
    """A process that has just begun knows for how long another has been reading them."""
    async with processes(lasting, None, None) as (one, other):
        sharing = PlanParts(other, lambda: False)
        assert await sharing.reading_for() == timedelta(0)
        await one.take_leases([WORK])
        await one._writer.run(
            lambda database: database.execute(
                "UPDATE leases SET since = since - interval '2 hours'"
            )
        )
        assert timedelta(hours=2) <= await sharing.reading_for() < timedelta(hours=3)


class Some(Share):
    """Parts that a test gives."""

    def __init__(self, parts: Collection[int]) -> None:
        self.own = frozenset(parts)

    def parts(self) -> Collection[int]:
        """Those."""
        return self.own

    def leads(self) -> bool:
        """Nobody tidies."""
        return False

    async def reading_for(self) -> timedelta:
        """Long since."""
        return timedelta(days=1)

    async def during(self, work: Callable[[], Awaitable[None]]) -> None:
        """For ever."""
        await work()


GRAPHS = "cat:cs.CV graphs"
TWO = "2403.10002"


async def spread(stage: Stage) -> list[ChatRef]:
    """Two chats of each of some parts, of which each follows something else."""
    refs: list[ChatRef] = []
    for block in range(BLOCKS):
        await stage.store._writer.run(_numbered, TOGETHER * block + 1)
        for topic in (WAVES, GRAPHS):
            refs.append(ChatRef("telegram", str(1 + len(refs))))
            await stage.chat(refs[-1], topic)
    return refs


def _numbered(database: Database, number: int) -> None:
    """Have the chats to come numbers from one on."""
    told = "SELECT setval(pg_get_serial_sequence('chats', 'id'), ?)"
    database.execute(told, [number]).fetchone()


def stages(stores: Collection[TableStore], *parts: Collection[int]) -> list[Stage]:
    """Processes that each plan some parts of the chats, under one clock."""
    clock = SettableClock(f"{FRIDAY}T05:00")
    return [Stage(store, clock, Some(each)) for store, each in zip(stores, parts, strict=True)]


async def digests(store: TableStore) -> Counter[tuple[int, str]]:
    """How many digests each chat has for each day, by what is to be sent."""
    rows = await store._writer.run(
        lambda database: database.execute(
            "SELECT chat, slot FROM outbox JOIN digests ON digests.id = digest"
        ).fetchall()
    )
    return Counter((chat, slot) for chat, slot in rows)


async def planned(store: TableStore, refs: Collection[ChatRef], *every: Stage) -> None:
    """See that each chat has its digest of the day, once, and that it tells its own papers."""
    found = await digests(store)
    assert len(found) == len(refs)
    assert set(found.values()) == {1}
    assert {slot for _, slot in found} == {FRIDAY}
    told = {int(sent.part.chat.chat_id): sent.papers for each in every for sent in each.sent}
    assert told == {1 + one: {TWO if one % 2 else ONE} for one in range(len(refs))}


async def test_each_plans_its_own_chats_and_all_are_planned(lasting: PostgresPlace) -> None:
    """Three at the same time; none begins with what is another's."""
    thirds = [range(PARTS)[start::3] for start in range(3)]
    async with processes(lasting, None, None, None) as stores:
        every = stages(stores, *thirds)
        await every[0].announce(THURSDAY, paper("2403.10000"))
        await every[0].announce(FRIDAY, paper(ONE), paper(TWO, about="graphs"))
        refs = await spread(every[0])
        await asyncio.gather(*(stage.look() for stage in every))
        await asyncio.gather(*(stage.look(MORNING) for stage in every))
        for stage, own in zip(every, thirds, strict=True):
            chats = {turn.scheduled.number for _, turn in stage.turns}
            assert chats
            assert {part_of(chat) for chat in chats} <= set(own)
        await planned(stores[0], refs, *every)
        await closed(every)


async def test_who_takes_a_chat_for_its_own_by_mistake_does_not_tell_it_twice(
    lasting: PostgresPlace,
) -> None:
    """As a frozen process does, or one of an older version that knows no parts."""
    async with processes(lasting, None, None, None) as stores:
        every = stages(stores, range(PARTS), range(PARTS), range(0, PARTS, 2))
        await every[0].announce(FRIDAY, paper(ONE), paper(TWO, about="graphs"))
        refs = await spread(every[0])
        for moment in ("", MORNING):
            await asyncio.gather(*(stage.look(moment) for stage in every))
        await planned(stores[0], refs, *every)
        await closed(every)


async def test_what_one_that_ends_has_not_planned_the_next_does(lasting: PostgresPlace) -> None:
    """In the middle of a morning, with digests held for an announcement that another took in."""
    async with processes(lasting, None, None) as (one, other):
        first, second = stages((one, other), range(PARTS), ())
        await first.announce(THURSDAY, paper("2403.10000"))
        await first.announce(FRIDAY, state=BatchState.WAITING)
        refs = await spread(first)
        await first.look()
        await first.look(MORNING)
        assert not await digests(one), "it waits for the announcement"
        await second.look()
        # What is announced another process takes in; who held the chats is gone before it knows.
        await second.announce(FRIDAY, paper(ONE), paper(TWO, about="graphs"))
        second.clock.advance(minutes=1)
        second.watch.end_rest()
        await second.look()
        assert not await digests(one), "they are not its chats yet"
        assert isinstance(second.share, Some)
        second.share.own = frozenset(range(PARTS))
        second.clock.advance(minutes=1)
        await second.look()
        await planned(other, refs, first, second)
        await closed([first, second])


async def test_a_page_is_printed_once_for_all(lasting: PostgresPlace) -> None:
    """What one planner has printed the others take, for some minutes."""
    async with processes(lasting, None, None) as (one, other):
        first, second = stages((one, other), range(0, PARTS, 2), range(1, PARTS, 2))
        await first.announce(FRIDAY, paper(ONE), paper(TWO, about="graphs"))
        refs = await spread(first)
        for each in (first, second):
            await each.look()
        await first.look(MORNING)
        with patch.object(second.maker, "put_together", side_effect=AssertionError):
            await second.look()
        await planned(one, refs, first, second)
        names = await one._writer.run(
            lambda database: database.execute("SELECT name FROM pages").fetchall()
        )
        asked = [bytes(name) for (name,) in names]
        now = first.clock.now()
        assert len(await other.printed_pages(asked, now)) == len(asked) == 2
        assert await other.printed_pages(asked, now + timedelta(seconds=1)) == {}
        await closed([first, second])


async def test_a_change_made_by_another_process_is_seen_at_once(lasting: PostgresPlace) -> None:
    """Who moved the time of a digest where it was not due yet."""
    async with processes(lasting, None, None) as (one, other):
        (planner,) = stages((one,), range(PARTS))
        await planner.announce(FRIDAY, paper(ONE), paper(TWO, about="graphs"))
        refs = await spread(planner)
        await planner.look()
        heard = threading.Event()
        one.hear(planner.watch.end_rest, News.TURNS)
        one.hear(heard.set, News.TURNS)
        (beside,) = stages((other,), ())
        await beside.chat(refs[0], time=datetime(2024, 3, 8, 6, tzinfo=UTC).time())
        assert await asyncio.to_thread(heard.wait, PATIENCE)
        await planner.look()
        await planner.look(f"{FRIDAY}T06:30")
        assert len(await digests(one)) == 1
        await closed([planner, beside])


async def closed(every: Collection[Stage]) -> None:
    """End all."""
    for stage in every:
        await stage.watch.close()

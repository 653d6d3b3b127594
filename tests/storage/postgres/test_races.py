"""Two who write at the same time: whatever comes between, it is as if one had come after the other.

One transaction is stopped in its middle, until another is through. At READ COMMITTED those go wrong
that no row's lock keeps right, which is tested too: so it is known that they would be noticed.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from datetime import timedelta
from typing import Any

import pytest
from psycopg import IsolationLevel

from domain.chats import Chat, ChatRef, Subscription
from domain.concurrency.processes import News
from domain.deliveries import DeliveryDecision, OutboxPart, PartState
from storage import TableStore, open_store
from storage.database import Database, Rows
from storage.places import PostgresPlace
from storage.postgres.connections import PostgresThread
from storage.postgres.sets import claims, turns
from storage.rows import chats as chat_rows
from storage.rows import outbox_recovery
from tests.storage.postgres.server import emptied
from tests.storage.queueing import DAY, HERE, NOW, SENT, TOPIC, claimed, due, follow, plan, turn

OTHER = ChatRef("telegram", "2")
TOMORROW = NOW + timedelta(days=1)
PATIENCE = 20.0


class Halting:
    """A database whose transaction waits before a statement, the first time that it comes to it."""

    def __init__(self, before: str) -> None:
        self.before = before
        self.is_there = threading.Event()
        self.may_go_on = threading.Event()
        self.runs = 0

    def doing(self, work: Callable[..., Any]) -> Callable[..., Any]:
        """Work done in such a transaction."""

        def done(database: Database, *args: Any) -> Any:
            self.runs += 1
            self.database = database
            return work(self, *args)

        return done

    @property
    def process(self) -> int:
        """Of whom it is."""
        return self.database.process

    def tell(self, news: News) -> None:
        """Have others told."""
        self.database.tell(news)

    def execute(self, sql: str, parameters: Any = ()) -> Rows:
        """Run a statement, perhaps after waiting."""
        if self.before in sql and not self.is_there.is_set():
            self.is_there.set()
            assert self.may_go_on.wait(PATIENCE)
        return self.database.execute(sql, parameters)

    def executemany(self, sql: str, rows: Any) -> object:
        """Run a statement for each of some rows."""
        return self.database.executemany(sql, rows)


@pytest.fixture(params=[IsolationLevel.SERIALIZABLE, IsolationLevel.READ_COMMITTED])
def isolation(request: pytest.FixtureRequest) -> IsolationLevel:
    """As the store has it, and as it would be wrong."""
    level: IsolationLevel = request.param
    return level


@pytest.fixture
async def both(
    lasting: PostgresPlace, isolation: IsolationLevel
) -> AsyncIterator[tuple[TableStore, TableStore]]:
    """Two stores on one database."""
    stores = open_store(lasting), open_store(lasting)
    await stores[0]._writer.run(emptied)
    for store in stores:
        assert isinstance(store._writer, PostgresThread)
        store._writer._isolation = isolation
    yield stores
    for store in stores:
        await store.close()


AFTERWARDS = "SELECT 'afterwards'"


def and_then_some(work: Callable[..., Any]) -> Callable[..., Any]:
    """Work whose transaction goes on after it."""

    def done(database: Database, *args: Any) -> Any:
        result = work(database, *args)
        database.execute(AFTERWARDS)
        return result

    return done


async def begins(store: TableStore, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
    """Something that is done until it waits for another transaction."""
    begun, deadline = asyncio.create_task(work), time.monotonic() + PATIENCE
    while not await store._for_people.run(is_any_waiting):
        assert time.monotonic() < deadline
        await asyncio.sleep(0.01)
    return begun


def is_any_waiting(database: Database) -> bool:
    """Whether a transaction waits for another, as of now."""
    waits = database.execute(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE wait_event_type = 'Lock' AND datname = current_database()"
    )
    return bool(waits.fetchone()[0])


async def raced(
    halting: Halting, one: TableStore, work: Callable[..., Any], args: Sequence[Any], other: Any
) -> Any:
    """What comes of a transaction in whose middle another thing is done."""
    first = asyncio.ensure_future(one._writer.run(halting.doing(work), *args))
    assert await asyncio.to_thread(halting.is_there.wait, PATIENCE)
    await other
    halting.may_go_on.set()
    return await first


def expect(isolation: IsolationLevel, *, holds: bool) -> None:
    """That it holds, exactly where it must."""
    assert holds is (isolation is IsolationLevel.SERIALIZABLE)


async def test_no_digest_stays_behind(
    both: tuple[TableStore, TableStore], isolation: IsolationLevel
) -> None:
    """One that is queued behind another while that is settled would wait for ever."""
    planner, sender = both
    await follow(planner)
    await plan(planner, "a")
    (part,) = await claimed(sender)
    (chat,) = await due(planner, TOMORROW)
    decided = (turn(chat, "b", day=DAY + timedelta(days=1)),)
    halting = Halting("LEFT JOIN told_papers")
    settled = sender.settle_parts({part.id: SENT}, TOMORROW)
    assert await raced(halting, planner, turns.take, (decided, TOMORROW), settled) == 1
    found = [one.payload for one in await claimed(sender, TOMORROW)]
    expect(isolation, holds=found == ["b"])


async def test_a_part_is_claimed_once(
    both: tuple[TableStore, TableStore], isolation: IsolationLevel
) -> None:
    """Two senders would else both send it; and none waits for what the other is claiming.

    Its rows are locked one by one, so that this holds whatever the isolation is.
    """
    one, other = both
    await follow(one)
    await plan(one, "a")
    theirs: list[OutboxPart] = []

    async def claim() -> None:
        theirs.extend(await other.claim_parts("telegram", NOW, 10))

    halting = Halting(AFTERWARDS)
    work = ("telegram", NOW, 10)
    mine = await raced(halting, one, and_then_some(claims.claim), work, claim())
    assert (len(mine), theirs, halting.runs) == (1, [], 1), isolation


async def test_what_was_recovered_is_not_begun(
    both: tuple[TableStore, TableStore], isolation: IsolationLevel
) -> None:
    """Whoever was taken for dead before may send nothing that another may have by then."""
    one, other = both
    await follow(one)
    await plan(one, "a")
    (part,) = await claimed(one)
    recovered = other.recover_parts("telegram", NOW, 0.0)
    halting, work = Halting("UPDATE outbox"), ([part.id], NOW)
    begun = await raced(halting, one, claims.begin, work, recovered)
    assert (len(begun), len(await claimed(other))) == (0, 1), isolation


async def test_what_was_begun_is_not_sent_again(
    both: tuple[TableStore, TableStore], isolation: IsolationLevel
) -> None:
    """Though whoever takes parts of the dead up has seen it as claimed only."""
    one, other = both
    await follow(one)
    await plan(one, "a")
    (part,) = await claimed(one)
    recovered = begins(one, other.recover_parts("telegram", NOW, 0.0))
    halting, work = Halting(AFTERWARDS), ([part.id], NOW)
    begun = await raced(halting, one, and_then_some(claims.begin), work, recovered)
    assert begun == {part.id}
    await other.recover_parts("telegram", NOW, 0.0)
    expect(isolation, holds=await claimed(other) == [])


async def test_what_was_settled_is_not_sent_again(
    both: tuple[TableStore, TableStore], isolation: IsolationLevel
) -> None:
    """Though somebody had just found that nobody deals with it."""
    one, sender = both
    await follow(one)
    await plan(one, "a")
    (part,) = await claimed(sender)
    halting = Halting("UPDATE outbox SET state = 'queued'")
    work = ("telegram", NOW, 0.0, ())
    settled = sender.settle_parts({part.id: SENT}, NOW)
    await raced(halting, one, outbox_recovery.recover, work, settled)
    expect(isolation, holds=await claimed(one) == [])


async def test_what_was_subscribed_to_is_followed(
    both: tuple[TableStore, TableStore], isolation: IsolationLevel
) -> None:
    """Though the last one who followed the same leaves it at that moment."""
    one, other = both
    await follow(other, OTHER)
    await one.save_chat(Chat(HERE))
    halting = Halting("INSERT INTO subscriptions")
    wanted = (Subscription(HERE, TOPIC, NOW),)
    leaving = other.unsubscribe(OTHER, [TOPIC.label])
    added = await raced(halting, one, chat_rows.subscribe, (wanted,), leaving)
    followed = [each.topic for each in await one.subscriptions(HERE)]
    expect(isolation, holds=(added, followed) == (1, [TOPIC]))


async def test_what_was_taken_back_is_planned_anew(
    both: tuple[TableStore, TableStore], isolation: IsolationLevel
) -> None:
    """A digest to a chat that is gone is taken back, and what was planned meanwhile not kept.

    One row says that, so that it holds whatever the isolation is.
    """
    planner, sender = both
    await follow(planner)
    await plan(planner, "a", seen=("2403.00001",))
    (part,) = await claimed(sender)
    (chat,) = await due(planner, TOMORROW)
    decided = (turn(chat, "b", day=DAY + timedelta(days=1)),)
    halting = Halting("UPDATE schedule")
    gone = sender.settle_parts({part.id: DeliveryDecision(state=PartState.GONE)}, TOMORROW)
    taken = await raced(halting, planner, turns.take, (decided, TOMORROW), gone)
    assert taken == 0, isolation

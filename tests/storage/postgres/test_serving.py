"""Processes at work on a server's database; connections that are lost are made again."""

from __future__ import annotations

import asyncio
import threading
import time
from datetime import timedelta

import psycopg
import pytest
from psycopg import errors

from domain.concurrency.processes import News
from domain.errors import AlreadyServed, StoreError
from storage import TableStore, open_store
from storage.places import PostgresPlace
from storage.postgres.connections import PostgresThread
from storage.postgres.failures import is_gone, told
from storage.postgres.membership import Membership
from storage.postgres.serving import serving
from storage.postgres.sets import FORMS
from storage.retention_rules import Kept
from storage.traces import _FORGOTTEN
from tests.storage.postgres.server import PostgresServer
from tests.storage.postgres.test_doubts import until
from tests.storage.queueing import HERE, NOW, follow

PASSED = "UPDATE heartbeats SET alive_until = now() - interval '1 s'"


class Frozen(Membership):
    """Of a process that is frozen, or was killed: never renewed."""

    def _renew(self) -> None:
        pass


def joined(
    place: PostgresPlace, kind: type[Membership] = Membership, **wishes: float
) -> Membership:
    """A process that is at work."""
    member = kind(place, **({"seconds": 1.6, "every": 0.2} | wishes))  # type: ignore[arg-type]
    member.join()
    return member


def store_of(place: PostgresPlace, member: Membership, patience: float = 5.0) -> TableStore:
    """The store that a process has."""
    threads = [
        PostgresThread(place, writes=writes, patience=patience, guard=member)
        for writes in (True, False, False)
    ]
    return TableStore(
        threads, kept=Kept(), closed=member.leave, is_shared=True, member=member, forms=FORMS
    )


async def test_several_are_at_work(lasting: PostgresPlace) -> None:
    """Each has what no other has; what one leaves another may have at once."""
    elsewhere = PostgresPlace(f"{lasting.url}?options=-ctimezone%3DAsia/Tokyo")
    one, other = (store_of(place, joined(lasting)) for place in (lasting, elsewhere))
    assert await one.take_leases(["work", "polling"]) == {"work", "polling"}
    assert await other.take_leases(["work", "gateway"]) == {"gateway"}
    first, second = await other.processes()
    assert [name for name, _ in first.holds] == ["polling", "work"]
    assert {moment.utcoffset() for moment in (first.since, first.holds[0][1])} == {timedelta(0)}
    assert (first.number, second.number) == (one.standing().process, other.standing().process)
    await other.give_leases_back(["work", "gateway"])
    assert await one.take_leases(["work", "gateway"]) == {"work", "gateway"}
    with pytest.raises(AlreadyServed, match=r"already runs on postgresql://127.*: process \d+ on"):
        Membership(lasting).join(alone=True)
    await one.close()
    assert await other.take_leases(["work", "gateway"]) == {"work", "gateway"}
    beside = open_store(lasting)
    assert await beside.take_leases(["work", "mine"]) == {"mine"}
    await beside.close()
    await other.close()
    assert serving(lasting) is None


async def test_how_many_others_there_are(server: PostgresServer) -> None:
    """Known from the beginning; while the server is away there may be one more."""
    place = server.new_database()
    await open_store(place).close()
    one = joined(place)
    other = joined(place)
    assert other.standing().others == 1
    other.leave()
    until(lambda: not one.standing().others)
    one._place = PostgresPlace("postgresql://127.0.0.1:1/away")
    with psycopg.connect(place.url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    until(lambda: one.standing().others == 1)
    one._place = place
    one.leave()


async def test_what_the_dead_had_is_free(lasting: PostgresPlace) -> None:
    """As soon as they are taken for dead, which they know by their own clock before."""
    dead = joined(lasting, Frozen)
    frozen = store_of(lasting, dead, patience=0.5)
    assert await frozen.take_leases(["work"]) == {"work"}
    other = joined(lasting)
    store = store_of(lasting, other)
    heard = threading.Event()
    store.hear(heard.set, News.PROCESSES)
    assert await store.take_leases(["work"]) == frozenset()
    assert store.standing().is_alive
    while frozen.standing().is_alive:
        assert await asyncio.to_thread(heard.wait, 10)
        heard.clear()
    assert await store.take_leases(["work"]) == {"work"}
    with pytest.raises(StoreError, match="cannot be reached"):
        await frozen.save_note("by", "the frozen one")
    await frozen.close()
    assert [each.number for each in await store.processes()] == [other.number]
    await store.close()


async def test_who_was_taken_for_dead_goes_on_as_another(lasting: PostgresPlace) -> None:
    """What was begun before is not kept; it is done anew, by a process that has nothing yet."""
    frozen = joined(lasting, Frozen, seconds=60.0)
    store = store_of(lasting, frozen)
    assert await store.take_leases(["work"]) == {"work"}
    before, numbers = frozen.number, []
    with psycopg.connect(lasting.url, autocommit=True) as connection:
        connection.execute(PASSED)
        await store.save_note("by", "one that nobody has missed")
        assert frozen.number == before
        connection.execute(PASSED)
        other = joined(lasting)

    def work(database: object) -> None:
        numbers.append(getattr(database, "process", 0))

    await store._writer.run(work)
    assert numbers == [frozen.number]
    assert frozen.number > before
    assert await store.take_leases(["work"]) == {"work"}, "nobody had it meanwhile"
    assert [each.number for each in await store.processes()] == [other.number, frozen.number]
    other.leave()
    await store.close()


async def test_what_was_under_way_is_not_kept_for_the_dead(lasting: PostgresPlace) -> None:
    """A transaction that had looked just before, and stood still while what it wrote went on."""
    frozen = joined(lasting, Frozen, seconds=60.0)
    store = store_of(lasting, frozen)
    numbers: list[int] = []

    def work(database: object) -> frozenset[str]:
        from storage.rows.sharing import leases

        numbers.append(getattr(database, "process", 0))
        if len(numbers) == 1:
            with psycopg.connect(lasting.url, autocommit=True) as connection:
                connection.execute(PASSED)
            others.append(joined(lasting))
        return leases.take(database, ["work"])  # type: ignore[arg-type]

    others: list[Membership] = []
    assert await store._writer.run(work) == {"work"}
    assert numbers == [numbers[0], frozen.number]
    assert numbers[0] < frozen.number
    (lease,) = [each.number for each in await store.processes() if each.holds]
    assert lease == frozen.number
    others[0].leave()
    await store.close()


async def test_after_a_freeze_the_renewal_is_waited_for(lasting: PostgresPlace) -> None:
    """What is asked just then is not refused."""
    member = joined(lasting, seconds=30.0, every=0.3)
    store = store_of(lasting, member)
    member._until = time.monotonic() - 1.0
    assert not member.standing().is_alive
    await store.save_note("by", "the one that was frozen")
    assert member.standing().is_alive
    await store.close()


@pytest.mark.parametrize(
    ("error", "gone"),
    [
        (errors.IdleInTransactionSessionTimeout, True),
        (errors.AdminShutdown, True),
        (errors.QueryCanceled, False),
        (errors.LockNotAvailable, False),
    ],
)
def test_what_a_server_ends_is_told(error: type[psycopg.Error], gone: bool) -> None:
    """Or done again, where the connection is lost; servers are often set to end what is slow."""
    assert is_gone(error()) is gone
    with pytest.raises(StoreError), told(PostgresPlace("postgresql://a/b")):
        raise error()


async def test_a_connection_that_is_lost_is_made_again(postgres: TableStore) -> None:
    """What was to be done is done; nobody notices."""
    await postgres.save_note("before", "kept")
    place = postgres._writer._place  # type: ignore[attr-defined]
    with psycopg.connect(place.url, autocommit=True) as connection:
        ended = connection.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        ).fetchone()
    assert ended is not None
    assert ended[0] >= 3
    await postgres.save_note("after", "kept")
    assert [await postgres.note(name) for name in ("before", "after")] == ["kept", "kept"]


async def test_a_dump_beside_holds_nobody_up(postgres: TableStore, lasting: PostgresPlace) -> None:
    """What was forgotten leaves the server's files when the dump is over."""
    await follow(postgres)
    await postgres.forget_chat(HERE)
    with psycopg.connect(lasting.url) as dump:
        assert dump.execute("SELECT count(*) FROM chats").fetchone() == (0,)
        await asyncio.wait_for(postgres.tidy(NOW), 20)
        assert await postgres.chat(HERE) is None
        assert await postgres.note(_FORGOTTEN)
    await postgres.tidy(NOW)
    assert await postgres.note(_FORGOTTEN) is None


async def test_what_nobody_may_keep_is_left_out(postgres: TableStore) -> None:
    """PostgreSQL has no U+0000 in its texts."""
    await postgres.save_note("name", "a\0b")
    assert await postgres.note("name") == "ab"


async def test_counts_of_two_processes_are_exact(lasting: PostgresPlace) -> None:
    """However often they meet."""
    stores = [open_store(lasting) for _ in range(2)]
    start = (await stores[0].add({"a": 0}))["a"]
    await asyncio.gather(*(store.add({"a": 1, "b": 1}) for _ in range(20) for store in stores))
    assert (await stores[0].add({"a": 0}))["a"] == start + 40
    for store in stores:
        await store.close()

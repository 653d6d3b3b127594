"""One process serves a database of a server; connections that are lost are made again."""

from __future__ import annotations

import asyncio

import psycopg
import pytest
from psycopg import errors

from domain.errors import AlreadyServed, DatabaseReplaced, StoreError
from storage import TableStore, open_store
from storage.places import PostgresPlace
from storage.postgres.connections import PostgresThread
from storage.postgres.failures import is_gone, told
from storage.postgres.serving import ServingLease, serving
from storage.rows import notes as note_rows
from storage.traces import _FORGOTTEN
from tests.storage.queueing import HERE, NOW, follow

SHORT = {"seconds": 1.5, "every": 0.2}
LONG = {"seconds": 1.5, "every": 60.0}
"""Never renewed: as of a process that is frozen or was killed."""


def held(place: PostgresPlace, wishes: dict[str, float]) -> ServingLease:
    """A lease that was taken."""
    lease = ServingLease(place, **wishes)
    lease.take()
    return lease


async def test_a_second_process_is_told_who_serves(lasting: PostgresPlace) -> None:
    """And does not start; once the first is gone, it does at once."""
    first = held(lasting, SHORT)
    with pytest.raises(AlreadyServed, match=r"already runs on postgresql://127.*: process \d+ on"):
        open_store(lasting, is_served=True)
    first.release()
    assert serving(lasting) is None
    second = open_store(lasting, is_served=True)
    assert serving(lasting) is not None
    await second.save_note("served", "yes")
    await second.close()
    assert serving(lasting) is None


def test_the_lease_of_a_killed_process_ends(lasting: PostgresPlace) -> None:
    """Whoever starts after it waits for that; the other has stopped by its own clock before."""
    frozen = held(lasting, LONG)
    frozen.check()
    other = held(lasting, SHORT)
    with pytest.raises(StoreError, match="cannot be reached"):
        frozen.check()
    other.check()
    frozen.release()
    assert serving(lasting) is not None, "what is another's is not let go of"
    other.release()


def test_whose_lease_another_has_stops_for_good(lasting: PostgresPlace) -> None:
    """It may not write any more, though the other is gone by then."""
    first = held(lasting, LONG)
    second = held(lasting, SHORT)
    with psycopg.connect(lasting.url, autocommit=True) as connection:
        first._renewed(connection)
    with pytest.raises(DatabaseReplaced, match="Another process serves"):
        first.check()
    second.release()
    with pytest.raises(DatabaseReplaced):
        first.check()
    with psycopg.connect(lasting.url, autocommit=True) as connection:
        first._renewed(connection)
    assert serving(lasting) is None, "what nobody needs is not taken"
    first.release()


async def test_who_was_frozen_in_the_middle_writes_nothing(lasting: PostgresPlace) -> None:
    """Though it had looked just before, and its clock stood still since."""
    frozen = held(lasting, {"seconds": 60.0, "every": 60.0})
    store = PostgresThread(lasting, writes=True, patience=1.0, guard=frozen)
    await store.run(note_rows.save, "by", "the first")
    with psycopg.connect(lasting.url, autocommit=True) as connection:
        connection.execute("UPDATE leases SET until = clock_timestamp() - interval '1 s'")
        await store.run(note_rows.save, "by", "the first, late")
        other = held(lasting, SHORT)
        frozen.check()
        with pytest.raises(DatabaseReplaced, match="Another process serves"):
            await store.run(note_rows.save, "by", "the frozen one")
        kept = connection.execute("SELECT value FROM notes WHERE name = 'by'").fetchone()
    assert kept == ("the first, late",)
    with pytest.raises(DatabaseReplaced):
        frozen.check()
    store.end().result()
    frozen.release()
    other.release()


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

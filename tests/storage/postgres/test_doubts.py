"""What `papercrier check` says of a server that may cost messages, or time."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from domain.concurrency.processes import News
from domain.ports.sharing.inbox import KeptUpdate
from storage import open_store
from storage.opening import doubts
from storage.places import PostgresPlace
from storage.postgres.doubts import doubts as doubts_of
from storage.postgres.membership import Membership
from tests.patience import PATIENCE
from tests.storage.postgres.pooler import Pooler, has_pooler
from tests.storage.postgres.server import PostgresServer, as_unprivileged, programs


def told(place: PostgresPlace, **more: float) -> str:
    """What is said, at once."""
    return " ".join(map(str, doubts_of(place, "0.2.0", **more)))


async def test_nothing_is_said_of_what_is_well(lasting: PostgresPlace, tmp_path: Path) -> None:
    """Of a server as anybody has it, and of a file."""
    store = open_store(lasting)
    await store.close()
    assert doubts(lasting, "0.2.0") == []
    assert doubts(tmp_path / "papercrier.db", "0.2.0") == []


def test_a_transaction_that_stays_open(lasting: PostgresPlace) -> None:
    """Is told with the number by which it can be ended."""
    with psycopg.connect(lasting.url) as connection:
        connection.execute("SELECT 1")
        assert str(connection.info.backend_pid) in told(lasting, long=0.0)
        assert told(lasting) == ""


def test_a_process_of_another_version(lasting: PostgresPlace) -> None:
    """For as long as it is at work."""
    older = Membership(lasting, version="0.1.0")
    older.join()
    try:
        assert "is of version 0.1.0, and this is 0.2.0" in told(lasting)
    finally:
        older.leave()
    assert told(lasting) == ""


def test_a_standby_that_nobody_waits_for(server: PostgresServer, lasting: PostgresPlace) -> None:
    """It would send again what it had not heard of; one that is waited for would not."""
    with _following(server):
        until(lambda: "after a failover" in told(lasting))
        with psycopg.connect(lasting.url, autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET synchronous_standby_names = 'somebody'")
            connection.execute("SELECT pg_reload_conf()")
            try:
                until(lambda: told(lasting) == "")
            finally:
                connection.execute("ALTER SYSTEM RESET synchronous_standby_names")
                connection.execute("SELECT pg_reload_conf()")


@contextmanager
def _following(server: PostgresServer) -> Iterator[None]:
    """Somebody gets what the server writes, as a standby does."""
    folder = programs()
    assert folder is not None
    kept = server.folder / "followed"
    kept.mkdir()
    given = as_unprivileged(kept)
    at = ("-D", ".", "-h", "127.0.0.1", "-p", str(server.port), "-U", "postgres")
    with subprocess.Popen([folder / "pg_receivewal", *at], **given) as follower:
        try:
            yield
        finally:
            follower.terminate()
    shutil.rmtree(kept)


@pytest.fixture
def pooled(server: PostgresServer, lasting: PostgresPlace) -> Iterator[dict[str, str]]:
    """Addresses of one database through poolers, by how long those lend a connection."""
    if not has_pooler():
        pytest.skip("no pgbouncer")
    name = lasting.url.rpartition("/")[2]
    poolers = {mode: Pooler(server, mode) for mode in ("session", "transaction")}
    try:
        found = {
            mode: f"postgresql://postgres@127.0.0.1:{pooler.port}/{name}"
            for mode, pooler in poolers.items()
        }
        until(lambda: all(_answers(PostgresPlace(url)) for url in found.values()))
        yield found
    finally:
        for pooler in poolers.values():
            pooler.close()


def test_a_pooler_in_between(pooled: dict[str, str], lasting: PostgresPlace) -> None:
    """Where it lends a connection for a transaction only, an address past it has to be named."""
    assert told(PostgresPlace(pooled["session"])) == ""
    lent = pooled["transaction"]
    assert "PAPERCRIER_DATABASE_DIRECT" in told(PostgresPlace(lent))
    assert told(PostgresPlace(lent, lasting.url)) == ""
    another = lasting.url.rpartition("/")[0] + "/postgres"
    for wrong in (lent, another, "postgresql://127.0.0.1:1/none"):
        assert "does not arrive" in told(PostgresPlace(lent, wrong))


async def test_processes_hear_past_a_pooler(pooled: dict[str, str], lasting: PostgresPlace) -> None:
    """What they write goes through it, nothing prepared, and what is told arrives beside it."""
    lent = pooled["transaction"]
    stores = [open_store(PostgresPlace(lent, at), is_served=True) for at in (lasting.url, "")]
    heard, deaf = (threading.Event() for _ in stores)
    for store, event in zip(stores, (heard, deaf), strict=True):
        store.hear(event.set, News.UPDATES)
    assert stores[0].shared is not None
    for number in range(20):
        await asyncio.gather(*(store.save_note("by", str(number)) for store in stores))
        await stores[1].shared.inbox.keep_updates(  # type: ignore[union-attr]
            "9", [KeptUpdate(number, "a", "")]
        )
    assert await asyncio.to_thread(heard.wait, PATIENCE)
    assert not deaf.is_set()
    assert not await stores[1]._writer.write_anew(), "its session is anybody's"
    assert await stores[0]._writer.write_anew()
    for store in stores:
        await store.close()


def until(check: Callable[[], bool]) -> None:
    """Wait until something is so."""
    given_up = time.monotonic() + PATIENCE
    while not check():
        assert time.monotonic() < given_up
        time.sleep(0.05)


def _answers(place: PostgresPlace) -> bool:
    try:
        psycopg.connect(place.url).close()
    except psycopg.OperationalError:
        return False
    return True

"""What the SQLite store bears: being killed, neighbours, and callers that go away."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
import pytest_asyncio

from domain.errors import StoreError
from domain.identifiers import PaperId
from storage import TableStore, open_store
from storage.database import Database
from storage.sqlite.driver import sqlite3
from tests.storage.invented import a_batch, a_paper
from tests.storage.writing_process import numbered, write

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
"""Seconds after which a test that hangs is given up."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database file that does not exist yet."""
    return tmp_path / "papercrier.db"


@pytest_asyncio.fixture
async def store(path: Path) -> AsyncIterator[TableStore]:
    """A new empty store."""
    store = open_store(path)
    yield store
    await store.close()


def writing(path: Path, archive: str, count: int) -> subprocess.Popen[str]:
    """Another process that writes batches into the same file."""
    command = [
        sys.executable,
        "-m",
        "tests.storage.writing_process",
        str(path),
        archive,
        str(count),
    ]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


async def kept_whole(store: TableStore, archive: str) -> int:
    """How many batches of an archive are kept, having checked that each is whole."""
    found = await store.batches([archive], date.min, date.max)
    for number, batch in enumerate(found):
        expected, papers = numbered(archive, number)
        assert batch == expected
        assert await store.papers([paper.id for paper in papers]) == {
            paper.id.base: paper for paper in papers
        }
    return len(found)


@pytest.mark.parametrize("acknowledged", [1, 4, 9])
async def test_killed_while_writing(path: Path, acknowledged: int) -> None:
    """What was acknowledged is there, nothing is there by half, and writing goes on."""
    with writing(path, "cs", 1000) as process:
        assert process.stdout is not None
        for _ in range(acknowledged):
            process.stdout.readline()
        process.kill()
        printed = acknowledged + len(process.stdout.readlines())
    store = open_store(path)
    kept = await kept_whole(store, "cs")
    assert kept in (printed, printed + 1)
    await write(store, "math", 2)
    await store.close()
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()


async def test_two_processes_write_at_once(store: TableStore, path: Path) -> None:
    """Each waits for the other, and both have all of theirs kept."""
    with writing(path, "cs", 30) as process:
        assert process.stdout is not None
        process.stdout.readline()
        await write(store, "math", 30)
        assert process.wait(PATIENCE) == 0
    assert await kept_whole(store, "cs") == 30
    assert await kept_whole(store, "math") == 30


async def test_nobody_writes_between_reading_and_writing(store: TableStore, path: Path) -> None:
    """What a transaction decides by what it read still holds when it writes."""

    def read_then_write(database: Database) -> None:
        database.execute("SELECT count(*) FROM notes").fetchone()
        other = sqlite3.connect(path, timeout=0, isolation_level=None)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("INSERT INTO notes VALUES ('from', 'another')")
        other.close()
        database.execute("INSERT INTO notes VALUES ('from', 'us')")

    await store._writer.run(read_then_write)
    assert await store.note("from") == "us"


async def test_two_processes_make_the_same_file(path: Path) -> None:
    """Both find it ready for use."""
    processes = [writing(path, archive, 1) for archive in ("cs", "math", "stat")]
    for process in processes:
        with process:
            assert process.wait(PATIENCE) == 0
    store = open_store(path)
    assert [batch.archive for batch in await store.latest_batches()] == ["cs", "math", "stat"]
    await store.close()


async def test_a_file_that_another_process_holds(path: Path) -> None:
    """Writing says so after a while; reading goes on, and so does writing afterwards."""
    store = open_store(path, patience=0.05)
    await store.save_note("state", "before")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="in use by another process"):
        await store.save_note("state", "meanwhile")
    with pytest.raises(StoreError, match="in use by another process"):
        open_store(path, patience=0.05)
    assert await store.note("state") == "before"
    other.execute("ROLLBACK")
    other.close()
    await store.save_note("state", "after")
    assert await store.note("state") == "after"
    await store.close()


async def test_reading_waits_for_no_writing(store: TableStore) -> None:
    """Not even behind a long one."""
    await store.save_note("state", "before")
    hold = threading.Event()
    writing = asyncio.create_task(store._writer.run(lambda _: hold.wait(PATIENCE)))
    queued = asyncio.create_task(store.save_note("state", "after"))
    await asyncio.sleep(0)
    assert await store.note("state") == "before"
    assert not writing.done()
    hold.set()
    assert await writing
    await queued
    assert await store.note("state") == "after"


async def test_a_caller_that_goes_away_loses_nothing(path: Path) -> None:
    """A write that was given is done, whether it had begun or still waited its turn."""
    store = open_store(path)
    hold = threading.Event()

    def slow_note(database: Database) -> None:
        hold.wait(PATIENCE)
        database.execute("INSERT INTO notes VALUES ('begun', 'kept')")

    begun = asyncio.create_task(store._writer.run(slow_note))
    waiting = asyncio.create_task(store.save_note("waiting", "kept"))
    await asyncio.sleep(0)
    for task in (begun, waiting):
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    closing = asyncio.create_task(store.close())
    await asyncio.sleep(0)
    hold.set()
    await closing
    again = open_store(path)
    assert [await again.note(name) for name in ("begun", "waiting")] == ["kept", "kept"]
    await again.close()


async def test_closing_finishes_what_was_given(path: Path) -> None:
    """And only then closes, leaving a single file."""
    store = open_store(path)
    writes = [asyncio.create_task(store.save_note(str(n), "kept")) for n in range(50)]
    await asyncio.sleep(0)
    await asyncio.gather(store.close(), store.close())
    await asyncio.gather(*writes)
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    again = open_store(path)
    assert [await again.note(str(n)) for n in range(50)] == ["kept"] * 50
    await again.close()


async def test_a_defect_undoes_its_own_transaction_alone(store: TableStore) -> None:
    """It is raised as it is, and the next write is none the worse."""
    wrong = a_paper("3103.00002", title=None)
    with pytest.raises(sqlite3.IntegrityError):
        await store.save_batch(a_batch("3103.00001"), [a_paper("3103.00001"), wrong])
    assert await store.papers([PaperId("3103.00001")]) == {}
    await store.save_papers([a_paper("3103.00001")])
    assert list(await store.papers([PaperId("3103.00001")])) == ["3103.00001"]


async def test_a_full_disk(store: TableStore) -> None:
    """It is told, nothing kept before is lost, and once there is room writing goes on."""
    batch, papers = numbered("cs", 0)
    await store.save_batch(batch, papers)
    await store._writer.run(lambda database: database.execute("PRAGMA max_page_count = 1"))
    with pytest.raises(StoreError, match="no room left"):
        await store.save_batch(*numbered("cs", 1))
    assert await kept_whole(store, "cs") == 1
    await store._writer.run(lambda database: database.execute("PRAGMA max_page_count = 100000"))
    await store.save_batch(*numbered("cs", 1))
    assert await kept_whole(store, "cs") == 2


async def test_a_disk_that_turned_read_only(store: TableStore) -> None:
    """It is told, and reading goes on."""
    await store.save_note("state", "before")
    await store._writer.run(lambda database: database.execute("PRAGMA query_only = ON"))
    with pytest.raises(StoreError, match="read-only"):
        await store.save_note("state", "after")
    assert await store.note("state") == "before"


async def test_those_who_queue_do_not_wait_one_after_another(tmp_path: Path) -> None:
    """While another process holds the database, each is told when its own patience is over."""
    path = tmp_path / "papercrier.db"
    patient = open_store(path, patience=1)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    async with asyncio.timeout(30):
        failed = await asyncio.gather(
            *(patient.save_note("name", str(number)) for number in range(60)),
            return_exceptions=True,
        )
    assert {type(error) for error in failed} == {StoreError}
    assert await patient.note("name") is None
    other.execute("ROLLBACK")
    other.close()
    await patient.save_note("name", "after")
    assert await patient.note("name") == "after"
    await patient.close()

"""Opening a database: made, brought up to date, or refused with the reason."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import sqlite_utils

from digests.summary_cache import FROM_TEXT
from domain.errors import StoreError
from domain.identifiers import PaperId
from domain.summaries import SummaryKey
from storage import open_store, records
from storage.database import Database
from storage.rows import papers as paper_rows
from storage.sqlite import schema
from storage.sqlite.connections import SQLiteDatabase
from storage.sqlite.driver import journal_mode, sqlite3
from storage.sqlite.summary_schema import summaries_by_their_source
from tests.storage.invented import a_paper, a_summary

NOBODY = 65534
"""The user id that Linux and macOS give to one without rights."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database file that does not exist yet."""
    return tmp_path / "papercrier.db"


def asked(path: Path, sql: str) -> list[tuple[object, ...]]:
    """What a bare connection answers."""
    with closing(sqlite3.connect(path)) as connection:
        return [tuple(row) for row in connection.execute(sql)]


def made(path: Path) -> None:
    """Make a database with papers in it, enough to fill many pages."""
    asyncio.run(_make(path))


async def _make(path: Path) -> None:
    store = open_store(path)
    await store.save_papers(
        [a_paper(f"3103.{n:05}", abstract="word " * 200) for n in range(1, 200)]
    )
    await store.close()


def test_file_and_folders_are_made(tmp_path: Path) -> None:
    """Whatever is missing of the path; a second opening finds the same schema."""
    path = tmp_path / "a" / "b" / "papercrier.db"
    made(path)
    first = (
        asked(path, "SELECT * FROM sqlite_schema"),
        asked(path, "SELECT * FROM _sqlite_migrations"),
    )
    made(path)
    second = (
        asked(path, "SELECT * FROM sqlite_schema"),
        asked(path, "SELECT * FROM _sqlite_migrations"),
    )
    assert first == second


def test_an_empty_file_is_a_new_database(path: Path) -> None:
    """As one that another process has just begun."""
    path.touch()
    made(path)
    assert asked(path, "SELECT count(*) FROM papers") == [(199,)]


def test_a_file_that_another_process_is_just_making(path: Path) -> None:
    """Its end is waited for, which SQLite itself does not do before there is a log."""
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    ending = threading.Timer(0.1, other.rollback)
    ending.start()
    made(path)
    ending.join()
    other.close()
    assert asked(path, "SELECT count(*) FROM papers") == [(199,)]


def test_every_table_is_strict(path: Path) -> None:
    """A value of the wrong type is refused, not converted."""
    made(path)
    tables = asked(path, "SELECT name, strict FROM pragma_table_list WHERE schema = 'main'")
    lax = {name for name, strict in tables if not strict}
    assert {name for name in lax if not str(name).startswith(("sqlite_", "_sqlite_"))} == set()


async def test_how_connections_are_set(path: Path) -> None:
    """Write-ahead log, every commit on the disk, foreign keys checked, readers only read."""
    store = open_store(path)

    def pragma(database: Database, name: str) -> object:
        return database.execute(f"PRAGMA {name}").fetchone()[0]

    for thread, reads_only in ((store._writer, 0), (store._reader, 1)):
        for name, value in {
            "journal_mode": journal_mode(),
            "synchronous": 2,
            "foreign_keys": 1,
            "query_only": reads_only,
            "busy_timeout": 10_000,
        }.items():
            assert await thread.run(pragma, name) == value, name
    await store.close()


def test_a_migration_that_fails_leaves_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even the ones before it; the next opening begins anew."""
    broken = sqlite_utils.Migrations("papercrier")
    broken()(schema.papers_and_batches)

    @broken()
    def fails(database: sqlite_utils.Database) -> None:
        database.execute("CREATE TABLE half (done TEXT) STRICT")
        raise RuntimeError("there is a defect here")

    with monkeypatch.context() as patched:
        patched.setattr(schema, "migrations", broken)
        with pytest.raises(RuntimeError, match="defect"):
            open_store(path)
    assert asked(path, "SELECT name FROM sqlite_schema") == []
    made(path)


def test_a_newer_database_is_refused(path: Path) -> None:
    """A version that does not know its tables would spoil them."""
    made(path)
    with sqlite3.connect(path) as connection:
        connection.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
            " VALUES ('papercrier', 'of_the_future', '2032-01-01')"
        )
    connection.close()
    with pytest.raises(StoreError, match=r"newer version.*Update Papercrier"):
        open_store(path)


def test_an_older_database_is_brought_up_to_date(path: Path) -> None:
    """By the migrations that it lacks."""
    older = sqlite_utils.Migrations("papercrier")
    older()(schema.papers_and_batches)
    database = SQLiteDatabase(path)
    older.apply(database)
    database.close()
    made(path)
    assert asked(path, "SELECT count(*) FROM papers") == [(199,)]
    assert asked(path, "SELECT count(*) FROM notes") == [(0,)]


_OF_OLD = (
    ("3103.00001", 0, "abstract", "It stands on waves."),
    ("3103.00001", 1, "abstract", "It stands on waves."),
    ("3103.00002", 1, "abstract", "It stood on sand."),
    ("3103.00003", 0, "abstract", "Of a paper that is not kept."),
    ("3103.00001", 2, "full text", "Its text stands on waves."),
)


async def test_summaries_of_an_older_database_are_found(path: Path) -> None:
    """Under the abstract that they stand on, whatever version was known when they were made."""
    older = sqlite_utils.Migrations("papercrier")
    before = schema.STEPS[: schema.STEPS.index(summaries_by_their_source)]
    more = (schema.papers_checked, schema.papers_formulas, schema.paper_vectors)
    [older()(step) for step in (*before, *more)]
    database = SQLiteDatabase(path)
    older.apply(database)
    first = a_paper("3103.00001", abstract="It stands on waves. And on tides.")
    papers = [first, a_paper("3103.00002", abstract="It stands on rock.")]
    paper_rows.save(database, papers)
    for paper, version, basis, quote in _OF_OLD:
        summary = a_summary(f"{quote} ({version})", quote)
        database.execute(
            "INSERT INTO summaries VALUES (?, ?, 'en', ?, 'extractive', '1', ?)",
            [paper, version, basis, records.summary_text(summary)],
        )
    database.conn.commit()
    database.close()
    store = open_store(path)
    found = {
        (paper.id.base, basis): await store.summary(
            SummaryKey.of(paper, text, "en", model="extractive", prompt="1")
        )
        for paper in (replace(one, id=replace(one.id, version=2)) for one in papers)
        for basis, text in (("abstract", None), ("full text", FROM_TEXT))
    }
    await store.close()
    assert {key: summary.tldr.text for key, summary in found.items() if summary} == {
        ("3103.00001", "abstract"): "It stands on waves. (0)",
        ("3103.00001", "full text"): "Its text stands on waves. (2)",
    }
    assert asked(path, "SELECT count(*) FROM summaries") == [(4,)]


def test_another_programs_database_is_refused(path: Path) -> None:
    """And left as it is."""
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")
    connection.close()
    with pytest.raises(StoreError, match="database of another program"):
        open_store(path)
    assert asked(path, "SELECT name FROM sqlite_schema") == [("bookmarks",)]


def test_a_file_that_is_no_database(path: Path) -> None:
    """It is refused and left as it is."""
    path.write_text("Dear diary, " * 1000)
    with pytest.raises(StoreError, match="is not a database"):
        open_store(path)
    assert path.read_text().startswith("Dear diary")


def test_a_folder_in_place_of_the_file(path: Path) -> None:
    """It is refused."""
    path.mkdir()
    with pytest.raises(StoreError, match="cannot be opened"):
        open_store(path)


def test_a_file_in_place_of_the_folder(path: Path) -> None:
    """It is refused."""
    path.write_text("not a folder")
    with pytest.raises(StoreError, match="cannot be used: File exists"):
        open_store(path / "papercrier.db")


@pytest.fixture
def powerless() -> Iterator[None]:
    """As somebody whom permissions bind, which root is not."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(NOBODY)
    yield
    os.seteuid(user)


@pytest.fixture
def protected() -> Iterator[Path]:
    """A database that may only be read, in a folder that everybody may use."""
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        path = Path(folder) / "papercrier.db"
        made(path)
        path.chmod(0o444)
        yield path


def test_a_read_only_file(protected: Path, powerless: None) -> None:
    """It is refused at the start, not at the first write."""
    with pytest.raises(StoreError, match="read-only"):
        open_store(protected)


@pytest.mark.parametrize("kept", [0.2, 0.9])
def test_a_truncated_file(path: Path, kept: float) -> None:
    """Where something is missing, it is said that the file is damaged."""
    made(path)
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.truncate(int(size * kept) // 4096 * 4096)
    with pytest.raises(StoreError, match="damaged"):
        read_all(path)


def test_a_garbled_file(path: Path) -> None:
    """Where pages hold something else, it is said that the file is damaged."""
    made(path)
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(size // 2)
        file.write(b"\xa5" * (size // 4))
    with pytest.raises(StoreError, match="damaged"):
        read_all(path)


def read_all(path: Path) -> None:
    """Read every paper that `made` wrote."""
    asyncio.run(_read(path))


async def _read(path: Path) -> None:
    store = open_store(path)
    try:
        await store.papers([PaperId(f"3103.{n:05}") for n in range(1, 200)])
    finally:
        await store.close()

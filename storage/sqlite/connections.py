"""Connections to the database file: how they are opened, and the threads they live on."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Concatenate, Final, ParamSpec, TypeVar

from sqlite_utils import Database

from domain.concurrency.processes import News
from domain.errors import DatabaseReplaced, StoreError
from domain.messages import sentence
from storage.database import Database as AnyDatabase
from storage.database import Listed
from storage.sqlite.driver import OLDEST, is_recent_enough, sqlite3
from storage.sqlite.failures import told
from storage.sqlite.journal import keep_journal
from storage.sqlite.presence import Presence

P = ParamSpec("P")
T = TypeVar("T")

_PAGES: Final = 400
"""Pages given back in one transaction."""

_WORTH: Final = 20
"""One page of so many has to be free, before any is given back: a table grows into them again."""

_BY_STEPS: Final = 2
"""SQLite's number for a database that gives pages back when asked to."""

_SLACK = 0.2
"""Seconds of waiting more or less that are not worth a statement."""


sqlite3.register_adapter(Listed, json.dumps)


class SQLiteDatabase(Database):
    """A connection, as `storage.database.Database`."""

    process: Final = 0

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]]) -> object:
        """Run a statement that gives no rows once for each of some."""
        return self.conn.executemany(sql, rows)

    def tell(self, news: News) -> None:
        """Tell nobody: there are no others."""


_abandoned: Final[list[Database]] = []
"""Connections that must not be closed, as their file is another one by now."""


class DatabaseThread:
    """One connection on one thread; what it is given runs in order, each in a transaction.

    A connection is never shared between threads: with one that is, a rollback takes away what
    another thread has just written.
    """

    def __init__(self, path: Path, presence: Presence, *, writes: bool, patience: float) -> None:
        """Open the connection.

        Args:
            path: the database file.
            presence: tells whether it is still the same file.
            writes: whether this is the thread that writes; any other cannot.
            patience: seconds to wait for a lock that another process holds, from when the work
                was given.

        Raises:
            StoreError: the file cannot be used.
        """
        self._path = path
        self._presence = presence
        self._patience = self._waits = patience
        self._begin = "BEGIN IMMEDIATE" if writes else "BEGIN"
        self._closing: Future[None] | None = None
        name = "store-writer" if writes else "store-reader"
        self._executor = ThreadPoolExecutor(1, thread_name_prefix=name)
        try:
            self._database = self._executor.submit(
                connect, path, writes=writes, patience=patience
            ).result()
        except BaseException:
            self._executor.shutdown(wait=False)
            raise

    async def run(
        self, work: Callable[Concatenate[AnyDatabase, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Do work in one transaction; where the caller is cancelled, it is finished all the same.

        Raises:
            StoreError: the database cannot be used, or was closed.
        """
        return await _finished(self._submit(work, *args, **kwargs))

    def run_now(
        self, work: Callable[Concatenate[SQLiteDatabase, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Do work in one transaction and wait for it; for the time before there is a loop."""
        return self._submit(work, *args, **kwargs).result()

    async def empty_log(self) -> bool:
        """Put all that is in the write-ahead log into the database, and empty it.

        The log has pages as they were before what is deleted now was deleted. Gives whether that
        could be done: it cannot while somebody, of whatever process, reads what is older.

        Raises:
            StoreError: the database cannot be used, or was closed.
        """
        return await asyncio.shield(asyncio.wrap_future(self._given(self._emptied)))

    async def give_back(self) -> bool:
        """Give some free pages back to the disk; whether there are more worth it.

        Raises:
            StoreError: the database cannot be used, or was closed.
        """
        return await _finished(self._submit(_give_back))

    async def write_anew(self) -> bool:
        """Write the whole file anew, without anything but what is kept; whoever writes waits.

        Deleted rows are overwritten at once, but where SQLite has moved one from page to page
        before, a copy may be left in an unused part of the page that it was on.

        Returns:
            True: it is done.

        Raises:
            StoreError: the database cannot be used, or there is no room for the copy.
        """
        await asyncio.shield(asyncio.wrap_future(self._given(self._rewritten)))
        return True

    def bring_back_log(self) -> None:
        """Bring the write-ahead log into the database, as far as nobody reads; waits for it."""
        self._executor.submit(self._database.execute, "PRAGMA wal_checkpoint(PASSIVE)").result()

    def end(self) -> Future[None]:
        """Take no more work, finish what was given, close. Safe to call again."""
        if self._closing is None:
            self._closing = self._executor.submit(self._close)
            self._executor.shutdown(wait=False)
        return self._closing

    def _submit(
        self, work: Callable[Concatenate[SQLiteDatabase, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> Future[T]:
        given = time.monotonic()

        def in_transaction() -> T:
            self._presence.check()
            self._wait_no_longer_than(self._patience - (time.monotonic() - given))
            with told(self._path), transaction(self._database, self._begin):
                return work(self._database, *args, **kwargs)

        return self._given(in_transaction)

    def _given(self, work: Callable[[], T]) -> Future[T]:
        if self._closing is not None:
            raise StoreError(sentence("The database {path} was closed.", path=self._path))
        return self._executor.submit(work)

    def _rewritten(self) -> None:
        self._presence.check()
        self._wait_no_longer_than(self._patience)
        with told(self._path):
            self._database.execute("VACUUM")

    def _emptied(self) -> bool:
        self._presence.check()
        # Those who read are not waited for here, where all who write would wait along.
        self._wait_no_longer_than(0.0)
        with told(self._path):
            (is_busy, *_) = self._database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not is_busy

    def _wait_no_longer_than(self, seconds: float) -> None:
        """Wait so long for a lock, so that those who queue do not wait one after another."""
        seconds = max(seconds, 0.0)
        if abs(seconds - self._waits) > _SLACK:
            self._database.execute(f"PRAGMA busy_timeout = {round(seconds * 1000)}")
            self._waits = seconds

    def _close(self) -> None:
        with suppress(DatabaseReplaced):
            self._presence.check()
        if self._presence.is_lost:
            _abandoned.append(self._database)
            return
        with told(self._path):
            self._database.close()


async def _finished(future: Future[T]) -> T:
    """What comes of work, which is finished also where whoever waits for it is cancelled."""
    done = asyncio.wrap_future(future)
    # Whoever was cancelled does not hear what went wrong, and asyncio need not tell of it.
    done.add_done_callback(lambda done: done.cancelled() or done.exception())
    return await asyncio.shield(done)


def _give_back(database: Database) -> bool:
    free, pages, kind = (
        database.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("freelist_count", "page_count", "auto_vacuum")
    )
    if kind != _BY_STEPS or free * _WORTH < pages or free <= _PAGES:
        return False
    # One page is given back for each row that is fetched.
    database.execute(f"PRAGMA incremental_vacuum({_PAGES})").fetchall()
    return True


@contextmanager
def transaction(database: Database, begin: str) -> Iterator[None]:
    """One transaction: all of it or nothing.

    It is begun by hand because sqlite-utils' ``atomic()`` begins deferred, and a deferred one
    that reads and then writes fails at once beside another writer. Within it ``atomic()`` is a
    savepoint.
    """
    database.execute(begin)
    try:
        yield
        database.commit()
    except BaseException:
        database.rollback()
        raise


def connect(path: Path, *, writes: bool, patience: float) -> SQLiteDatabase:
    """A connection to a database file, for this thread only.

    Raises:
        StoreError: the file cannot be used.
    """
    if not is_recent_enough():
        raise StoreError(
            sentence(
                "This Python's SQLite is {version}, and Papercrier needs {oldest} or newer.",
                version=sqlite3.sqlite_version,
                oldest=".".join(map(str, OLDEST)),
            ),
            hint=sentence("Use a newer Python, or install pysqlite3."),
        )
    with told(path):
        connection = sqlite3.connect(path, timeout=patience, isolation_level=None)
        try:
            # Plugins of the sqlite-utils command line have no business in this database.
            database = SQLiteDatabase(connection, execute_plugins=False)
            database.execute("PRAGMA synchronous = FULL")
            database.execute("PRAGMA foreign_keys = ON")
            # What is deleted is overwritten, and not only let go of.
            database.execute("PRAGMA secure_delete = ON")
            if writes:
                # Of a database that is there already, from when it is next written anew.
                database.execute("PRAGMA auto_vacuum = INCREMENTAL")
                keep_journal(database, patience)
            else:
                database.execute("PRAGMA query_only = ON")
        except BaseException:
            connection.close()
            raise
        return database

"""Connections to a PostgreSQL server: how they are opened, and the threads they live on."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import Any, Concatenate, Final, ParamSpec, Protocol, TypeVar

import psycopg
from psycopg import IsolationLevel

from domain.concurrency.processes import News
from domain.errors import StoreError
from domain.messages import sentence
from storage.database import Database, Rows
from storage.places import PostgresPlace
from storage.postgres.dialect import translated
from storage.postgres.failures import is_conflict, is_gone, told
from storage.postgres.planning import BY_INDEX, BY_ROWS, pause
from storage.postgres.sessions.hearing import CHANNEL
from storage.postgres.sessions.opened import connect, is_lent, is_pooled
from storage.postgres.shared_tables import BEARING_SHARED
from storage.traces import BEARING

P = ParamSpec("P")
T = TypeVar("T")


_WAITED: Final = "SET lock_timeout = '300ms'"
_RECONNECT: Final = 0.5


class PostgresDatabase:
    """A connection, as `storage.database.Database`."""

    def __init__(self, connection: psycopg.Connection[Any], process: int = 0) -> None:
        self.connection = connection
        self.process = process

    def execute(self, sql: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> Rows:
        """Run a statement of the rows' modules."""
        return self.connection.execute(translated(sql).encode(), parameters)

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]]) -> object:
        """Run a statement that gives no rows once for each of some."""
        cursor = self.connection.cursor()
        cursor.executemany(translated(sql).encode(), rows)
        return cursor

    def tell(self, news: News) -> None:
        """Have other processes told, once what is written in this transaction is kept."""
        self.connection.execute("SELECT pg_notify(%s, %s)", [CHANNEL, f"{news} {self.process}"])


class ProcessEnded(Exception):
    """This process was taken for dead, and has another number by now."""


class Guard(Protocol):
    """Whether this process may write into the database."""

    def check(self, deadline: float) -> None:
        """Wait until it may, by what it knows.

        Args:
            deadline: in seconds of the monotonic clock.

        Raises:
            StoreError: it may not, by then.
        """
        ...

    def confirm(self, connection: psycopg.Connection[Any]) -> int:
        """See the same in a transaction, whose writes count only where that was so; its number.

        Raises:
            ProcessEnded: it may not under this number.
        """
        ...


class PostgresThread:
    """One connection on one thread; what it is given runs in order, each in a transaction.

    Every transaction that writes is serializable, and run again where it met another: so all of
    them are as if one had come after another, whoever writes beside them.
    """

    def __init__(
        self, place: PostgresPlace, *, writes: bool, patience: float, guard: Guard | None = None
    ) -> None:
        """Open the connection.

        Args:
            place: of the database.
            writes: whether this is the thread that writes; any other cannot.
            patience: seconds to wait for a server that is away, from when the work was given.
            guard: asked before each transaction that writes, and at its beginning.

        Raises:
            StoreError: the database cannot be used.
        """
        self._place = place
        self._writes = writes
        self._patience = patience
        self._guard = guard if writes else None
        self._isolation = IsolationLevel.SERIALIZABLE if writes else IsolationLevel.REPEATABLE_READ
        self._closing: Future[None] | None = None
        name = "store-writer" if writes else "store-reader"
        self._executor = ThreadPoolExecutor(1, thread_name_prefix=name)
        try:
            with told(place):
                self._connection = self._executor.submit(self._connected).result()
        except BaseException:
            self._executor.shutdown(wait=False)
            raise

    async def run(
        self, work: Callable[Concatenate[Database, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Do work in one transaction; where the caller is cancelled, it is finished all the same.

        It may be done more than once, of which the last counts.

        Raises:
            StoreError: the database cannot be used, or was closed.
        """
        done = asyncio.wrap_future(self._submit(work, *args, **kwargs))
        # Whoever was cancelled does not hear what went wrong, and asyncio need not tell of it.
        done.add_done_callback(lambda done: done.cancelled() or done.exception())
        return await asyncio.shield(done)

    async def empty_log(self) -> bool:
        """Nothing: what the server writes ahead it deletes by itself."""
        return True

    async def give_back(self) -> bool:
        """Nothing: the server gives pages back by itself. Whether there are more is always no."""
        return False

    async def write_anew(self) -> bool:
        """Write the tables that have something of people anew, so that no deleted row is left.

        Whether it was done: not while somebody reads one of them for long, as pg_dump does, since
        whoever wants the table meanwhile would wait for both.
        """
        return await asyncio.shield(asyncio.wrap_future(self._given(self._rewritten)))

    def end(self) -> Future[None]:
        """Take no more work, finish what was given, close. Safe to call again."""
        if self._closing is None:
            self._closing = self._executor.submit(self._connection_closed)
            self._executor.shutdown(wait=False)
        return self._closing

    def _submit(
        self, work: Callable[Concatenate[Database, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> Future[T]:
        deadline = time.monotonic() + self._patience

        def done(database: Database) -> T:
            return work(database, *args, **kwargs)

        def in_transaction() -> T:
            with told(self._place):
                return self._until_done(done, deadline, by_rows=work in BY_ROWS)

        return self._given(in_transaction)

    def _given(self, work: Callable[[], T]) -> Future[T]:
        if self._closing is not None:
            raise StoreError(sentence("The database {path} was closed.", path=self._place))
        return self._executor.submit(work)

    def _until_done(self, work: Callable[[Database], T], deadline: float, *, by_rows: bool) -> T:
        """Run a transaction, again where it met another or the server was away for a moment."""
        tries = 0
        while True:
            is_ending = False
            try:
                number = self._begin(deadline, by_rows=by_rows)
                result = work(PostgresDatabase(self._connection, number))
                is_ending = True
                self._connection.commit()
            except psycopg.Error as error:
                self._back()
                # Of a commit without an answer nobody knows whether it was done.
                is_undone = is_conflict(error) or (is_gone(error) and not is_ending)
                if not is_undone or time.monotonic() > deadline:
                    raise
                tries += 1
                time.sleep(pause(tries) if is_conflict(error) else _RECONNECT)
            except ProcessEnded:
                self._back()
            except BaseException:
                self._back()
                raise
            else:
                return result

    def _begin(self, deadline: float, *, by_rows: bool) -> int:
        """Begin a transaction; the number of the process that it is of."""
        if self._guard is not None:
            self._guard.check(deadline)
        if self._connection.closed:
            self._connection = self._connected()
        level = IsolationLevel.READ_COMMITTED if by_rows else self._isolation
        if self._connection.isolation_level is not level:
            self._connection.isolation_level = level
        if self._guard is not None:
            return self._guard.confirm(self._connection)
        if self._writes:
            self._connection.execute(f"SELECT {BY_INDEX}")
        return 0

    def _back(self) -> None:
        with suppress(psycopg.Error):
            self._connection.rollback()

    def _connected(self) -> psycopg.Connection[Any]:
        connection = connect(self._place)
        connection.isolation_level = self._isolation
        connection.set_read_only(not self._writes)
        return connection

    def _rewritten(self) -> bool:
        place = self._place.direct
        with told(place), connect(place, autocommit=True) as connection:
            if is_pooled(connection) and is_lent(place):
                # How long to wait would be set in one session, and heeded in another.
                return False
            connection.execute(_WAITED)
            try:
                for table in (*BEARING, *BEARING_SHARED):
                    connection.execute(f"VACUUM (FULL) {table}".encode())
            except psycopg.errors.LockNotAvailable:
                return False
        return True

    def _connection_closed(self) -> None:
        with suppress(psycopg.Error):
            self._connection.close()

"""One process serves a database: by a lease that it renews, on the clock of the database.

The process that holds it acts until a second before the lease ends by its own clock; so it has
stopped when another can begin, were it cut off meanwhile. Where it was frozen in the middle of
something, or its clock stood still, the lease is not its own by the time that it writes: each
transaction that writes looks at it.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

import psycopg

from domain.errors import AlreadyServed, DatabaseReplaced, StoreError
from domain.messages import sentence
from storage.places import PostgresPlace
from storage.postgres.connections import connect
from storage.postgres.failures import told

LEASE: Final = 10.0
"""Seconds from a renewal until another may take it."""

EVERY: Final = 3.0
_LOOK: Final = 0.25
_NAME: Final = "serving"

_TAKE: Final = """
    INSERT INTO leases AS held (name, owner, fence, until)
    VALUES (%(name)s, %(owner)s, 1, clock_timestamp() + make_interval(secs => %(seconds)s))
    ON CONFLICT (name) DO UPDATE SET
        owner = excluded.owner, until = excluded.until, fence = held.fence + 1
    WHERE held.until < clock_timestamp()
    RETURNING fence
"""

_RENEW: Final = """
    UPDATE leases SET until = clock_timestamp() + make_interval(secs => %(seconds)s)
    WHERE name = %(name)s AND owner = %(owner)s AND fence = %(fence)s
    RETURNING fence
"""
"""Also one that has ended, as long as nobody else has taken it; never one of another's."""

_IS_OURS: Final = "SELECT 1 FROM leases WHERE name = %s AND owner = %s AND fence = %s"

_HOLDER: Final = """
    SELECT pid, host, to_char(started AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), until
    FROM leases JOIN processes ON processes.id = leases.owner
    WHERE name = %s AND until > clock_timestamp()
"""


@dataclass(frozen=True, slots=True)
class Serving:
    """A process that serves the database: its id on its host, since when (UTC)."""

    pid: int
    host: str
    since: str


class ServingLease:
    """Held from `take` to `release`, renewed by a thread; a `storage.postgres.connections.Guard`.

    Where the server cannot be reached for as long as the lease lasts, nothing is done until it can
    be renewed; where another process has it then, nothing ever.
    """

    def __init__(
        self, place: PostgresPlace, *, seconds: float = LEASE, every: float = EVERY
    ) -> None:
        """Args: seconds that it lasts, and how often it is renewed."""
        self._place = place
        self._seconds = seconds
        self._every = every
        self._owner = 0
        self._fence = 0
        self._until = 0.0
        self._is_lost = False
        self._stop = threading.Event()
        self._renewing = threading.Thread(target=self._renew, name="store-lease", daemon=True)

    def take(self) -> None:
        """Have it, as soon as a process that is no more has it no longer.

        Raises:
            AlreadyServed: a living process has it.
            StoreError: the database cannot be used.
        """
        with told(self._place), connect(self._place, autocommit=True) as connection:
            self._owner = _registered(connection)
            first = None
            while not self._taken(connection):
                held = connection.execute(_HOLDER, [_NAME]).fetchone()
                if held is not None and first is not None and held[3] > first:
                    connection.execute("DELETE FROM processes WHERE id = %s", [self._owner])
                    raise already_served(self._place, Serving(*held[:3]))
                first = first or (held and held[3])
                time.sleep(_LOOK)
        self._renewing.start()

    def check(self) -> None:
        """See whether this process may use the database.

        Raises:
            DatabaseReplaced: another process serves it by now.
            StoreError: the lease could not be renewed in time.
        """
        if self._is_lost:
            raise _replaced(self._place)
        if time.monotonic() > self._until:
            raise StoreError(
                sentence("The database {place} cannot be reached.", place=self._place),
                hint=sentence("Check that PostgreSQL runs there, and user, password and name."),
            )

    def confirm(self, connection: psycopg.Connection[Any]) -> None:
        """See in a transaction whether the lease is still this process's.

        Raises:
            DatabaseReplaced: another process serves the database by now.
        """
        ours = [_NAME, self._owner, self._fence]
        if connection.execute(_IS_OURS, ours).fetchone() is None:
            self._is_lost = True
            raise _replaced(self._place)

    def release(self) -> None:
        """Let another process have it at once."""
        self._stop.set()
        if self._renewing.is_alive():
            self._renewing.join(self._seconds)
        with (
            suppress(psycopg.Error, StoreError),
            connect(self._place, autocommit=True) as connection,
        ):
            # Its row stays: fences only rise.
            connection.execute(
                "UPDATE leases SET until = clock_timestamp()"
                " WHERE name = %s AND owner = %s AND fence = %s",
                [_NAME, self._owner, self._fence],
            )

    def _taken(self, connection: psycopg.Connection[Any]) -> bool:
        """Take or renew it; whether it could be."""
        began = time.monotonic()
        values = {"name": _NAME, "owner": self._owner, "seconds": self._seconds}
        values["fence"] = self._fence
        row = connection.execute(_RENEW if self._fence else _TAKE, values).fetchone()
        if row is None:
            return False
        self._fence = row[0]
        self._until = began + self._seconds - 1.0
        return True

    def _renewed(self, connection: psycopg.Connection[Any]) -> None:
        self._is_lost = not self._taken(connection)

    def _renew(self) -> None:
        connection: psycopg.Connection[Any] | None = None
        while not (self._is_lost or self._stop.wait(self._every)):
            try:
                if connection is None or connection.closed:
                    connection = connect(self._place, autocommit=True)
                self._renewed(connection)
            except (psycopg.Error, StoreError):
                with suppress(psycopg.Error):
                    if connection is not None:
                        connection.close()
        with suppress(psycopg.Error):
            if connection is not None:
                connection.close()


def serving(place: PostgresPlace) -> Serving | None:
    """The process that serves a database; None where none does.

    Raises:
        psycopg.Error: it cannot be read.
    """
    with connect(place, autocommit=True) as connection:
        row = connection.execute("SELECT to_regclass('leases') IS NOT NULL").fetchone()
        held = connection.execute(_HOLDER, [_NAME]).fetchone() if row and row[0] else None
    return None if held is None else Serving(*held[:3])


def _replaced(place: PostgresPlace) -> DatabaseReplaced:
    return DatabaseReplaced(
        sentence("Another process serves the database {place} by now.", place=place),
        hint=sentence("Papercrier stops, and has to be started again."),
    )


def already_served(place: PostgresPlace, holder: Serving) -> AlreadyServed:
    """That another process serves a database, and what to do about it."""
    return AlreadyServed(
        sentence(
            "Papercrier already runs on {database}: {holder}.",
            database=place,
            holder=sentence(
                "process {pid} on {host}, since {since}",
                pid=str(holder.pid),
                host=holder.host,
                since=holder.since,
            ),
        ),
        hint=sentence("Stop that process first, or name another database."),
    )


def _registered(connection: psycopg.Connection[Any]) -> int:
    """A new number for this process; those of processes long gone go."""
    connection.execute(
        "DELETE FROM processes WHERE started < now() - interval '1 day'"
        " AND id NOT IN (SELECT owner FROM leases)"
    )
    row = connection.execute(
        "INSERT INTO processes (host, pid, started) VALUES (%s, %s, clock_timestamp())"
        " RETURNING id",
        [socket.gethostname(), os.getpid()],
    ).fetchone()
    return int(row[0]) if row else 0

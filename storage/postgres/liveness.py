"""Rows of the processes at work on a server's database: who is alive, and what the dead had.

That a process ended stands in its own row, which is changed by nothing else: what a serializable
transaction has read is held against what others change only in the version of the row that it
read, and renewals make a new one every few seconds. So these have a table of their own, whose
rows are there for as long as processes live.
"""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from typing import Any, Final

import psycopg
import structlog

from domain.concurrency.processes import News
from domain.errors import AlreadyServed
from domain.messages import sentence
from storage.places import PostgresPlace
from storage.postgres.planning import BY_INDEX
from storage.postgres.sessions.hearing import CHANNEL

log = structlog.get_logger(__name__)

ALONE: Final = "alone"
"""The lease of a process beside which no other may begin."""

_JOIN: Final = """
    WITH begun AS (
        INSERT INTO processes (host, pid, version, started)
        VALUES (%s, %s, %s, clock_timestamp()) RETURNING id
    )
    INSERT INTO heartbeats
    SELECT id, clock_timestamp() + make_interval(secs => %s) FROM begun RETURNING process
"""

_BEAT: Final = """
    WITH renewed AS (
        UPDATE heartbeats SET alive_until = clock_timestamp() + make_interval(secs => %(seconds)s)
        WHERE process = %(number)s RETURNING 1
    )
    SELECT (SELECT count(*) FROM renewed),
        extract(epoch FROM min(alive_until) - clock_timestamp())::float8, count(*)
    FROM heartbeats WHERE process <> %(number)s
"""
"""Renewed also where it was late, as long as nobody has noticed."""

_END: Final = """
    WITH dead AS (
        DELETE FROM heartbeats WHERE alive_until < clock_timestamp() RETURNING process
    )
    UPDATE processes SET ended = clock_timestamp() FROM dead WHERE id = process
    RETURNING id, host, pid
"""

_FREED: Final = """
    DELETE FROM leases USING processes WHERE processes.id = owner AND ended IS NOT NULL
    RETURNING name
"""

_IS_ALIVE: Final = f"SELECT {BY_INDEX} FROM processes WHERE id = %s AND ended IS NULL"  # noqa: S608

_IN_THE_WAY: Final = """
    SELECT pid, host, to_char(started AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
    FROM processes LEFT JOIN leases ON owner = id AND name = %s
    WHERE ended IS NULL AND (%s = 1 OR name IS NOT NULL) ORDER BY id
"""

_LEAVE: Final = """
    WITH ended AS (DELETE FROM heartbeats WHERE process = %s RETURNING process)
    UPDATE processes SET ended = clock_timestamp() FROM ended WHERE id = process
"""

_TELL: Final = f"NOTIFY {CHANNEL}, '{News.PROCESSES}'"
"""To all, also to whoever goes on under another number."""

_FORGET: Final = "DELETE FROM processes WHERE ended < clock_timestamp() - interval '1 day'"


def joined(
    connection: psycopg.Connection[Any],
    place: PostgresPlace,
    version: str,
    seconds: float,
    *,
    alone: bool,
) -> int:
    """Take a number for a process that begins, on a connection that is in no transaction.

    Args:
        connection: to the database.
        place: of it.
        version: of Papercrier.
        seconds: for which it is alive unless it says so again.
        alone: whether no other may be at work, now or until this one has left.

    Raises:
        AlreadyServed: others are, and this one is to be alone; or another one is.
    """
    end_the_dead(connection)
    with connection.transaction():
        connection.execute("LOCK TABLE processes IN SHARE ROW EXCLUSIVE MODE")
        row = connection.execute(_IN_THE_WAY, [ALONE, alone]).fetchone()
        if row is not None:
            raise already_served(place, *row)
        number = begun(connection, version, seconds)
        connection.execute(_TELL)
        if alone:
            connection.execute("INSERT INTO leases VALUES (%s, %s, now())", [ALONE, number])
    return number


def begun(connection: psycopg.Connection[Any], version: str, seconds: float) -> int:
    """A new number for this process; what is known of those that ended long ago goes."""
    connection.execute(_FORGET)
    given = [socket.gethostname(), os.getpid(), version, seconds]
    row = connection.execute(_JOIN, given).fetchone()
    return int(row[0]) if row else 0


@dataclass(frozen=True, slots=True)
class Beat:
    """What a process finds that says it is alive.

    Attributes:
        is_kept: whether nobody has taken it for dead before.
        others: how many more are at work.
        first: seconds until the first of those is dead unless it says more; None without any.
    """

    is_kept: bool
    others: int
    first: float | None


def renewed(connection: psycopg.Connection[Any], number: int, seconds: float) -> Beat:
    """Say that a process is alive for some more seconds."""
    row = connection.execute(_BEAT, {"seconds": seconds, "number": number}).fetchone()
    kept, first, others = row or (0, None, 0)
    return Beat(is_kept=bool(kept), others=int(others), first=first)


def is_alive(connection: psycopg.Connection[Any], number: int) -> bool:
    """Whether nobody has taken a process for dead, as of a transaction."""
    return connection.execute(_IS_ALIVE, [number]).fetchone() is not None


def left(connection: psycopg.Connection[Any], number: int) -> None:
    """Have a process end, and others told that what it had is free."""
    with connection.transaction():
        connection.execute(_LEAVE, [number])
        connection.execute("DELETE FROM leases WHERE owner = %s", [number])
        connection.execute(_TELL)


def end_the_dead(connection: psycopg.Connection[Any]) -> None:
    """Say of those that are dead that they are, and take away what they had.

    In a serializable transaction, as those are that write: one of theirs that is under way is kept
    before, as a whole, or not at all.
    """
    before = connection.isolation_level
    connection.isolation_level = psycopg.IsolationLevel.SERIALIZABLE
    try:
        with connection.transaction():
            dead = connection.execute(_END).fetchall()
            freed = connection.execute(_FREED).fetchall()
            if dead or freed:
                connection.execute(_TELL)
    except psycopg.errors.SerializationFailure:
        # Another one has found them, or they live after all.
        return
    finally:
        connection.isolation_level = before
    for number, host, pid in dead:
        names = ", ".join(sorted(name for (name,) in freed))
        log.warning("a process is dead", process=number, host=host, pid=pid, had=names)


def already_served(place: PostgresPlace, pid: int, host: str, since: str) -> AlreadyServed:
    """That a process is at work on a database that another wanted to have alone."""
    return AlreadyServed(
        sentence(
            "Papercrier already runs on {database}: {holder}.",
            database=place,
            holder=sentence(
                "process {pid} on {host}, since {since}", pid=str(pid), host=host, since=since
            ),
        ),
        hint=sentence("Stop that process first, or name another database."),
    )

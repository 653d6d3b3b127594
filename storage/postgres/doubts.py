"""What a server is set up or used like that may cost messages, or time: a sentence for each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import psycopg

from domain.errors import StoreError
from domain.messages import Message, sentence
from storage.places import PostgresPlace
from storage.postgres.failures import told
from storage.postgres.sessions.opened import connect, is_lent

LONG: Final = 60.0
"""Seconds after which a transaction is long: what it might still read cannot be cleared away."""

_FOLLOWED: Final = """
    SELECT count(*) FROM pg_stat_replication
    WHERE coalesce(state, 'streaming') = 'streaming'
    AND current_setting('synchronous_standby_names') = ''
"""
"""The state is told to those alone who may see it; a base backup has another."""

_LONGEST: Final = """
    SELECT pid, extract(epoch FROM clock_timestamp() - xact_start)::bigint
    FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
    AND xact_start < clock_timestamp() - make_interval(secs => %s)
    ORDER BY xact_start LIMIT 1
"""

_OTHER_VERSIONS: Final = """
    SELECT pid, host, version FROM processes
    WHERE ended IS NULL AND version NOT IN ('', %s) ORDER BY id
"""

DIRECT: Final = "PAPERCRIER_DATABASE_DIRECT"
"""Where an address past a pooler is set."""

_TRIAL: Final = "papercrier_trial"
_PATIENCE: Final = 2.0
_HAS_PROCESSES: Final = "SELECT to_regclass('heartbeats') IS NOT NULL"


def doubts(place: PostgresPlace, version: str, *, long: float = LONG) -> list[Message]:
    """Look at a database's server, and at who is at work there.

    Args:
        place: of the database.
        version: of this Papercrier.
        long: seconds after which a transaction is told.

    Raises:
        StoreError: it cannot be read.
    """
    with told(place), connect(place, autocommit=True) as connection:
        return [
            *_not_waited_for(connection),
            *_long(connection, long),
            *_other_versions(connection, version),
            *_pooled(place),
        ]


def _not_waited_for(connection: psycopg.Connection[Any]) -> Iterator[Message]:
    if _one(connection, _FOLLOWED):
        yield sentence(
            "A standby follows the server and no commit waits for it ({setting} is empty): after a "
            "failover, what it had not heard of is sent again.",
            setting="synchronous_standby_names",
        )


def _long(connection: psycopg.Connection[Any], long: float) -> Iterator[Message]:
    for pid, seconds in connection.execute(_LONGEST, [long]):
        yield sentence(
            "A transaction has been open for {seconds} seconds (process {pid} of the server); all "
            "becomes slower while it is.",
            seconds=str(seconds),
            pid=str(pid),
        )


def _other_versions(connection: psycopg.Connection[Any], version: str) -> Iterator[Message]:
    if not _one(connection, _HAS_PROCESSES):
        return
    for pid, host, other in connection.execute(_OTHER_VERSIONS, [version]):
        yield sentence(
            "Process {pid} on {host} is of version {other}, and this is {version}; start it anew "
            "with the newer one.",
            pid=str(pid),
            host=host,
            other=other,
            version=version,
        )


def _pooled(place: PostgresPlace) -> Iterator[Message]:
    """What processes tell one another has to arrive: it is told to sessions."""
    if place.direct_url and not _arrives(place):
        yield sentence(
            "What one process tells another does not arrive at {place}; it must be the same "
            "database, past every pooler ({setting}).",
            place=place.direct,
            setting=DIRECT,
        )
    elif not place.direct_url and is_lent(place):
        yield sentence(
            "A pooler lends a connection for each transaction, so processes hear nothing of one "
            "another and look every few seconds; name the database past it, too ({setting}).",
            setting=DIRECT,
        )


def _arrives(place: PostgresPlace) -> bool:
    try:
        with connect(place.direct, autocommit=True) as hearing:
            hearing.execute(f"LISTEN {_TRIAL}".encode())
            try:
                with connect(place, autocommit=True) as telling:
                    telling.execute(f"NOTIFY {_TRIAL}".encode())
                return any(hearing.notifies(timeout=_PATIENCE, stop_after=1))
            finally:
                hearing.execute(f"UNLISTEN {_TRIAL}".encode())
    except (psycopg.Error, StoreError):
        return False


def _one(connection: psycopg.Connection[Any], statement: str) -> Any:
    row = connection.execute(statement.encode()).fetchone()
    return row[0] if row else None

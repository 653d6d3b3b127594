"""Whether processes are at work on a server's database, as seen from outside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import psycopg

from storage.places import PostgresPlace
from storage.postgres.sessions.opened import connect

_LAYOUT: Final = """
    SELECT to_regclass('leases') IS NOT NULL, to_regclass('heartbeats') IS NOT NULL
"""

_SINCE: Final = "to_char(started AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"

_ALIVE: Final = f"""
    SELECT pid, host, {_SINCE} FROM processes JOIN heartbeats ON process = id
    WHERE ended IS NULL AND alive_until > clock_timestamp() ORDER BY id LIMIT 1
"""  # noqa: S608

_HELD: Final = f"""
    SELECT pid, host, {_SINCE} FROM leases JOIN processes ON processes.id = leases.owner
    WHERE name = 'serving' AND until > clock_timestamp()
"""  # noqa: S608
"""As long as one process served a database, and others stood by."""


@dataclass(frozen=True, slots=True)
class Serving:
    """A process that serves the database: its id on its host, since when (UTC)."""

    pid: int
    host: str
    since: str


def serving(place: PostgresPlace) -> Serving | None:
    """The first of the processes at work on a database; None where none is.

    Raises:
        psycopg.Error: it cannot be read.
    """
    with connect(place, autocommit=True) as connection:
        return first_at_work(connection)


def first_at_work(connection: psycopg.Connection[Any]) -> Serving | None:
    """The first of the processes at work on a connection's database, of any version.

    Raises:
        psycopg.Error: it cannot be read.
    """
    row = connection.execute(_LAYOUT).fetchone()
    is_made, are_several = row or (False, False)
    if not is_made:
        return None
    held = connection.execute(_ALIVE if are_several else _HELD).fetchone()
    return None if held is None else Serving(*held)

"""The schema on PostgreSQL, as named steps; all that are missing are done in one transaction.

A step that has been released is never changed: what must change gets a new one at the end.

Processes of two versions work side by side while one takes the place of the other. So a step only
adds: tables, indexes, columns that have a default which means what older versions mean. What they
no longer need goes with a later version, by a step that is named in `CONTRACTING`: it waits until
no other process is at work, and older versions refuse the database from then on.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import psycopg

from domain.errors import StoreError
from domain.messages import sentence
from storage.places import PostgresPlace
from storage.postgres.first_tables import FIRST_TABLES
from storage.postgres.later_tables import (
    OF_MANY_SENDERS,
    OF_READING_GROUPS,
    OF_SEVERAL_PROCESSES,
    OF_VECTORS,
)
from storage.postgres.shared_tables import OF_PACES, OF_PAGES, OF_PARTS, OF_RESTS, OF_SHARING

_LOCK: Final = 7_270_415_211
"""Number of the lock that whoever changes the schema holds; any that no other program takes."""

LONGEST_LOCK: Final = 3.0
"""Seconds that a step waits for a table; whoever uses it next waits for the step meanwhile."""

_STEPS: Final = """
    CREATE TABLE IF NOT EXISTS schema_steps (name TEXT PRIMARY KEY, at TIMESTAMPTZ);
    ALTER TABLE schema_steps ADD COLUMN IF NOT EXISTS contracts BOOLEAN NOT NULL DEFAULT TRUE
"""

_TEXT: Final = 'TEXT COLLATE "C"'


def first_tables(connection: psycopg.Connection[Any]) -> None:
    """All tables, as SQLite has them."""
    for tables in FIRST_TABLES:
        connection.execute(tables.replace(" TEXT", f" {_TEXT}").encode())


def reading_groups(connection: psycopg.Connection[Any]) -> None:
    """When groups meet, their meetings, the votes that still count, and what members save there."""
    connection.execute(OF_READING_GROUPS.replace(" TEXT", f" {_TEXT}").encode())


def several_processes(connection: psycopg.Connection[Any]) -> None:
    """Who is at work on the database and alive, what each has alone, and what it has claimed."""
    connection.execute(OF_SEVERAL_PROCESSES.encode())


def what_processes_share(connection: psycopg.Connection[Any]) -> None:
    """The gate to arXiv, allowances, and what platforms have sent."""
    connection.execute(OF_SHARING.replace(" TEXT", f" {_TEXT}").encode())


def paper_vectors(connection: psycopg.Connection[Any]) -> None:
    """What papers mean, by which model, and how long the text was that it was made of."""
    connection.execute(OF_VECTORS.replace(" TEXT", f" {_TEXT}").encode())


def paces_of_bots(connection: psycopg.Connection[Any]) -> None:
    """When what is sent by a bot may go next, whichever process sends it."""
    connection.execute(OF_PACES.replace(" TEXT", f" {_TEXT}").encode())


def outbox_of_many(connection: psycopg.Connection[Any]) -> None:
    """Fewer indexes to write at each step of a part; what was taken is found by who took it."""
    connection.execute(OF_MANY_SENDERS.encode())


def questions_refused(connection: psycopg.Connection[Any]) -> None:
    """Whether the paper said nothing to a question."""
    connection.execute(b"ALTER TABLE questions ADD refused BIGINT NOT NULL DEFAULT 0")


def pages_of_planners(connection: psycopg.Connection[Any]) -> None:
    """Which pages one of several planners has printed, for the others."""
    connection.execute(OF_PAGES.encode())


def rests_of_bots(connection: psycopg.Connection[Any]) -> None:
    """Until when a platform has asked for nothing to be sent by a bot at all."""
    connection.execute(OF_RESTS.encode())


def chats_by_part(connection: psycopg.Connection[Any]) -> None:
    """Of each part of the chats those whose turn it is, by moment."""
    connection.execute(OF_PARTS.encode())


STEPS: Final[tuple[Callable[[psycopg.Connection[Any]], None], ...]] = (
    first_tables,
    reading_groups,
    several_processes,
    what_processes_share,
    paper_vectors,
    paces_of_bots,
    outbox_of_many,
    questions_refused,
    pages_of_planners,
    rests_of_bots,
    chats_by_part,
)
_KNOWN: Final = frozenset(step.__name__ for step in STEPS)

CONTRACTING: Final = frozenset(step.__name__ for step in STEPS[:6])
"""Steps that processes of older versions cannot work beside; when the first were made, one process
served alone."""


def is_made(connection: psycopg.Connection[Any]) -> bool:
    """Whether a database is one of Papercrier's, however old; a new, empty one is not yet.

    Raises:
        psycopg.Error: it cannot be read.
    """
    row = connection.execute("SELECT to_regclass('schema_steps') IS NOT NULL").fetchone()
    return bool(row and row[0])


def is_behind(connection: psycopg.Connection[Any], place: PostgresPlace) -> bool:
    """Whether a database is of an older version of Papercrier; a new, empty one is not.

    Raises:
        StoreError: it is another program's, or was written by a newer Papercrier that does not
            work beside this one.
        psycopg.Error: it cannot be read.
    """
    # In this order: another process makes tables and steps in one transaction, maybe in between.
    has_tables = _has_tables(connection)
    applied = _applied(connection)
    if any(contracts for name, contracts in applied.items() if name not in _KNOWN):
        raise StoreError(
            sentence(
                "The database {path} was written by a newer version of Papercrier.", path=place
            ),
            hint=sentence("Update Papercrier, or name another database."),
        )
    if has_tables and not applied:
        raise StoreError(
            sentence("{path} is the database of another program.", path=place),
            hint=sentence("Name another database, a new one: {command}.", command="`createdb`"),
        )
    return bool(applied) and not applied.keys() >= _KNOWN


def contracts(connection: psycopg.Connection[Any]) -> bool:
    """Whether what an older database lacks is such that no older process can be at work beside it.

    Raises:
        psycopg.Error: it cannot be read.
    """
    applied = _applied(connection)
    return bool(applied) and not applied.keys() >= CONTRACTING


def migrate(connection: psycopg.Connection[Any], place: PostgresPlace) -> None:
    """Bring a database to this program's schema, however many do so at once.

    Args:
        connection: in no transaction, READ COMMITTED: whoever has waited sees what was done.
        place: of the database.

    Raises:
        StoreError: it is another program's, or a newer Papercrier's as `is_behind` says.
        psycopg.errors.LockNotAvailable: a table is in use for so long that it may be tried again.
        psycopg.Error: it cannot be written.
    """
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        is_behind(connection, place)
        applied = _applied(connection)
        if applied.keys() >= _KNOWN:
            return
        connection.execute(f"SET LOCAL lock_timeout = '{LONGEST_LOCK:g}s'".encode())
        connection.execute(_STEPS.encode())
        for step in STEPS:
            if step.__name__ not in applied:
                step(connection)
                done = "INSERT INTO schema_steps VALUES (%s, now(), %s::int::boolean)"
                connection.execute(done, [step.__name__, step.__name__ in CONTRACTING])


def _applied(connection: psycopg.Connection[Any]) -> dict[str, bool]:
    """The steps that were done, and whether each contracts."""
    if not is_made(connection):
        return {}
    # Before steps could be told apart, no version worked beside another.
    told = connection.execute("SELECT name, to_jsonb(one) ->> 'contracts' FROM schema_steps AS one")
    return {name: contracting != "false" for name, contracting in told}


def _has_tables(connection: psycopg.Connection[Any]) -> bool:
    row = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM pg_tables WHERE schemaname = current_schema())"
    ).fetchone()
    return bool(row and row[0])

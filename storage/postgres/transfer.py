"""All of a database file, put into an empty database of PostgreSQL's: completely or not at all.

Rows are copied table by table, those that others refer to first, in one transaction that ends only
where each table has as many rows as the file.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any, Final

import psycopg
from psycopg import sql
from sqlite_utils import Database

from domain.errors import StoreError
from domain.messages import sentence
from storage.places import PostgresPlace
from storage.postgres.connections import ProcessEnded
from storage.postgres.failures import told
from storage.postgres.membership import Membership
from storage.postgres.schema import migrate
from storage.postgres.sessions.opened import connect
from storage.postgres.sets.loading import load, made_afterwards
from storage.sqlite import connections as sqlite
from storage.sqlite.failures import told as told_of_file
from storage.sqlite.files.backups import copied
from storage.sqlite.files.inspection import inspect
from storage.sqlite.files.upgrades import need_room, size_of
from storage.sqlite.schema import migrate as upgrade

_OURS: Final = frozenset(
    {
        *("schema_steps", "processes", "heartbeats", "leases"),
        *("gates", "allowances", "updates", "paces", "pages"),
    }
)
"""Tables that a file has not: they are about the server's database itself."""

_MANY: Final = 10_000
"""Rows of a table from which on it pays to make its keys and indexes afterwards."""

_COLUMNS: Final = """
    SELECT table_name, column_name, data_type FROM information_schema.columns
    WHERE table_schema = current_schema() ORDER BY table_name, ordinal_position
"""
_REFERENCES: Final = """
    SELECT DISTINCT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint
    WHERE contype = 'f' AND conrelid <> confrelid
"""
_NUMBERED: Final = """
    SELECT table_name, column_name FROM information_schema.columns
    WHERE table_schema = current_schema() AND is_identity = 'YES'
"""

_GO_ON: Final = "SELECT setval(pg_get_serial_sequence(%s, %s), %s)"

Counts = dict[str, int]


def transfer(file: Path, place: PostgresPlace, *, patience: float) -> Counts:
    """Copy a database file's rows; how many there are, by table. The file stays as it is.

    One of an older version is brought up to date as a copy beside it.

    Args:
        file: that nobody serves meanwhile.
        place: of the server's database.
        patience: seconds to wait for whoever holds the file.

    Raises:
        AlreadyServed: a process serves the server's database.
        StoreError: the file is none of ours, damaged or of a newer version; there is something in
            the server's database already, or it cannot be used.
    """
    is_older = inspect(file, patience=patience)
    with ExitStack() as opened:
        # Looked through while it is copied, which counts only where nothing is found.
        looking = opened.enter_context(ThreadPoolExecutor(1))
        how = {"thoroughly": True, "rows_alone": True}
        looked = looking.submit(inspect, file, patience=patience, **how)
        if is_older:
            looked.result()
            with told_of_file(file):
                need_room(file.parent, 2 * size_of(file), what=file)
                file = opened.enter_context(copied(file, file.parent, patience=patience))
                _upgrade(file, patience=patience)
        with told(place), connect(place, autocommit=True) as made:
            migrate(made, place)
        member = Membership(place)
        member.join(alone=True)
        opened.callback(member.leave)
        rows = sqlite.connect(file, writes=False, patience=patience)
        opened.callback(rows.close)
        with told(place), told_of_file(file):
            connection = opened.enter_context(connect(place))
            counts = _copy(rows, connection, place)
            looked.result()
            _keep(connection, member, counts)
            return counts


def _copy(file: Database, connection: psycopg.Connection[Any], place: PostgresPlace) -> Counts:
    tables = _tables(connection)
    for table in tables:
        if _count(connection, table):
            raise StoreError(
                sentence("There is something in the database {path} already.", path=place),
                hint=sentence("Name a new, empty one: {command}.", command="`createdb`"),
            )
    file.execute("BEGIN")
    expected = {
        table: int(file.execute(f'SELECT COUNT(*) FROM "{table}"').fetchone()[0])  # noqa: S608
        for table in tables
    }
    with made_afterwards(connection, [table for table in tables if expected[table] >= _MANY]):
        for table, columns in tables.items():
            if expected[table]:
                load(file, connection, table, columns)
    counts = {table: _count(connection, table) if expected[table] else 0 for table in tables}
    for table, count in counts.items():
        if count != expected[table]:
            raise StoreError(
                sentence(
                    "Of the {expected} rows of {table} {count} arrived; nothing was changed.",
                    expected=expected[table],
                    table=table,
                    count=count,
                )
            )
    _go_on_numbering(file, connection)
    return counts


def _keep(connection: psycopg.Connection[Any], member: Membership, counts: Counts) -> None:
    """End the transaction, in which this process has to be alive still."""
    try:
        member.confirm(connection)
    except ProcessEnded:
        raise StoreError(
            sentence("This process was taken for dead; nothing was changed."),
            hint=sentence("Try again."),
        ) from None
    connection.commit()
    connection.autocommit = True
    # Of empty tables the server had better guess how many rows there will be.
    filled = sql.SQL(", ").join(sql.Identifier(table) for table, count in counts.items() if count)
    connection.execute(sql.SQL("ANALYZE {}").format(filled))


def _tables(connection: psycopg.Connection[Any]) -> dict[str, list[tuple[str, str]]]:
    """Tables with their columns and those's types, each after those that it refers to."""
    columns: dict[str, list[tuple[str, str]]] = {}
    for table, column, kind in connection.execute(_COLUMNS):
        if table not in _OURS:
            columns.setdefault(table, []).append((column, kind))
    needs: dict[str, set[str]] = {table: set() for table in columns}
    for table, other in connection.execute(_REFERENCES):
        if table in needs and other in needs:
            needs[table].add(other)
    ordered: dict[str, list[tuple[str, str]]] = {}
    while len(ordered) < len(columns):
        ordered |= {
            table: columns[table]
            for table, others in needs.items()
            if table not in ordered and others <= ordered.keys()
        }
    return ordered


def _count(connection: psycopg.Connection[Any], table: str) -> int:
    query = sql.SQL("SELECT COUNT(*) FROM {}").format(sql.Identifier(table))
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0


def _go_on_numbering(file: Database, connection: psycopg.Connection[Any]) -> None:
    """Have new rows numbered after all that ever were, also those that are gone by now."""
    last = dict(file.execute("SELECT name, seq FROM sqlite_sequence"))
    for table, column in connection.execute(_NUMBERED).fetchall():
        if table in _OURS:
            continue
        (highest,) = file.execute(f'SELECT MAX("{column}") FROM "{table}"').fetchone()  # noqa: S608
        number = max(highest or 0, last.get(table, 0))
        if number:
            connection.execute(_GO_ON, [table, column, number])


def _upgrade(copy: Path, *, patience: float) -> None:
    """Bring a passing copy to this program's schema."""
    with closing(sqlite.connect(copy, writes=True, patience=patience)) as database:
        database.execute("BEGIN IMMEDIATE")
        upgrade(database, copy)
        database.execute("COMMIT")

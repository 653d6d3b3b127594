"""Whole tables loaded from a file: its rows as lines, then keys and indexes once all are there.

Foreign keys are made anew as well, which is when the server looks at all rows at once. That needs
no rights beyond those of an owner, which not to have them looked at would.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

import psycopg
from psycopg import sql
from sqlite_utils import Database

_AT_ONCE: Final = 5_000

_WRITTEN: Final = {
    "text": """coalesce('"' || replace({}, '"', '""') || '"', '')""",
    "bytea": "coalesce('\\x' || hex({}), '')",
    "double precision": "replace(quote({}), 'NULL', '')",
    "bigint": "coalesce({}, '')",
}
"""By the server's type, a value as COPY reads it from CSV; nothing is NULL. SQLite gives of a
number with a fraction as many digits as are needed to have it back by `quote` alone."""

_ROOM: Final = "SET LOCAL maintenance_work_mem = '128MB'"

_KEYS: Final = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE contype IN ('f', 'p', 'u') AND conrelid::regclass::text = ANY (%s)
    AND (contype = 'f' OR NOT EXISTS (
        SELECT 1 FROM pg_constraint AS other
        WHERE other.contype = 'f' AND other.confrelid = pg_constraint.conrelid
    ))
    ORDER BY contype <> 'f'
"""
"""But those that foreign keys refer to, by the latter first."""

_INDEXES: Final = """
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
    WHERE indrelid::regclass::text = ANY (%s) AND NOT indisunique
"""


@contextmanager
def made_afterwards(connection: psycopg.Connection[Any], tables: Sequence[str]) -> Iterator[None]:
    """Have keys and indexes of some tables made after the block, from what is there then.

    Args:
        connection: in a transaction.
        tables: their names.

    Raises:
        psycopg.IntegrityError: rows do not fit together.
    """
    keys = connection.execute(_KEYS, [list(tables)]).fetchall()
    indexes = connection.execute(_INDEXES, [list(tables)]).fetchall()
    for table, name, _ in keys:
        _run(connection, "ALTER TABLE {} DROP CONSTRAINT {}", table, name)
    for name, _ in indexes:
        _run(connection, "DROP INDEX {}", name)
    yield
    connection.execute(_ROOM)
    for _, made in indexes:
        connection.execute(made.encode())
    for table, name, made in reversed(keys):
        _run(connection, f"ALTER TABLE {{}} ADD CONSTRAINT {{}} {made}", table, name)


def load(
    file: Database,
    connection: psycopg.Connection[Any],
    table: str,
    columns: Sequence[tuple[str, str]],
) -> None:
    """Copy a table's rows, as lines that SQLite makes of them: that takes less than half the time.

    Args:
        file: where they are.
        connection: in a transaction.
        table: its name.
        columns: names and the server's types.
    """
    names = sql.SQL(", ").join(sql.Identifier(name) for name, _ in columns)
    into = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv)").format(sql.Identifier(table), names)
    fields = (_WRITTEN[kind].format(f'"{name}"') for name, kind in columns)
    line = " || ',' || ".join(fields) + " || char(10)"
    rows = file.execute(f'SELECT {line} FROM "{table}"')  # noqa: S608
    with connection.cursor().copy(into) as copy:
        while some := rows.fetchmany(_AT_ONCE):
            # The server keeps no U+0000.
            copy.write("".join([line for (line,) in some]).replace("\0", ""))


def _run(connection: psycopg.Connection[Any], statement: str, *names: str) -> None:
    connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

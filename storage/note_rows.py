"""Notes as rows."""

from __future__ import annotations

from sqlite_utils import Database


def save(database: Database, name: str, value: str) -> None:
    """Leave a small fact in place of what the name had."""
    database.execute(
        "INSERT INTO notes (name, value) VALUES (?, ?)"
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        [name, value],
    )


def load(database: Database, name: str) -> str | None:
    """A small fact, if it was left."""
    row = database.execute("SELECT value FROM notes WHERE name = ?", [name]).fetchone()
    return None if row is None else str(row[0])

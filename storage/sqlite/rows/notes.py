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


def forget(database: Database, prefix: str, keeping: str) -> int:
    """Delete the notes whose names begin so, except some; how many."""
    return database.execute(
        "DELETE FROM notes WHERE name >= :prefix AND name < :prefix || char(1114111)"
        " AND (:keeping = '' OR substr(name, 1, length(:keeping)) <> :keeping)",
        {"prefix": prefix, "keeping": keeping},
    ).rowcount

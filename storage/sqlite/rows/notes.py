"""Notes as rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlite_utils import Database

_ADD: Final = """
    INSERT INTO notes (name, value) VALUES (:name, CAST(max(:amount, 0) AS TEXT))
    ON CONFLICT (name) DO UPDATE
    SET value = CAST(max(CAST(value AS INTEGER) + :amount, 0) AS TEXT)
    RETURNING value
"""


def save(database: Database, name: str, value: str) -> None:
    """Leave a small fact in place of what the name had."""
    database.execute(
        "INSERT INTO notes (name, value) VALUES (?, ?)"
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        [name, value],
    )


def add(database: Database, amounts: Mapping[str, int]) -> dict[str, int]:
    """Add to notes that are whole numbers, and none is less than 0; what they are now."""
    return {
        name: int(database.execute(_ADD, {"name": name, "amount": amount}).fetchone()[0])
        for name, amount in amounts.items()
    }


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

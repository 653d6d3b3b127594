"""Notes as rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from storage.database import Database

_LAST: Final = chr(0x10FFFF)
"""No name goes on with it."""

_ADD: Final = """
    INSERT INTO notes (name, value) VALUES (:name, :first)
    ON CONFLICT (name) DO UPDATE SET value = CASE
        WHEN CAST(notes.value AS BIGINT) + :amount > 0
        THEN CAST(CAST(notes.value AS BIGINT) + :amount AS TEXT) ELSE '0'
    END
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
    return {name: _added(database, name, amount) for name, amount in amounts.items()}


def _added(database: Database, name: str, amount: int) -> int:
    values = {"name": name, "amount": amount, "first": str(max(amount, 0))}
    return int(database.execute(_ADD, values).fetchone()[0])


def load(database: Database, name: str) -> str | None:
    """A small fact, if it was left."""
    row = database.execute("SELECT value FROM notes WHERE name = ?", [name]).fetchone()
    return None if row is None else str(row[0])


def forget(database: Database, prefix: str, keeping: str) -> int:
    """Delete the notes whose names begin so, except some; how many."""
    return database.execute(
        "DELETE FROM notes WHERE name >= :prefix AND name < :end"
        " AND (:keeping = '' OR substr(name, 1, :length) <> :keeping)",
        {"prefix": prefix, "end": prefix + _LAST, "keeping": keeping, "length": len(keeping)},
    ).rowcount

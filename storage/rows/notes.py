"""Notes as rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from storage.database import Database

_LAST: Final = chr(0x10FFFF)
"""No name goes on with it."""

_ANY: Final = 2**62
"""As much as a count may be that nothing is said of; more cannot be reckoned with."""

_ADD: Final = """
    INSERT INTO notes (name, value) VALUES (:name, :first)
    ON CONFLICT (name) DO UPDATE SET value = CASE
        WHEN CAST(notes.value AS BIGINT) + :amount > 0
        THEN CAST(CAST(notes.value AS BIGINT) + :amount AS TEXT) ELSE '0'
    END
    RETURNING value
"""

_ADD_WITHIN: Final = """
    INSERT INTO notes (name, value)
    SELECT :name, CAST(:amount AS TEXT) WHERE CAST(:amount AS BIGINT) <= :most
    ON CONFLICT (name) DO UPDATE SET
        value = CAST(CAST(notes.value AS BIGINT) + :amount AS TEXT)
    WHERE CAST(notes.value AS BIGINT) + :amount <= :most
    RETURNING value
"""
"""One statement: between looking and adding, nobody else can add."""


def save(database: Database, name: str, value: str) -> None:
    """Leave a small fact in place of what the name had."""
    database.execute(
        "INSERT INTO notes (name, value) VALUES (?, ?)"
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        [name, value],
    )


def replace(database: Database, name: str, before: str | None, value: str) -> bool:
    """Leave a small fact where the name still has what it had; whether it still had it."""
    if before is None:
        new = "INSERT INTO notes (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING"
        return database.execute(new, [name, value]).rowcount > 0
    changed = "UPDATE notes SET value = ? WHERE name = ? AND value = ?"
    return database.execute(changed, [value, name, before]).rowcount > 0


def add(database: Database, amounts: Mapping[str, int]) -> dict[str, int]:
    """Add to notes that are whole numbers, and none is less than 0; what they are now."""
    return {name: _added(database, name, amount) for name, amount in amounts.items()}


def add_within(
    database: Database, amounts: Mapping[str, int], most: Mapping[str, int]
) -> tuple[bool, dict[str, int]]:
    """Add to notes that are whole numbers where none gets beyond its most, otherwise to none.

    Gives whether it was added, and what they are now.
    """
    added: dict[str, int] = {}
    # Those who add to the same ones do so in the same order, and none waits for the other.
    for name in sorted(amounts):
        values = {"name": name, "amount": amounts[name], "most": most.get(name, _ANY)}
        row = database.execute(_ADD_WITHIN, values).fetchone()
        if row is None:
            taken_back = {one: -amounts[one] for one in added}
            return False, add(database, dict.fromkeys(amounts, 0) | taken_back)
        added[name] = int(row[0])
    return True, {name: added[name] for name in amounts}


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

"""Whether there are claimed parts that nobody deals with: one look into a small index."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from storage.database import Database, Listed

_HAS_ORPHANS: Final = """
    SELECT EXISTS (
        SELECT 1 FROM outbox
        WHERE owner IS NOT NULL AND platform = :platform
        AND NOT (owner = :me AND id = ANY (:kept))
        AND (owner = :me OR NOT EXISTS (
            SELECT 1 FROM processes WHERE processes.id = owner AND ended IS NULL
        ))
    )
"""


def has_orphans(database: Database, platform: str, keeping: Sequence[int], process: int) -> bool:
    """Whether parts are claimed by no process that is alive, or by this one without dealing so.

    Args:
        database: in a transaction that reads.
        platform: of the parts.
        keeping: those that this process deals with.
        process: its number.
    """
    values = {"platform": platform, "kept": Listed(keeping), "me": process}
    (found,) = database.execute(_HAS_ORPHANS, values).fetchone()
    return bool(found)

"""The part of the schema by which what is kept for too long is found."""

from __future__ import annotations

from typing import Final

from sqlite_utils import Database


def found_by_age(database: Database) -> None:
    """Old rows, and papers that no announcement speaks of, are found without looking at all."""
    database.execute("CREATE INDEX announcements_by_paper ON announcements (paper)")
    database.execute("CREATE INDEX seen_by_day ON seen (day)")
    database.execute("CREATE INDEX digests_by_moment ON digests (planned_at)")


STEPS: Final = (found_by_age,)

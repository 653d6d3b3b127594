"""Every moment that is kept is put right once a clock that was ahead is right again."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Final

from storage import open_store
from storage.future_rows import note_clock
from storage.sqlite.connections import connect, transaction
from tests.storage.queueing import DAY, NOW

MOMENTS: Final = re.compile(
    r"[._](?:at|day|date|slot|since|used|due|expires|until|tried|last|covered|before|listing"
    r"|published|updated)$"
)
"""What columns that hold moments or days end with."""

ELSEWHERE: Final = {
    "_sqlite_migrations.applied_at": "nothing is decided by it",
    "papers.checked_at": "one in the future is not believed where it is used (`intake.freshness`)",
    "papers.published": "arXiv's own",
    "papers.updated": "arXiv's own",
    "earlier_records.updated": "arXiv's own",
    "announcements.date": "arXiv's own, which tell a clock that is behind",
    "digests.slot": "digests of turns to come get days long past, one by one",
    "meetings.day": "one that was called stays called",
    "ballots.day": "as of the meeting that they are for",
    "seen.day": "papers told stay told, and our clock may be years behind",
    "outbox.leased_until": "one that is farther away than a lease lasts is taken up anyway",
}


async def test_every_moment_is_put_right_or_is_known_to_stay(tmp_path: Path) -> None:
    """Whatever tables there are: a new one is found here."""
    path = tmp_path / "papercrier.db"
    await open_store(path).close()
    database = connect(path, writes=True, patience=5.0)
    said: list[str] = []
    later = NOW + timedelta(days=30)
    with transaction(database, "BEGIN IMMEDIATE"):
        note_clock(database, later, DAY + timedelta(days=30))
        database.conn.set_trace_callback(said.append)
        assert note_clock(database, NOW, DAY)
        database.conn.set_trace_callback(None)
    changed = [" ".join(sql.split()) for sql in said]
    kept = (f"{t.name}.{c.name}" for t in database.tables for c in t.columns)
    missing = [
        moment
        for moment in kept
        if MOMENTS.search(moment) and moment not in ELSEWHERE and not is_changed(moment, changed)
    ]
    database.close()
    assert missing == [], missing


def is_changed(moment: str, statements: list[str]) -> bool:
    """Whether one of the statements sets a column, or deletes from its table."""
    table, _, column = moment.partition(".")
    for statement in statements:
        verb, first, second, *_ = [*statement.split(), "", ""]
        sets = re.search(rf"\b{column} =", statement.partition(" SET ")[2])
        if ((verb, first) == ("UPDATE", table) and sets) or (verb, second) == ("DELETE", table):
            return True
    return False

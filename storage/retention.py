"""What is kept for how long, and what is deleted after that, a little at a time.

The store serves people meanwhile, so no step takes more than some hundred rows; pages that become
free are given back to the disk in steps as well.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from math import ceil
from typing import Final

from storage.database import Database, Listed
from storage.ports.threads import StoreThread
from storage.question_rules import REMEMBERED
from storage.retention_rules import Kept, settled_until
from storage.rows import notes as note_rows

_MOST: Final = 1 << 62

_ROWS: Final = 300
"""Rows deleted in one transaction."""

_SETTLED: Final = "tidied-until"

_OPEN: Final = "('behind', 'queued', 'claimed', 'sending')"

_OLD_DIGESTS: Final = f"""
    DELETE FROM digests WHERE id IN (
        SELECT id FROM digests WHERE planned_at < :before AND NOT EXISTS (
            SELECT 1 FROM outbox WHERE digest = digests.id AND state IN {_OPEN}
        ) LIMIT :rows
    )
"""  # noqa: S608

_OLD_TOLD: Final = """
    DELETE FROM seen WHERE (chat, paper) IN (
        SELECT chat, paper FROM seen WHERE day < :day LIMIT :rows
    )
"""

_OLD_NOTICES: Final = """
    DELETE FROM notices WHERE (chat, paper_update) IN (
        SELECT chat, paper_update FROM notices
        JOIN paper_updates ON paper_updates.id = paper_update
        WHERE NOT EXISTS (
            SELECT 1 FROM seen
            WHERE seen.chat = notices.chat AND seen.paper = paper_updates.paper
        ) LIMIT :rows
    )
"""

_OLD_UPDATES: Final = """
    DELETE FROM paper_updates WHERE id IN (
        SELECT id FROM paper_updates
        WHERE NOT EXISTS (SELECT 1 FROM seen WHERE seen.paper = paper_updates.paper)
        AND NOT EXISTS (SELECT 1 FROM notices WHERE paper_update = paper_updates.id) LIMIT :rows
    )
"""

_NOT_FOLLOWED: Final = """
    DELETE FROM told_papers WHERE paper IN (
        SELECT paper FROM told_papers
        WHERE NOT EXISTS (SELECT 1 FROM seen WHERE seen.paper = told_papers.paper) LIMIT :rows
    )
"""

_OLD_RECORDS_BEFORE: Final = """
    DELETE FROM earlier_records WHERE (paper, version) IN (
        SELECT paper, version FROM earlier_records
        WHERE NOT EXISTS (SELECT 1 FROM told_papers WHERE told_papers.paper = earlier_records.paper)
        LIMIT :rows
    )
"""

_UNSENT: Final = """
    DELETE FROM payloads WHERE id IN (
        SELECT id FROM payloads
        WHERE NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.payload = payloads.id)
        AND NOT EXISTS (SELECT 1 FROM digests WHERE document = payloads.id) LIMIT :rows
    )
"""

_OLD_SENT: Final = """
    DELETE FROM sent_messages WHERE (platform, chat_id, message) IN (
        SELECT platform, chat_id, message FROM sent_messages WHERE sent_at < :second LIMIT :rows
    )
"""

_OLD_QUESTIONS: Final = """
    DELETE FROM questions WHERE id IN (
        SELECT id FROM questions WHERE at < :second LIMIT :rows
    )
"""

_OLD_KEYS: Final = """
    DELETE FROM access_keys WHERE name IN (
        SELECT name FROM access_keys WHERE opens LIKE 'digest %' AND at < :second LIMIT :rows
    )
"""
"""Those to digests, which are kept no longer than the digests are."""

_OLD_RECORDS: Final = """
    DELETE FROM digest_records WHERE id IN (
        SELECT id FROM digest_records WHERE used < :before
        AND NOT EXISTS (SELECT 1 FROM digests WHERE record = digest_records.id) LIMIT :rows
    )
"""

_OLD_ANNOUNCEMENTS: Final = """
    DELETE FROM announcements WHERE (archive, date, position) IN (
        SELECT archive, date, position FROM announcements
        WHERE date < :day LIMIT :rows
    )
"""

_OLD_BATCHES: Final = """
    DELETE FROM batches WHERE (archive, date) IN (
        SELECT archive, date FROM batches WHERE date < :day LIMIT :rows
    )
"""

_STEPS: Final[tuple[tuple[str, Callable[[Kept], timedelta]], ...]] = (
    (_OLD_DIGESTS, lambda kept: kept.digests),
    (_OLD_TOLD, lambda kept: kept.told),
    (_OLD_NOTICES, lambda _: timedelta(0)),
    (_OLD_UPDATES, lambda _: timedelta(0)),
    (_NOT_FOLLOWED, lambda _: timedelta(0)),
    (_OLD_RECORDS_BEFORE, lambda _: timedelta(0)),
    (_OLD_SENT, lambda kept: kept.told),
    (_OLD_QUESTIONS, lambda _: REMEMBERED),
    (_OLD_KEYS, lambda kept: kept.digests),
    (_OLD_RECORDS, lambda kept: kept.digests),
    (_UNSENT, lambda _: timedelta(0)),
    (_OLD_ANNOUNCEMENTS, lambda kept: kept.announced),
    (_OLD_BATCHES, lambda kept: kept.announced),
)

_UNANNOUNCED: Final = """
    SELECT base FROM papers
    WHERE NOT EXISTS (SELECT 1 FROM announcements WHERE announcements.paper = papers.base)
    ORDER BY rowid DESC LIMIT ? OFFSET ?
"""


def settled(database: Database, now: datetime) -> datetime:
    """Until when it is sure that time has passed, whatever the clock shows."""
    moment = settled_until(note_rows.load(database, _SETTLED), now)
    note_rows.save(database, _SETTLED, moment.isoformat())
    return moment


async def tidy(writer: StoreThread, reader: StoreThread, now: datetime, *, kept: Kept) -> None:
    """Delete what is kept for no longer, step by step.

    Args:
        writer: of the store.
        reader: likewise; the one for bulk work.
        now: UTC.
        kept: what is kept for how long.
    """
    for sql, how_long in _STEPS:
        while await writer.run(_deleted, sql, now - how_long(kept)):
            pass
    doomed = await reader.run(_unannounced, kept.asked_for)
    for start in range(0, len(doomed), _ROWS):
        await writer.run(_drop_papers, doomed[start : start + _ROWS])
    while await writer.give_back():
        pass


def _deleted(database: Database, sql: str, before: datetime) -> bool:
    """Delete some rows; whether there may be more."""
    values = {
        "before": before.timestamp(),
        "second": ceil(before.timestamp()),
        "day": before.astimezone(UTC).date().isoformat(),
        "rows": _ROWS,
    }
    return database.execute(sql, values).rowcount >= _ROWS


def _unannounced(database: Database, spared: int) -> list[str]:
    return [base for (base,) in database.execute(_UNANNOUNCED, [_MOST, spared])]


def _drop_papers(database: Database, bases: Sequence[str]) -> None:
    """Delete papers with their summaries and vectors, but not those announced meanwhile."""
    gone = [
        base
        for (base,) in database.execute(
            "SELECT value FROM json_each(?) WHERE value NOT IN (SELECT paper FROM announcements"
            " WHERE paper IN (SELECT value FROM json_each(?)))",
            [Listed(bases), Listed(bases)],
        )
    ]
    for table, column in (("summaries", "paper"), ("paper_vectors", "paper"), ("papers", "base")):
        database.execute(
            f"DELETE FROM {table} WHERE {column} IN (SELECT value FROM json_each(?))",  # noqa: S608
            [Listed(gone)],
        )

"""Batches and their announcements as rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, Final

from domain.identifiers import PaperId
from domain.papers import Announcement, AnnouncementKind, Batch, BatchState, Counts
from storage.database import Database, Listed
from storage.records import instant_of, instant_text, message_of, message_text

_SAVE: Final = """
    INSERT INTO batches (
        archive, date, state, reason, count_new, count_cross, count_replace, checked_at
    )
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (archive, date) DO UPDATE SET
        state = excluded.state,
        reason = excluded.reason,
        count_new = excluded.count_new,
        count_cross = excluded.count_cross,
        count_replace = excluded.count_replace,
        checked_at = excluded.checked_at
"""

_ANNOUNCE: Final = """
    INSERT INTO announcements (archive, date, position, kind, paper, version)
    VALUES (?, ?, ?, ?, ?, ?)
"""

_BETWEEN: Final = """
    SELECT archive, date, state, reason, count_new, count_cross, count_replace, checked_at
    FROM batches
    WHERE archive IN (SELECT value FROM json_each(?)) AND date BETWEEN ? AND ?
    ORDER BY date, archive
"""

_AWAITING_METADATA: Final = """
    SELECT announcements.paper
    FROM announcements LEFT JOIN papers ON papers.base = announcements.paper
    WHERE date >= ? AND coalesce(origin, '') NOT IN ('api', 'sample')
    GROUP BY announcements.paper
    HAVING max(CASE kind WHEN 'replace' THEN 0 ELSE 1 END) = ?
    ORDER BY max(date) DESC, announcements.paper DESC
"""

_ANNOUNCED_ON: Final = """
    SELECT DISTINCT date FROM announcements WHERE paper = ? AND kind <> 'replace'
    ORDER BY date DESC
"""

_ANNOUNCED_BETWEEN: Final = """
    SELECT archive, date, kind, paper, version
    FROM announcements
    WHERE archive IN (SELECT value FROM json_each(?)) AND date BETWEEN ? AND ?
    ORDER BY archive, date, position
"""


def save(database: Database, batch: Batch) -> None:
    """Keep a batch in place of what was known of its archive and date.

    Raises:
        ValueError: an announcement in it is of another archive or date.
    """
    if any(
        (line.archive, line.date) != (batch.archive, batch.date) for line in batch.announcements
    ):
        raise ValueError(f"not all announcements are of {batch.archive}, {batch.date}")
    place = (batch.archive, batch.date.isoformat())
    counts = batch.counts
    numbers = (counts.new, counts.cross, counts.replace) if counts else (None, None, None)
    checked = instant_text(batch.checked_at)
    database.execute(_SAVE, [*place, batch.state, message_text(batch.reason), *numbers, checked])
    database.execute("DELETE FROM announcements WHERE archive = ? AND date = ?", place)
    database.executemany(
        _ANNOUNCE,
        (
            (*place, position, line.kind, line.paper_id.base, line.paper_id.version)
            for position, line in enumerate(batch.announcements)
        ),
    )


def load(database: Database, archives: Collection[str], first: date, last: date) -> list[Batch]:
    """The batches of archives from first to last, by date and then archive."""
    span = (Listed(archives), first.isoformat(), last.isoformat())
    announced: defaultdict[tuple[str, str], list[Announcement]] = defaultdict(list)
    for archive, day, kind, paper, version in database.execute(_ANNOUNCED_BETWEEN, span):
        announced[archive, day].append(
            Announcement(
                archive,
                date.fromisoformat(day),
                AnnouncementKind(kind),
                PaperId(paper, version),
            )
        )
    return [
        _batch(row, announced[row[0], row[1]])
        for row in database.execute(_BETWEEN, span).fetchall()
    ]


def states(database: Database, archives: Collection[str], first: date, last: date) -> list[Batch]:
    """The batches that `load` gives, without their announcements."""
    span = (Listed(archives), first.isoformat(), last.isoformat())
    return [_batch(row, ()) for row in database.execute(_BETWEEN, span)]


def awaiting_metadata(database: Database, since: date, news: bool) -> list[PaperId]:
    """Papers announced since a date whose metadata is missing or not the API's."""
    rows = database.execute(_AWAITING_METADATA, [since.isoformat(), int(news)])
    return [PaperId(base) for (base,) in rows]


def announced_on(database: Database, base: str) -> list[date]:
    """The dates on which a paper was news, the newest first."""
    return [date.fromisoformat(day) for (day,) in database.execute(_ANNOUNCED_ON, [base])]


def latest(database: Database) -> list[Batch]:
    """The newest batch of each archive, by archive."""
    newest = database.execute(
        "SELECT archive, max(date) FROM batches GROUP BY archive ORDER BY archive"
    ).fetchall()
    return [
        batch
        for archive, day in newest
        for batch in load(database, [archive], date.fromisoformat(day), date.fromisoformat(day))
    ]


def _batch(row: Sequence[Any], announcements: Collection[Announcement]) -> Batch:
    archive, day, state, reason, new, cross, replace, checked_at = row
    return Batch(
        archive=archive,
        date=date.fromisoformat(day),
        state=BatchState(state),
        announcements=tuple(announcements),
        counts=None if new is None else Counts(new, cross, replace),
        reason=message_of(reason),
        checked_at=instant_of(checked_at),
    )

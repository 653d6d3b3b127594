"""Batches and listings to decide on: those of hep-th for one Friday."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from domain.identifiers import PaperId
from domain.papers import (
    AnnouncementKind,
    Author,
    Batch,
    BatchState,
    Counts,
    Listing,
    ListingEntry,
    Paper,
)
from intake import calendar
from intake.states import Decider

FRIDAY: Final = date(2024, 3, 8)
DUE: Final = calendar.due_at(FRIDAY)
ENDS: Final = DUE + calendar.PUBLICATION
HOLIDAY: Final = date(2024, 12, 26)
MINUTE: Final = timedelta(minutes=1)
HOUR: Final = timedelta(hours=1)
LONG_AFTER: Final = DUE + timedelta(days=4)


def entry(number: int, kind: AnnouncementKind = AnnouncementKind.NEW) -> ListingEntry:
    """A line of a listing."""
    paper = Paper(
        id=PaperId(f"2403.{number:05}"),
        title=f"On {number}",
        authors=(Author("Ada Example"),),
        abstract="We look into it.",
        categories=("hep-th",),
        primary="hep-th",
    )
    return ListingEntry(kind, paper)


def listing(*numbers: int, counted: int | None = None, day: date = FRIDAY) -> Listing:
    """A listing of new papers; it may count more than it has."""
    entries = tuple(entry(number) for number in numbers)
    counts = Counts(new=len(entries) if counted is None else counted)
    return Listing(archive="hep-th", date=day, entries=entries, counts=counts, total=counts.total)


def decider(known: Batch | None = None, now: datetime = ENDS, day: date = FRIDAY) -> Decider:
    """One for the listing of hep-th."""
    return Decider(archive="hep-th", day=day, known=known, now=now)


def known(state: BatchState, *numbers: int, day: date = FRIDAY, **more: Any) -> Batch:
    """A batch as kept, of an archive's new papers; looked at half an hour after the hour."""
    page = listing(*numbers, day=day)
    batch = Batch(
        archive="hep-th",
        date=day,
        state=state,
        announcements=page.announcements,
        counts=page.counts if numbers else None,
        checked_at=calendar.due_at(day) + 30 * MINUTE,
    )
    return replace(batch, **more)


def bases(batch: Batch) -> list[str]:
    """Which papers stand in it."""
    return [line.paper_id.base for line in batch.announcements]


COMPLETE: Final = known(BatchState.COMPLETE, 1, 2)
PARTIAL: Final = known(BatchState.PARTIAL, 1)
EMPTY: Final = known(BatchState.PARTIAL, counts=Counts())
QUIET: Final = known(BatchState.QUIET, counts=Counts(), checked_at=calendar.midnight(FRIDAY))
TOLD_TWICE: Final = known(BatchState.QUIET, counts=Counts())
HINTED: Final = known(BatchState.QUIET)
LATE: Final = known(BatchState.LATE)
FAILED: Final = known(BatchState.FAILED)
WAITING: Final = known(BatchState.WAITING)

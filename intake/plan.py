"""What to ask arXiv for next: pure, from what is known and the time.

On a usual night each archive is read once, when publication is over. As long as that leaves
requests to spare, one of them, the scout, is looked at from 20:00 Eastern on to see whether the
date is out. While it is not, only scouts are sent, at growing intervals and a different archive
each time, so that one stale page cannot hide a night. What a night leaves open is made good from
catch-up listings.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Final

from domain.papers import Batch, BatchState
from intake import calendar
from intake.states import is_empty, is_firm, publication_ends

USUAL_LISTINGS: Final = 20
"""How many listings are asked for on a usual night at most: each of arXiv's archives once."""

SHORTEST: Final = timedelta(minutes=5)
LONGEST: Final = timedelta(minutes=50)
"""Less than an hour, so that who asks every hour finds it passed each time."""

JUST_NOW: Final = timedelta(minutes=2)
"""For how long a look is good enough for somebody else who waits."""

HOLIDAY_PAUSE: Final = timedelta(hours=6)

FEEDS_SETTLE: Final = timedelta(minutes=10)
"""How long after midnight Eastern feeds and API are first asked; not on the stroke of it."""

LONGEST_FOR_METADATA: Final = timedelta(hours=6)
METADATA_DAYS: Final = 7
"""For how many days the API is asked for papers that it does not know yet."""

PER_REQUEST: Final = 100
"""Papers whose metadata is asked for at once."""

_LONG_AGO: Final = datetime(1991, 8, 14, tzinfo=UTC)
_BUSIEST: Final = "cs"

Known = Mapping[str, Batch]
"""What is known of one date, by archive."""


def pause(due: datetime, looked: datetime) -> timedelta:
    """How long to wait after an unsuccessful look: a quarter of the time since the hour."""
    return min(max((looked - due) / 4, SHORTEST), LONGEST)


def is_out(known: Known) -> bool:
    """Whether any archive's listing has been seen that bears the date."""
    return any(batch.counts is not None for batch in known.values())


def scouts(day: date, archives: Collection[str], known: Known) -> list[str]:
    """The archives in the order in which to send them as scouts: the longest unseen first."""

    def rank(archive: str) -> tuple[datetime, bool, str]:
        batch = known.get(archive)
        seen = batch.checked_at if batch and batch.checked_at else _LONG_AGO
        return seen, archive != _BUSIEST, archive

    return sorted(archives, key=rank)


def scouting_from(
    day: date, archives: Collection[str], known: Known, *, eager: bool = False
) -> datetime:
    """When to see whether a date is out that was not at the last look.

    Args:
        day: the newest listing date.
        archives: those to be read.
        known: what is known of it.
        eager: somebody waits for it.
    """
    due = calendar.due_at(day)
    looks = [batch.checked_at for batch in known.values() if batch.checked_at]
    if not looks:
        has_to_spare = eager or len(archives) < USUAL_LISTINGS
        return due if has_to_spare else due + calendar.PUBLICATION
    last = max(looks)
    if eager:
        return last + JUST_NOW
    if all(batch.state is BatchState.QUIET for batch in known.values()):
        return last + HOLIDAY_PAUSE
    return last + pause(due, last)


def look_from(
    day: date, archive: str, known: Known, now: datetime, *, eager: bool
) -> datetime | None:
    """When to read an archive's listing of a date that is out; None if no more is to be read.

    Args:
        day: the newest listing date.
        archive: the one to read.
        known: what is known of the date.
        now: the moment of the question.
        eager: look at what has not been seen at once, though it may still grow.
    """
    batch = known.get(archive)
    due = calendar.due_at(day)
    if batch is None or batch.state in (BatchState.WAITING, BatchState.LATE):
        others = [other for name, other in known.items() if name != archive]
        return due if eager else publication_ends(day, batch, others, now)
    if batch.state.is_settled:
        return None
    if batch.state is BatchState.FAILED:
        looks = [other.checked_at for other in known.values() if other.checked_at]
        looked = batch.checked_at or max(looks, default=due)
        return looked + pause(due, looked)
    checked = batch.checked_at or due
    if is_empty(batch) and checked >= due + calendar.PUBLICATION:
        return None
    return checked + calendar.PUBLICATION


def to_read(
    day: date, archives: Collection[str], known: Known, now: datetime, *, eager: bool
) -> list[str]:
    """The archives whose newest listing is to be read now, the scout first.

    Where the date is not known to be out, the first of them that shows an older date speaks for
    all, and the rest need not be read.
    """
    ordered = scouts(day, archives, known)
    if not is_out(known):
        return ordered if now >= scouting_from(day, archives, known, eager=eager) else []
    times = ((archive, look_from(day, archive, known, now, eager=eager)) for archive in ordered)
    return [archive for archive, begins in times if begins is not None and now >= begins]


def is_worth_a_look(batch: Batch | None, now: datetime) -> bool:
    """Whether somebody who waits for a batch may gain from reading its listing now."""
    if batch is None or batch.checked_at is None:
        return True
    return not batch.state.is_settled and now >= batch.checked_at + JUST_NOW


def retry_from(batch: Batch | None, day: date) -> datetime:
    """When to read a past date's listing (again)."""
    if batch is None or batch.checked_at is None:
        return calendar.due_at(day)
    return batch.checked_at + LONGEST


def look_back(
    archives: Mapping[str, date], known: Mapping[tuple[str, date], Batch], now: datetime
) -> list[tuple[str, date]]:
    """Past dates that are not settled and whose turn it is: the newest date first.

    Args:
        archives: each with the first date that it was followed on.
        known: what is known, by archive and date.
        now: the moment of the question.
    """
    last = calendar.previous_date(calendar.expected(now))
    oldest = calendar.oldest_listed(now)
    missing = [
        (archive, day)
        for archive, since in archives.items()
        for day in calendar.listing_dates(max(since, oldest), last)
        if _is_open(known.get((archive, day))) and now >= retry_from(known.get((archive, day)), day)
    ]
    return sorted(missing, key=lambda place: (-place[1].toordinal(), place[0]))


def out_of_reach(archives: Mapping[str, date], now: datetime) -> list[tuple[str, date]]:
    """Dates on which an archive was followed that arXiv's listings no longer reach."""
    newest = calendar.oldest_listed(now) - timedelta(days=1)
    return [
        (archive, day)
        for archive, since in archives.items()
        for day in calendar.listing_dates(since, newest)
    ]


def metadata_from(day: date, tried: datetime | None) -> datetime:
    """When to ask the API for the papers of the newest date, and for what it did not know."""
    begins = calendar.midnight(day) + FEEDS_SETTLE
    if tried is None or tried < begins:
        return begins
    return tried + min(max((tried - begins) / 2, 3 * SHORTEST), LONGEST_FOR_METADATA)


def evidence_from(day: date, tried: datetime | None, *, eager: bool = False) -> datetime:
    """When to look for evidence that empty listings of the newest date are truly empty.

    Args:
        day: the newest date.
        tried: when that was last done in vain.
        eager: somebody waits for it.
    """
    midnight = calendar.midnight(day)
    if tried is None or tried < midnight:
        return midnight if eager else midnight + FEEDS_SETTLE
    return tried + LONGEST


def _is_open(batch: Batch | None) -> bool:
    return batch is None or not is_firm(batch)

"""The news: announcements by date, searchable, kept for as long as anybody asks for them.

Whoever asks, and with whichever other dates, each query meets each paper of a date once.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Collection, Sequence
from datetime import date
from typing import Final

from digests.announcement_set import AnnouncementSet, standing_of
from digests.day_index import DayIndex, stamp_of
from domain.concurrency.slices import in_slices
from domain.papers import Batch, Paper
from domain.ports import Papers
from domain.taxonomy import ARCHIVES
from intake.engine import Intake

UNUSED: Final = 26 * 3_600.0
"""Seconds after which a date is let go that nobody has asked for: a night is over everywhere."""

MOST_DATES: Final = 24
"""Dates kept at most; a digest goes back by as many. A thousand papers take some 8 MB."""

MOST_HITS: Final = 4_000_000
"""What is remembered of queries, in hits of some 25 bytes: 100 MB at the most.

Ten thousand topics on six dates take a twentieth of it. What goes beyond is matched again.
"""

_EDITIONS: Final = 8
"""Sets of dates of which it is remembered what they are together; that is soon worked out anew."""

_PAPERS_AT_ONCE: Final = 200
"""Papers that are read from the library in one go."""


class News:
    """Keeps what was announced, by date."""

    def __init__(self, intake: Intake, library: Papers, *, most_hits: int = MOST_HITS) -> None:
        """Args: most_hits bounds what is remembered of queries."""
        self._intake = intake
        self._library = library
        self._most_hits = most_hits
        self._days: OrderedDict[date, tuple[float, DayIndex]] = OrderedDict()
        self._announcement_sets: OrderedDict[object, AnnouncementSet] = OrderedDict()
        self._one_at_a_time = asyncio.Lock()

    async def announcement_set(
        self, days: Sequence[date], states: Sequence[Batch]
    ) -> AnnouncementSet:
        """The announcements of some dates, as they stand.

        Args:
            days: oldest first.
            states: how matters stand with them, in all archives that are looked at.
        """
        newest = self._intake.newest_date()
        # Of the newest date alone, as mornings ask for, nothing can have been withdrawn since.
        lately = await self._intake.lately() if any(day < newest for day in days) else None
        async with self._one_at_a_time:
            self._let_go()
            found = [self._day(day) for day in days]
            if lately is not None:
                await self._take_back([day for day in found if day.day < newest], lately)
            stale = [day for day in found if not _is_current(day, states)]
            if stale:
                await self._renew(stale, states)
            self._fit(found)
        # The same set again, for as long as nothing changes, remembers what it worked out.
        key = (tuple((day.day, day.serial, id(day)) for day in found), standing_of(states))
        known = self._announcement_sets.pop(key, None) or AnnouncementSet(found, states)
        self._announcement_sets[key] = known
        while len(self._announcement_sets) > _EDITIONS:
            self._announcement_sets.popitem(last=False)
        return known

    def close(self) -> None:
        """Let go of what is held in memory."""
        self._announcement_sets.clear()
        self._days.clear()

    def _day(self, day: date) -> DayIndex:
        _, known = self._days.pop(day, (0.0, None))
        known = known or DayIndex(day)
        self._days[day] = (time.monotonic(), known)
        return known

    async def _take_back(self, found: Sequence[DayIndex], lately: object) -> None:
        """Note which papers of past dates have been withdrawn, where there was news since."""
        for day in found:
            if day.serial and day.as_of != lately:
                day.take_back((await self._library.papers(day.papers())).values())
            day.as_of = lately

    async def _renew(self, stale: Sequence[DayIndex], states: Sequence[Batch]) -> None:
        batches = await self._intake.kept(ARCHIVES, [day.day for day in stale])
        for day in stale:
            own = [batch for batch in batches if batch.date == day.day]
            papers = await self._papers(day, own)
            await in_slices(day.renewed(own, papers))
            # What is said of archives of which nothing is kept need not be looked up again.
            asked = stamp_of(batch for batch in states if batch.date == day.day)
            day.stamp = asked | day.stamp

    async def _papers(self, day: DayIndex, batches: Sequence[Batch]) -> list[Paper]:
        """What the library has of the papers that a date lacks, a few at a time."""
        lacking = day.lacking(batches)
        papers: list[Paper] = []
        for begin in range(0, len(lacking), _PAPERS_AT_ONCE):
            some = await self._library.papers(lacking[begin : begin + _PAPERS_AT_ONCE])
            papers += some.values()
        return papers

    def _let_go(self) -> None:
        """Let go of dates that nobody has asked for in a day."""
        now = time.monotonic()
        for day in [day for day, (used, _) in self._days.items() if now - used > UNUSED]:
            self._drop(day)

    def _fit(self, wanted: Collection[DayIndex]) -> None:
        """Stay within the bounds; of what is wanted now, no date is let go."""
        for day in list(self._days)[: max(0, len(self._days) - MOST_DATES)]:
            if self._days[day][1] not in wanted:
                self._drop(day)
        over = sum(day.cost for _, day in self._days.values()) - self._most_hits
        for _, kept in self._days.values():
            if over <= 0:
                break
            before = kept.cost
            kept.forget(over)
            over -= before - kept.cost

    def _drop(self, day: date) -> None:
        _, dropped = self._days.pop(day)
        for key in [
            key
            for key, announcement_set in self._announcement_sets.items()
            if dropped in announcement_set.days
        ]:
            del self._announcement_sets[key]


def _is_current(day: DayIndex, states: Sequence[Batch]) -> bool:
    own = stamp_of(batch for batch in states if batch.date == day.day)
    return bool(day.serial) and own.items() <= day.stamp.items()

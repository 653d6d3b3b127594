"""Days of the archive: which papers each announced, and which ready topics they are about.

A day is worked out once, by the engine that makes digests, and what is kept of it are ids alone:
some 20 KB, where a searchable day takes 8 MB. It is worked out anew when there is more of it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from app.archive.extracts import Extracts
from digests.announcement_set import standing_of
from digests.day_index import DayIndex
from domain.concurrency.single_flight import SingleFlight
from domain.concurrency.slices import in_slices
from domain.papers import Batch
from domain.ports import Clock, Library
from domain.taxonomy import ARCHIVES
from intake.engine import Intake
from topics.catalogue import catalogue

REACH: Final = timedelta(days=120)
"""How far back days are looked for; announcements are kept for as long, by default."""

MOST_KEPT: Final = 90
"""Days of which it is kept what was worked out; some four months of listings."""

_ALL: Final = -1
"""Stands for all archives, as a mask."""

_AT_ONCE: Final = 200
"""Papers that are read from the library in one go."""


@dataclass(frozen=True, slots=True)
class ArchiveDay:
    """What was announced on a listing date, in all archives that are taken in.

    Attributes:
        batches: how matters stand with each archive, without the announcements themselves.
        papers: base ids of the papers that are news, each once.
        by_topic: by the name of a ready topic, the papers about it, the best first.
    """

    day: date
    batches: tuple[Batch, ...]
    papers: tuple[str, ...]
    by_topic: Mapping[str, tuple[str, ...]]


class ArchiveDays:
    """Works out days, and keeps what was worked out; nothing is asked of arXiv.

    Attributes:
        extracts: what papers say in their own sentences, where no summary was made of them.
        is_complete: whether all days have been worked out since the start.
    """

    def __init__(self, intake: Intake, library: Library, clock: Clock) -> None:
        self.extracts = Extracts(clock)
        self.is_complete = False
        self._intake = intake
        self._library = library
        self._known: OrderedDict[date, tuple[object, ArchiveDay]] = OrderedDict()
        self._flights: SingleFlight[date, ArchiveDay] = SingleFlight()

    async def standing(self) -> list[Batch]:
        """How matters stand with each archive and date that is kept, oldest first."""
        newest = self._intake.newest_date()
        found = await self._library.batch_states(ARCHIVES, newest - REACH, newest + REACH)
        taken_in = {batch.archive for batch in found}
        tonight = await self._intake.standing(taken_in, [newest])
        kept = [batch for batch in found if batch.date != newest]
        return sorted([*kept, *tonight], key=lambda batch: (batch.date, batch.archive))

    async def dates(self) -> list[date]:
        """The dates of which something is known, newest first."""
        return sorted({batch.date for batch in await self.standing()}, reverse=True)

    async def day(self, day: date) -> ArchiveDay | None:
        """A day, worked out where it is not known as it stands; None where nothing is known."""
        batches = [batch for batch in await self.standing() if batch.date == day]
        return await self._day(day, batches) if batches else None

    async def _day(self, day: date, batches: Sequence[Batch]) -> ArchiveDay:
        stamp = standing_of(batches)
        known = self._known.get(day)
        if known is not None and known[0] == stamp:
            return known[1]
        made = await self._flights.do(day, lambda: self._work_out(day, batches))
        self._known[day] = (stamp, made)
        while len(self._known) > MOST_KEPT:
            del self._known[min(self._known)]
        return made

    async def newest(self) -> ArchiveDay | None:
        """The newest day; None where there is none."""
        dates = await self.dates()
        return await self.day(dates[0]) if dates else None

    def reaches(self, day: date) -> bool:
        """Whether the archive goes back as far as a date."""
        return day >= self._intake.newest_date() - REACH

    def naming(self, base: str) -> tuple[ArchiveDay, ...]:
        """The days worked out that announced a paper, the newest first."""
        known = (day for _, day in self._known.values() if base in day.papers)
        return tuple(sorted(known, key=lambda day: day.day, reverse=True))

    async def worked_out(self, most: int) -> list[ArchiveDay]:
        """The newest days, the newest first: that one, and of the others those worked out."""
        dates = (await self.dates())[:most]
        newest = [await self.day(day) for day in dates[:1]]
        others = (self._known[day][1] for day in dates[1:] if day in self._known)
        return [*filter(None, newest), *others]

    async def work_out_all(self) -> None:
        """Work out all days that are kept, the newest first."""
        by_date: dict[date, list[Batch]] = {}
        for batch in await self.standing():
            by_date.setdefault(batch.date, []).append(batch)
        for day in sorted(by_date, reverse=True)[:MOST_KEPT]:
            await self._day(day, by_date[day])
        self.is_complete = True

    async def _work_out(self, day: date, standing: Sequence[Batch]) -> ArchiveDay:
        batches = [b for b in await self._intake.kept(ARCHIVES, [day]) if b.date == day]
        index = DayIndex(day)
        lacking = index.lacking(batches)
        for begin in range(0, len(lacking), _AT_ONCE):
            some = await self._library.papers(lacking[begin : begin + _AT_ONCE])
            await in_slices(index.renewed(batches, some.values()))
        await in_slices(index.renewed(batches, ()))
        by_topic = await in_slices(_by_topic(index))
        return ArchiveDay(day, tuple(standing), tuple(index.announced(_ALL)), by_topic)

    async def close(self) -> None:
        """Give up what is being worked out."""
        await self._flights.close()


def _by_topic(index: DayIndex) -> Generator[None, None, Mapping[str, tuple[str, ...]]]:
    found: dict[str, tuple[str, ...]] = {}
    for ready in catalogue():
        matches = index.matches(ready.topic, _ALL).values()
        ranked = sorted(matches, key=lambda match: (-match.score, match.paper.id.base))
        if ranked:
            found[ready.name] = tuple(match.paper.id.base for match in ranked)
        yield
    return found

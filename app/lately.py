"""The announcements of the last days that are at hand in full, and what was submitted else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from app.days import Span, listing_dates
from app.services import Services
from digests.announcement_set import AnnouncementSet
from domain.concurrency.slices import in_slices
from domain.digests import Match
from domain.papers import Batch, Paper
from domain.taxonomy import ARCHIVES
from domain.topics import Query, Topic

DAYS: Final = 7
"""Of what is submitted, today included; and what is announced reaches back as far as a "week"."""
MOST: Final = 100
"""Papers that arXiv's search is asked for."""

Days = tuple[tuple[date, date], ...]
"""First and last dates of what follows one another without a gap."""


@dataclass(frozen=True, slots=True)
class Announced:
    """What some archives announced on the days of the last week of which all is known.

    Attributes:
        archives: those that are looked at; None for all.
        days: the listing dates.
        together: the announcements, to plan a digest from.
    """

    archives: frozenset[str] | None
    days: Days
    together: AnnouncementSet

    @property
    def count(self) -> int:
        """How many papers were announced."""
        return self.together.view(self.archives).announced

    async def matching(self, topics: Sequence[Topic]) -> tuple[Match, ...]:
        """The papers that one of some topics matches, as for a digest."""
        return await in_slices(self.together.matching(topics, self.archives))


async def announced_lately(services: Services, archives: frozenset[str] | None) -> Announced | None:
    """The announcements at hand; None where there is no day of which all archives' are.

    With None in place of archives, those that are at hand are looked at, whichever these are.
    """
    listed = listing_dates(services.intake, Span.WEEK)
    wanted = ARCHIVES if archives is None else archives
    batches = await services.library.batch_states(wanted, listed[0], listed[-1])
    of_day: dict[date, list[Batch]] = defaultdict(list)
    for batch in batches:
        if batch.state.is_settled:
            of_day[batch.date].append(batch)
    needed = archives or frozenset()
    known = [day for day in listed if needed <= {batch.archive for batch in of_day[day]}]
    known = [day for day in known if of_day[day]]
    if not known:
        return None
    own = [batch for day in known for batch in of_day[day]]
    together = await services.maker.news.announcement_set(known, own)
    found = Announced(archives, _spans(known, listed), together)
    return found if found.count else None


def submission_days(services: Services) -> tuple[date, date]:
    """The last days of which arXiv's search is asked what was submitted; by UTC."""
    today = services.clock.now().astimezone(UTC).date()
    return today - timedelta(days=DAYS - 1), today


async def submitted_lately(services: Services, query: Query) -> list[Paper]:
    """What arXiv's search has of the `submission_days`, the newest `MOST`.

    Raises:
        SourceError: it cannot be read.
    """
    first, _ = submission_days(services)
    since = datetime.combine(first, time(), UTC)
    return await services.source.search(query, limit=MOST, submitted=(since, services.clock.now()))


def _spans(days: Sequence[date], listed: Sequence[date]) -> Days:
    """Days as spans in which no listing date is missing."""
    spans: list[tuple[date, date]] = []
    before = -2
    for day in days:
        place = listed.index(day)
        if place == before + 1:
            spans[-1] = (spans[-1][0], day)
        else:
            spans.append((day, day))
        before = place
    return tuple(spans)

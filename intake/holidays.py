"""What arXiv lists on days that its own list of holidays excludes; what is listed decides."""

from __future__ import annotations

from datetime import date

from domain.ports import Library
from domain.taxonomy import ARCHIVES
from intake import calendar


async def listed_all_the_same(store: Library, first: date, last: date) -> frozenset[date]:
    """The holidays, from one listing date to another, of which a listing with papers was read.

    The store is asked only where there are holidays.
    """
    days = [day for day in calendar.listing_dates(first, last) if calendar.is_holiday(day)]
    if not days:
        return frozenset()
    known = await store.batch_states(ARCHIVES, days[0], days[-1])
    listed = {batch.date for batch in known if batch.counts and batch.counts.total}
    return frozenset(listed.intersection(days))

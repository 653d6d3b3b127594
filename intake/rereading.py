"""Past dates read once more: a listing prints what the newest versions of its papers say.

Whoever asks for a past date wants to know what was withdrawn since. That is known where all that
was announced since has been read, as it is of archives that somebody follows; of others the date's
own listing tells it, in one request each between two announcements.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from domain.errors import SourceError
from domain.papers import Batch, BatchState, ListingEntry, MetadataOrigin, Paper
from domain.ports import Clock, Library, PaperSource
from intake import calendar

Known = Mapping[tuple[str, date], Batch]


def is_outdated(archive: str, day: date, known: Known, now: datetime) -> bool:
    """Whether papers of a date may have been withdrawn without anybody having read so.

    Args:
        archive: whose.
        day: the date.
        known: what is known of it and of all dates since, by archive and date.
        now: the moment of the question.
    """
    batch = known.get((archive, day))
    if batch is None or batch.state is not BatchState.COMPLETE or batch.checked_at is None:
        return False
    since = calendar.listing_dates(_all_out(batch.checked_at), _all_out(now))[1:]
    unseen = (on for on in since if not calendar.is_holiday(on))
    return any((archive, on) not in known or known[archive, on].counts is None for on in unseen)


@dataclass(slots=True, kw_only=True)
class Rereader:
    """Reads listings of past dates once more, for somebody who waits for them.

    Attributes:
        times: how often that was done.
    """

    source: PaperSource
    store: Library
    clock: Clock
    times: int = 0
    _good: dict[tuple[str, date], date] = field(default_factory=dict)
    """Up to which announcement it is certain what was withdrawn, by archive and date."""

    async def read(self, day: date, batches: Mapping[str, Batch]) -> bool:
        """Take in what was withdrawn of a date's papers, or is back, where that is not known yet.

        Where arXiv does not answer, what is known stays. Whether anything was read is told.

        Args:
            day: the date.
            batches: what is known of it, by archive.
        """
        now, before = self.clock.now(), self.times
        newest = _all_out(now)
        open_still = [
            archive
            for archive, batch in sorted(batches.items())
            if batch.checked_at is not None and _all_out(batch.checked_at) < newest
            if self._good.get((archive, day)) != newest
        ]
        if not open_still:
            return False
        states = await self.store.batch_states(open_still, day, newest)
        known = {(batch.archive, batch.date): batch for batch in states}
        for archive in open_still:
            if is_outdated(archive, day, known, now):
                try:
                    listing = await self.source.caught_up(archive, day)
                except SourceError:
                    break
                await self._take(archive, day, [e for e in listing.entries if e.kind.is_news], now)
                self.times += 1
            self._good[archive, day] = newest
        return self.times > before

    async def _take(
        self, archive: str, day: date, listed: Collection[ListingEntry], now: datetime
    ) -> None:
        news = {entry.paper.id.base: entry.paper for entry in listed}
        kept = await self.store.papers([paper.id for paper in news.values()])
        changed = [
            _as_listed(paper, news[base])
            for base, paper in kept.items()
            if paper.withdrawn != news[base].withdrawn
        ]
        await self.store.save_papers(changed)
        for batch in await self.store.batches([archive], day, day):
            await self.store.save_batch(replace(batch, checked_at=now))


def _all_out(moment: datetime) -> date:
    """The newest listing date of which arXiv has published everything."""
    return calendar.expected(moment - calendar.PUBLICATION)


def _as_listed(kept: Paper, listed: Paper) -> Paper:
    """A paper of which a listing says otherwise whether it is withdrawn."""
    if kept.origin is not MetadataOrigin.API:
        return listed
    comment = listed.comment or kept.comment
    return replace(kept, checked_at=None, withdrawn=listed.withdrawn, comment=comment)

"""The intake: arXiv's announcements taken in completely, or the truth about why not."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from domain.concurrency.asker import in_background
from domain.errors import SourceError
from domain.papers import Announcement, AnnouncementKind, Batch, BatchState, Paper
from domain.ports import Clock, Library, PaperSource
from domain.requests import Progress, silent
from domain.taxonomy import ARCHIVES
from domain.topics import Query
from intake import calendar, plan, reasons
from intake.evidence import EvidenceFolder
from intake.holidays import listed_all_the_same
from intake.listing_rounds import FailureCounter, ListingRounds, NoUse
from intake.metadata import MetadataFiller
from intake.reader import Reader
from intake.rereading import Rereader, is_outdated
from intake.silence import EmptyListingVerifier
from intake.states import Decider, is_empty

RECONSTRUCTED: Final = "all archives"
"""The archive named by a batch that is put together from submission dates."""

_FOLLOWED: Final = "intake-followed"
_MOST_RECONSTRUCTED: Final = 2000
_WEEK: Final = timedelta(days=7)


class Intake:
    """Takes announcements in. One object serves the whole process.

    What is found out is kept in the store after each step, so a process killed at any moment
    goes on from there and comes to the same result.
    """

    def __init__(
        self,
        *,
        source: PaperSource,
        store: Library,
        clock: Clock,
        evidence_dir: Path | None = None,
    ) -> None:
        """Args: evidence_dir is where answers that cannot be understood are kept, if anywhere."""
        self._source = source
        self._store = store
        self._clock = clock
        reader = Reader(
            source=source, store=store, clock=clock, evidence=EvidenceFolder(evidence_dir)
        )
        verifier = EmptyListingVerifier(source=source, store=store, clock=clock, reader=reader)
        self._reader = reader
        self._rounds = ListingRounds(reader=reader, verifier=verifier, store=store, clock=clock)
        self._metadata = MetadataFiller(source=source, store=store, clock=clock)
        self._rereader = Rereader(source=source, store=store, clock=clock)

    def newest_date(self) -> date:
        """The newest date that should be listed by now, as far as holidays are known."""
        day = calendar.expected(self._clock.now())
        while calendar.is_holiday(day):
            day = calendar.previous_date(day)
        return day

    async def resumes(self, after: date) -> date | None:
        """The listing date after one that was listed, where holidays put it off, else None.

        What is listed after it all the same has the last word.
        """
        until = calendar.put_off(after)
        return None if until and await listed_all_the_same(self._store, after, until) else until

    def listing_dates(self, first: date, last: date) -> list[date]:
        """The dates from first to last, both included, that arXiv may list."""
        return calendar.listing_dates(first, last)

    def is_listed(self, day: date) -> bool:
        """Whether arXiv's listings reach back to a date, so that it need not be reconstructed."""
        return day >= calendar.oldest_listed(self._clock.now())

    async def would_ask(self, archives: Collection[str], days: Collection[date]) -> bool:
        """Whether making some dates available would ask arXiv; else they are at hand.

        Raises:
            StoreError: the database cannot be used.
        """
        if not days:
            return False
        if not all(map(self.is_listed, days)):
            return True
        now = self._clock.now()
        states = await self._store.batch_states(archives, min(days), calendar.expected(now))
        known = {(batch.archive, batch.date): batch for batch in states}
        return any(
            plan.is_worth_a_look(known.get((archive, day)), now)
            or is_outdated(archive, day, known, now)
            for day in days
            if calendar.is_listing_date(day) and now >= calendar.due_at(day)
            for archive in archives
        )

    async def take(
        self, archives: Collection[str], *, eager: bool = False, progress: Progress = silent
    ) -> list[Batch]:
        """Do all that is due now for some archives; the newest batches, and those that changed.

        Whatever arXiv answers or fails to answer becomes a state with a reason.

        Args:
            archives: those that anybody follows.
            eager: read tonight's listings at once, and again when arXiv has published them all;
                otherwise they are read once, then.
            progress: told what is being read.

        Raises:
            StoreError: the database cannot be used.
        """
        began = self._clock.now()
        day = calendar.expected(began)
        with in_background(), suppress(NoUse):
            failures = FailureCounter()
            followed = await self._follow(archives)
            known = await self._rounds.tonight(day, archives, failures, progress, eager=eager)
            await self._rounds.confirm_tonight(day, known, failures)
            await self._rounds.look_back(followed, failures, progress)
            with suppress(SourceError):
                await self._metadata.fill(day, progress)
        kept = await self.known(archives)
        return [b for b in kept if b.date >= day or (b.checked_at and b.checked_at >= began)]

    async def day(
        self, archives: Collection[str], day: date, *, progress: Progress = silent
    ) -> list[Batch]:
        """Make one date available: from the store where it is settled, else from arXiv.

        Costs one request for each archive. A date that is not listed yet, or no longer, gets
        batches that say so.

        Raises:
            StoreError: the database cannot be used.
        """
        now = self._clock.now()
        batches = {b.archive: b for b in await self._store.batches(archives, day, day)}
        unsettled = [a for a in sorted(archives) if plan.is_worth_a_look(batches.get(a), now)]
        if calendar.is_listing_date(day) and now >= calendar.due_at(day) and self.is_listed(day):
            with suppress(NoUse):
                if unsettled:
                    await self._read_now(day, unsettled, archives, progress)
            if await self._rereader.read(day, batches) or unsettled:
                batches = {b.archive: b for b in await self._store.batches(archives, day, day)}
        deciders = (
            Decider(archive=archive, day=day, known=batches.get(archive), now=now)
            for archive in sorted(archives)
        )
        if self.is_listed(day):
            return [decider.by_calendar() for decider in deciders]
        return [decider.unreachable() for decider in deciders]

    async def kept(self, archives: Collection[str], days: Collection[date]) -> list[Batch]:
        """How matters stand with some dates, by date and archive; asks nothing of arXiv.

        Of dates before an archive was first followed, only what is known all the same.

        Raises:
            StoreError: the database cannot be used.
        """
        found = await self._store.batches(archives, min(days), max(days)) if days else []
        return await self._filled(found, archives, days)

    async def standing(self, archives: Collection[str], days: Collection[date]) -> list[Batch]:
        """As `kept`, but without the announcements themselves."""
        found = await self._store.batch_states(archives, min(days), max(days)) if days else []
        return await self._filled(found, archives, days)

    async def lately(self) -> object:
        """Something that is different whenever there is more of the last days' announcements."""
        last = self.newest_date()
        states = await self._store.batch_states(sorted(ARCHIVES), last - _WEEK, last)
        return self._rereader.times, {(batch.archive, batch.date, batch.state) for batch in states}

    async def _filled(
        self, found: Collection[Batch], archives: Collection[str], days: Collection[date]
    ) -> list[Batch]:
        now, newest = self._clock.now(), self.newest_date()
        followed = await self._followed()
        batches = {(batch.date, batch.archive): batch for batch in found}
        deciders = (
            Decider(archive=archive, day=day, known=batches.get((day, archive)), now=now)
            for day in sorted(days)
            for archive in sorted(archives)
            if (day, archive) in batches or day >= followed.get(archive, newest)
        )
        return [
            decider.by_calendar() if self.is_listed(decider.day) else decider.unreachable()
            for decider in deciders
        ]

    async def reconstruct(self, query: Query, day: date) -> tuple[Batch, list[Paper]]:
        """A date too old to be listed, put together from what was submitted for it.

        arXiv may have announced some of it on another date; the batch says so.

        Raises:
            SourceError: arXiv's search cannot be read.
        """
        start, end = calendar.submission_window(day)
        papers: list[Paper] = []
        if calendar.is_listing_date(day):
            papers = await self._source.search(
                query, limit=_MOST_RECONSTRUCTED, submitted=(start, end)
            )
        announcements = tuple(
            Announcement(RECONSTRUCTED, day, AnnouncementKind.NEW, paper.id.latest)
            for paper in papers
        )
        batch = Batch(
            archive=RECONSTRUCTED,
            date=day,
            state=BatchState.RECONSTRUCTED,
            announcements=announcements,
            reason=reasons.submitted(start, end),
            checked_at=self._clock.now(),
        )
        return batch, papers

    async def known(
        self, archives: Collection[str] | None = None, *, days: int = calendar.CATCH_UP_DAYS
    ) -> list[Batch]:
        """How matters stand, by date: what is kept, and what the calendar says where nothing is.

        Args:
            archives: those asked about; by default all that were ever taken in.
            days: how far back.
        """
        now = self._clock.now()
        followed = await self._followed()
        wanted = sorted(archives if archives is not None else {*ARCHIVES})
        newest = calendar.expected(now)
        today = calendar.eastern_date(now)
        batches = await self._store.batches(wanted, today - timedelta(days=days), newest)
        have = {(batch.archive, batch.date) for batch in batches}
        batches += [
            Decider(archive=archive, day=day, known=None, now=now).by_calendar()
            for day in calendar.told_on(now)
            for archive in wanted
            if archive in followed and (archive, day) not in have
        ]
        return sorted(batches, key=lambda batch: (batch.date, batch.archive))

    async def _read_now(
        self, day: date, unsettled: Collection[str], archives: Collection[str], progress: Progress
    ) -> None:
        """Read what is open of a date for somebody who waits.

        Raises:
            NoUse: arXiv gave no usable answer too often.
        """
        failures = FailureCounter()
        now = self._clock.now()
        if day == calendar.expected(now):
            known = await self._rounds.tonight(day, archives, failures, progress, eager=True)
            if now >= calendar.midnight(day):
                await self._rounds.confirm_tonight(day, known, failures, eager=True)
            else:
                await self._rounds.confirm_early(day, known, failures)
            return
        looks = await self._rounds.past(day, unsettled, failures, progress)
        empty = [look.batch.archive for look in looks if is_empty(look.batch)]
        looks = await self._rounds.past(day, empty, failures, progress)
        await self._rounds.confirm_past(day, looks, ARCHIVES, failures)

    async def _followed(self) -> dict[str, date]:
        """Since which date each archive has been taken in."""
        note = json.loads(await self._store.note(_FOLLOWED) or "{}")
        # A clock that was ahead has left days to come.
        newest = self.newest_date()
        days = ((archive, date.fromisoformat(since)) for archive, since in note.items())
        return {archive: day if day <= newest else newest - _WEEK for archive, day in days}

    async def _follow(self, archives: Collection[str]) -> Mapping[str, date]:
        """Note since when archives are taken in, and give up what arXiv no longer lists."""
        now = self._clock.now()
        followed = await self._followed()
        wanted = {archive: followed.get(archive, self.newest_date()) for archive in archives}
        oldest = calendar.oldest_listed(now)
        for archive, day in plan.out_of_reach(wanted, now):
            await self._reader.decide(archive, day, lambda decider: decider.unreachable())
        wanted = {archive: max(since, oldest) for archive, since in wanted.items()}
        if followed != followed | wanted:
            texts = {archive: day.isoformat() for archive, day in (followed | wanted).items()}
            await self._store.save_note(_FOLLOWED, json.dumps(texts))
        return wanted

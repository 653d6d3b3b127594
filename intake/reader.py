"""Reading one archive's listing of one date: asked, decided on, and kept before it is told."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from domain.errors import SourceError
from domain.papers import AnnouncementKind, Batch, BatchState, Listing, MetadataOrigin, Paper
from domain.ports import Clock, Library, PaperSource
from intake import calendar, plan
from intake.evidence import EvidenceFolder
from intake.freshness import knows
from intake.states import Decider, publication_ends

_BEHIND: Final = (BatchState.LATE, BatchState.FAILED)


@dataclass(frozen=True, slots=True)
class Look:
    """What came of looking at a listing.

    Attributes:
        before: what was known.
        batch: what is known now, as kept in the store.
        error: why the listing could not be read, where it could not.
        shown: the date that the newest listing bears, where that is an older one.
    """

    before: Batch | None
    batch: Batch
    error: SourceError | None = None
    shown: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Looks at listings; each archive and date by one at a time."""

    source: PaperSource
    store: Library
    clock: Clock
    evidence: EvidenceFolder
    _locks: defaultdict[tuple[str, date], asyncio.Lock] = field(
        default_factory=lambda: defaultdict(asyncio.Lock)
    )

    async def newest(self, archive: str, day: date, known: plan.Known) -> Look:
        """Look whether the newest listing is that of a date, and take it in if it is.

        Args:
            archive: the one to read.
            day: the newest date that should be out.
            known: what is known of that date in other archives.
        """
        async with self._locks[archive, day]:
            before = await self.known(archive, day)
            if before is not None and before.state.is_settled and before.counts is not None:
                return Look(before, before)
            try:
                listing = await self._newest(archive, day, before, known)
            except SourceError as error:
                return await self._failed(archive, day, before, error)
            others = [batch for name, batch in known.items() if name != archive]
            return await self._keep(archive, day, before, listing, others)

    async def past(self, archive: str, day: date) -> Look:
        """Look at the catch-up listing of a date, and take it in."""
        async with self._locks[archive, day]:
            before = await self.known(archive, day)
            if before is not None and before.state is BatchState.COMPLETE:
                return Look(before, before)
            try:
                listing = await self.source.caught_up(archive, day)
            except SourceError as error:
                return await self._failed(archive, day, before, error)
            return await self._keep(archive, day, before, listing, [])

    async def known(self, archive: str, day: date) -> Batch | None:
        """What is known of a batch, with its announcements."""
        return next(iter(await self.store.batches([archive], day, day)), None)

    async def decide(self, archive: str, day: date, choose: Callable[[Decider], Batch]) -> Batch:
        """Decide on a batch from other evidence than its listing, and keep the decision."""
        async with self._locks[archive, day]:
            before = await self.known(archive, day)
            decider = Decider(archive=archive, day=day, known=before, now=self.clock.now())
            return await self._saved(before, choose(decider))

    async def _saved(self, before: Batch | None, batch: Batch) -> Batch:
        """Keep a decision, if it says anything new."""
        if batch != before:
            await self.store.save_batch(batch)
        return batch

    async def _newest(
        self, archive: str, day: date, before: Batch | None, known: plan.Known
    ) -> Listing:
        """The listing of the date: the newest, or that of catch-up where the newest is in doubt.

        Catch-up knows a date from its midnight on.
        """
        may_catch_up = calendar.eastern_date(self.clock.now()) >= day
        try:
            listing = await self.source.newest(archive)
        except SourceError:
            if not may_catch_up or before is None or before.state is not BatchState.FAILED:
                raise
            caught = await self.source.caught_up(archive, day)
            if not caught.entries:
                raise
            return caught
        is_behind = plan.is_out(known) or (before is not None and before.state in _BEHIND)
        if listing.date > day or (listing.date < day and may_catch_up and is_behind):
            caught = await self.source.caught_up(archive, day)
            if caught.entries or listing.date > day:
                return caught
        return listing

    async def _keep(
        self, archive: str, day: date, before: Batch | None, listing: Listing, others: list[Batch]
    ) -> Look:
        now = self.clock.now()
        decider = Decider(archive=archive, day=day, known=before, now=now)
        if listing.date < day:
            waits = decider.not_yet(listing.date)
            return Look(before, await self._saved(before, waits), shown=listing.date)
        if not listing.entries:
            return Look(before, await self._saved(before, decider.empty()))
        batch = decider.listed(
            listing,
            ends=publication_ends(day, before, others, now),
            lacking=await self._lacking(listing),
        )
        papers = [entry.paper for entry in listing.entries]
        await self.store.save_batch(batch, papers + await self._replaced(listing, before))
        return Look(before, batch)

    async def _failed(
        self, archive: str, day: date, before: Batch | None, error: SourceError
    ) -> Look:
        now = self.clock.now()
        why = await self.evidence.told(error, f"{archive}-{day}", now)
        decided = Decider(archive=archive, day=day, known=before, now=now).failed(why)
        return Look(before, await self._saved(before, decided), error)

    async def _lacking(self, listing: Listing) -> list[str]:
        """News in a listing that neither it nor the store has title and abstract of."""
        bare = [
            entry.paper.id
            for entry in listing.entries
            if not entry.paper.title or (entry.kind.is_news and not entry.paper.abstract)
        ]
        known = await self.store.papers(bare) if bare else {}
        return [
            paper.base
            for paper in bare
            if paper.base not in known or not known[paper.base].abstract
        ]

    async def _replaced(self, listing: Listing, before: Batch | None) -> list[Paper]:
        """Papers known from the API that a listing shows replaced: they are the newest no longer.

        They are marked withdrawn where the listing says so.
        """
        known_before = before.announcements if before else ()
        seen = {
            line.paper_id.base for line in known_before if line.kind is AnnouncementKind.REPLACE
        }
        newer = {
            entry.paper.id.base: entry.paper
            for entry in listing.entries
            if entry.kind is AnnouncementKind.REPLACE and entry.paper.id.base not in seen
        }
        known = await self.store.papers([paper.id for paper in newer.values()]) if newer else {}
        return [
            replace(
                paper,
                checked_at=None,
                withdrawn=newer[base].withdrawn,
                comment=newer[base].comment or paper.comment,
            )
            for base, paper in known.items()
            if paper.origin is MetadataOrigin.API and not knows(paper, listing.date)
        ]

"""Ahead of time: summaries of the papers that the coming digests tell, those needed most first.

After them vectors of what all stored papers mean, where a model for that is set up.
"""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Generator, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Final

import structlog

from digests.announcement_set import AnnouncementSet
from digests.like_papers import LikePapers
from digests.maker import DigestMaker
from digests.summary_cache import SummaryCache
from domain.concurrency.slices import in_slices
from domain.deliveries import Need
from domain.errors import ModelError, NothingToSummarize, StoreError
from domain.papers import BatchState, Paper
from domain.ports import Clock, Schedule
from domain.topics import Topic
from intake import calendar
from intake.engine import Intake
from scheduler.turns import MOST_DAYS
from topics.archives import archives_of
from topics.yours import told_apart

log = structlog.get_logger(__name__)

HORIZON: Final = timedelta(hours=26)
"""How far ahead digests are prepared: whoever has one a day has one within it."""

SPARE: Final = timedelta(minutes=15)
"""Before the first digest, for summaries that were not made in bulk by then."""
AT_ONCE: Final = 4
"""Summaries being made at the same time; people who ask for one wait for no more than these."""

Days = tuple[date, ...]
_Alike = tuple[frozenset[str], list[Need]]


class AheadOfTime:
    """Makes summaries while there is time, so that digests at their moment need none."""

    def __init__(
        self,
        outbox: Schedule,
        intake: Intake,
        maker: DigestMaker,
        summary_cache: SummaryCache,
        clock: Clock,
        like_papers: LikePapers | None = None,
    ) -> None:
        self._outbox = outbox
        self._intake = intake
        self._maker = maker
        self._summary_cache = summary_cache
        self._clock = clock
        self._like_papers = like_papers
        self._working: asyncio.Task[None] | None = None
        self._again = False

    def prepare(self) -> None:
        """There is more of an announcement: see to what it needs, beside everything else."""
        if self._working is not None:
            self._again = True
            return
        self._working = asyncio.create_task(self._run())

    async def ready(self) -> None:
        """Wait until there is nothing more to prepare."""
        if self._working is not None:
            await asyncio.wait({self._working})

    async def close(self) -> None:
        """Stop; what was made is kept."""
        if self._working is not None:
            self._working.cancel()
            await asyncio.gather(self._working, return_exceptions=True)

    async def _run(self) -> None:
        try:
            while True:
                self._again = False
                await self._prepared()
                if self._again:
                    continue
                await self._compared()
                if not self._again:
                    return
        except (StoreError, ModelError) as error:
            # Digests make what is missing themselves.
            log.warning("nothing prepared", why=str(error))
        finally:
            self._working = None

    async def _prepared(self) -> None:
        needs = await self._outbox.needs(self._clock.now() + HORIZON)
        wanted: Counter[tuple[str, str]] = Counter()
        papers: dict[str, Paper] = {}
        grouped = await in_slices(_by_days(needs, self._intake.newest_date()))
        for days, (archives, some) in grouped.items():
            states = await self._intake.standing(archives, days)
            announcement_set = await self._maker.news.announcement_set(days, states)
            await in_slices(_count(announcement_set, some, wanted, papers))
        most_first = [(papers[base], language) for (base, language), _ in wanted.most_common()]
        until = await self._first_slot() - SPARE
        if not await self._summary_cache.made_in_bulk(most_first, until, lambda: self._again):
            return
        places = asyncio.Semaphore(AT_ONCE)
        await asyncio.gather(*(self._made(*one, places) for one in most_first))
        log.info("summaries ready", count=len(most_first))

    async def _compared(self) -> None:
        """See to it that papers are known by their meaning; summaries come first."""
        if self._like_papers is None:
            return
        if made := await self._like_papers.make_vectors(lambda: self._again):
            log.info("vectors ready", count=made)

    async def _first_slot(self) -> datetime:
        """When the next digest is due; it needs its summaries then."""
        now = self._clock.now()
        looks = await self._outbox.next_looks(now + HORIZON)
        return min((at for _, at, _ in looks), default=now)

    async def _made(self, paper: Paper, language: str, places: asyncio.Semaphore) -> None:
        async with places:
            with suppress(NothingToSummarize):
                await self._summary_cache.summary(paper, language, on_demand=False)


def _by_days(needs: Sequence[Need], newest: date) -> Generator[None, None, dict[Days, _Alike]]:
    """Needs by the dates that their digests go back over."""
    known: dict[date | None, Days] = {}
    reach: dict[Days, frozenset[str]] = {}
    grouped: dict[Days, list[Need]] = defaultdict(list)
    for need in needs:
        if need.covered not in known:
            known[need.covered] = _days(need.covered, newest)
        days = known[need.covered]
        grouped[days].append(need)
        reach[days] = reach.get(days, frozenset()) | _archives(need)
        yield
    return {days: (reach[days], some) for days, some in grouped.items()}


def _days(covered: date | None, newest: date) -> Days:
    """What the next digest goes back over; that of a new chat has the newest date."""
    start = max(covered or calendar.previous_date(newest), newest - MOST_DAYS)
    return tuple(calendar.listing_dates(start + timedelta(days=1), newest))


def _archives(need: Need) -> frozenset[str]:
    return frozenset[str]().union(*map(archives_of, need.queries))


def _count(
    announcement_set: AnnouncementSet,
    needs: Sequence[Need],
    wanted: Counter[tuple[str, str]],
    papers: dict[str, Paper],
) -> Generator[None, None, None]:
    """Count how many chats are to be told of each paper in each language.

    Where an archive is still to be announced, its topics wait: they would be matched in pieces.
    """
    waiting = {one.archive for one in announcement_set.batches if one.state is BatchState.WAITING}
    for need in needs:
        archives = _archives(need)
        if waiting & archives:
            continue
        # What is a reader's own is found at the moment of the digest, by what they made of papers.
        topics, _ = told_apart(Topic("", query) for query in need.queries)
        matched = yield from announcement_set.matching(topics, archives)
        for match in announcement_set.plan(matched, limit=need.limit, muted=need.muted).shown:
            papers[match.paper.id.base] = match.paper
            wanted[match.paper.id.base, need.language] += need.chats

"""Putting a digest together: announcements in, matched, chosen and summarised."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date

from digests.plan import DigestPlan, plan_digest
from digests.shelf import SummaryShelf
from domain.aside import aside
from domain.chats import Chat
from domain.digests import Coverage, Digest, Entry, Match
from domain.papers import AnnouncementKind, Batch, BatchState, Paper
from domain.ports import Overviewer, Store
from domain.requests import Progress, silent
from domain.speech import current, phrase
from domain.summaries import Claim
from domain.topics import Query, Term, Topic
from intake.engine import Intake
from topics.index import PaperIndex
from topics.reach import archives_of


@dataclass(frozen=True, slots=True)
class _Announced:
    """What is known of the papers of some dates: how and when each was announced."""

    batches: tuple[Batch, ...]
    papers: tuple[Paper, ...]
    kinds: dict[str, AnnouncementKind]
    dates: dict[str, date]


class DigestMaker:
    """Makes digests of any topics and dates; keeps nothing but what it had to fetch."""

    def __init__(
        self,
        *,
        intake: Intake,
        library: Store,
        shelf: SummaryShelf,
        overviewer: Overviewer | None = None,
    ) -> None:
        """Args: overviewer tells what the papers are about together; None tells nothing."""
        self._intake = intake
        self._library = library
        self._shelf = shelf
        self._overviewer = overviewer

    async def make(
        self,
        chat: Chat,
        topics: Sequence[Topic],
        days: Sequence[date],
        progress: Progress = silent,
    ) -> Digest:
        """The digest of some topics over some listing dates, oldest first.

        Dates older than arXiv's 90 days of listings are put together from submission dates;
        the batches of the digest then say so.

        Raises:
            SourceError: a date has to be put together from submissions and arXiv's search
                cannot be read. Where a listing cannot be read, the digest says so instead.
        """
        announced = await self._announced(topics, days, progress)
        progress(phrase("Choosing papers"))
        plan = await aside(_planned, announced.papers, topics, chat)
        progress(phrase("Summarising"))
        entries = await asyncio.gather(
            *(self._entry(match, announced, chat) for match in plan.shown)
        )
        return Digest(
            chat=chat.ref,
            date=days[-1],
            since=days[0] if len(days) > 1 else None,
            topics=tuple(topic.label for topic in topics),
            entries=tuple(entries),
            others=tuple(_as_announced(match.paper) for match in plan.others),
            coverage=_coverage(announced, plan),
            batches=announced.batches,
            sample=any(paper.id.is_sample for paper in announced.papers),
            overview=await self._overview(entries, chat, days[-1]),
        )

    async def _overview(self, entries: Sequence[Entry], chat: Chat, day: date) -> tuple[Claim, ...]:
        if self._overviewer is None:
            return ()
        told = [(entry.paper, entry.summary) for entry in entries if entry.summary]
        return await self._overviewer.overview(told, chat.settings.language, day)

    async def _announced(
        self, topics: Sequence[Topic], days: Sequence[date], progress: Progress
    ) -> _Announced:
        archives = frozenset[str]().union(*(archives_of(topic.query) for topic in topics))
        batches: list[Batch] = []
        for day in days:
            if self._intake.is_listed(day):
                batches += await self._intake.day(archives, day, progress=progress)
            else:
                for query in dict.fromkeys(topic.query for topic in topics):
                    batches.append(await self._reconstructed(query, day, progress))
        kinds: dict[str, AnnouncementKind] = {}
        dates: dict[str, date] = {}
        for announcement in (a for batch in batches for a in batch.announcements):
            base = announcement.paper_id.base
            if announcement.kind.is_news and kinds.get(base) is not AnnouncementKind.NEW:
                kinds[base] = announcement.kind
                dates.setdefault(base, announcement.date)
        papers = await self._library.papers([paper for batch in batches for paper in batch.news])
        return _Announced(tuple(batches), tuple(papers.values()), kinds, dates)

    async def _reconstructed(self, query: Query, day: date, progress: Progress) -> Batch:
        progress(
            phrase("Searching arXiv for the submissions announced on {day}", day=current().day(day))
        )
        batch, papers = await self._intake.reconstruct(query, day)
        await self._library.save_papers(papers)
        return batch

    async def _entry(self, match: Match, announced: _Announced, chat: Chat) -> Entry:
        base = match.paper.id.base
        summary = await self._shelf.summary(match.paper, chat.settings.language, on_demand=False)
        return Entry(
            paper=_as_announced(match.paper),
            kind=announced.kinds[base],
            announced=announced.dates[base],
            reasons=match.reasons,
            summary=summary,
        )


def _as_announced(paper: Paper) -> Paper:
    """The paper under its bare id, as listings have it.

    The API adds a version some hours later; the page of a digest should not change with that.
    """
    return replace(paper, id=paper.id.latest)


def _planned(papers: Collection[Paper], topics: Sequence[Topic], chat: Chat) -> DigestPlan:
    with closing(PaperIndex(papers)) as index:
        muted = [index.matching(Term(word)) for word in chat.settings.muted]
        return plan_digest(
            (index.matches(topic) for topic in topics),
            limit=chat.settings.limit,
            left_out=frozenset[str]().union(*muted),
        )


def _coverage(announced: _Announced, plan: DigestPlan) -> Coverage:
    reconstructed = any(batch.state is BatchState.RECONSTRUCTED for batch in announced.batches)
    return Coverage(
        announced=None if reconstructed else len(announced.papers),
        matched=plan.matched,
        shown=len(plan.shown),
        late=tuple(
            (batch.archive, batch.reason)
            for batch in announced.batches
            if not batch.state.is_settled
        ),
    )

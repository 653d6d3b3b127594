"""Putting a digest together: announcements in, matched, chosen and summarised."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import date

from digests.edition import Edition, View, as_announced
from digests.plan import DigestPlan
from digests.shelf import SummaryShelf
from domain.aside import aside
from domain.chats import Chat
from domain.digests import Digest, Entry, Match
from domain.errors import NothingToSummarize
from domain.papers import Batch, Paper
from domain.ports import Allowance, Overviewer, Store
from domain.requests import Progress, silent
from domain.speech import current, phrase
from domain.summaries import Claim, Summary
from domain.topics import Query, Topic
from intake.engine import Intake
from topics.reach import archives_of


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
        allowance: Allowance | None = None,
    ) -> Digest:
        """The digest of some topics over some listing dates, oldest first.

        Summaries that have to be made are taken from the allowance of whoever asks, if one is
        given; what it does not cover comes without. Dates older than arXiv's 90 days of listings
        are put together from submission dates; the batches of the digest then say so.

        Raises:
            SourceError: a date has to be put together from submissions and arXiv's search
                cannot be read. Where a listing cannot be read, the digest says so instead.
        """
        edition = await self._edition(topics, days, progress)
        try:
            progress(phrase("Choosing papers"))
            matched = await aside(edition.matched, topics)
            plan = await aside(edition.plan, chat, matched)
            progress(phrase("Summarising"))
            view = edition.view()
            return await self.put_together(chat, topics, view, plan, days, allowance)
        finally:
            edition.close()

    async def put_together(
        self,
        chat: Chat,
        topics: Sequence[Topic],
        view: View,
        plan: DigestPlan,
        days: Sequence[date],
        allowance: Allowance | None = None,
    ) -> Digest:
        """The digest of a plan, with a summary of each paper told in full.

        Args:
            chat: whose.
            topics: what it follows.
            view: what was announced to it.
            plan: which papers to tell.
            days: the listing dates, oldest first.
            allowance: of whoever asks for it; None where nobody does.
        """
        entries = await asyncio.gather(
            *(self._entry(match, view, chat, allowance) for match in plan.shown)
        )
        return Digest(
            chat=chat.ref,
            date=days[-1],
            since=days[0] if len(days) > 1 else None,
            topics=tuple(topic.label for topic in topics),
            entries=tuple(entries),
            others=tuple(as_announced(match.paper) for match in plan.others),
            coverage=view.coverage(plan),
            batches=view.batches,
            sample=view.is_sample,
            overview=await self._overview(entries, chat, days[-1], allowance),
        )

    async def _overview(
        self, entries: Sequence[Entry], chat: Chat, day: date, allowance: Allowance | None
    ) -> tuple[Claim, ...]:
        if self._overviewer is None:
            return ()
        told = [(entry.paper, entry.summary) for entry in entries if entry.summary]
        return await self._overviewer.overview(told, chat.settings.language, day, allowance)

    async def _edition(
        self, topics: Sequence[Topic], days: Sequence[date], progress: Progress
    ) -> Edition:
        archives = frozenset[str]().union(*(archives_of(topic.query) for topic in topics))
        batches: list[Batch] = []
        for day in days:
            if self._intake.is_listed(day):
                batches += await self._intake.day(archives, day, progress=progress)
            else:
                for query in dict.fromkeys(topic.query for topic in topics):
                    batches.append(await self._reconstructed(query, day, progress))
        return await self.edition(batches)

    async def edition(self, batches: Sequence[Batch]) -> Edition:
        """What was announced in some batches, to plan digests from; to be closed afterwards."""
        papers = await self._library.papers([paper for batch in batches for paper in batch.news])
        return Edition(batches, papers.values())

    async def _reconstructed(self, query: Query, day: date, progress: Progress) -> Batch:
        progress(
            phrase("Searching arXiv for the submissions announced on {day}", day=current().day(day))
        )
        batch, papers = await self._intake.reconstruct(query, day)
        await self._library.save_papers(papers)
        return batch

    async def _entry(
        self, match: Match, view: View, chat: Chat, allowance: Allowance | None
    ) -> Entry:
        base = match.paper.id.base
        summary: Summary | None = None
        with suppress(NothingToSummarize):
            summary = await self._summary(match.paper, chat.settings.language, allowance)
        return Entry(
            paper=as_announced(match.paper),
            kind=view.kinds[base],
            announced=view.dates[base],
            reasons=match.reasons,
            summary=summary,
        )

    async def _summary(
        self, paper: Paper, language: str, allowance: Allowance | None
    ) -> Summary | None:
        if allowance is None or await self._shelf.has(paper, language):
            return await self._shelf.summary(paper, language, on_demand=False)
        async with allowance.one() as is_allowed:
            if not is_allowed:
                return None
            return await self._shelf.summary(paper, language, on_demand=False)

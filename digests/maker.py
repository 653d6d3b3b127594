"""Putting a digest together: announcements in, matched, chosen and summarised."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import date

from digests.announcement_set import AnnouncementSet, View, as_announced
from digests.day_index import DayIndex
from digests.news import News
from digests.personal import PersonalOrder
from digests.plan import DigestPlan
from digests.summary_cache import SummaryCache
from digests.yours import matched, plan_for
from domain.chats import Chat
from domain.concurrency.aside import aside
from domain.concurrency.slices import in_slices
from domain.digests import Digest, Entry
from domain.errors import NothingToSummarize
from domain.messages import sentence
from domain.papers import Batch, Paper
from domain.ports import Allowance, Library, Overviewer
from domain.requests import Progress, silent
from domain.summaries import Claim, Summary
from domain.topics import Query, Topic
from intake.engine import RECONSTRUCTED, Intake
from topics.archives import archives_of
from topics.yours import among


class DigestMaker:
    """Makes digests of any topics and dates; keeps nothing but what it had to fetch.

    Attributes:
        news: the announcements that digests are made from.
        personal: orders papers by what readers like, where that is wired.
    """

    def __init__(
        self,
        *,
        intake: Intake,
        library: Library,
        summary_cache: SummaryCache,
        overviewer: Overviewer | None = None,
        personal: PersonalOrder | None = None,
    ) -> None:
        """Wire it.

        Args:
            intake: knows the announcements.
            library: keeps papers.
            summary_cache: has or makes their summaries.
            overviewer: tells what the papers are about together; None tells nothing.
            personal: orders papers by what readers like; None leaves them in their topics' order.
        """
        self._intake = intake
        self.library = library
        self._summary_cache = summary_cache
        self._overviewer = overviewer
        self.news = News(intake, library)
        self.personal = personal

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
        archives = frozenset[str]().union(*(archives_of(topic.query) for topic in topics))
        announcement_set = await self._announcement_set(topics, archives, days, progress)
        progress(sentence("Choosing papers"))
        looked_at = archives | {RECONSTRUCTED}
        found = await in_slices(matched(announcement_set, topics, looked_at))
        needing = [] if found.candidates is None else [chat.ref]
        models = await self.personal.models([chat], needing) if self.personal else {}
        personal = models.get(chat.ref)
        plan = await aside(plan_for, announcement_set, found, chat.settings, personal)
        progress(sentence("Summarising"))
        view = announcement_set.view(looked_at)
        return await self.put_together(chat, topics, view, plan, days, allowance)

    async def is_at_hand(self, plan: DigestPlan, language: str) -> bool:
        """Whether all that the digest of a plan says is there, so that nobody has to make it."""
        if self._overviewer is not None:
            return False
        papers = [match.paper for match in plan.shown]
        return await self._summary_cache.all_recalled(papers, language)

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
        papers = [match.paper for match in plan.shown]
        summaries = await self._summaries(papers, chat.settings.language, allowance)
        entries = _entries(view, plan, summaries)
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
            resumes=await self._resumes(view, days[-1]),
        )

    async def _resumes(self, view: View, day: date) -> date | None:
        if view.is_sample or day != self._intake.newest_date():
            return None
        return await self._intake.resumes(day)

    async def _overview(
        self, entries: Sequence[Entry], chat: Chat, day: date, allowance: Allowance | None
    ) -> tuple[Claim, ...]:
        if self._overviewer is None:
            return ()
        told = [(entry.paper, entry.summary) for entry in entries if entry.summary]
        return await self._overviewer.overview(told, chat.settings.language, day, allowance)

    async def _announcement_set(
        self,
        topics: Sequence[Topic],
        archives: frozenset[str],
        days: Sequence[date],
        progress: Progress,
    ) -> AnnouncementSet:
        listed = [day for day in days if self._intake.is_listed(day)]
        batches = [
            batch
            for day in listed
            for batch in await self._intake.day(archives, day, progress=progress)
        ]
        announcement_set = await self.news.announcement_set(listed, batches)
        if len(listed) == len(days):
            return announcement_set
        rebuilt: list[DayIndex] = []
        for day in days:
            if day not in listed:
                own = [
                    await self._reconstructed(query, day, progress)
                    for query in dict.fromkeys(among(topic.query) for topic in topics)
                    if query is not None
                ]
                rebuilt.append(await self._of_submissions(day, own))
                batches += own
        by_date = sorted((*rebuilt, *announcement_set.days), key=lambda one: one.day)
        return AnnouncementSet(by_date, sorted(batches, key=lambda batch: batch.date))

    async def _of_submissions(self, day: date, batches: Sequence[Batch]) -> DayIndex:
        """A date as it was put together for some topics alone."""
        index = DayIndex(day)
        papers = await self.library.papers(index.lacking(batches))
        await in_slices(index.renewed(batches, papers.values()))
        return index

    async def _reconstructed(self, query: Query, day: date, progress: Progress) -> Batch:
        progress(sentence("Searching arXiv for the submissions announced on {day}", day=day))
        batch, papers = await self._intake.reconstruct(query, day)
        await self.library.save_papers(papers)
        return batch

    async def _summaries(
        self, papers: Sequence[Paper], language: str, allowance: Allowance | None
    ) -> list[Summary | None]:
        """The summary of each paper, those that have to be made all at once."""
        if await self._summary_cache.all_recalled(papers, language):
            # In turn, as none waits for anything.
            return [await self._summary(paper, language, None) for paper in papers]
        each = (self._summary(paper, language, allowance) for paper in papers)
        return await asyncio.gather(*each)

    async def _summary(
        self, paper: Paper, language: str, allowance: Allowance | None
    ) -> Summary | None:
        with suppress(NothingToSummarize):
            if allowance is None or await self._summary_cache.has(paper, language):
                return await self._summary_cache.summary(paper, language, on_demand=False)
            async with allowance.one() as is_allowed:
                if is_allowed:
                    return await self._summary_cache.summary(paper, language, on_demand=False)
        return None


def _entries(view: View, plan: DigestPlan, summaries: Sequence[Summary | None]) -> list[Entry]:
    """The papers that a plan tells in full, each with its summary."""
    return [
        Entry(
            paper=as_announced(match.paper),
            kind=view.kind(match.paper.id.base),
            announced=view.date(match.paper.id.base),
            reasons=match.reasons,
            summary=summary,
            affinity=plan.affinities.get(match.paper.id.base),
        )
        for match, summary in zip(plan.shown, summaries, strict=True)
    ]

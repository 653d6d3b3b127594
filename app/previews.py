"""What a topic would have brought lately."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from app.services import Services
from digests.plan import plan_digest
from domain.concurrency.aside import aside
from domain.concurrency.slices import in_slices
from domain.errors import SourceError
from domain.messages import NOTHING, Message, sentence
from domain.papers import Batch, Paper
from domain.requests import Context
from domain.taxonomy import ARCHIVES
from domain.topics import Topic
from topics.archives import archives_of
from topics.index import matching

PREVIEW_DAYS: Final = 7
PREVIEW_TITLES: Final = 3
MOST: Final = 100
"""Papers that arXiv's search is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a topic would have brought in the last seven days.

    Attributes:
        papers: some of those that match, the best first.
        matched: how many do; for a search, how many were found, `MOST` at the most.
        announced: of how many announced papers; None where arXiv's search was asked instead.
        days: first and last date of the announcements looked at.
        trouble: why nothing can be said.
    """

    papers: tuple[Paper, ...] = ()
    matched: int = 0
    announced: int | None = None
    days: tuple[date, date] | None = None
    trouble: Message = NOTHING


async def preview(services: Services, context: Context, topic: Topic) -> Preview:
    """What a topic would have brought in the announcements at hand, or at arXiv's search."""
    archives = archives_of(topic.query)
    today = services.intake.newest_date()
    batches = await services.library.batches(archives, today - timedelta(days=PREVIEW_DAYS), today)
    days = sorted({batch.date for batch in batches if batch.news})
    settled = {batch.archive for batch in batches if batch.date == (days[-1] if days else None)}
    if archives <= settled:
        return await _of_batches(services, topic, batches, (days[0], days[-1]))
    context.progress(sentence("Looking at what it would have brought"))
    try:
        found = await submitted_lately(services, topic)
    except SourceError as error:
        return Preview(trouble=error.message)
    matches = await aside(matching, found, topic)
    papers = tuple(match.paper for match in matches[:PREVIEW_TITLES])
    return Preview(papers=papers, matched=len(found) if matches else 0)


@dataclass(frozen=True, slots=True)
class MutedLately:
    """What a mute would have left out of the last seven days.

    Attributes:
        left_out: how many papers.
        matched: of how many in the topics that are followed; announced ones where there are none.
        days: first and last date of the announcements looked at.
    """

    left_out: int
    matched: int
    days: tuple[date, date]


async def muted_lately(services: Services, context: Context, word: str) -> MutedLately | None:
    """What a mute would have left out of the announcements at hand; None where there are none.

    It is decided as for a digest.
    """
    topics = [s.topic for s in await context.followed()]
    archives = frozenset[str]().union(*(archives_of(topic.query) for topic in topics))
    today = services.intake.newest_date()
    since = today - timedelta(days=PREVIEW_DAYS)
    batches = await services.library.batches(archives or ARCHIVES, since, today)
    days = sorted({batch.date for batch in batches if batch.news})
    if not days:
        return None
    announcement_set = await services.maker.news.announcement_set(days, batches)
    if not topics:
        announced, left_out = await aside(announcement_set.counted, word)
        return MutedLately(left_out, announced, (days[0], days[-1]))
    matched = await in_slices(announcement_set.matching(topics, archives))
    plan = await aside(announcement_set.plan, matched, limit=0, muted=(word,))
    left_out = sum(count for _, count in plan.muted)
    return MutedLately(left_out, plan.matched + left_out, (days[0], days[-1]))


async def submitted_lately(services: Services, topic: Topic) -> list[Paper]:
    """What arXiv's search has of the last days.

    Raises:
        SourceError: it cannot be read.
    """
    now = services.clock.now()
    since = now - timedelta(days=PREVIEW_DAYS)
    return await services.source.search(topic.query, limit=MOST, submitted=(since, now))


async def papers_of(services: Services, batches: Sequence[Batch]) -> list[Paper]:
    """The papers that are news in some batches, each once."""
    ids = {paper.base: paper for batch in batches for paper in batch.news}
    return list((await services.library.papers(list(ids.values()))).values())


async def _of_batches(
    services: Services, topic: Topic, batches: Sequence[Batch], days: tuple[date, date]
) -> Preview:
    papers = await papers_of(services, batches)
    matches = await aside(matching, papers, topic)
    plan = plan_digest([matches], limit=PREVIEW_TITLES)
    return Preview(
        papers=tuple(match.paper for match in plan.shown),
        matched=plan.matched,
        announced=len(papers),
        days=days,
    )

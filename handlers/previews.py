"""What a topic would have brought lately, shown to somebody who has just followed it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from app.services import Services
from composing import wording
from digests.plan import plan_digest
from domain.concurrency.aside import aside
from domain.documents import Block, Bullets, Paragraph, inline, link
from domain.errors import SourceError
from domain.papers import Batch
from domain.requests import Request
from domain.topics import Topic
from i18n.speech import number, phrase, plural
from topics.archives import archives_of
from topics.index import matching

PREVIEW_DAYS: Final = 7
PREVIEW_TITLES: Final = 3


async def preview(services: Services, topic: Topic, request: Request) -> tuple[Block, ...]:
    """What a topic would have brought in the announcements at hand, or at arXiv's search."""
    archives = archives_of(topic.query)
    today = services.intake.newest_date()
    batches = await services.library.batches(archives, today - timedelta(days=PREVIEW_DAYS), today)
    days = sorted({batch.date for batch in batches if batch.news})
    settled = {batch.archive for batch in batches if batch.date == (days[-1] if days else None)}
    if archives <= settled:
        return await _preview_of_batches(services, topic, batches)
    request.progress(phrase("Looking at what it would have brought"))
    now = services.clock.now()
    try:
        found = await services.source.search(
            topic.query, limit=100, submitted=(now - timedelta(days=PREVIEW_DAYS), now)
        )
    except SourceError as error:
        said = phrase("What it would have brought cannot be shown now: {trouble}", trouble=error)
        return (Paragraph(inline(said)),)
    matches = await aside(matching, found, topic)
    if not matches:
        said = phrase(
            "Nothing submitted in the last seven days matches; new papers will be watched for."
        )
        return (Paragraph(inline(said)),)
    said = (
        phrase("Of what was submitted in the last seven days, more than 100 match, for example:")
        if len(found) == 100
        else plural(
            "Of what was submitted in the last seven days, {number} paper matches:",
            "Of what was submitted in the last seven days, {number} papers match, for example:",
            len(found),
        )
    )
    return _said(
        said, [match.paper.title for match in matches], [m.paper.id.abs_url for m in matches]
    )


async def _preview_of_batches(
    services: Services, topic: Topic, batches: Sequence[Batch]
) -> tuple[Block, ...]:
    ids = {paper.base: paper for batch in batches for paper in batch.news}
    papers = await services.library.papers(list(ids.values()))
    matches = await aside(matching, papers.values(), topic)
    plan = plan_digest([matches], limit=PREVIEW_TITLES)
    days = sorted({batch.date for batch in batches if batch.news})
    when = wording.days(days[0], days[-1])
    if not plan.matched:
        return (Paragraph(inline(_nothing_of(len(papers), when))),)
    said = _so_many_of(plan.matched, len(papers), when)
    titles = [match.paper.title for match in plan.shown]
    return _said(said, titles, [m.paper.id.abs_url for m in plan.shown])


def _nothing_of(announced: int, when: str) -> str:
    return phrase(
        "None of the {papers} announced for {days} match. If you expected some, try fewer or "
        "other words; /search shows what arXiv has.",
        papers=_papers(announced),
        days=when,
    )


def _so_many_of(matched: int, announced: int, when: str) -> str:
    """How many of the papers announced it would have brought; and whether that is too many."""
    told = {"papers": _papers(announced), "days": when, "matched": number(matched)}
    if matched > announced / 2 and announced > 20:
        return phrase(
            "Of the {papers} announced for {days} it would have brought {matched}, most of them: "
            "you may want to narrow it, for example:",
            **told,
        )
    return phrase(
        "Of the {papers} announced for {days} it would have brought {matched}, for example:",
        **told,
    )


def _papers(count: int) -> str:
    return plural("{number} paper", "{number} papers", count)


def _said(said: str, titles: Sequence[str], urls: Sequence[str]) -> tuple[Block, ...]:
    examples = [inline(link(title, url)) for title, url in zip(titles, urls, strict=True)]
    return (Paragraph(inline(said)), Bullets(tuple(examples[:PREVIEW_TITLES])))

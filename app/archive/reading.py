"""What the archive shows: days, ready topics, papers, authors; nothing of any chat.

Nothing here asks arXiv, spends a language model's budget or writes: a visitor is nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from app.archive.days import MOST_KEPT, ArchiveDay, ArchiveDays
from app.lately import Days, announced_lately
from app.services import Services
from domain.concurrency.asker import in_background
from domain.identifiers import PaperId
from domain.papers import Batch, Paper
from domain.topics import Query, Topic
from topics.catalogue import ReadyTopic, catalogue

DAYS_OF_A_TOPIC: Final = 60
"""Listing dates that a topic's page tells the numbers of."""

PAPERS_OF_A_TOPIC: Final = 40
_A_DAY: Final = timedelta(days=1)
_A_WEEK: Final = timedelta(days=7)
PAPERS_OF_AN_AUTHOR: Final = 100
PAPERS_FOUND: Final = 50
PAPERS_ON_A_PAGE: Final = 50
_TITLES: Final = 2
"""Papers that the front page names of a topic."""


@dataclass(frozen=True, slots=True)
class TopicToday:
    """What a day has of a ready topic: how many papers, and the best of them."""

    ready: ReadyTopic
    count: int
    papers: tuple[Paper, ...] = ()


@dataclass(frozen=True, slots=True)
class FrontPage:
    """The newest day, by ready topic; those with most papers first. None where there is no day."""

    day: ArchiveDay | None
    topics: tuple[TopicToday, ...]


async def front(services: Services, days: ArchiveDays, most: int) -> FrontPage:
    """The newest day that announced something, else the newest; titles for `most` topics."""
    for day in (await days.dates())[:_LOOKED_BACK]:
        known = await days.day(day)
        if known is not None and known.papers:
            return FrontPage(known, await topics_of(services, known, most))
    return FrontPage(await days.newest(), ())


_LOOKED_BACK: Final = 5
"""Dates among which the front page looks for one that announced something."""


async def topics_of(services: Services, day: ArchiveDay, most: int) -> tuple[TopicToday, ...]:
    """The ready topics of a day, those with most papers first; `most` of them with papers."""
    ranked = sorted(day.by_topic.items(), key=lambda item: -len(item[1]))
    shown = {name: bases[:_TITLES] for name, bases in ranked[:most]}
    papers = await _papers(services, [base for bases in shown.values() for base in bases])
    named = {ready.name: ready for ready in catalogue()}
    return tuple(
        TopicToday(
            named[name],
            len(bases),
            tuple(papers[base] for base in shown.get(name, ()) if base in papers),
        )
        for name, bases in ranked
    )


@dataclass(frozen=True, slots=True)
class Announced:
    """A paper, and the date on which it was announced, where that is known."""

    paper: Paper
    day: date | None = None


@dataclass(frozen=True, slots=True)
class DayCount:
    """How many papers a date announced, and how many of them are about something."""

    day: date
    announced: int
    matched: int


@dataclass(frozen=True, slots=True)
class TopicPage:
    """A ready topic: its newest papers, and how many each date had, the newest first.

    So it is told of its weeks, each under its last day, as far as all of its days are worked out.
    """

    ready: ReadyTopic
    papers: tuple[Announced, ...]
    counts: tuple[DayCount, ...]
    weeks: tuple[DayCount, ...] = ()


async def topic_page(services: Services, days: ArchiveDays, ready: ReadyTopic) -> TopicPage:
    """A ready topic, as far back as days have been worked out."""
    worked_out = await days.worked_out(MOST_KEPT)
    counts = [
        DayCount(one.day, len(one.papers), len(one.by_topic.get(ready.name, ())))
        for one in worked_out
    ]
    first: dict[str, date] = {}
    for one in worked_out[:DAYS_OF_A_TOPIC]:
        # A paper cross-listed later is not news again.
        first |= dict.fromkeys(one.by_topic.get(ready.name, ()), one.day)
    newest = sorted(first, key=lambda base: first[base], reverse=True)[:PAPERS_OF_A_TOPIC]
    papers = await _papers(services, newest)
    told = tuple(Announced(papers[base], first[base]) for base in newest if base in papers)
    return TopicPage(ready, told, tuple(counts[:DAYS_OF_A_TOPIC]), tuple(_by_week(counts)))


def _by_week(counts: Sequence[DayCount]) -> Iterator[DayCount]:
    """The weeks of some days, the newest first; the oldest week is left out, as it may be a part.

    Args:
        counts: by day, the newest first.
    """
    if not counts:
        return
    newest, oldest = counts[0].day, counts[-1].day
    for number in range((newest - oldest + _A_DAY) // _A_WEEK):
        last = newest - number * _A_WEEK
        own = [one for one in counts if last - _A_WEEK < one.day <= last]
        yield DayCount(last, sum(one.announced for one in own), sum(one.matched for one in own))


@dataclass(frozen=True, slots=True)
class DayPage:
    """A day: its topics, and one page of its papers in arXiv's order, counted from 1."""

    day: ArchiveDay
    topics: tuple[TopicToday, ...]
    papers: tuple[Paper, ...]
    page: int
    pages: int
    before: date | None
    after: date | None


async def day_page(
    services: Services, days: ArchiveDays, day: date, page: int = 1
) -> DayPage | None:
    """A day; None where nothing is known of it, or it has no such page."""
    known = await days.day(day)
    if known is None:
        return None
    pages = max(1, -(-len(known.papers) // PAPERS_ON_A_PAGE))
    if not 1 <= page <= pages:
        return None
    shown = known.papers[(page - 1) * PAPERS_ON_A_PAGE : page * PAPERS_ON_A_PAGE]
    dates = await days.dates()
    return DayPage(
        known,
        await topics_of(services, known, 0),
        tuple((await _papers(services, shown)).values()),
        page,
        pages,
        before=next((one for one in dates if one < day), None),
        after=next((one for one in reversed(dates) if one > day), None),
    )


async def author_page(services: Services, name: str) -> tuple[Paper, ...]:
    """The papers that name an author exactly so, the latest first."""
    return tuple(await services.library.papers_by(name, PAPERS_OF_AN_AUTHOR))


@dataclass(frozen=True, slots=True)
class FoundPage:
    """What was found for a query.

    Attributes:
        papers: the best first.
        newest: those announced last, the best of a day first.
        matched: how many were found in all.
        days: of the announcements that were looked through.
    """

    query: Query
    papers: tuple[Announced, ...]
    newest: tuple[Announced, ...]
    matched: int
    days: Days


async def found_page(services: Services, query: Query) -> FoundPage:
    """Papers of the last week's announcements that match a query, as a digest would have them."""
    at_hand = await announced_lately(services, None)
    if at_hand is None:
        return FoundPage(query, (), (), 0, ())
    matches = await at_hand.matching([Topic(str(query), query)])
    view = at_hand.together.view(at_hand.archives)
    found = [Announced(match.paper, view.date(match.paper.id.base)) for match in matches]
    newest = sorted(found, key=lambda one: one.day or date.min, reverse=True)[:PAPERS_FOUND]
    best = found[:PAPERS_FOUND]
    # What is searched may be as a paper was when it was announced; it may be withdrawn by now.
    shown = dict.fromkeys(one.paper.id.base for one in (*best, *newest))
    known = await _papers(services, list(shown))

    def now(some: Sequence[Announced]) -> tuple[Announced, ...]:
        return tuple(replace(one, paper=known.get(one.paper.id.base, one.paper)) for one in some)

    return FoundPage(
        query,
        now(best),
        now(newest),
        len(found),
        at_hand.days,
    )


async def warm(services: Services, days: ArchiveDays) -> None:
    """Work out what pages are made of, so that nobody waits for it; bulk work."""
    with in_background():
        await days.work_out_all()
        await announced_lately(services, None)


@dataclass(frozen=True, slots=True)
class StatusPage:
    """How the announcements stand: by archive, its batches by date; the dates, newest first."""

    dates: tuple[date, ...]
    batches: Mapping[str, Mapping[date, Batch]]


async def status_page(days: ArchiveDays, most: int) -> StatusPage:
    """How the announcements of the last `most` dates stand."""
    batches = await days.standing()
    dates = sorted({batch.date for batch in batches}, reverse=True)[:most]
    by_archive: dict[str, dict[date, Batch]] = {}
    for batch in sorted(batches, key=lambda batch: batch.archive):
        if batch.date in dates:
            by_archive.setdefault(batch.archive, {})[batch.date] = batch
    return StatusPage(tuple(dates), by_archive)


async def _papers(services: Services, bases: Sequence[str]) -> Mapping[str, Paper]:
    return await services.library.papers([PaperId(base) for base in bases])

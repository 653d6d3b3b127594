"""What the archive shows of a paper: the best that was said of it, and what it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.archive.changed import changes_at_hand
from app.archive.days import ArchiveDay, ArchiveDays
from app.archive.extracts import Extracts
from app.services import Services
from domain.concurrency.aside import aside
from domain.errors import PaperNotFound
from domain.fulltext import FullText
from domain.identifiers import PaperId
from domain.messages import sentence
from domain.metadata.changes import VersionChanges
from domain.papers import Paper
from domain.requests import Context
from domain.summaries import Basis, Summary
from topics.catalogue import ReadyTopic, catalogue
from topics.index import PaperIndex


@dataclass(frozen=True, slots=True)
class PaperPage:
    """A paper.

    Attributes:
        summary: the best that was made of it, else its own sentences; None where it has none.
        text: what is kept of the paper itself, with figures that may be shown.
        days: when it was announced, the newest first.
        topics: ready topics that it is about.
        changes: what is different from the version before; None where that is not at hand.
    """

    paper: Paper
    summary: Summary | None
    text: FullText | None
    days: tuple[date, ...]
    topics: tuple[ReadyTopic, ...]
    changes: VersionChanges | None


async def paper_page(
    services: Services, days: ArchiveDays, wanted: PaperId, language: str
) -> PaperPage:
    """A paper that was announced; others are kept for who asked for them, and not shown.

    Raises:
        PaperNotFound: it was not, as far back as announcements are kept.
    """
    paper = (await services.library.papers([wanted])).get(wanted.base)
    dates = await services.library.announced_on(wanted)
    if paper is None or not dates:
        raise PaperNotFound(sentence("The archive has no paper {paper}.", paper=wanted.latest))
    announced = days.naming(paper.id.base)
    reader = services.reader
    text = await reader.at_hand(paper) if reader and not paper.id.is_sample else None
    return PaperPage(
        paper,
        (await summaries_for(services, days.extracts, [paper], language))[paper.id.base],
        text,
        tuple(day for day in dates if days.reaches(day)),
        _topics_on(announced[0], paper.id.base) if announced else await aside(_topics_of, paper),
        await changes_at_hand(services, paper, text),
    )


async def shown_in_archive(services: Services, context: Context, paper: Paper) -> str:
    """Where the archive is, if it shows a paper: it was announced; else nothing."""
    if not context.archive or not await services.library.announced_on(paper.id):
        return ""
    return context.archive


async def summaries_for(
    services: Services, extracts: Extracts, papers: Sequence[Paper], language: str
) -> Mapping[str, Summary | None]:
    """Of each paper the best summary that was made of it, else an extract; by base id.

    A language model's stand in the visitor's language or in English: one that somebody had made
    in another is of no use to them.
    """
    readable = {language, "en"}
    made = await services.library.summaries_of([paper.id.base for paper in papers])
    best: dict[str, Summary | None] = {}
    for paper in papers:
        known = made.get(paper.id.base, ())
        current = [
            one
            for one in known
            if one.provenance.paper_version in (None, paper.id.version)
            and (one.provenance.is_extractive or one.provenance.language in readable)
        ]
        if current:
            best[paper.id.base] = max(current, key=lambda one: _goodness(one, language))
        else:
            best[paper.id.base] = await extracts.of(paper)
    return best


def _goodness(summary: Summary, language: str) -> tuple[bool, bool, bool, str]:
    made = summary.provenance
    return (
        made.language == language,
        made.basis is Basis.FULL_TEXT,
        not made.is_extractive,
        f"{made.made_at:%Y%m%d%H%M%S}",
    )


def _topics_on(day: ArchiveDay, base: str) -> tuple[ReadyTopic, ...]:
    return tuple(one for one in catalogue() if base in day.by_topic.get(one.name, ()))


def _topics_of(paper: Paper) -> tuple[ReadyTopic, ...]:
    index = PaperIndex([paper])
    return tuple(ready for ready in catalogue() if index.matching(ready.topic.query))

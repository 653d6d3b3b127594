"""What programs may ask the archive: what visitors see, as nouns that say what is missing.

Nothing here asks arXiv but `changes`, nothing spends a language model's budget, and no chat's words
are told but those of whoever asks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.archive.days import ArchiveDays
from app.archive.papers import PaperPage, paper_page, summaries_for
from app.archive.reading import FoundPage, found_page
from app.digesting import topics_wanted
from app.fair_use.allowances import DIGESTS, SEARCHES
from app.lately import announced_lately
from app.services import Services
from app.versions import comparing
from app.versions.comparing import AskedChanges
from domain.errors import InputError
from domain.identifiers import PaperId
from domain.messages import for_example, sentence
from domain.metadata.changes import VersionChanges
from domain.papers import Batch, Paper
from domain.requests import Context
from domain.summaries import Summary
from domain.taxonomy import ARCHIVES
from topics.catalogue import find
from topics.language import parse_query

PAPERS: Final = 50
"""Papers that one answer has at most."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How the announcements of a date stand that an answer rests on.

    Attributes:
        is_complete: whether all that was announced is known, by arXiv's own counts.
        lacking: the archives of which it is not, each with why in a few words.
        archives: the state of each.
    """

    is_complete: bool
    lacking: dict[str, str]
    archives: dict[str, str]


@dataclass(frozen=True, slots=True)
class AnnouncedDay:
    """What was announced on a date: how many papers, and one page of them, counted from 1."""

    day: date
    standing: Standing
    announced: int
    page: int
    pages: int
    papers: tuple[Paper, ...]


@dataclass(frozen=True, slots=True)
class TopicalPaper:
    """A paper of a digest with the best summary that there is, whose claims have their evidence."""

    paper: Paper
    summary: Summary | None


@dataclass(frozen=True, slots=True)
class TopicalDay:
    """What a date announced on some topics, the best first, of so many that matched."""

    day: date
    topics: tuple[str, ...]
    standing: Standing
    matched: int
    papers: tuple[TopicalPaper, ...]


async def announced(
    services: Services, days: ArchiveDays, day: date | None, archive: str, page: int
) -> AnnouncedDay:
    """What arXiv announced on a date, in one archive or in all that are taken in.

    Raises:
        InputError: there is no such archive, or nothing is known of the date.
    """
    if archive and archive not in ARCHIVES:
        raise InputError(
            sentence("arXiv has no archive {name}.", name=archive),
            hint=for_example("cs, math, hep-th"),
        )
    day, standing = await _day(days, day)
    own = [batch for batch in standing if archive in ("", batch.archive)]
    kept = await services.intake.kept([archive] if archive else ARCHIVES, [day])
    bases = list(dict.fromkeys(one.base for batch in kept for one in batch.news))
    pages = max(1, -(-len(bases) // PAPERS))
    page = max(1, min(page, pages))
    wanted = [PaperId(base) for base in bases[(page - 1) * PAPERS : page * PAPERS]]
    papers = await services.library.papers(wanted)
    return AnnouncedDay(
        day, standing_of(own, archive), len(bases), page, pages, tuple(papers.values())
    )


async def digest(
    services: Services, days: ArchiveDays, context: Context, topic: str, day: date | None
) -> TopicalDay:
    """What a date announced on a topic, or on all that whoever asks follows.

    Raises:
        InputError, QueryError: there is no such topic, or nothing is known of the date.
    """
    await services.allowances.charge(context, DIGESTS)
    topics = await topics_wanted(context, topic)
    day, standing = await _day(days, day)
    at_hand = await announced_lately(services, None)
    matches = []
    if at_hand is not None:
        view = at_hand.together.view(at_hand.archives)
        found = await at_hand.matching(topics)
        matches = [match.paper for match in found if view.date(match.paper.id.base) == day]
    wanted = [match.id for match in matches[:PAPERS]]
    known = await services.library.papers(wanted)
    told = [known[one.base] for one in wanted if one.base in known]
    summaries = await summaries_for(services, days.extracts, told, context.settings.language)
    return TopicalDay(
        day,
        tuple(topic.label for topic in topics),
        standing_of(standing),
        len(matches),
        tuple(TopicalPaper(paper, summaries[paper.id.base]) for paper in told),
    )


async def search(services: Services, query: str) -> FoundPage:
    """Papers of the last week's announcements that match words, a ready topic or a query.

    Raises:
        QueryError: it is none of that.
    """
    ready = find(query)
    return await found_page(services, ready.topic.query if ready else parse_query(query))


async def paper(services: Services, days: ArchiveDays, context: Context, wanted: str) -> PaperPage:
    """A paper that was announced, with its summary and the sentences that each claim stands on.

    Raises:
        NotAPaperId, PaperNotFound: there is none.
    """
    return await paper_page(services, days, PaperId.parse(wanted), context.settings.language)


async def changes(
    services: Services, context: Context, wanted: str, before: int | None, after: int | None
) -> VersionChanges:
    """What is different from one version of a paper to another.

    Raises:
        InputError: the versions are none, or not one after the other.
        NotAPaperId, PaperNotFound, SourceError: there is none, or arXiv does not answer.
    """
    given = [one for one in (before, after) if one is not None]
    if any(one < 1 for one in given) or sorted(set(given)) != given:
        raise InputError(
            sentence("Two versions of a paper are compared, the earlier one first."),
            hint=for_example("before: 1, after: 2"),
        )
    await services.allowances.charge(context, SEARCHES)
    asked = AskedChanges(PaperId.parse(wanted).latest, before, after)
    return await comparing.changes(services, context, asked)


def standing_of(batches: Sequence[Batch], archive: str = "") -> Standing:
    """How announcements stand, of all archives or of the one that was asked for."""
    lacking = {
        batch.archive: str(batch.reason) or batch.state.value
        for batch in batches
        if not batch.state.is_settled
    }
    if archive and not batches:
        lacking[archive] = "it is not taken in"
    states = {batch.archive: batch.state.value for batch in batches}
    return Standing(bool(states) and not lacking, lacking, states)


async def _day(days: ArchiveDays, day: date | None) -> tuple[date, list[Batch]]:
    known = await days.standing()
    dates = sorted({batch.date for batch in known})
    wanted = day or (dates[-1] if dates else None)
    own = [batch for batch in known if batch.date == wanted]
    if wanted is None or not own:
        raise InputError(
            sentence("Nothing is known of that day."),
            hint=sentence("Announcements are known of {days}.", days=f"{dates[0]} … {dates[-1]}")
            if dates
            else None,
        )
    return wanted, own

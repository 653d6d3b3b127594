"""The pages of the archive: each calls its use case, and says how it is shown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from app.archive import reading
from app.archive.days import ArchiveDay
from app.archive.papers import paper_page
from app.archive.public import public_channels
from composing import wording
from composing.formulas import without_formulas
from domain.errors import NotAPaperId, PaperNotFound, QueryError
from domain.excerpts import excerpt, legible
from domain.fulltext import Figure, FullText
from domain.identifiers import PaperId
from domain.messages import sentence
from domain.metadata.citations import Citation
from domain.metadata.licences import may_show
from domain.papers import BatchState, Paper
from i18n.speech import phrase
from papers.fulltext.story import telling
from rendering.files.bibtex import to_bibtex
from topics.catalogue import ReadyTopic, catalogue, find
from topics.language import parse_query
from web.addresses import (
    author_path,
    day_path,
    paper_path,
    search_path,
    topic_path,
    topics_by_slug,
)
from web.asked import Asked, NoSuchPage, Page
from web.chart import counts_chart, weeks_told
from web.evidence import Sentences

TOPICS_WITH_TITLES: Final = 24
DATES_OF_STATUS: Final = 30
FIGURES: Final = 6
IMAGES: Final = frozenset({"image/png", "image/jpeg"})
_LONGEST_QUERY: Final = 500
_NUMBER: Final = re.compile(r"[1-9]\d{0,3}")
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_DESCRIPTION: Final = 200


async def front(asked: Asked) -> Page:
    """The newest announcement by topic."""
    shown = await reading.front(asked.services, asked.days, TOPICS_WITH_TITLES)
    return Page(
        template="front",
        title="Papercrier",
        path="/",
        values={
            "day": shown.day,
            "topics": shown.topics[:TOPICS_WITH_TITLES],
            "more": shown.topics[TOPICS_WITH_TITLES:],
            "states": states_of(shown.day),
        },
        noun=_day_noun(shown.day, shown.topics),
        about=phrase("What arXiv announced, by topic: each paper with what it says in brief."),
    )


async def topics(asked: Asked) -> Page:
    """All ready topics, by field."""
    newest = await asked.days.newest()
    counts = {name: len(found) for name, found in newest.by_topic.items()} if newest else {}
    by_field: dict[str, list[ReadyTopic]] = {}
    for ready in catalogue():
        by_field.setdefault(ready.field, []).append(ready)
    return Page(
        template="topics",
        title=phrase("Topics"),
        path="/topics",
        values={
            "by_field": by_field,
            "counts": counts,
            "channels": await public_channels(asked.services),
        },
        noun=catalogue(),
    )


async def topic(asked: Asked) -> Page:
    """A ready topic."""
    ready = topics_by_slug().get(asked.part("slug"))
    if ready is None:
        raise NoSuchPage(sentence("There is no such topic."))
    shown = await reading.topic_page(asked.services, asked.days, ready)
    return Page(
        template="topic",
        title=ready.called(asked.language),
        path=topic_path(ready),
        values={
            "shown": shown,
            "chart": counts_chart(shown.counts),
            "matched": sum(one.matched for one in shown.counts),
            "weeks": weeks_told(shown.weeks),
        },
        noun=shown,
        is_partial=not asked.days.is_complete,
        about=phrase("The newest papers about {topic}.", topic=ready.called(asked.language)),
        papers=shown.papers,
    )


async def day(asked: Asked) -> Page:
    """A listing date."""
    on = date_of(asked.part("day"))
    page = asked.query("page") or "1"
    if on is None or not _NUMBER.fullmatch(page):
        raise NoSuchPage
    shown = await reading.day_page(asked.services, asked.days, on, int(page))
    if shown is None:
        raise NoSuchPage(sentence("Nothing is known of that day."))
    return Page(
        template="day",
        title=wording.day(on),
        path=day_path(on, shown.page),
        values={"shown": shown, "states": states_of(shown.day)},
        noun={
            **_day_noun(shown.day, shown.topics),
            "page": shown.page,
            "pages": shown.pages,
            "shown": shown.papers,
        },
        about=phrase("What arXiv announced on {day}.", day=wording.day(on)),
    )


async def paper(asked: Asked) -> Page:
    """A paper, with its summary beside what that stands on."""
    try:
        wanted = PaperId.parse(asked.part("base"))
    except NotAPaperId as error:
        raise NoSuchPage(error.message) from None
    if asked.part("base") != wanted.base:
        raise NoSuchPage
    try:
        shown = await paper_page(asked.services, asked.days, wanted, asked.language)
    except PaperNotFound as error:
        raise NoSuchPage(error.message) from None
    summary = shown.summary
    told = summary.tldr.text if summary else shown.paper.abstract
    sentences = Sentences(shown.paper, summary)
    return Page(
        template="paper",
        title=plain_title(shown.paper),
        path=paper_path(shown.paper),
        values={
            "paper": shown.paper,
            "summary": summary,
            "shown": shown,
            "numbers": sentences.numbers,
            "abstract": sentences.abstract_html(shown.paper),
            "quotes": sentences.elsewhere,
            "bibtex": to_bibtex([Citation(shown.paper)]),
            "figures": figures_of(shown.text),
        },
        noun={
            "paper": shown.paper,
            "summary": summary,
            "announced": shown.days,
            "topics": [ready.name for ready in shown.topics],
        },
        about=excerpt(without_formulas(told), _DESCRIPTION),
    )


async def author(asked: Asked) -> Page:
    """An author, by the name as papers have it: whole collaborations are one, of any length."""
    name = asked.query("name")
    papers = await reading.author_page(asked.services, name) if name else ()
    if not papers:
        raise NoSuchPage(sentence("There is no such author here."))
    return Page(
        template="author",
        title=name,
        path=author_path(name),
        values={"papers": papers, "name": name},
        noun={"author": name, "papers": papers},
        about=phrase("Papers by {name}.", name=name),
        papers=tuple(map(reading.Announced, papers)),
    )


async def search(asked: Asked) -> Page:
    """What was found for a query in the language of topics."""
    typed = legible(asked.query("q")).strip()
    shown, trouble, near = None, None, ""
    if len(typed) > _LONGEST_QUERY:
        trouble = sentence("The query is too long.")
    elif typed:
        ready = find(typed)
        near = topic_path(ready) if ready else ""
        try:
            query = ready.topic.query if ready else parse_query(typed)
            shown = await reading.found_page(asked.services, query)
        except QueryError as error:
            trouble = error.message
    return Page(
        template="search",
        title=phrase("Search"),
        path=search_path(typed) if typed else "/search",
        values={"typed": typed, "shown": shown, "trouble": trouble, "near": near},
        noun={"query": typed, "found": _found_noun(shown), "trouble": trouble},
        papers=shown.newest if shown else None,
        listed=not typed,
    )


async def status(asked: Asked) -> Page:
    """How the announcements of each archive stand, day by day."""
    shown = await reading.status_page(asked.days, DATES_OF_STATUS)
    return Page(
        template="status",
        title=phrase("Status"),
        path="/status",
        values={"shown": shown},
        noun=shown,
        about=phrase("How arXiv's announcements stand, archive by archive, day by day."),
    )


async def about(asked: Asked) -> Page:
    """What this is."""
    return Page(
        template="about",
        title=phrase("About"),
        path="/about",
        values={"version": asked.services.version, "model": asked.services.model},
        noun={"name": "Papercrier", "version": asked.services.version},
    )


def _found_noun(shown: reading.FoundPage | None) -> dict[str, object] | None:
    """What was found as data: the best, each once."""
    if shown is None:
        return None
    names = ("query", "papers", "matched", "days")
    return {name: getattr(shown, name) for name in names}


def _day_noun(day: ArchiveDay | None, topics: Sequence[reading.TopicToday]) -> dict[str, object]:
    """A day as data: its papers by id, and how many each topic has, with those that are named."""
    if day is None:
        return {"date": None, "states": {}, "papers": (), "topics": ()}
    return {
        "date": day.day,
        "states": {batch.archive: batch.state for batch in day.batches},
        "papers": day.papers,
        "topics": [
            {
                "name": one.ready.name,
                "count": one.count,
                "papers": day.by_topic[one.ready.name],
            }
            for one in topics
        ],
    }


def figures_of(text: FullText | None) -> tuple[Figure, ...]:
    """The figures of a paper that tell most, where its licence lets anybody see them.

    What is kept for private use alone (the setting FIGURES) is not shown here.
    """
    if text is None or not may_show(text.licence):
        return ()
    return tuple(one for one in telling(text.figures, FIGURES) if one.media_type in IMAGES)


def states_of(day: ArchiveDay | None) -> dict[str, list[str]]:
    """The archives of a day in each state, by its name."""
    states: dict[str, list[str]] = {state.value: [] for state in BatchState}
    for batch in day.batches if day else ():
        states[batch.state.value].append(batch.archive)
    return states


def plain_title(paper: Paper) -> str:
    """A paper's title in plain text."""
    return without_formulas(paper.title)


def date_of(text: str) -> date | None:
    """A date as addresses have it; None where it is none."""
    try:
        return date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        return None

"""Narrowing a topic that brings too much: /narrow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from app.services import Services
from domain.concurrency.aside import aside
from domain.documents import Bullets, Button, Buttons, Document, Paragraph, bold, code
from domain.errors import InputError
from domain.messages import for_example, sentence
from domain.papers import Paper
from domain.requests import Request
from domain.topics import And, Category, Field, Not, Or, Query, Term, Together, Topic
from handlers.following import at_a_glance, named
from handlers.previews import PREVIEW_DAYS, preview
from i18n.speech import phrase, plural, styled
from topics.archives import archives_of
from topics.index import PaperIndex
from topics.language import parse_query

IN_TITLE: Final = "in title"
NO_SURVEYS: Final = "no surveys"
ONLY: Final = "only"

MOST: Final = 100
"""Papers that arXiv's search is asked for."""

CATEGORIES: Final = 2
"""Categories that are offered to narrow a topic to."""

_SURVEYS: Final = (Not(Term("survey", Field.TITLE)), Not(Term("review", Field.TITLE)))


async def narrow(services: Services, request: Request) -> Document:
    """Show what would narrow a topic; with ``= query`` after it, have it mean that from now on.

    Raises:
        InputError: no such topic is followed, or another one means that already.
        SourceError: nothing of the last week is here, and arXiv's search cannot be read.
    """
    wanted, _, query = request.argument.partition("=")
    followed = await services.store.subscriptions(request.chat)
    if not followed:
        raise InputError(
            sentence("You follow no topic."), hint=for_example("/subscribe diffusion models")
        )
    topic = named(followed, wanted.strip()).topic
    if not query.strip():
        return await _offers(services, topic)
    changed = Topic(topic.label, _meant(query.strip(), topic.query))
    if any(s.topic.query == changed.query for s in followed):
        raise InputError(
            sentence("You follow that already, as “{topic}”.", topic=topic.label),
            hint=sentence("See /subscriptions."),
        )
    await services.store.replace_topic(request.chat, topic, changed)
    undo = Button(phrase("Undo"), command=f"/narrow {topic.label} = {topic.query}")
    said = styled(
        "{topic} now means {query}", topic=bold(topic.label), query=code(at_a_glance(changed.query))
    )
    shown = await preview(services, changed, request)
    return Document(blocks=(Paragraph(said), *shown, Buttons(((undo,),))))


@dataclass(frozen=True, slots=True)
class Offer:
    """A way to narrow a topic: what it is called, how it is asked for, what it makes of it."""

    name: str
    asked: str
    query: Query


def offers_for(query: Query, papers: Sequence[Paper]) -> list[Offer]:
    """What a query can be narrowed to.

    Args:
        query: as it is followed.
        papers: some that match it, for the categories that most of them are in.
    """
    offers = [
        Offer(phrase("In the title only"), IN_TITLE, titled(query)),
        Offer(phrase("Without surveys"), NO_SURVEYS, both(query, *_SURVEYS)),
    ]
    primaries = Counter(paper.primary for paper in papers)
    if len(primaries) > 1:
        offers += [
            Offer(
                phrase("Only {category}", category=category),
                f"{ONLY} {category}",
                both(query, Category(category)),
            )
            for category, _ in primaries.most_common(CATEGORIES)
        ]
    return [offer for offer in offers if offer.query != query]


def _meant(asked: str, query: Query) -> Query:
    """What a topic shall mean: one of the offers, or a query of its own."""
    lowered = asked.casefold()
    if lowered == IN_TITLE:
        return titled(query)
    if lowered == NO_SURVEYS:
        return both(query, *_SURVEYS)
    if lowered.startswith(f"{ONLY} "):
        return both(query, parse_query(f"cat:{asked[len(ONLY) :].strip()}"))
    return parse_query(asked)


def titled(query: Query) -> Query:
    """The query with its words looked for in titles; what it excludes stays excluded anywhere."""
    match query:
        case Term(text, Field.ANY):
            return Term(text, Field.TITLE)
        case Together(text, Field.ANY):
            return Together(text, Field.TITLE)
        case And(parts):
            return And(tuple(titled(part) for part in parts))
        case Or(parts):
            return Or(tuple(titled(part) for part in parts))
    return query


def both(query: Query, *more: Query) -> Query:
    """What matches the query and all of these; each stands once."""
    parts = query.parts if isinstance(query, And) else (query,)
    return And(tuple(dict.fromkeys((*parts, *more)))) if set(more) - set(parts) else query


async def _offers(services: Services, topic: Topic) -> Document:
    papers = await _lately(services, topic)

    def counted() -> list[tuple[Offer, int]]:
        index = PaperIndex(papers)
        known = {paper.id.base: paper for paper in papers}
        found = [known[base] for base in sorted(index.matching(topic.query))]
        offers = offers_for(topic.query, found)
        return [(offer, len(index.matching(offer.query))) for offer in offers]

    offers = await aside(counted)
    lines = tuple(
        styled("{label}: {text}", label=bold(offer.name), text=_papers(count))
        for offer, count in offers
    )
    rows = tuple(
        (Button(offer.name, command=f"/narrow {topic.label} = {offer.asked}"),)
        for offer, _ in offers
    )
    asked = styled(
        "To narrow {topic}; of the last week's papers it would leave:", topic=bold(topic.label)
    )
    own = styled(
        "Or say what it shall mean, for example: {command}",
        command=code(f"/narrow {topic.label} = ti:diffusion AND cat:cs.CV"),
    )
    return Document(blocks=(Paragraph(asked), Bullets(lines), Paragraph(own), Buttons(rows)))


def _papers(count: int) -> str:
    return plural("{number} paper", "{number} papers", count)


async def _lately(services: Services, topic: Topic) -> list[Paper]:
    """Papers of the last week: those announced, as far as they are here, else what arXiv finds."""
    newest = services.intake.newest_date()
    first = newest - timedelta(days=PREVIEW_DAYS)
    batches = await services.library.batches(archives_of(topic.query), first, newest)
    ids = {paper.base: paper for batch in batches for paper in batch.news}
    if ids:
        return list((await services.library.papers(list(ids.values()))).values())
    now = services.clock.now()
    since = now - timedelta(days=PREVIEW_DAYS)
    return await services.source.search(topic.query, limit=MOST, submitted=(since, now))

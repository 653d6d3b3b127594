"""Narrowing a topic that brings too much: what would do so, and how much it would leave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.lately import Announced, Days, announced_lately, submission_days, submitted_lately
from app.services import Services
from domain.concurrency.aside import aside
from domain.errors import InputError
from domain.messages import Message, for_example, sentence
from domain.papers import Paper
from domain.topics import And, Category, Field, Not, Or, Query, Term, Together, Topic
from topics.archives import archives_of
from topics.index import PaperIndex
from topics.language import parse_query
from topics.yours import meant

IN_TITLE: Final = "in title"
NO_SURVEYS: Final = "no surveys"
ONLY: Final = "only"

CATEGORIES: Final = 2
"""Categories that are offered to narrow a topic to."""

_SURVEYS: Final = (Not(Term("survey", Field.TITLE)), Not(Term("review", Field.TITLE)))


@dataclass(frozen=True, slots=True)
class Offer:
    """A way to narrow a topic: what it is called, how it is asked for, what it makes of it."""

    name: Message
    asked: str
    query: Query


@dataclass(frozen=True, slots=True)
class Offers:
    """What would narrow a topic.

    Attributes:
        each: with how many of the last days' papers it would leave.
        matched: how many the topic matches as it is.
        days: when these were announced; or submitted, where arXiv's search was asked.
        is_announced: which of both.
    """

    each: tuple[tuple[Offer, int], ...]
    matched: int
    days: Days
    is_announced: bool


async def offers(services: Services, topic: Topic) -> Offers:
    """What would narrow a topic.

    Raises:
        InputError: it brings what is its reader's, of which there is a limit.
        SourceError: nothing of the last week is here, and arXiv's search cannot be read.
    """
    if topic.is_yours:
        raise InputError(
            sentence("“{topic}” brings no more papers than /limit says.", topic=topic.label),
            hint=for_example(f"/narrow {topic.label} = yours cat:cs.CL"),
        )
    at_hand = await announced_lately(services, archives_of(topic.query))
    if at_hand is None:
        papers = await submitted_lately(services, topic.query)
        days = (submission_days(services),)
        matched, each = await aside(_counted, topic, papers)
        return Offers(each, matched, days, is_announced=False)
    found = await _news(at_hand, topic)
    own = offers_for(topic.query, found)
    left = [len(await _news(at_hand, Topic(topic.label, offer.query))) for offer in own]
    return Offers(tuple(zip(own, left, strict=True)), len(found), at_hand.days, is_announced=True)


async def _news(at_hand: Announced, topic: Topic) -> list[Paper]:
    """The papers that a digest would tell or name."""
    matches = await at_hand.matching([topic])
    return [match.paper for match in matches if not match.paper.withdrawn]


def _counted(topic: Topic, papers: list[Paper]) -> tuple[int, tuple[tuple[Offer, int], ...]]:
    index = PaperIndex(papers)
    found = index.matching(topic.query)
    own = offers_for(topic.query, [paper for paper in papers if paper.id.base in found])
    return len(found), tuple((offer, len(index.matching(offer.query))) for offer in own)


def offers_for(query: Query, papers: Sequence[Paper]) -> list[Offer]:
    """What a query can be narrowed to.

    Args:
        query: as it is followed.
        papers: some that match it, for the categories that most of them are in.
    """
    found = [
        Offer(sentence("In the title only"), IN_TITLE, titled(query)),
        Offer(sentence("Without surveys"), NO_SURVEYS, both(query, *_SURVEYS)),
    ]
    primaries = Counter(paper.primary for paper in papers)
    if len(primaries) > 1:
        found += [
            Offer(
                sentence("Only {category}", category=category),
                f"{ONLY} {category}",
                both(query, Category(category)),
            )
            for category, _ in primaries.most_common(CATEGORIES)
        ]
    return [offer for offer in found if offer.query != query]


def narrowed(query: Query, asked: str) -> Query:
    """What a query shall mean: narrowed by one of the offers, or another one.

    Raises:
        QueryError: it is neither.
    """
    lowered = asked.casefold()
    if lowered == IN_TITLE:
        return titled(query)
    if lowered == NO_SURVEYS:
        return both(query, *_SURVEYS)
    if lowered.startswith(f"{ONLY} "):
        return both(query, parse_query(f"cat:{asked[len(ONLY) :].strip()}"))
    return meant(parse_query(asked, is_topic=True), asked)


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

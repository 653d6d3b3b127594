"""Searching all of arXiv; where it does not answer, the papers read lately."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from app.services import Services
from domain.concurrency.aside import aside
from domain.errors import SourceError
from domain.messages import NOTHING, Message, sentence
from domain.papers import Paper
from domain.requests import Progress, silent
from domain.topics import Query, Term, Topic, leaves
from topics.arxiv_query import JUDGED_HERE
from topics.index import PaperIndex, matching

RESULTS: Final = 10
_LOOKED_THROUGH: Final = 100
_AMONG: Final = 5_000
"""Papers that are looked through where arXiv does not answer."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for a query.

    Attributes:
        papers: the most relevant first.
        trouble: why arXiv was not searched, but what was read lately; none where it was.
    """

    query: Query
    papers: tuple[Paper, ...]
    trouble: Message = NOTHING


async def search(services: Services, query: Query, progress: Progress = silent) -> Found:
    """Papers of all times that match a query, of which there are at most `RESULTS`."""
    progress(sentence("Searching arXiv"))
    try:
        return Found(query, await _searched(services, query))
    except SourceError as error:
        return Found(query, (await read_lately(services, query)).papers, error.message)


async def _searched(services: Services, query: Query) -> tuple[Paper, ...]:
    """What arXiv finds; where it finds more than is meant, that is looked through here."""
    if not any(isinstance(leaf, Term) and leaf.field in JUDGED_HERE for leaf in leaves(query)):
        return tuple(await services.source.search(query, limit=RESULTS))
    papers = await services.source.search(query, limit=_LOOKED_THROUGH)
    meant = (await aside(PaperIndex, papers)).matching(query)
    return tuple(paper for paper in papers if paper.id.base in meant)[:RESULTS]


async def read_lately(services: Services, query: Query) -> Found:
    """The same among the papers read lately; nothing is asked of arXiv."""
    stored = await services.library.recent_papers(_AMONG)
    matches = await aside(matching, stored, Topic(str(query), query))
    return Found(query, tuple(match.paper for match in matches[:RESULTS]))

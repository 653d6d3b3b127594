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
from domain.topics import Query, Topic
from topics.index import matching

RESULTS: Final = 10
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
        return Found(query, tuple(await services.source.search(query, limit=RESULTS)))
    except SourceError as error:
        return Found(query, (await read_lately(services, query)).papers, error.message)


async def read_lately(services: Services, query: Query) -> Found:
    """The same among the papers read lately; nothing is asked of arXiv."""
    stored = await services.library.recent_papers(_AMONG)
    matches = await aside(matching, stored, Topic(str(query), query))
    return Found(query, tuple(match.paper for match in matches[:RESULTS]))

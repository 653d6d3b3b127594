"""What is at hand: whether an answer can be given at once, decided before it waits for anything."""

from __future__ import annotations

import re
from typing import Final

from app.days import span_of
from app.fair_use.effort import Effort
from app.lookup import current_paper
from app.services import Services
from domain.errors import PapercrierError
from domain.identifiers import PaperId
from domain.requests import Request
from domain.topics import Topic
from topics.archives import archives_of
from topics.catalogue import topic_from
from topics.language import parse_query

STARTER: Final = 'cat:cs.CV AND "diffusion models"'
"""What is shown to somebody who follows nothing yet: one archive, so one request to arXiv."""

ANEW: Final = re.compile(r"(?<!\s)\s+(?:regenerate|anew)\s*$", re.IGNORECASE)
"""What stands after a paper whose summary is to be made anew."""

FIGURES: Final = re.compile(r"(?<!\s)\s+figures\s*$", re.IGNORECASE)
"""What stands after a paper whose figures are wanted, and nothing else of it."""


async def topics_wanted(services: Services, request: Request, wanted: str) -> list[Topic]:
    """The topics of a digest: the one that is named, or all that the chat follows."""
    followed = [s.topic for s in await services.store.subscriptions(request.chat)]
    if not wanted:
        return followed or [starter_topic()]
    own = [topic for topic in followed if topic.label.casefold() == wanted.casefold()]
    return own or [topic_from(wanted)]


def starter_topic() -> Topic:
    """What is shown to somebody who follows nothing yet."""
    return Topic("diffusion models", parse_query(STARTER))


async def effort_of_paper(services: Services, request: Request) -> Effort:
    """What it takes to look at a paper."""
    try:
        wanted = PaperId.parse(request.argument)
    except PapercrierError:
        return Effort.QUICK
    return Effort.QUICK if await current_paper(services, wanted) else Effort.ASKING


async def effort_of_summary(services: Services, request: Request) -> Effort:
    """What it takes to tell a paper: nothing where its summary was made before."""
    if ANEW.search(request.argument) or FIGURES.search(request.argument):
        return Effort.ASKING
    try:
        wanted = PaperId.parse(request.argument)
    except PapercrierError:
        return Effort.QUICK
    paper = await current_paper(services, wanted)
    if paper is None:
        return Effort.ASKING
    language = (await services.chat(request.chat, request.locale)).settings.language
    if services.reader is None or paper.id.is_sample:
        is_made = await services.shelf.has(paper, language)
    else:
        is_made = await services.shelf.made_from_text(paper, language)
    return Effort.QUICK if is_made else Effort.ASKING


async def effort_of_digest(services: Services, request: Request) -> Effort:
    """What it takes to make a digest; where its announcements are not at hand, asking for them."""
    try:
        wanted, days = span_of(request.argument, services)
        topics = await topics_wanted(services, request, wanted)
    except PapercrierError:
        return Effort.QUICK
    archives = frozenset[str]().union(*(archives_of(topic.query) for topic in topics))
    would_ask = await services.intake.would_ask(archives, days)
    return Effort.ASKING if would_ask else Effort.OWN


async def effort_of_search(services: Services, request: Request) -> Effort:
    """What it takes to search arXiv."""
    return Effort.ASKING if request.argument.strip() else Effort.QUICK

"""What is at hand: whether an answer can be given at once, decided before it waits for anything."""

from __future__ import annotations

from app.days import listing_dates
from app.digesting import AskedDigest, topics_wanted
from app.explaining import is_explained
from app.fair_use.effort import Effort
from app.lookup import paper_at_hand
from app.services import Services
from domain.identifiers import PaperId
from domain.requests import Context
from topics.archives import archives_of


async def effort_of_paper(services: Services, context: Context, wanted: PaperId) -> Effort:
    """What it takes to look at a paper."""
    return Effort.QUICK if await paper_at_hand(services, context, wanted) else Effort.ASKING


async def effort_of_explaining(services: Services, context: Context, wanted: PaperId) -> Effort:
    """What it takes to explain a paper: nothing where its summary was made before."""
    paper = await paper_at_hand(services, context, wanted)
    if paper is None or not await is_explained(services, context, paper):
        return Effort.ASKING
    return Effort.QUICK


async def effort_of_digest(
    services: Services, context: Context, asked: AskedDigest | None
) -> Effort:
    """What it takes to make a digest; where its announcements are not at hand, asking for them."""
    asked = asked or AskedDigest()
    days = listing_dates(services.intake, asked.when)
    topics = await topics_wanted(context, asked.topic)
    archives = frozenset[str]().union(*(archives_of(topic.query) for topic in topics))
    would_ask = await services.intake.would_ask(archives, days)
    return Effort.ASKING if would_ask else Effort.OWN

"""What rose in a topic, or in all that somebody follows, against the weeks before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.digesting import topics_wanted
from app.fair_use.effort import Effort
from app.services import Services
from digests.trends.rising import FEWEST_WEEKS, Rise, Week, rise_of, rises
from digests.trends.weeks import Kept, weeks_of
from domain.errors import InputError
from domain.messages import for_example, sentence
from domain.requests import Context
from domain.topics import Topic
from topics.archives import archives_of
from topics.trees import either
from topics.yours import told_apart


@dataclass(frozen=True, slots=True, kw_only=True)
class Trends:
    """What rose.

    Attributes:
        topics: their labels.
        weeks: that are known, the newest first.
        overall: how the topic itself stands; None where too few weeks are known.
        risen: words that rose in it, the surest first.
    """

    topics: tuple[str, ...]
    weeks: tuple[Week, ...]
    overall: Rise | None
    risen: tuple[Rise, ...]


async def trends(services: Services, context: Context, named: str) -> Trends:
    """What rose in the last week, from the announcements that are kept; nothing is asked of arXiv.

    Raises:
        InputError: there is no such topic, or it asks for what is likely its reader's.
    """
    wanted = await topics_wanted(context, named)
    topics, _ = told_apart(wanted)
    if not topics:
        raise InputError(
            sentence("What is likely yours has no trends; a topic has."),
            hint=for_example("/trends diffusion models"),
        )
    context.progress(sentence("Counting what was announced"))
    return await trends_of(services.library, topics, services.intake.newest_date())


async def trends_of(library: Kept, topics: Sequence[Topic], newest: date) -> Trends:
    """What rose in some topics in the week that ends with a listing date; nothing in none."""
    query = either([topic.query for topic in topics])
    if query is None:
        return Trends(topics=(), weeks=(), overall=None, risen=())
    weeks = await weeks_of(library, query, archives_of(query), newest)
    is_enough = len(weeks) > FEWEST_WEEKS and weeks[0].last == newest
    return Trends(
        topics=tuple(topic.label for topic in topics),
        weeks=tuple(weeks),
        overall=rise_of(weeks) if is_enough else None,
        risen=tuple(rises(weeks)) if is_enough else (),
    )


async def effort_of_trends(services: Services, context: Context, named: str | None) -> Effort:
    """What it takes: many papers are looked through."""
    return Effort.OWN

"""Putting a digest together for whoever asks for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.fair_use.quotas import QuotaReached
from app.fair_use.spending import QuotaAllowance
from app.services import Services
from domain.digests import Digest
from domain.errors import InputError
from domain.messages import for_example, sentence
from domain.requests import Context
from domain.topics import Topic
from intake.engine import Intake
from topics.catalogue import topic_from
from topics.language import parse_query

STARTER: Final = 'cat:cs.CV AND "diffusion models"'
"""What is shown to somebody who follows nothing yet: one archive, so one request to arXiv."""

_WEEK: Final = dt.timedelta(days=7)
_BEGINNING: Final = dt.date(1991, 8, 14)


class Span(StrEnum):
    """Listing dates as people mean them."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    WEEK = "week"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedDigest:
    """A digest as it is asked for.

    Attributes:
        topic: the label of one that is followed, a ready topic or a query; empty for all that
            are followed.
        when: which listing dates.
    """

    topic: str = ""
    when: Span | dt.date = Span.TODAY


@dataclass(frozen=True, slots=True)
class MadeDigest:
    """A digest that was asked for.

    Attributes:
        refusal: why some of it has no summary; None where all has.
        is_untranslated: whether summaries are in the papers' language and another is wished for.
    """

    digest: Digest
    refusal: QuotaReached | None
    is_untranslated: bool


async def make_digest(services: Services, context: Context, asked: AskedDigest) -> MadeDigest:
    """What was announced in a topic, or in all that are followed.

    Raises:
        InputError: there is no such topic, or arXiv has not announced anything then.
        SourceError: see `digests.maker.DigestMaker.make`.
    """
    days = listing_dates(services.intake, asked.when)
    topics = await topics_wanted(context, asked.topic)
    allowance = QuotaAllowance(services, context)
    made = await services.maker.make(context.known_chat, topics, days, context.progress, allowance)
    is_untranslated = bool(made.entries) and services.cannot_write(context.settings.language)
    return MadeDigest(made, allowance.refusal, is_untranslated)


async def topics_wanted(context: Context, named: str) -> list[Topic]:
    """The topics of a digest: the one that is named, or all that the chat follows."""
    followed = [s.topic for s in await context.followed()]
    if not named:
        return followed or [starter_topic()]
    own = [topic for topic in followed if topic.label.casefold() == named.casefold()]
    return own or [topic_from(named)]


def starter_topic() -> Topic:
    """What is shown to somebody who follows nothing yet."""
    return Topic("diffusion models", parse_query(STARTER))


def listing_dates(intake: Intake, when: Span | dt.date) -> Sequence[dt.date]:
    """The dates meant, oldest first.

    Raises:
        InputError: arXiv cannot have announced anything on that date.
    """
    newest = intake.newest_date()
    match when:
        case Span.TODAY:
            return (newest,)
        case Span.YESTERDAY:
            return intake.listing_dates(newest - dt.timedelta(days=4), newest)[-2:-1]
        case Span.WEEK:
            return intake.listing_dates(newest - _WEEK, newest)
    hint = for_example("/digest diffusion models 2024-03-08")
    if when > newest:
        raise InputError(
            sentence(
                "{day} has not been announced yet; the newest is {newest}.",
                day=when.isoformat(),
                newest=newest.isoformat(),
            ),
            hint=hint,
        )
    if when < _BEGINNING:
        raise InputError(sentence("{day} is before arXiv began.", day=when.isoformat()), hint=hint)
    return (when,)

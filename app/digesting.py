"""Putting a digest together for whoever asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from app.days import Span, When, listing_dates
from app.fair_use.quotas import QuotaReached
from app.fair_use.spending import QuotaAllowance
from app.following import called
from app.following import named as one_followed
from app.services import Services
from digests import records
from domain.digests import Digest
from domain.requests import Context
from domain.topics import Topic
from topics.catalogue import topic_from
from topics.language import parse_query

STARTER: Final = 'cat:cs.CV AND "diffusion models"'
"""What is shown to somebody who follows nothing yet: one archive, so one request to arXiv."""


_LONGEST_NUMBER: Final = 2
"""Digits of the number of a topic that is followed; longer ones are words to look for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedDigest:
    """A digest as it is asked for.

    Attributes:
        topic: the label or number of one that is followed, a ready topic or a query; empty for
            all that are followed.
        when: which listing dates.
        page: of it, which takes another page's place; None where it is asked for anew.
        sent: the day of one that came by itself, to be told as it was meant then.
    """

    topic: str = ""
    when: When = Span.TODAY
    page: int | None = None
    sent: date | None = None


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
    if asked.sent and (known := await _as_sent(services, context, asked.sent)):
        return MadeDigest(known, None, False)
    days = listing_dates(services.intake, asked.when)
    topics = await topics_wanted(context, asked.topic)
    allowance = QuotaAllowance(services, context)
    made = await services.maker.make(context.known_chat, topics, days, context.progress, allowance)
    is_untranslated = bool(made.entries) and services.cannot_write(context.settings.language)
    return MadeDigest(made, allowance.refusal, is_untranslated)


async def _as_sent(services: Services, context: Context, day: date) -> Digest | None:
    """A digest that came by itself, while it is kept."""
    record = await services.store.digest_record(context.chat, day)
    if record is None:
        return None
    try:
        return await records.read(record, context.chat, services.library)
    except ValueError:
        return None


async def topics_wanted(context: Context, named: str) -> list[Topic]:
    """The topics of a digest: the one that is named, or all that the chat follows."""
    followed = [s.topic for s in await context.followed()]
    if not named:
        return followed or [starter_topic()]
    if named.isascii() and named.isdigit() and len(named) <= _LONGEST_NUMBER:
        return [one_followed(await context.followed(), named).topic]
    return [called(followed, named) or topic_from(named)]


def starter_topic() -> Topic:
    """What is shown to somebody who follows nothing yet."""
    return Topic("diffusion models", parse_query(STARTER))

"""Looking back: /trends, and /weekly for the look back that comes each week."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from app.fair_use.allowances import DIGESTS
from app.fair_use.effort import Effort
from app.limits import SHOWN
from app.services import Services
from app.settings import change
from app.trends import looking_back
from app.trends.past_week import past_week
from composing.choosing.pickers import weekly_document
from composing.trends.page import trends_document
from composing.trends.past_week import comes, past_week_document
from domain.documents import Document, Paragraph
from domain.errors import InputError
from domain.excerpts import excerpt
from domain.messages import for_example, sentence
from domain.requests import Context
from handlers.console_only import shown_when_asked
from handlers.times import is_off, parse_days
from i18n.speech import phrase

_NOW: Final = frozenset(("now", "show", "jetzt", "现在"))


@dataclass(frozen=True, slots=True)
class AskedWeekly:
    """What is wished for: the day of the week, Monday is 0, None for none; or the last week now."""

    day: int | None = None
    is_now: bool = False


async def trends(services: Services, context: Context, topic: str | None) -> Document:
    """What rose in a topic, or in all that the chat follows, against the weeks before."""
    return trends_document(await looking_back.trends(services, context, topic or ""))


async def weekly(services: Services, context: Context, asked: AskedWeekly | None) -> Document:
    """Set on which day of the week a look back comes; or show that of the last week."""
    if asked is None:
        return weekly_document(context.settings)
    if asked.is_now:
        await services.allowances.charge(context, DIGESTS)
        return past_week_document(await past_week(services, context), context.settings)
    now = await change(services, context, weekly=asked.day)
    if now.weekly is None:
        return Document.say(phrase("No look back comes any more."))
    return Document(blocks=(Paragraph(comes(now)), *shown_when_asked(context)))


async def effort_of_weekly(
    services: Services, context: Context, asked: AskedWeekly | None
) -> Effort:
    """What it takes: for a look back many papers are looked through."""
    return Effort.OWN if asked is not None and asked.is_now else Effort.QUICK


def parse_weekly(text: str) -> AskedWeekly:
    """A day of the week, ``off`` or ``now``.

    Raises:
        InputError: it is none of these.
    """
    typed = text.strip().casefold()
    if typed in _NOW or typed == phrase("now"):
        return AskedWeekly(is_now=True)
    if is_off(typed):
        return AskedWeekly()
    try:
        days = parse_days(text)
    except InputError as error:
        raise _no_day(text) from error
    if len(days) != 1:
        raise _no_day(text)
    return AskedWeekly(min(days))


def _no_day(text: str) -> InputError:
    return InputError(
        sentence(
            "“{text}” is not what /weekly takes: a day of the week, off or now.",
            text=excerpt(text, SHOWN),
        ),
        hint=for_example("/weekly fri"),
    )

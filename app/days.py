"""The listing dates that people mean: today, yesterday, week, or a date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from app.limits import SHOWN
from app.services import Services
from domain.errors import InputError
from domain.excerpts import excerpt
from domain.messages import for_example, sentence

WEEK: Final = 7

_SPAN = re.compile(
    r"(?:^|\s)(?:(?P<day>\d{4}-\d\d-\d\d)|(?P<word>today|yesterday|week))$", re.IGNORECASE
)


def span_of(argument: str, services: Services) -> tuple[str, Sequence[date]]:
    """The topic wanted and the listing dates meant by the words after it."""
    newest = services.intake.newest_date()
    match = _SPAN.search(argument)
    if match is None:
        return argument.strip(), (newest,)
    topic = argument[: match.start()].strip()
    if match["day"]:
        return topic, (parse_day(match["day"], services),)
    word = match["word"].lower()
    if word == "today":
        return topic, (newest,)
    first = newest - timedelta(days=WEEK if word == "week" else 4)
    days = services.intake.listing_dates(first, newest)
    return topic, days if word == "week" else days[-2:-1]


def parse_day(text: str, services: Services) -> date:
    """A listing date in the past, from its ISO form.

    Raises:
        InputError: it is no date, or none that arXiv can have announced.
    """
    hint = for_example("/digest diffusion models 2024-03-08")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise InputError(
            sentence("“{text}” is not a date.", text=excerpt(text, SHOWN)), hint=hint
        ) from None
    newest = services.intake.newest_date()
    if day > newest:
        raise InputError(
            sentence(
                "{day} has not been announced yet; the newest is {newest}.",
                day=day.isoformat(),
                newest=newest.isoformat(),
            ),
            hint=hint,
        )
    if day < date(1991, 8, 14):
        raise InputError(sentence("{day} is before arXiv began.", day=day.isoformat()), hint=hint)
    return day

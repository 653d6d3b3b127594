"""Which listing dates people mean by a day, a week or some days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from domain.errors import InputError
from domain.messages import for_example, sentence
from intake.engine import Intake

_DAY: Final = dt.timedelta(days=1)
_WEEK: Final = dt.timedelta(days=7)
_MONTH: Final = dt.timedelta(days=30)
_BEGINNING: Final = dt.date(1991, 8, 14)


class Span(StrEnum):
    """Listing dates as people mean them."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    WEEK = "week"
    THIS_WEEK = "this week"
    LAST_WEEK = "last week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Weekday:
    """The latest day of the week of that name, Monday is 0; where `last`, before the newest."""

    number: int
    last: bool = False


@dataclass(frozen=True, slots=True)
class DayOfYear:
    """The latest day of that month and day, so far."""

    month: int
    day: int


@dataclass(frozen=True, slots=True)
class LastDays:
    """As many of the latest listing dates."""

    count: int


@dataclass(frozen=True, slots=True)
class Between:
    """The listing dates from one to another."""

    first: dt.date
    last: dt.date


When = Span | dt.date | Weekday | DayOfYear | LastDays | Between


def listing_dates(intake: Intake, when: When) -> Sequence[dt.date]:
    """The dates meant, oldest first.

    Raises:
        InputError: arXiv cannot have announced anything on that date.
    """
    newest = intake.newest_date()
    monday = newest - newest.weekday() * _DAY
    match when:
        case Span.TODAY:
            return (newest,)
        case Span.YESTERDAY:
            return intake.listing_dates(newest - dt.timedelta(days=4), newest)[-2:-1]
        case Span.WEEK:
            return intake.listing_dates(newest - _WEEK, newest)
        case Span.THIS_WEEK:
            return intake.listing_dates(monday, newest)
        case Span.LAST_WEEK:
            return intake.listing_dates(monday - _WEEK, monday - _DAY)
        case Span.MONTH:
            return intake.listing_dates(newest - _MONTH, newest)
        case Between(first, last) if first < last:
            return intake.listing_dates(first, min(last, newest))
        case Between(first):
            return (_announced(intake, first, newest),)
        case LastDays(count):
            first = newest - (2 * count + 4) * _DAY
            return intake.listing_dates(first, newest)[-count:]
    return (_announced(intake, _latest(when, newest), newest),)


def _latest(when: dt.date | Weekday | DayOfYear, newest: dt.date) -> dt.date:
    match when:
        case Weekday(number, last):
            back = (newest.weekday() - number) % 7
            return newest - (back or 7 * last) * _DAY
        case DayOfYear(month, day):
            for year in range(newest.year, newest.year - 9, -1):
                try:
                    meant = dt.date(year, month, day)
                except ValueError:
                    continue
                if meant <= newest:
                    return meant
            raise InputError(
                sentence("There is no such day as {day}.", day=f"{day}.{month}."),
                hint=for_example("/digest diffusion models 2024-03-08"),
            )
    return when


def _announced(intake: Intake, day: dt.date, newest: dt.date) -> dt.date:
    hint = for_example("/digest diffusion models 2024-03-08")
    if day > newest:
        raise InputError(
            sentence(
                "{day} has not been announced yet; the newest is {newest}.",
                day=day.isoformat(),
                newest=newest.isoformat(),
            ),
            hint=hint,
        )
    if day < _BEGINNING:
        raise InputError(sentence("{day} is before arXiv began.", day=day.isoformat()), hint=hint)
    if not intake.listing_dates(day, day):
        near = intake.listing_dates(day - 4 * _DAY, min(day + 4 * _DAY, newest))
        around = [*[d for d in near if d < day][-1:], *[d for d in near if d > day][:1]]
        raise InputError(
            sentence(
                "arXiv announced nothing on {day}; the days beside it that "
                "have an announcement are {days}.",
                day=day.isoformat(),
                days=", ".join(each.isoformat() for each in around),
            ),
            hint=hint,
        )
    return day

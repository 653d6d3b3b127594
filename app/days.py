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
_LONGEST: Final = dt.timedelta(days=62)
_BEGINNING: Final = dt.date(1991, 8, 14)


class Span(StrEnum):
    """Listing dates as people mean them."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    WEEK = "week"
    THIS_WEEK = "this week"
    LAST_WEEK = "last week"
    MONTH = "month"
    THIS_MONTH = "this month"


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
class DayOfMonth:
    """The latest day of that number in its month, so far."""

    day: int


@dataclass(frozen=True, slots=True)
class MonthOfYear:
    """A whole month; where no year is named, the latest that has begun."""

    month: int
    year: int | None


@dataclass(frozen=True, slots=True)
class WeekOfYear:
    """A week as ISO 8601 counts them; where no year is named, the latest that has begun."""

    week: int
    year: int | None


@dataclass(frozen=True, slots=True)
class LastDays:
    """As many of the latest listing dates."""

    count: int


@dataclass(frozen=True, slots=True)
class DaysAgo:
    """The listing date so many before the newest one."""

    count: int


OneDay = dt.date | Weekday | DayOfYear | DayOfMonth | DaysAgo


@dataclass(frozen=True, slots=True)
class From:
    """The listing dates from one day to another, or to the newest where none is named."""

    first: OneDay
    last: OneDay | None


@dataclass(frozen=True, slots=True)
class Between:
    """The listing dates from one to another."""

    first: dt.date
    last: dt.date


When = Span | OneDay | MonthOfYear | WeekOfYear | LastDays | Between | From


def listing_dates(intake: Intake, when: When) -> Sequence[dt.date]:
    """The dates meant, oldest first.

    Raises:
        InputError: arXiv cannot have announced anything on that date.
    """
    newest = intake.newest_date()
    match when:
        case Span():
            return _of_span(intake, when, newest)
        case MonthOfYear():
            return _of_month(intake, when, newest)
        case WeekOfYear():
            return _of_week(intake, when, newest)
        case Between(first, last) if first < last:
            return intake.listing_dates(first, min(last, newest))
        case Between(first):
            return (_announced(intake, first, newest),)
        case From(first, last):
            return _from(intake, first, last, newest)
        case LastDays(count):
            return _last(intake, count, newest)
        case DaysAgo(count):
            return _last(intake, count + 1, newest)[:1]
    return (_announced(intake, _latest(when, newest), newest),)


def _of_span(intake: Intake, span: Span, newest: dt.date) -> Sequence[dt.date]:
    monday = newest - newest.weekday() * _DAY
    match span:
        case Span.TODAY:
            return (newest,)
        case Span.YESTERDAY:
            return _last(intake, 2, newest)[:1]
        case Span.WEEK:
            first, last = newest - _WEEK, newest
        case Span.THIS_WEEK:
            first, last = monday, newest
        case Span.LAST_WEEK:
            first, last = monday - _WEEK, monday - _DAY
        case Span.THIS_MONTH:
            first, last = newest.replace(day=1), newest
        case Span.MONTH:
            first, last = newest - _MONTH, newest
    return intake.listing_dates(first, last)


def _last(intake: Intake, count: int, newest: dt.date) -> Sequence[dt.date]:
    """So many of the latest listing dates."""
    return intake.listing_dates(newest - (2 * count + 4) * _DAY, newest)[-count:]


def _of_month(intake: Intake, when: MonthOfYear, newest: dt.date) -> Sequence[dt.date]:
    year = when.year or newest.year - (when.month > newest.month)
    first = dt.date(year, when.month, 1)
    last = (first + 31 * _DAY).replace(day=1) - _DAY
    return _whole(intake, f"{first:%Y-%m}", (first, last), newest)


def _of_week(intake: Intake, when: WeekOfYear, newest: dt.date) -> Sequence[dt.date]:
    mondays = (
        week_of(year, when.week)
        for year in ([when.year] if when.year else range(newest.year + 1, newest.year - 8, -1))
    )
    # Few years have a week 53.
    first = next(day for day in mondays if day and (when.year or day <= newest))
    return _whole(intake, f"{first:%G-W%V}", (first, first + 6 * _DAY), newest)


def week_of(year: int, week: int) -> dt.date | None:
    """The Monday of a week; None where the year has no such week."""
    try:
        return dt.date.fromisocalendar(year, week, 1)
    except ValueError:
        return None


def _whole(
    intake: Intake, name: str, ends: tuple[dt.date, dt.date], newest: dt.date
) -> Sequence[dt.date]:
    first, last = ends
    if not intake.is_listed(first) and first <= newest:
        raise InputError(
            sentence("{month} is too long ago to be told as a whole.", month=name),
            hint=for_example(f"/digest {last - 3 * _DAY}"),
        )
    return _from(intake, first, min(last, newest), newest)


def _from(intake: Intake, first: OneDay, last: OneDay | None, newest: dt.date) -> Sequence[dt.date]:
    begin = _latest(first, newest)
    end = newest if last is None else min(_latest(last, newest), newest)
    if begin > newest:
        _announced(intake, begin, newest)
    if end < begin:
        # The latest days of those names lie the other way round.
        if isinstance(first, Weekday):
            begin = _latest(first, end)
        else:
            end = newest
    if end - begin > _LONGEST:
        raise InputError(
            sentence("A digest looks back at most {most} days.", most=_LONGEST.days),
            hint=for_example("/digest month"),
        )
    found = intake.listing_dates(begin, end)
    return found or (_announced(intake, begin, newest),)


def _latest(when: OneDay, newest: dt.date) -> dt.date:
    match when:
        case DayOfMonth(day):
            days = (newest - back * _DAY for back in range(2 * _LONGEST.days))
            return next(one for one in days if one.day == day)
        case DaysAgo(count):
            return newest - count * _DAY
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

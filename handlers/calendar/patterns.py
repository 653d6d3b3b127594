"""What days look like at the end of a text: ``last friday``, ``7 May``, ``2025-05-07``."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Final

from app.days import (
    Between,
    DayOfMonth,
    DayOfYear,
    DaysAgo,
    From,
    LastDays,
    MonthOfYear,
    OneDay,
    Weekday,
    WeekOfYear,
    When,
    week_of,
)
from app.limits import SHOWN
from domain.errors import InputError
from domain.excerpts import excerpt
from domain.messages import for_example, sentence
from handlers.calendar.names import month_named, months, weekday_named
from handlers.calendar.words import (
    BEFORE_YESTERDAY,
    COMING,
    MONTHS,
    NUMBERS,
    SPANS,
    WEEKENDS,
    YEARS,
    alternatives,
    counted,
)
from topics.catalogue import find

_MOST_DAYS: Final = 31
_LISTED_IN_A_WEEK: Final = 5
LONGEST: Final = 60
"""Code points of days at the end of a text."""
_SATURDAY: Final = 5
_SHORTEST: Final = 4  # Letters of the name of a day of the week after a topic.
_LEAP_YEAR: Final = 2024  # 29 February is a day.
_LONG_YEAR: Final = 2020  # It has a week 53.
_CHINESE: Final = "一二三四五六日"
_Read = Callable[[re.Match[str]], When | None]


def _span(match: re.Match[str]) -> When | None:
    return SPANS[" ".join(match["span"].split())]


def _coming(match: re.Match[str]) -> When | None:
    raise InputError(
        sentence("“{text}” is still to come.", text=excerpt(match[0].strip(), SHOWN)),
        hint=for_example("/digest today"),
    )


def _too_long(match: re.Match[str]) -> When | None:
    said = sentence("A digest looks back at most {most} days.", most=_MOST_DAYS)
    raise InputError(said, hint=for_example("/digest month"))


def _chinese_weekday(match: re.Match[str]) -> When | None:
    return Weekday(_CHINESE.index(match["day"].replace("天", "日")), last=bool(match["last"]))


def _weekday(match: re.Match[str]) -> When | None:
    """A day of the week; a short name only where it stands alone: SAT and sun are words too."""
    name, is_alone = match["name"], not match.start()
    if (
        name.isascii()
        and len(name) < _SHORTEST
        and not (is_alone and name in ("mon", "tue", "wed", "thu", "fri"))
    ):
        return None
    number = weekday_named(name)
    return None if number is None else Weekday(number, last=bool(match["last"] or match["after"]))


def _last_days(match: re.Match[str]) -> When | None:
    count = counted(match["count"]) * (_LISTED_IN_A_WEEK if match["weeks"] else 1)
    if count > _MOST_DAYS:
        return _too_long(match)
    if not count:
        return None
    return DaysAgo(count) if match["ago"] or match["vor"] else LastDays(count)


def _numbers(match: re.Match[str]) -> When | None:
    return _day(match["year"], int(match["month"]), int(match["day"]))


def _day(year: str | None, month: int, day: int) -> When:
    on = date(_year(year), month, day)
    return on if year else DayOfYear(on.month, on.day)


def _year(text: str | None) -> int:
    return int(text) + 2000 * (len(text) == 2) if text else _LEAP_YEAR


def _slashed(match: re.Match[str]) -> When | None:
    """Day and month as in Europe or America, where only one of both can be meant."""
    one, other, year = int(match["day"]), int(match["month"]), match["year"]
    # “spin 1/2” is a topic.
    if not year and match.start():
        return None
    if one == other or max(one, other) > 12:
        return _day(year, min(one, other), max(one, other))
    ways = [date(_year(year), *each) for each in ((other, one), (one, other))]
    first, second = (f"{on:%Y-%m-%d}" if year else f"{on.day}.{on.month}." for on in ways)
    raise InputError(
        sentence(
            "“{text}” may be two days: {day} or {other}.",
            text=match[0].strip(),
            day=first,
            other=second,
        ),
        hint=for_example(f"/digest {first}"),
    )


def _between(match: re.Match[str]) -> When | None:
    return range_of(date.fromisoformat(match["first"]), date.fromisoformat(match["until"]))


def _within_month(match: re.Match[str]) -> When | None:
    """From one day of a month to another: ``12 to 16 May``, ``5月12日到16日``."""
    month = int(match["name"]) if match["name"].isdecimal() else month_named(match["name"])
    if month is None:
        return None
    first, last = (_day(match["year"], month, int(match[name])) for name in ("first", "until"))
    return range_of(first, last)


def _dotted(match: re.Match[str]) -> When | None:
    ends = (match[name].split(".") for name in ("first", "until"))
    return range_of(*(_day(match["year"], int(month), int(day)) for day, month, _ in ends))


def _weekdays(match: re.Match[str]) -> When | None:
    first, last = map(weekday_named, match.group("first", "until"))
    if match.start() or first is None or last is None:
        return None
    return From(Weekday(first, last=False), Weekday(last, last=False))


def range_of(first: When, last: When) -> When | None:
    """What was announced from one day to another; nothing else is days."""
    if isinstance(first, date) and isinstance(last, date):
        return Between(first, last) if first <= last else None
    return From(first, last) if isinstance(first, OneDay) and isinstance(last, OneDay) else None


def _words(match: re.Match[str]) -> When | None:
    month = month_named(match["name"])
    return None if month is None else _day(match["year"], month, int(match["day"]))


def _whole_month(match: re.Match[str]) -> When | None:
    """A month with its year, after "in", or alone; "may" and "Mars" are words of topics too."""
    is_said = match["year"] or match[0].startswith(("in ", "im ", "en "))
    if not is_said and (match.start() or match["name"] in MONTHS.keys() - months("en").keys()):
        return None
    month = month_named(match["name"])
    return None if month is None else MonthOfYear(month, int(match["year"] or 0) or None)


def _month_number(match: re.Match[str]) -> When | None:
    month = counted(match["month"])
    year = int(match["year"] or 0) or None
    return MonthOfYear(month, year) if 1 <= month <= 12 else None


def _week_of_year(match: re.Match[str]) -> When | None:
    """A week by its number; “gestational week 20” is a topic."""
    week, year = int(match["week"]), int(match["year"] or 0) or None
    before = match.string[: match.start()]
    is_said = year or "calendar" in match[0] or "kw" in match[0] or not before or find(before)
    if is_said and week_of(year or _LONG_YEAR, week) is None:
        raise ValueError(match[0])
    return WeekOfYear(week, year) if is_said else None


def _day_of_month(match: re.Match[str]) -> When | None:
    day = int(match["day"])
    is_said = not match.start() or match[0].startswith(("the ", "on "))
    return DayOfMonth(day) if is_said and 1 <= day <= 31 else None


_LAST: Final = r"(?P<last>(?:last|past|previous|letzte[nrs]?|vergangene[nr]?|vorige[nr]?)\s+)?"
_NAME: Final = r"(?P<name>[^\W\d_]{1,12})"
"""Of a month or a day: tried from each Chinese sign on, so of no more letters than the longest."""
_YEAR: Final = r"(?:,?\s+(?P<year>\d{4}))?"
_NTH: Final = r"(?:st|nd|rd|th|er|\.)?"
_OF: Final = r"(?:of\s+|de\s+)?"
_TO: Final = r"\s?(?:-|–|\.\.|to|until|till|bis|au|al|и?по|至|到|~)\s?"
_COUNT: Final = rf"(?P<count>\d{{1,3}}|{alternatives(NUMBERS)})"
_IN_CHINESE: Final = r"(?:(?P<year>\d{4})年)?(?P<name>\d{1,2})月"
_RECENT: Final = r"(?:(?:last|past|letzten?|derniers|últimos)\s+|最近|近|过去|这)"
_DAYS: Final = r"(?:days?|tage?n?|jours?|días|дн(?:ей|я)|天|日間)"
_WEEKS: Final = r"(?P<weeks>weeks?|wochen?|semaines?|semanas?|周|星期|週間)"
_WEEK: Final = r"(?:week|woche|kw|semaine|semana)"
_ISO: Final = r"\d{4}-\d{2}-\d{2}"
_DOTTED: Final = r"\d{1,2}\.\s?\d{1,2}\."
_PATTERNS: Final[tuple[tuple[str, _Read], ...]] = (
    (r"(?:(?P<year>20\d\d)年)?第(?P<week>\d{1,2})[周週]", _week_of_year),
    (rf"(?P<first>{_ISO})\s?(?:\.\.|[-–,/]|\s)\s?(?P<until>{_ISO})", _between),
    (rf"(?P<first>{_DOTTED})\s?(?:-|–|bis)\s?(?P<until>{_DOTTED})(?P<year>\d{{4}})?", _dotted),
    (r"(?P<first>[^\W\d_]{3,9})\s?[-–]\s?(?P<until>[^\W\d_]{3,9})", _weekdays),
    (rf"(?:{alternatives(BEFORE_YESTERDAY)})", lambda _: DaysAgo(2)),
    (rf"(?:(?:next|coming|nächste[nrs]?)\s+[^\W\d_]{{1,12}}|{alternatives(COMING)})", _coming),
    (rf"(?:{alternatives(YEARS)})", _too_long),
    (rf"(?:{alternatives(WEEKENDS)})", lambda _: Weekday(_SATURDAY)),
    (rf"(?P<vor>vor\s+)?{_RECENT}?{_COUNT}\s?(?:{_DAYS}|{_WEEKS})(?P<ago>\s+ago|前)?", _last_days),
    (rf"(?P<span>{alternatives(SPANS)})", _span),
    (r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})", _numbers),
    (r"(?P<year>(?:19|20)\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)", _numbers),
    (r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4}|\d{2})?", _numbers),
    (r"(?P<day>\d{1,2})/(?P<month>\d{1,2})(?:/(?P<year>\d{4}|\d{2}))?", _slashed),
    (r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]", _numbers),
    (rf"{_IN_CHINESE}(?P<first>\d{{1,2}})[日号]?{_TO}(?P<until>\d{{1,2}})[日号]", _within_month),
    (
        rf"(?P<first>\d{{1,2}}){_NTH}{_TO}(?P<until>\d{{1,2}}){_NTH}\s+{_OF}{_NAME}{_YEAR}",
        _within_month,
    ),
    (rf"{_NAME}\s+(?P<first>\d{{1,2}}){_NTH}{_TO}(?P<until>\d{{1,2}}){_NTH}{_YEAR}", _within_month),
    (rf"(?P<day>\d{{1,2}}){_NTH}\s+{_OF}{_NAME}\.?{_YEAR}", _words),
    (rf"{_NAME}\.?\s+(?P<day>\d{{1,2}}){_NTH}{_YEAR}", _words),
    (r"(?P<year>20\d\d)-(?P<month>\d{2})", _month_number),
    (r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2}|十[一二]?|[一二三四五六七八九])月", _month_number),
    (rf"(?:im\s+)?{_NAME}(?:\s+(?P<year>(?:19|20)\d\d))?", _whole_month),
    (rf"(?:calendar\s+)?{_WEEK}\s?(?P<week>\d{{1,2}})(?:[\s/](?P<year>20\d\d))?", _week_of_year),
    (r"(?P<year>20\d\d)-?w(?P<week>\d{2})", _week_of_year),
    (r"(?P<day>\d{1,2})(?:st|nd|rd|th)", _day_of_month),
    (r"(?P<last>上个?)?(?:周|星期|礼拜)(?P<day>[一二三四五六日天])", _chinese_weekday),
    (rf"{_LAST}{_NAME}\.?(?P<after>\s+(?:dernier|pasado|passé))?", _weekday),
)
_BEFORE: Final = (
    r"(?:^|(?<=\s)|(?<=[\u3040-\u9fff]))"
    r"(?:(?:on|in|from|for|of|over|during|within|am|vom|von|le|el)\s+)?(?:the\s+)?"
)
"""What stands before days, and says nothing."""
_READERS: Final[tuple[tuple[re.Pattern[str], _Read], ...]] = tuple(
    (re.compile(rf"{_BEFORE}{pattern}$"), read) for pattern, read in _PATTERNS
)


def read_last(plain: str) -> tuple[str, When | None]:
    """What stands before the days at the end of a text, and these; None where there are none.

    Raises:
        InputError: that is no day of the calendar, one to come, or too many days.
    """
    for pattern, read in _READERS:
        match = pattern.search(plain, max(0, len(plain) - LONGEST))
        if match is None:
            continue
        try:
            when = read(match)
        except ValueError:
            raise InputError(
                sentence("“{text}” is not a date.", text=excerpt(match[0].strip(), SHOWN)),
                hint=for_example("/digest diffusion models 2024-03-08"),
            ) from None
        if when is not None:
            return plain[: match.start()].rstrip(), when
    return plain, None

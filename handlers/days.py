"""Reading the days that stand after a topic: ``last friday``, ``7 May``, ``2025-05-07``."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from typing import Final

from app.days import Between, DayOfYear, LastDays, Span, Weekday, When
from app.limits import SHOWN
from domain.errors import InputError
from domain.excerpts import excerpt, normalized
from domain.messages import for_example, sentence
from i18n.speech import current

_MOST_DAYS: Final = 31
_LONGEST: Final = timedelta(days=62)
_SPANS: Final = {
    "today": Span.TODAY, "今天": Span.TODAY, "今日": Span.TODAY,
    "heute": Span.TODAY, "gestern": Span.YESTERDAY,
    "yesterday": Span.YESTERDAY, "昨天": Span.YESTERDAY, "昨日": Span.YESTERDAY,
    "this week": Span.THIS_WEEK, "本周": Span.THIS_WEEK, "这周": Span.THIS_WEEK,
    "last week": Span.LAST_WEEK, "上周": Span.LAST_WEEK, "上星期": Span.LAST_WEEK,
    "past week": Span.WEEK, "week": Span.WEEK, "一周": Span.WEEK,
    "last month": Span.MONTH, "past month": Span.MONTH, "month": Span.MONTH,
    "一个月": Span.MONTH, "最近一个月": Span.MONTH,
}  # fmt: skip
_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CHINESE: Final = "一二三四五六日"


def _span(match: re.Match[str]) -> When | None:
    return _SPANS[" ".join(match["span"].split())]


def _weekday(match: re.Match[str]) -> When | None:
    name = match["name"]
    number = (
        _CHINESE.index(match["cn"].replace("天", "日")) if match["cn"] else _WEEKDAYS.index(name)
    )
    return Weekday(number, last=bool(match["last"]))


def _last_days(match: re.Match[str]) -> When | None:
    count = int(match["count"])
    return LastDays(count) if 1 <= count <= _MOST_DAYS else None


def _numbers(match: re.Match[str]) -> When | None:
    year, month, day = match["year"], int(match["month"]), int(match["day"])
    # A leap year, so that 29 February is a day.
    on = date(int(year) if year else 2024, month, day)
    return on if year else DayOfYear(on.month, on.day)


def _slashed(match: re.Match[str]) -> When | None:
    """Day and month as in Europe or America, where only one of both can be meant."""
    one, other = int(match["day"]), int(match["month"])
    if one == other or max(one, other) > 12:
        return date(int(match["year"]), min(one, other), max(one, other))
    raise InputError(
        sentence("“{text}” may be two days; which one is told by the month's name.", text=match[0]),
        hint=for_example("/digest diffusion models 2024-03-08"),
    )


def _between(match: re.Match[str]) -> When | None:
    first, last = date.fromisoformat(match["first"]), date.fromisoformat(match["until"])
    return Between(first, last) if timedelta() <= last - first <= _LONGEST else None


def _words(match: re.Match[str]) -> When | None:
    name = match["name"]
    month = next((m for m in map(_months, ("en", current().language)) if name in m), {}).get(name)
    if month is None:
        return None
    year, day = match["year"], int(match["day"])
    on = date(int(year) if year else 2024, month, day)
    return on if year else DayOfYear(on.month, on.day)


_NAMED_DAY: Final = (
    rf"(?P<last>last\s+|上(?=周|星期|礼拜))?(?:(?P<name>{'|'.join(_WEEKDAYS)})"
    r"|(?:周|星期|礼拜)(?P<cn>[一二三四五六日天]))"
)
_YEAR: Final = r"(?:,?\s+(?P<year>\d{4}))?"
_PATTERNS: Final = (
    (r"(?P<first>\d{4}-\d{2}-\d{2})\.\.(?P<until>\d{4}-\d{2}-\d{2})", _between),
    (rf"(?P<span>{'|'.join(name.replace(' ', '[ ]+') for name in _SPANS)})", _span),
    (_NAMED_DAY, _weekday),
    (r"(?:(?:last|past)\s+|最近)?(?P<count>\d{1,3})\s*(?:days?|天)", _last_days),
    (r"(?P<year>\d{4})[-/](?P<month>\d{1,2})[-/](?P<day>\d{1,2})", _numbers),
    (r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})?", _numbers),
    (r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})", _slashed),
    (r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]", _numbers),
    (
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?\s+(?:of\s+)?(?P<name>[^\W\d_]+)\.?{_YEAR}",
        _words,
    ),
    (rf"(?P<name>[^\W\d_]+)\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?{_YEAR}", _words),
)
_READERS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], When | None]], ...]] = tuple(
    (re.compile(rf"(?:^|(?<=\s))(?:on\s+)?(?:the\s+)?{pattern}$"), read)
    for pattern, read in _PATTERNS
)


def split_days(text: str) -> tuple[str, When | None]:
    """A topic and the days after it, None where there are none.

    Raises:
        InputError: that is no day of the calendar.
    """
    typed = normalized("NFKC", text.strip())
    plain = typed.lower()
    # In few scripts small letters are more than large ones; days are in none of those.
    if len(plain) != len(typed):
        return text.strip(), None
    for pattern, read in _READERS:
        match = pattern.search(plain)
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
            return typed[: match.start()].strip(), when
    return text.strip(), None


@cache
def _months(language: str) -> dict[str, int]:
    """Names of months in a language, long and short, by the Unicode CLDR."""
    from babel import Locale

    widths = Locale.parse(language).months["format"]
    return {
        name.lower().strip("."): number
        for width in ("wide", "abbreviated")
        for number, name in widths[width].items()
    }

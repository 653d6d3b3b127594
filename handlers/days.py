"""Reading the days that stand after a topic, or before it."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from app.days import Between, From, LastDays, OneDay, Span, Weekday, WeekOfYear, When
from domain.errors import InputError
from domain.excerpts import normalized
from handlers.calendar.names import weekday_named
from handlers.calendar.patterns import LONGEST, range_of, read_last
from handlers.calendar.words import ALONE, CHINESE_FIRST, WORDS_TOO
from topics.catalogue import find

_MOST_WORDS: Final = 6
"""Words of days that stand before others."""
_SINCE: Final = re.compile(r"(?:^|(?<=\s))(?:since|seit|depuis|desde|ab|с)\Z|自\Z")
_UNTIL: Final = re.compile(r"(?:\s|^)?(?:to|until|till|through|and|bis|-|–|至|到)\Z")
_WEEKDAY_BEFORE: Final = re.compile(r"(?:^|(?<=\s))(?P<name>[^\W\d_]{2,9})\.?,?\Z")


def split_days(text: str) -> tuple[str, When | None]:
    """A topic and the days after it, or before; None where there are none.

    Raises:
        InputError: that is no day of the calendar, one to come, or too many days.
    """
    typed = normalized("NFKC", text.strip())
    plain = typed.lower()
    # In few scripts small letters are more than large ones; days are in none of those.
    if len(plain) != len(typed):
        return text.strip(), None
    if plain in ALONE:
        return "", Span.TODAY
    topic, when = _split(plain)
    if when is None:
        size, when = _split_first(plain)
        return (text.strip(), None) if when is None else (typed[size:].lstrip(" ,;:"), when)
    return typed[: len(topic)].strip().rstrip(",;"), when


def _split_first(plain: str) -> tuple[int, When | None]:
    """How long the days are that stand before words, where the words are no part of them.

    “Two weeks ahead” and “Friday effect” are topics; days that can be either are days before the
    name of a ready topic.
    """
    ends = [match.end() for match in re.finditer(r"\S+", plain[:LONGEST])][:_MOST_WORDS]
    ends += [match.end()] if (match := CHINESE_FIRST.match(plain)) else []
    for end in sorted(ends, reverse=True):
        head, rest = plain[:end].rstrip(",;:的"), plain[end:].strip()
        try:
            before, when = _split(head)
        except InputError:
            continue
        is_days = rest and when is not None and not before
        if is_days and when and (_is_sure(head, when) or find(rest) is not None):
            return end, when
    return 0, None


def _is_sure(head: str, when: When) -> bool:
    """Whether days mean nothing else before words."""
    match when:
        case Span():
            return head not in WORDS_TOO
        case Weekday():
            return when.last
        case LastDays():
            return head.startswith(("last ", "past ", "letzte", "derniers ", "最近", "过去"))
    return isinstance(when, date | Between | WeekOfYear)


def _split(plain: str) -> tuple[str, When | None]:
    """What stands before the days at the end of a text, and these."""
    before, last = read_last(plain)
    if last in (Span.THIS_WEEK, Span.LAST_WEEK) and (named := weekday_named(before)) is not None:
        return "", Weekday(named, last=last is Span.LAST_WEEK)
    if last is None or not before or isinstance(last, Span | LastDays):
        return before, last
    before = _without_weekday(before) if not isinstance(last, Weekday) else before
    if isinstance(last, OneDay) and (since := _SINCE.search(before)):
        return before[: since.start()].rstrip(), From(last, None)
    if (until := _UNTIL.search(before)) and until.start():
        topic, first = read_last(before[: until.start()].rstrip())
        both = None if first is None else range_of(first, last)
        if both is not None:
            return re.sub(r"(?:^|\s)(?:between|zwischen)\Z", "", topic), both
    return before, last


def _without_weekday(before: str) -> str:
    """A text without the name of a day that stands before a date, as in “Friday, 16 May”."""
    match = _WEEKDAY_BEFORE.search(before)
    is_day = match is not None and weekday_named(match["name"]) is not None
    return before[: match.start()].rstrip() if match and is_day else before

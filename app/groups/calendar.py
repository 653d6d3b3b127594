"""When a group meets, and what comes before a meeting. Pure.

All of it is by the clocks of the group's timezone: a meeting at 17:00 is at 17:00 in summer and in
winter, and a vote is as many days before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from digests.slots import moment_of
from domain.groups.meetings import LAST, MeetingRule, Rhythm

_DAY: Final = timedelta(days=1)
_WEEK: Final = timedelta(weeks=1)

OPENS: Final = {Rhythm.WEEKLY: 3, Rhythm.MONTHLY: 7}
CLOSES: Final = {Rhythm.WEEKLY: 1, Rhythm.MONTHLY: 2}
"""Days before a meeting on which its vote begins and ends, at the meeting's time."""

REMINDER: Final = timedelta(hours=1)
SHORTEST_VOTE: Final = timedelta(hours=6)
"""A vote that would be shorter is not begun."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """The moments of a meeting, UTC: its vote begins and ends, it is reminded of, and it begins."""

    opens: datetime
    closes: datetime
    reminds: datetime
    meets: datetime


def moments_of(day: date, rule: MeetingRule, zone: ZoneInfo) -> Moments | None:
    """The moments of a meeting; None where its zone skips the day."""
    meets = moment_of(day, rule.at, zone)
    if meets is None:
        return None
    return Moments(
        opens=_at(day - _DAY * OPENS[rule.rhythm], rule.at, zone),
        closes=_at(day - _DAY * CLOSES[rule.rhythm], rule.at, zone),
        reminds=meets - REMINDER,
        meets=meets,
    )


def next_meeting(
    rule: MeetingRule, zone: ZoneInfo, since: datetime, last: date | None, now: datetime
) -> tuple[date, Moments]:
    """The day and the moments of the next meeting.

    Args:
        rule: by which a group meets.
        zone: its own.
        since: when the rule was set, UTC: there is time to vote before the first meeting.
        last: day of the last meeting.
        now: UTC.
    """
    first = now.astimezone(zone).date() - _DAY
    first = first if last is None else max(first, last + _DAY)
    for day in _days(rule, first):
        moments = moments_of(day, rule, zone)
        if moments is None or moments.meets <= now:
            continue
        if moments.closes - SHORTEST_VOTE >= since:
            return day, moments
    raise AssertionError("there is always another day")


def _at(day: date, at: time, zone: ZoneInfo) -> datetime:
    """A time of a day; of the day before where the zone skips it."""
    moment = moment_of(day, at, zone)
    while moment is None:
        day -= _DAY
        moment = moment_of(day, at, zone)
    return moment


def _days(rule: MeetingRule, first: date) -> Iterator[date]:
    """The days on which a group meets, from one on."""
    if rule.rhythm is Rhythm.WEEKLY:
        day = first + _DAY * ((rule.weekday - first.weekday()) % 7)
        while True:
            yield day
            day += _WEEK
    month = first.replace(day=1)
    while True:
        day = _day_in(month, rule)
        if day >= first:
            yield day
        month = (month + _DAY * 31).replace(day=1)


def _day_in(month: date, rule: MeetingRule) -> date:
    """The day of a month, which is given by its first."""
    if rule.week == LAST:
        end = (month + _DAY * 31).replace(day=1) - _DAY
        return end - _DAY * ((end.weekday() - rule.weekday) % 7)
    return month + _DAY * ((rule.weekday - month.weekday()) % 7) + _WEEK * (rule.week - 1)

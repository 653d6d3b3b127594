"""A year of digests: five hundred chats in thirty zones, each told of everything once.

A few weeks of it by default, those in which clocks are set; all of it, in a quarter of an hour,
with PAPERCRIER_WHOLE_YEAR set.
"""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from domain.chats import ChatRef
from intake import calendar
from scheduler.turns import CATCH_UP_ENDS, LONGEST_HOLD
from tests.scheduler.stage import staged
from tests.scheduler.year import DAY, HOUR, ZONES, Follower, Stay, Year

PERIODS = [("2026-03-26", "2026-04-06"), ("2026-10-23", "2026-11-03")]
if os.environ.get("PAPERCRIER_WHOLE_YEAR"):
    PERIODS = [("2026-01-01", "2026-12-31")]
TWELVE_HOURS = 12 * HOUR


def expected_days(stay: Stay) -> Iterator[tuple[date, datetime]]:
    """Each day of a stay that has a digest, with its moment: by the calendar, hour by hour."""
    chat_settings = stay.chat_settings
    last = min(stay.ends, datetime(2027, 1, 9, tzinfo=UTC))
    if chat_settings.as_announced:
        days = calendar.listing_dates(stay.begins.date() - DAY, last.date() + 2 * DAY)
        moments = [(day, calendar.due_at(day)) for day in days]
    else:
        zone = ZoneInfo(chat_settings.zone)
        begins, ends = stay.begins.date() - 2 * DAY, last.date() + 2 * DAY
        days = [begins + DAY * number for number in range((ends - begins).days)]
        wished = [(day, datetime.combine(day, chat_settings.time, zone)) for day in days]
        moments = [(day, moment.astimezone(UTC)) for day, moment in wished]
    for day, moment in moments:
        if stay.begins <= moment < last and day.weekday() in chat_settings.days:
            yield day, moment


@pytest.mark.parametrize(("first", "last"), PERIODS)
async def test_everybody_is_told_everything_once(tmp_path: Path, first: str, last: str) -> None:
    """Through late nights, downtimes, moves, pauses and clocks that are set."""
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    async with staged(tmp_path, f"{first}T03:00") as stage:
        year = Year(stage, begin, end, seed=begin.toordinal())
        await year.run()
        assert len({follower.chat_settings.zone for follower in year.followers}) == len(ZONES) == 30
        served: dict[ChatRef, list[tuple[datetime, date]]] = defaultdict(list)
        for at, turn in stage.turns:
            assert turn.last is not None
            served[turn.scheduled.chat.ref].append((at, turn.last))
        told: dict[ChatRef, Counter[str]] = defaultdict(Counter)
        messages: dict[ChatRef, Counter[tuple[date, int]]] = defaultdict(Counter)
        for message in stage.sent:
            messages[message.part.chat][message.part.slot, message.part.part] += 1
        by_digest: dict[tuple[ChatRef, date], set[str]] = defaultdict(set)
        seen = {(turn.scheduled.chat.ref, turn.last): set(turn.seen) for _, turn in stage.turns}
        for message in stage.sent:
            digest = message.part.chat, message.part.slot
            # Titles beyond those that a message has are on pages that its buttons turn to.
            further = seen[digest] if any(" page 2" in each for each in message.commands) else set()
            assert message.papers <= seen[digest]
            by_digest[digest] |= message.papers | further
        for (ref, _), papers in by_digest.items():
            told[ref].update(papers)
        for follower in year.followers:
            ref = follower.ref
            assert max(messages[ref].values(), default=0) <= 1
            check_days(follower, served[ref], year.downs)
            assert {slot for slot, _ in messages[ref]} <= {day for _, day in served[ref]}
            check_papers(follower, served[ref], year, told[ref])


def check_days(
    follower: Follower,
    served: list[tuple[datetime, date]],
    downs: list[tuple[datetime, datetime]],
) -> None:
    """One turn for each day that has one, in its time, and none else."""
    days = [day for _, day in served]
    assert days == sorted(set(days))
    turns = dict(zip(days, (at for at, _ in served), strict=True))
    explained = set()
    for stay in follower.stays:
        for day, moment in expected_days(stay):
            began = next((ends for begins, ends in downs if begins <= moment < ends), moment)
            caught_up = max(began, min(began + HOUR, moment + CATCH_UP_ENDS))
            latest = max(moment + LONGEST_HOLD, caught_up)
            is_cut = stay.ends <= latest or any(moment <= at <= latest for at, _ in downs)
            is_had = day in days and turns[day] < moment
            if day in turns and not is_had:
                explained.add(day)
                assert moment <= turns[day]
                assert is_cut or turns[day] <= latest, (follower, day, moment, turns[day])
            elif not (is_cut or is_had or began >= moment + TWELVE_HOURS):
                raise AssertionError((follower, day, moment, turns.get(day)))
    assert set(days) <= explained, (follower, set(days) - explained)


def check_papers(
    follower: Follower,
    served: list[tuple[datetime, date]],
    year: Year,
    told: Counter[str],
) -> None:
    """Each paper announced from the first digest on, but for breaks, is told exactly once."""
    wanted = {
        one.id.base for papers in year.listed.values() for one in papers if follower.wants(one)
    }
    assert set(told) <= wanted
    assert not told or max(told.values()) == 1
    bounds = [datetime.min.replace(tzinfo=UTC), *follower.breaks, year.ends]
    for begins, ends in pairwise(bounds):
        moments = [at for at, _ in served if begins <= at < ends]
        if not moments:
            continue
        span = newest(moments[0]), newest(moments[-1])
        due = {
            one.id.base
            for (archive, day), papers in year.listed.items()
            if archive in follower.archives and span[0] <= day <= span[1]
            if year.complete[archive, day] <= moments[-1]
            for one in papers
            if follower.wants(one)
        }
        assert due <= set(told), (follower, due - set(told), span)


def newest(now: datetime) -> date:
    """The newest date that is listed at a moment."""
    day = calendar.expected(now)
    while calendar.is_holiday(day):
        day = calendar.previous_date(day)
    return day

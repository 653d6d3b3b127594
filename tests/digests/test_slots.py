"""Slots: every local day has exactly one, in every zone that there is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from digests.slots import LATE_AFTER, moment_of, next_slot, slot_to_serve
from domain.chats import ChatSettings
from domain.deliveries import Slot
from intake import calendar

ZONES = sorted(zone for zone in available_timezones() if "/" in zone or zone == "UTC")
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
WORKDAYS = frozenset(range(5))

zones = st.sampled_from(ZONES)
times = st.builds(time, st.integers(0, 23), st.integers(0, 59))
moments = st.integers(1_262_304_000, 2_114_380_800).map(
    lambda seconds: datetime.fromtimestamp(seconds, UTC)
)
some_days = st.frozensets(st.integers(0, 6), min_size=1)
chat_settings = st.builds(
    ChatSettings, time=times, days=some_days, zone=zones, as_announced=st.booleans()
).filter(lambda wish: not wish.as_announced or bool(wish.days & WORKDAYS))


def at(text: str) -> datetime:
    """A moment, UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def local(zone: str, hour: int, minute: int = 0) -> ChatSettings:
    """A chat that wants its digest at a local time."""
    return ChatSettings(zone=zone, time=time(hour, minute))


def slots(wish: ChatSettings, after: datetime, last: date | None = None) -> Iterator[Slot]:
    """The slots that a chat has after a moment, each looked for when the one before is over."""
    while slot := next_slot(wish, after, last):
        yield slot
        after, last = slot.at, slot.day


def first(wish: ChatSettings, after: str, many: int) -> list[tuple[str, str]]:
    """Days and moments of the first slots after a moment."""
    found = slots(wish, at(after))
    return [(f"{slot.day}", f"{slot.at:%Y-%m-%d %H:%M}") for slot in islice(found, many)]


def exists(day: date, zone: ZoneInfo) -> bool:
    """Whether any minute of a date is on the zone's clocks."""
    noon = datetime.combine(day, time(12), UTC)
    quarters = (noon + timedelta(minutes=15 * number) for number in range(-110, 110))
    return any(moment.astimezone(zone).date() == day for moment in quarters)


@pytest.mark.parametrize(
    ("zone", "hour", "minute", "day", "expected"),
    [
        ("Europe/Berlin", 2, 30, "2026-03-29", "2026-03-29 01:30"),
        ("Europe/Berlin", 2, 30, "2026-10-25", "2026-10-25 00:30"),
        ("Africa/Cairo", 0, 0, "2026-04-24", "2026-04-23 22:00"),
        ("Africa/Cairo", 0, 30, "2026-04-24", "2026-04-23 22:30"),
        ("Australia/Lord_Howe", 2, 15, "2026-10-04", "2026-10-03 15:45"),
        ("Australia/Lord_Howe", 1, 45, "2026-04-05", "2026-04-04 14:45"),
        ("Pacific/Kiritimati", 8, 0, "2026-06-01", "2026-05-31 18:00"),
        ("America/Nuuk", 23, 30, "2026-03-28", "2026-03-29 00:30"),
        ("America/New_York", 2, 30, "2026-03-08", "2026-03-08 07:30"),
        ("America/New_York", 1, 30, "2026-11-01", "2026-11-01 05:30"),
    ],
)
def test_clocks_that_are_set(zone: str, hour: int, minute: int, day: str, expected: str) -> None:
    """A time that is skipped comes as much later; one that comes twice, the first time."""
    moment = moment_of(date.fromisoformat(day), time(hour, minute), ZoneInfo(zone))
    assert moment is not None
    assert moment.astimezone(ZoneInfo(zone)).date() == date.fromisoformat(day)
    assert f"{moment:%Y-%m-%d %H:%M}" == expected


@pytest.mark.parametrize("hour", [0, 8, 23])
def test_a_day_that_a_zone_skipped(hour: int) -> None:
    """Samoa had no 30 December 2011, so nobody had a digest of it."""
    assert moment_of(date(2011, 12, 30), time(hour), ZoneInfo("Pacific/Apia")) is None
    days = [day for day, _ in first(local("Pacific/Apia", hour), "2011-12-28T12:00", 3)]
    assert "2011-12-30" not in days
    assert len(set(days)) == 3


@pytest.mark.parametrize("zone", ZONES)
def test_a_year_of_each_zone(zone: str) -> None:
    """Midnight, the hour of most changes, and late: one slot for each day, none else."""
    wanted = [date(2026, 1, 2) + DAY * number for number in range(364)]
    for hour, minute in ((0, 0), (2, 30), (23, 45)):
        found = []
        for slot in slots(local(zone, hour, minute), at("2025-12-31T12:00")):
            if slot.day > wanted[-1]:
                break
            assert slot.at.astimezone(ZoneInfo(zone)).date() == slot.day
            found.append(slot)
        assert [slot.day for slot in found if slot.day >= wanted[0]] == wanted
        assert all(one.at < other.at for one, other in pairwise(found))


@settings(deadline=None)
@given(zones, times, st.dates(date(1980, 1, 1), date(2037, 1, 1)))
@example("Pacific/Apia", time(0), date(2011, 12, 30))
@example("Pacific/Enderbury", time(12), date(1994, 12, 31))
@example("Pacific/Kwajalein", time(12), date(1993, 8, 21))
def test_a_moment_for_each_day_that_there_was(zone: str, when: time, day: date) -> None:
    """And for no other; on that day by the zone's own clocks, and no other time where it exists."""
    info = ZoneInfo(zone)
    moment = moment_of(day, when, info)
    if moment is None:
        assert not exists(day, info)
        return
    there = moment.astimezone(info)
    assert there.date() == day
    wished = datetime.combine(day, when, info)
    if wished.astimezone(UTC).astimezone(info).replace(tzinfo=None) == wished.replace(tzinfo=None):
        assert there.time() == when
        assert moment == wished.astimezone(UTC), "the first of two"


@settings(deadline=None)
@given(chat_settings, moments)
def test_slots_come_one_after_another(wish: ChatSettings, after: datetime) -> None:
    """Later each time, of a later day, on the days of the week that are wanted; none left out."""
    found = list(islice(slots(wish, after), 10))
    assert len(found) == 10
    assert found[0].at > after
    for one, other in pairwise(found):
        assert one.at < other.at
        assert one.day < other.day
        between = (one.day + DAY * number for number in range(1, (other.day - one.day).days))
        for day in between:
            is_wanted = day.weekday() in wish.days
            if wish.as_announced:
                assert not (is_wanted and calendar.is_listing_date(day))
            else:
                assert not (is_wanted and exists(day, ZoneInfo(wish.zone)))
    assert all(slot.day.weekday() in wish.days for slot in found)


@settings(deadline=None)
@given(chat_settings, moments, st.integers(0, 400_000))
def test_no_slot_is_between(wish: ChatSettings, after: datetime, seconds: int) -> None:
    """Asked at any moment before the next slot, it is the same one."""
    slot = next_slot(wish, after, None)
    assume(slot is not None)
    assert slot is not None
    meanwhile = min(after + timedelta(seconds=seconds), slot.at - SECOND)
    assert next_slot(wish, meanwhile, None) == slot


@settings(deadline=None)
@given(
    st.lists(chat_settings, min_size=2, max_size=6),
    moments,
    st.lists(st.integers(0, 90), min_size=6),
)
def test_moving_about_gives_no_day_twice(
    stays: list[ChatSettings], now: datetime, hours: list[int]
) -> None:
    """Whatever the zone or the time is changed to, and whenever."""
    last: date | None = None
    for wish, stay in zip(stays, hours, strict=False):
        leaves = now + timedelta(hours=stay)
        for slot in slots(wish, now, last):
            if slot.at > leaves:
                break
            assert last is None or slot.day > last
            last = slot.day
        now = leaves


@settings(deadline=None, max_examples=200)
@given(chat_settings, moments, st.integers(0, 20 * 86_400))
def test_what_to_serve_after_a_downtime(wish: ChatSettings, after: datetime, down: int) -> None:
    """The latest slot of the last twelve hours; what is older is folded into the next one."""
    slot = next_slot(wish, after, None)
    assert slot is not None
    now = slot.at + timedelta(seconds=down)
    passed = []
    for candidate in slots(wish, after):
        if candidate.at > now:
            break
        passed.append(candidate)
    served = slot_to_serve(wish, slot, now)
    assert served == (passed[-1] if now < passed[-1].at + LATE_AFTER else None)


def test_within_twelve_hours() -> None:
    """It is sent; a second later it is not."""
    wish = local("Europe/Berlin", 8)
    slot = Slot(day=date(2026, 6, 1), at=at("2026-06-01T06:00"))
    assert slot_to_serve(wish, slot, at("2026-06-01T06:00")) == slot
    assert slot_to_serve(wish, slot, at("2026-06-01T17:59")) == slot
    assert slot_to_serve(wish, slot, at("2026-06-01T18:00")) is None
    later = slot_to_serve(wish, slot, at("2026-06-04T07:00"))
    assert later == Slot(day=date(2026, 6, 4), at=at("2026-06-04T06:00"))


def test_as_announced() -> None:
    """Each announcement is a slot, in the evening before the date that it bears."""
    wish = ChatSettings(as_announced=True)
    assert first(wish, "2026-06-04T12:00", 3) == [
        ("2026-06-05", "2026-06-05 00:00"),
        ("2026-06-08", "2026-06-08 00:00"),
        ("2026-06-09", "2026-06-09 00:00"),
    ]
    mondays = ChatSettings(as_announced=True, days=frozenset({0}))
    assert first(mondays, "2026-01-09T12:00", 2) == [
        ("2026-01-12", "2026-01-12 01:00"),
        ("2026-01-19", "2026-01-19 01:00"),
    ]


def test_an_announcement_is_one_turn() -> None:
    """At its very moment it is over, and whoever had it early has the next."""
    wish = ChatSettings(as_announced=True)
    following = Slot(day=date(2026, 6, 8), at=at("2026-06-08T00:00"))
    assert next_slot(wish, at("2026-06-05T00:00"), None) == following
    assert next_slot(wish, at("2026-06-04T12:00"), date(2026, 6, 5)) == following


def test_moments_are_told_in_utc() -> None:
    """Wherever the machine stands."""
    moment = moment_of(date(2026, 6, 1), time(8), ZoneInfo("Europe/Berlin"))
    assert moment == at("2026-06-01T06:00")
    assert moment.tzinfo is UTC


@pytest.mark.parametrize("days", [frozenset[int](), frozenset({5, 6})])
def test_days_without_slots(days: frozenset[int]) -> None:
    """No day wanted; or, as announced, only days of which nothing is ever listed."""
    wish = ChatSettings(days=days, as_announced=bool(days))
    assert next_slot(wish, at("2026-06-04T12:00"), None) is None


def test_another_time_on_a_day_that_had_its_digest() -> None:
    """The day has had its turn; the next day's is at the new time."""
    served = date(2026, 6, 4)
    slot = next_slot(local("UTC", 20), at("2026-06-04T12:00"), served)
    assert slot == Slot(day=date(2026, 6, 5), at=at("2026-06-05T20:00"))

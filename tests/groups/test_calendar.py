"""When a group meets: by its clocks, whatever they do."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.groups.calendar import CLOSES, OPENS, REMINDER, Moments, moments_of, next_meeting
from domain.groups.meetings import LAST, MeetingRule, Rhythm

BERLIN = ZoneInfo("Europe/Berlin")
DAY = timedelta(days=1)
ZONES = st.sampled_from(
    ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu"]
).map(ZoneInfo)
RULES = st.builds(
    MeetingRule,
    st.sampled_from(Rhythm),
    st.integers(0, 6),
    st.times(max_value=time(23, 59)).map(lambda at: at.replace(second=0, microsecond=0)),
    st.sampled_from([1, 2, 3, 4, LAST]),
)
FIRST = datetime(2011, 11, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 18 * 365 * 24).map(lambda hours: FIRST + timedelta(hours=hours))


def days_of(rule: MeetingRule, zone: ZoneInfo, since: datetime, count: int) -> list[date]:
    """The next meetings of a group."""
    found: list[date] = []
    now = since
    for _ in range(count):
        day, moments = next_meeting(rule, zone, since, found[-1] if found else None, now)
        found.append(day)
        now = moments.meets
    return found


def local(moments: Moments, zone: ZoneInfo) -> list[str]:
    """The moments as a wall clock has them."""
    each = (moments.opens, moments.closes, moments.reminds, moments.meets)
    return [f"{one.astimezone(zone):%a %d %b %H:%M}" for one in each]


@pytest.mark.parametrize(
    ("day", "utc"),
    [(date(2026, 10, 22), 15), (date(2026, 10, 29), 16), (date(2027, 4, 1), 15)],
)
def test_a_meeting_is_at_its_hour_before_and_after_clocks_change(day: date, utc: int) -> None:
    """In Berlin they do on 25 October 2026 and 28 March 2027; the vote begins by them, too."""
    moments = moments_of(day, MeetingRule.of("weekly 3 17:00 1"), BERLIN)
    assert moments is not None
    assert moments.meets == datetime(day.year, day.month, day.day, utc, tzinfo=UTC)
    assert [line[-5:] for line in local(moments, BERLIN)] == ["17:00", "17:00", "16:00", "17:00"]


def test_a_time_that_does_not_exist_is_as_much_later() -> None:
    """And one that comes twice is the first of them."""
    spring = moments_of(date(2027, 3, 28), MeetingRule.of("weekly 6 02:30 1"), BERLIN)
    autumn = moments_of(date(2026, 10, 25), MeetingRule.of("weekly 6 02:30 1"), BERLIN)
    assert spring is not None
    assert autumn is not None
    assert local(spring, BERLIN)[-1] == "Sun 28 Mar 03:30"
    assert autumn.meets == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("week", "days"),
    [(1, ["10-01", "11-05", "12-03"]), (2, ["10-08", "11-12"]), (LAST, ["10-29", "11-26"])],
)
def test_months_have_their_first_and_their_last_thursday(week: int, days: list[str]) -> None:
    """October 2026 begins with one."""
    rule = MeetingRule(Rhythm.MONTHLY, 3, time(17), week)
    since = datetime(2026, 9, 2, tzinfo=UTC)
    found = days_of(rule, BERLIN, since, 4)
    assert [f"{day:%m-%d}" for day in found if day.month >= 10][: len(days)] == days


def test_who_calls_a_group_has_time_to_vote() -> None:
    """On Wednesday until 11:00 there is, for Thursday; later it is next week's that is first."""
    rule = MeetingRule.of("weekly 3 17:00 1")
    early = datetime(2026, 10, 14, 9, 0, tzinfo=UTC)
    for since, day in ((early, 15), (early + timedelta(minutes=1), 22)):
        assert next_meeting(rule, BERLIN, since, None, since)[0] == date(2026, 10, day)


@given(RULES, ZONES, MOMENTS)
def test_no_meeting_is_missing_and_none_comes_twice(
    rule: MeetingRule, zone: ZoneInfo, since: datetime
) -> None:
    """Each is on its weekday, later than the one before, and prepared in order."""
    days = days_of(rule, zone, since, 6)
    assert all(day.weekday() == rule.weekday for day in days)
    for before, after in pairwise(days):
        gap = (after - before).days
        # Samoa had no 30 December 2011, which was a Friday.
        assert gap in ((7, 14) if rule.rhythm is Rhythm.WEEKLY else (28, 35, 63, 70))
    for day in days:
        moments = moments_of(day, rule, zone)
        assert moments is not None
        assert moments.opens < moments.closes < moments.reminds < moments.meets
        assert moments.meets - moments.reminds == REMINDER
        for moment, earlier in (
            (moments.opens, OPENS[rule.rhythm]),
            (moments.closes, CLOSES[rule.rhythm]),
        ):
            told = moment.astimezone(zone).date()
            assert day - DAY * (earlier + 1) <= told <= day - DAY * earlier


@given(RULES)
def test_a_rule_is_read_as_it_is_kept(rule: MeetingRule) -> None:
    """All of it."""
    assert MeetingRule.of(str(rule)) == rule

"""Which dates arXiv lists, when each is due, and what was submitted for it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake import calendar

DAY = timedelta(days=1)
NEW_YORK = ZoneInfo("America/New_York")

days = st.dates(date(2023, 1, 1), date(2027, 12, 31))
moments = st.datetimes(datetime(2023, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


def utc(text: str) -> datetime:
    """A moment in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def around(day: date, reach: int = 12) -> list[date]:
    """The Mondays to Fridays near a day, by another way than the calendar's."""
    return [
        found
        for offset in range(-reach, reach + 1)
        if (found := day + offset * DAY).isoweekday() <= 5
    ]


@pytest.mark.parametrize(
    ("day", "due"),
    [
        ("2024-03-08", "2024-03-08T01:00"),  # the Friday before clocks go forward
        ("2024-03-11", "2024-03-11T00:00"),  # announced on the evening of that Sunday
        ("2024-11-01", "2024-11-01T00:00"),  # the Friday before clocks go back
        ("2024-11-04", "2024-11-04T01:00"),
        ("2025-03-07", "2025-03-07T01:00"),
        ("2025-03-10", "2025-03-10T00:00"),
        ("2025-01-01", "2025-01-01T01:00"),  # the evening of 31 December
        ("2024-02-29", "2024-02-29T01:00"),
        ("2024-03-01", "2024-03-01T01:00"),
    ],
)
def test_announced_at_eight_in_the_evening_before(day: str, due: str) -> None:
    """20:00 Eastern, whatever that is in UTC."""
    assert calendar.due_at(date.fromisoformat(day)) == utc(due)


@given(days)
def test_eight_in_the_evening_on_every_date(day: date) -> None:
    """In New York, the clock on the wall shows it."""
    on_the_wall = calendar.due_at(day).astimezone(NEW_YORK)
    assert (on_the_wall.date(), on_the_wall.time()) == (day - DAY, time(20))


@pytest.mark.parametrize(
    ("day", "begins"),
    [
        ("2024-03-08", "2024-03-08T05:00"),
        ("2024-03-10", "2024-03-10T05:00"),  # has 23 hours
        ("2024-03-11", "2024-03-11T04:00"),
        ("2024-11-03", "2024-11-03T04:00"),  # has 25 hours
        ("2024-11-04", "2024-11-04T05:00"),
    ],
)
def test_midnight_is_eastern(day: str, begins: str) -> None:
    """An Eastern day begins hours later than it does in UTC."""
    moment = calendar.midnight(date.fromisoformat(day))
    assert moment == utc(begins)
    assert calendar.eastern_date(moment) == date.fromisoformat(day)
    assert calendar.eastern_date(moment - timedelta(seconds=1)) == date.fromisoformat(day) - DAY


@given(days)
def test_neighbouring_dates(day: date) -> None:
    """The nearest of Mondays to Fridays on either side, the day itself not counted."""
    assert calendar.next_date(day) == min(found for found in around(day) if found > day)
    assert calendar.previous_date(day) == max(found for found in around(day) if found < day)
    assert calendar.is_listing_date(day) == (day in around(day))


@given(days, st.integers(-3, 40))
def test_dates_from_first_to_last(first: date, length: int) -> None:
    """Both ends are among them if they are listed; none is where last comes before first."""
    last = first + length * DAY
    assert calendar.listing_dates(first, last) == [
        day for day in around(first, 45) if first <= day <= last
    ]


def test_dates_over_a_year_end() -> None:
    """From a Monday to the Thursday after New Year's Day; holidays may be listed all the same."""
    dates = calendar.listing_dates(date(2024, 12, 30), date(2025, 1, 5))
    assert [day.day for day in dates] == [30, 31, 1, 2, 3]


@given(moments)
def test_the_expected_date_is_the_newest_that_is_due(now: datetime) -> None:
    """Up to the moment at which the next one is."""
    near = around(now.date())
    assert calendar.expected(now) == max(day for day in near if calendar.due_at(day) <= now)
    due = min(moment for day in near if (moment := calendar.due_at(day)) > now)
    assert calendar.expected(due) == calendar.next_date(calendar.expected(now))
    assert calendar.expected(due - timedelta(microseconds=1)) == calendar.expected(now)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2024-03-08T00:59:59", "2024-03-07"),
        ("2024-03-08T01:00:00", "2024-03-08"),
        ("2024-03-09T12:00:00", "2024-03-08"),  # Saturday
        ("2024-03-10T23:59:59", "2024-03-08"),  # Sunday, a second before
        ("2024-03-11T00:00:00", "2024-03-11"),  # an hour earlier than a week ago
        ("2024-11-04T00:30:00", "2024-11-01"),
        ("2024-11-04T01:00:00", "2024-11-04"),
        ("2024-12-31T23:00:00", "2024-12-31"),
        ("2025-01-01T01:00:00", "2025-01-01"),  # a holiday, perhaps
    ],
)
def test_expected_at_its_turns(now: str, expected: str) -> None:
    """To the second, over both changes of the clock, a weekend and a year's end."""
    assert calendar.expected(utc(now)) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("day", "is_holiday"),
    [
        ("2024-12-26", True),  # the evening of Christmas Day is skipped
        ("2024-12-25", False),  # that of Christmas Eve is not
        ("2025-01-01", True),  # 2024-12-31
        ("2025-01-02", True),  # 2025-01-01
        ("2025-07-07", True),  # a Monday, for the Friday before
        ("2025-07-04", False),  # the evening of 3 July was not skipped
        *(
            (day, True)
            for day in (
                *("2026-06-22", "2026-07-06", "2026-09-08", "2026-11-27"),
                *("2026-12-28", "2026-12-30", "2027-01-01"),
            )
        ),
        ("2026-06-19", False),  # a Friday of the list itself, for Thursday's closing
        ("2026-12-25", False),
        ("2026-12-29", False),
        ("2026-12-31", False),
        ("2025-05-27", False),  # Memorial Day is a holiday, but not arXiv's
        ("2030-12-26", False),  # not known yet
    ],
)
def test_holidays_are_those_of_the_closing(day: str, is_holiday: bool) -> None:
    """A holiday's closing is skipped, so the date that it is for is not listed."""
    assert calendar.is_holiday(date.fromisoformat(day)) is is_holiday


@pytest.mark.parametrize(
    ("day", "put_off"),
    [
        ("2026-12-24", None),
        ("2026-12-25", "2026-12-29"),  # a Friday: Monday's is not announced on Sunday
        ("2026-12-29", "2026-12-31"),
        ("2026-12-31", "2027-01-04"),
        ("2026-11-26", "2026-11-30"),
        ("2024-12-31", "2025-01-03"),  # two holidays running
        ("2024-03-08", None),
    ],
)
def test_until_when_holidays_put_it_off(day: str, put_off: str | None) -> None:
    """The next date, where it is not the next by the week."""
    found = calendar.put_off(date.fromisoformat(day))
    assert found == (put_off and date.fromisoformat(put_off))


def test_holidays_are_only_a_hint() -> None:
    """Their dates are expected, due and counted like others."""
    day = date(2024, 12, 26)
    assert calendar.is_listing_date(day)
    assert calendar.expected(calendar.due_at(day)) == day
    assert calendar.listing_dates(day, day) == [day]


@pytest.mark.parametrize(
    ("day", "start", "end"),
    [
        ("2024-03-07", "2024-03-05T19:00", "2024-03-06T19:00"),
        ("2024-03-11", "2024-03-07T19:00", "2024-03-08T19:00"),  # Monday: Thursday to Friday
        ("2024-03-12", "2024-03-08T19:00", "2024-03-11T18:00"),  # Tuesday: over the weekend
        ("2024-11-05", "2024-11-01T18:00", "2024-11-04T19:00"),
        ("2025-01-21", "2025-01-17T19:00", "2025-01-20T19:00"),  # a holiday's own window
        ("2025-01-22", "2025-01-17T19:00", "2025-01-21T19:00"),  # takes the holiday's in
        ("2025-01-03", "2024-12-30T19:00", "2025-01-02T19:00"),  # two holidays running
        ("2026-07-06", "2026-07-02T18:00", "2026-07-03T18:00"),  # a Friday's own window
        ("2026-07-07", "2026-07-02T18:00", "2026-07-06T18:00"),  # takes the Friday's in
        ("2026-06-23", "2026-06-18T18:00", "2026-06-22T18:00"),
        ("2026-12-29", "2026-12-24T19:00", "2026-12-28T19:00"),
        ("2026-11-30", "2026-11-25T19:00", "2026-11-27T19:00"),
    ],
)
def test_what_was_submitted_for_a_date(day: str, start: str, end: str) -> None:
    """From one 14:00 Eastern to the next."""
    assert calendar.submission_window(date.fromisoformat(day)) == (utc(start), utc(end))


@given(days, st.integers(20, 60))
def test_submission_windows_neither_overlap_nor_leave_gaps(first: date, length: int) -> None:
    """Whatever moment a paper was submitted at, it belongs to one announcement."""
    announced = [
        day
        for day in calendar.listing_dates(first, first + length * DAY)
        if not calendar.is_holiday(day)
    ]
    windows = [calendar.submission_window(day) for day in announced]
    for (start, end), (following, _) in pairwise(windows):
        assert start < end == following
    for day, (_, end) in zip(announced, windows, strict=True):
        assert end <= calendar.due_at(day) - timedelta(hours=6)
        assert end.astimezone(NEW_YORK).time() == time(14)


@given(moments)
def test_catch_up_reaches_ninety_days_back(now: datetime) -> None:
    """Counted from today's date in the east."""
    today = now.astimezone(NEW_YORK).date()
    assert today - calendar.oldest_listed(now) == timedelta(days=90)


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ("2024-03-08T12:00", ["2024-03-08"]),  # Friday morning
        ("2024-03-08T18:59", ["2024-03-08"]),  # Friday, before submissions close
        ("2024-03-08T19:00", ["2024-03-08", "2024-03-11"]),
        ("2024-03-09T12:00", ["2024-03-08", "2024-03-09", "2024-03-11"]),
        ("2024-03-10T12:00", ["2024-03-08", "2024-03-10", "2024-03-11"]),
        ("2024-03-11T00:00", ["2024-03-10", "2024-03-11"]),  # Sunday evening, announced
        ("2024-03-11T12:00", ["2024-03-11"]),
        ("2024-03-11T18:00", ["2024-03-11", "2024-03-12"]),
        ("2024-03-12T00:00", ["2024-03-12"]),
    ],
)
def test_what_there_is_to_say_something_of(now: str, told: list[str]) -> None:
    """The newest date; the next, once its submissions have closed; today at a weekend."""
    assert calendar.told_on(utc(now)) == [date.fromisoformat(day) for day in told]


@given(days)
def test_names_of_days(day: date) -> None:
    """In English whatever the locale."""
    names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    assert calendar.weekday(day) == names[day.isoweekday() - 1]

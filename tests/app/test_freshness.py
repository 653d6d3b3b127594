"""When arXiv can say something new of a paper, and when it cannot."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake import calendar
from intake.freshness import is_current, knows
from tests.papers.invented import invented

OLD = invented(1, updated=datetime(2025, 1, 7, 12, tzinfo=UTC))
HOURS = timedelta(hours=1)
# The listing of Wednesday 7 May 2025 is out from Tuesday 20:00 in New York.
OUT = datetime(2025, 5, 7, 0, tzinfo=UTC)


def current(checked: datetime, now: datetime, **changes: object) -> bool:
    """Whether a paper that was asked for at one moment need not be at another."""
    return is_current(replace(OLD, checked_at=checked, **changes), now)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("checked", "now", "is_good"),
    [
        (OUT + 14 * HOURS, OUT + 15 * HOURS, True),
        (OUT + 14 * HOURS, OUT + 23.9 * HOURS, True),
        (OUT + 14 * HOURS, OUT + 24 * HOURS, False),
        (OUT - 1 * HOURS, OUT + 1 * HOURS, False),
        (OUT + 1 * HOURS, OUT + 1.9 * HOURS, True),
        (OUT + 1 * HOURS, OUT + 2.1 * HOURS, False),
        (OUT + 1 * HOURS, OUT, False),
    ],
)
def test_from_one_announcement_to_the_next(checked: datetime, now: datetime, is_good: bool) -> None:
    """It is good until the next; in the hours in which the API lags behind, for an hour."""
    assert current(checked, now) is is_good


def test_over_a_weekend_nothing_changes() -> None:
    """From Friday until Sunday's announcement."""
    friday = datetime(2025, 5, 9, 14, tzinfo=UTC)
    assert current(friday, datetime(2025, 5, 11, 23, 59, tzinfo=UTC))
    assert not current(friday, datetime(2025, 5, 12, 0, 0, tzinfo=UTC))


def test_what_was_announced_that_very_evening_is_good_until_the_next() -> None:
    """It cannot have been replaced yet, so whoever reads a digest costs arXiv nothing more."""
    submitted = datetime(2025, 5, 6, 9, tzinfo=UTC)
    assert current(OUT + HOURS, OUT + 20 * HOURS, updated=submitted)
    assert not current(OUT + HOURS, OUT + 24 * HOURS, updated=submitted)


def test_what_was_never_asked_for_is_not() -> None:
    """As listings tell it, or before this was noted."""
    assert not is_current(OLD, OUT)
    assert not knows(OLD, date(2025, 5, 7))


@given(
    st.timedeltas(timedelta(0), timedelta(days=700)), st.timedeltas(timedelta(0), timedelta(days=6))
)
def test_never_over_an_announcement(since: timedelta, later: timedelta) -> None:
    """Whatever the moments, nothing is taken for current over a moment at which it may change."""
    checked = datetime(2025, 1, 1, tzinfo=UTC) + since
    now = checked + later
    first, last = calendar.expected(checked), calendar.expected(now)
    dates = calendar.listing_dates(first, last)[1:]
    if current(checked, now):
        assert all(map(calendar.is_holiday, dates))
    if is_current(replace(OLD, checked_at=checked), now, listed=dates):
        assert not dates


@pytest.mark.parametrize(
    ("checked", "now", "is_good"),
    [
        # No listing of Monday 28 December 2026; that of Tuesday is out on Monday evening.
        ("2026-12-25T14:00", "2026-12-28T06:00", True),
        ("2026-12-25T14:00", "2026-12-29T00:59", True),
        ("2026-12-25T14:00", "2026-12-29T01:00", False),
        ("2026-12-28T06:00", "2026-12-28T20:00", True),
        ("2026-12-28T06:00", "2026-12-29T01:00", False),
        # In the hours after Thursday's announcement the API lags, holidays or not.
        ("2026-12-25T02:00", "2026-12-28T06:00", False),
        ("2026-12-30T02:00", "2026-12-31T00:59", True),
        ("2027-01-01T02:00", "2027-01-03T20:00", True),
    ],
)
def test_over_a_holiday_nothing_changes(checked: str, now: str, is_good: bool) -> None:
    """By arXiv's list; unless something was listed all the same."""
    moments = [datetime.fromisoformat(f"{moment}Z") for moment in (checked, now)]
    assert current(*moments) is is_good


def test_what_is_listed_on_a_holiday_has_the_last_word() -> None:
    """What was asked for before it is old then."""
    paper = replace(OLD, checked_at=datetime(2026, 12, 25, 14, tzinfo=UTC))
    now, monday = datetime(2026, 12, 28, 6, tzinfo=UTC), date(2026, 12, 28)
    assert is_current(paper, now)
    assert not is_current(paper, now, listed={monday})
    assert is_current(replace(paper, checked_at=now), now + 0.9 * HOURS, listed={monday})
    assert not is_current(replace(paper, checked_at=now), now + 1.1 * HOURS, listed={monday})

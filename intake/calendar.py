"""arXiv's announcement calendar: which dates are listed, and when each is due.

After https://info.arxiv.org/help/availability.html: submissions close at 14:00 US Eastern, Monday
to Friday, and are announced at 20:00, on Fridays not before Sunday. A listing bears the date of the
day after that evening, so listing dates are Monday to Friday. On a holiday the closing is skipped,
and with it the announcement: after a Friday there is none on Sunday. Times given and taken here are
in UTC.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from domain.messages import marked

EASTERN: Final = ZoneInfo("America/New_York")
ANNOUNCED_AT: Final = time(20)
CLOSES_AT: Final = time(14)

PUBLICATION: Final = timedelta(minutes=45)
"""How long a night's listings may grow; arXiv takes about 40 minutes to publish them all."""

CATCH_UP_DAYS: Final = 90
"""How far back arXiv lists past announcements."""

_DAY: Final = timedelta(days=1)
_FRIDAY: Final = 4
_SATURDAY: Final = 5

_WEEKDAYS: Final = (
    marked("Monday"),
    marked("Tuesday"),
    marked("Wednesday"),
    marked("Thursday"),
    marked("Friday"),
    marked("Saturday"),
    marked("Sunday"),
)

_SKIPPED: Final[dict[int, tuple[tuple[int, int], ...]]] = {
    2024: ((1, 15), (5, 22), (6, 19), (7, 4), (9, 2), (10, 8), (11, 28), (12, 25), (12, 26),
           (12, 31)),
    2025: ((1, 1), (1, 20), (6, 19), (7, 4), (9, 1), (11, 27), (12, 25), (12, 30)),
    2026: ((1, 1), (1, 19), (6, 19), (7, 3), (9, 7), (11, 26), (12, 25), (12, 29), (12, 31)),
}  # fmt: skip

HOLIDAYS: Final = frozenset(
    date(year, month, day) for year, days in _SKIPPED.items() for month, day in days
)
"""Closings that arXiv has said it would skip. A hint, not the truth: what is listed decides."""


def is_listing_date(day: date) -> bool:
    """Whether a listing can bear this date, holidays aside."""
    return day.weekday() < _SATURDAY


def is_holiday(day: date) -> bool:
    """Whether arXiv has said that it announces nothing for this listing date."""
    return _closing_day(day) in HOLIDAYS


def put_off(day: date) -> date | None:
    """The listing date after a day, where arXiv has said that the first one to come is none."""
    following = next_date(day)
    if not is_holiday(following):
        return None
    while is_holiday(following):
        following = next_date(following)
    return following


def due_at(day: date) -> datetime:
    """When the listing of a date is announced: 20:00 Eastern on the evening before."""
    return _eastern(day - _DAY, ANNOUNCED_AT)


def midnight(day: date) -> datetime:
    """When an Eastern day begins: from then on the feeds hold what is listed for it."""
    return _eastern(day, time())


def eastern_date(now: datetime) -> date:
    """The calendar date in US Eastern time."""
    return now.astimezone(EASTERN).date()


def next_date(day: date) -> date:
    """The first listing date after a day, holidays aside."""
    day += _DAY
    while not is_listing_date(day):
        day += _DAY
    return day


def previous_date(day: date) -> date:
    """The last listing date before a day, holidays aside."""
    day -= _DAY
    while not is_listing_date(day):
        day -= _DAY
    return day


def expected(now: datetime) -> date:
    """The newest listing date that should be out, holidays aside."""
    tomorrow = eastern_date(now) + _DAY
    newest = tomorrow if is_listing_date(tomorrow) else previous_date(tomorrow)
    return newest if due_at(newest) <= now else previous_date(newest)


def listing_dates(first: date, last: date) -> list[date]:
    """The listing dates from first to last, both included, holidays aside."""
    days = (first + _DAY * offset for offset in range((last - first).days + 1))
    return [day for day in days if is_listing_date(day)]


def told_on(now: datetime) -> list[date]:
    """The dates that there is something to say of, whether or not anything was read.

    The expected date; the next one, once submissions for it have closed; today on a weekend.
    """
    newest = expected(now)
    following = next_date(newest)
    days = {newest, following} if now >= _closing(following) else {newest}
    today = eastern_date(now)
    return sorted(days if is_listing_date(today) else days | {today})


def oldest_listed(now: datetime) -> date:
    """The oldest date that arXiv's catch-up listings still reach."""
    return eastern_date(now) - _DAY * CATCH_UP_DAYS


def submission_window(day: date) -> tuple[datetime, datetime]:
    """Between which moments a paper was submitted to be announced on a listing date.

    What arXiv held back was submitted earlier. Over a holiday the window is longer.
    """
    before = previous_date(day)
    while is_holiday(before):
        before = previous_date(before)
    return _closing(before), _closing(day)


def weekday(day: date) -> str:
    """The English name of a day of the week, whatever the process's locale."""
    return _WEEKDAYS[day.weekday()]


def _closing(day: date) -> datetime:
    """When submissions for a listing date close."""
    return _eastern(_closing_day(day), CLOSES_AT)


def _closing_day(day: date) -> date:
    """The last weekday before a listing date."""
    before = day - _DAY
    while before.weekday() > _FRIDAY:
        before -= _DAY
    return before


def _eastern(day: date, at: time) -> datetime:
    return datetime.combine(day, at, EASTERN).astimezone(UTC)

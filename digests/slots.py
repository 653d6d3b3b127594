"""Slots: when a chat's digest is due. Pure; every local day has exactly one slot.

The moment of a slot is worked out from local date, time and zone each time. Where clocks are set
forward over the wished-for time, the digest comes as much later as they are set; where they are
set back over it, it comes once, at the first of the two.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from domain.chats import ChatSettings
from domain.deliveries import Slot
from intake import calendar

LATE_AFTER: Final = timedelta(hours=12)
"""A slot missed for so long is not made up for: its papers come with the next one."""

_DAY: Final = timedelta(days=1)
_HORIZON: Final = 16
"""Days to look ahead: a week with a day that a zone skips, twice over."""

_REMEMBERED: Final = 1_024
"""Turns remembered: in a morning many chats have the same, and are looked at together."""


def moment_of(day: date, at: time, zone: ZoneInfo) -> datetime | None:
    """When it is that time on that local date, UTC; None where the zone skipped the whole day.

    Samoa had no 30 December 2011, for one.
    """
    # With fold=0 a time in a gap is counted by the offset before it, so it comes after the gap.
    # Where that is on the next day already, the offset after the gap gives a time before it.
    for fold in (0, 1):
        moment = datetime.combine(day, at, zone).replace(fold=fold).astimezone(UTC)
        if moment.astimezone(zone).date() == day:
            return moment
    return None


def next_slot(chat_settings: ChatSettings, after: datetime, last: date | None) -> Slot | None:
    """The first slot after a moment, and after the day of the last one; None if there is none.

    Args:
        chat_settings: the chat's time, days and zone.
        after: UTC.
        last: day of the last slot that the chat had; no day has two.
    """
    if not chat_settings.days:
        return None
    if chat_settings.as_announced:
        return _next_announcement(chat_settings, after, last)
    return _next_daily(
        chat_settings.days, chat_settings.time, ZoneInfo(chat_settings.zone), after, last
    )


@lru_cache(maxsize=_REMEMBERED)
def _next_daily(
    days: frozenset[int], at: time, zone: ZoneInfo, after: datetime, last: date | None
) -> Slot | None:
    first = after.astimezone(zone).date() - _DAY
    if last is not None:
        first = max(first, last + _DAY)
    for offset in range(_HORIZON):
        day = first + _DAY * offset
        if day.weekday() in days:
            moment = moment_of(day, at, zone)
            if moment is not None and moment > after:
                return Slot(day=day, at=moment)
    return None


def slot_to_serve(chat_settings: ChatSettings, slot: Slot, now: datetime) -> Slot | None:
    """Which slot to serve now, of a chat whose `slot` has come: the latest that is not too old.

    After a time without the process several slots may have passed; the digest of the latest one
    covers the others. None where even that is too old to be made up for.
    """
    latest = None
    candidate = next_slot(chat_settings, now - LATE_AFTER, slot.day - _DAY)
    while candidate is not None and candidate.at <= now:
        latest = candidate
        candidate = next_slot(chat_settings, latest.at, latest.day)
    return latest


def _next_announcement(
    chat_settings: ChatSettings, after: datetime, last: date | None
) -> Slot | None:
    """As soon as announced: the slots are the listing dates, each due with its announcement."""
    day = calendar.eastern_date(after) - _DAY
    if last is not None:
        day = max(day, last)
    for _ in range(_HORIZON):
        day = calendar.next_date(day)
        moment = calendar.due_at(day)
        if moment > after and day.weekday() in chat_settings.days:
            return Slot(day=day, at=moment)
    return None

"""What to do about a chat whose moment has come: pure decisions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from digests.slots import next_slot, slot_to_serve
from domain.deliveries import ScheduledChat, Slot
from domain.papers import Batch
from intake import calendar

JUST_CHANGED: Final = timedelta(seconds=5)
"""A slot no longer ago than this counts as to come, for a chat that has just been changed."""

LONGEST_HOLD: Final = timedelta(hours=6)
"""How long a digest waits beyond its moment for the newest announcement to be complete."""

HOLD_FOR_OLDER: Final = timedelta(hours=1)
"""How long it waits for what is still missing of earlier dates."""

CATCH_UP: Final = timedelta(minutes=30)
"""How long a process that was not there at the moment has to read what was announced meanwhile."""

CATCH_UP_ENDS: Final = timedelta(hours=11)
"""After its moment no digest waits for that, lest it should be too late."""

LOOK_AGAIN: Final = timedelta(minutes=10)
"""From one look at a chat that waits to the next, should nothing wake it before."""

MOST_DAYS: Final = timedelta(days=31)
"""How far back a digest goes after a long time without one."""

LATE: Final = timedelta(minutes=10)
"""How long after its moment a digest says that it comes late."""

LATE_AS_ANNOUNCED: Final = timedelta(hours=2)
"""Likewise where the moment is arXiv's own: a usual night is complete within the hour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """Nothing to do for now.

    Attributes:
        slot: the chat's next turn; None if it wants no digest on any day.
        look_at: when to look again.
    """

    slot: Slot | None
    look_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Serve:
    """It is the chat's turn.

    Attributes:
        slot: the one to serve.
        days: the listing dates to cover; none where nothing can have been announced.
        start: all up to this date is covered already.
        late_from: from when on the digest says that it comes late.
        leaves_out: whether there are older dates that it goes no more back to.
        waited_for: if one of the dates up to this one is missing, an earlier digest has waited
            for it and said so.
    """

    slot: Slot
    days: tuple[date, ...]
    start: date
    late_from: datetime
    leaves_out: bool = False
    waited_for: date | None = None

    def is_fresh(self, day: date) -> bool:
        """Whether this is the first digest of which a date would be missing."""
        return self.waited_for is None or day > self.waited_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """The digest can be put together.

    Attributes:
        covered: the date up to which the chat is covered by it.
        waited: it comes late because an announcement was complete only after its moment.
    """

    covered: date
    waited: bool = False


def whether_to_serve(chat: ScheduledChat, now: datetime, newest: date) -> Later | Serve:
    """Whether a chat gets a digest now, and of which dates.

    Args:
        chat: as it is scheduled.
        now: UTC.
        newest: the newest date that should be listed by now.
    """
    chat_settings = chat.chat.settings
    if chat.slot is None:
        slot = next_slot(chat_settings, now - JUST_CHANGED, chat.last)
        return Later(slot=slot, look_at=None if slot is None else slot.at)
    if now < chat.slot.at:
        # The clock was set back.
        return Later(slot=chat.slot, look_at=chat.slot.at)
    slot = slot_to_serve(chat_settings, chat.slot, now)
    if slot is None:
        slot = next_slot(chat_settings, now, chat.slot.day)
        return Later(slot=slot, look_at=None if slot is None else slot.at)
    oldest = newest - MOST_DAYS
    start = chat.covered or _before_the_first(chat, newest)
    is_back = chat.last is None or chat.last < oldest
    return Serve(
        slot=slot,
        days=tuple(calendar.listing_dates(max(start, oldest) + timedelta(days=1), newest)),
        start=max(start, oldest),
        late_from=slot.at + (LATE_AS_ANNOUNCED if chat_settings.as_announced else LATE),
        leaves_out=start < oldest and is_back,
        waited_for=chat.last,
    )


def _before_the_first(chat: ScheduledChat, newest: date) -> date:
    """Up to where a chat's first digest takes as told: it has the newest date at least.

    And all that has been announced since the chat began to follow anything, where days went by.
    """
    before = calendar.previous_date(newest)
    return before if chat.since is None else min(before, calendar.expected(chat.since))


def whether_ready(
    serve: Serve, batches: Sequence[Batch], now: datetime, awake_since: datetime
) -> Later | Ready:
    """Whether enough is known of the announcements for the digest to go.

    Args:
        serve: the turn.
        batches: of the chat's archives and the turn's days.
        now: UTC.
        awake_since: since when this process has been there to read announcements, UTC.
    """
    open_days = {batch.date for batch in batches if not batch.state.is_settled}
    if open_days:
        until = _hold(serve, open_days, awake_since)
        if now < until:
            return Later(slot=serve.slot, look_at=min(now + LOOK_AGAIN, until))
    covered = serve.start
    for day in serve.days:
        if day in open_days:
            break
        covered = day
    checked = [batch.checked_at for batch in batches if batch.checked_at]
    waited = bool(open_days) or any(at > serve.slot.at for at in checked)
    return Ready(covered=covered, waited=waited and now > serve.late_from)


def _hold(serve: Serve, open_days: Collection[date], awake_since: datetime) -> datetime:
    """Until when a digest waits for dates that are missing."""
    at = serve.slot.at
    if serve.days[-1] in open_days:
        until = at + LONGEST_HOLD
    elif any(serve.is_fresh(day) for day in open_days):
        until = at + HOLD_FOR_OLDER
    else:
        until = at
    return max(until, min(awake_since + CATCH_UP, at + CATCH_UP_ENDS))


def after(chat: ScheduledChat, served: Slot, now: datetime) -> Later:
    """A chat's next turn, after one that was served."""
    slot = next_slot(chat.chat.settings, max(now, served.at), served.day)
    return Later(slot=slot, look_at=None if slot is None else slot.at)

"""When a chat is looked at again, as its settings and topics change: pure, for every store."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from domain.chats import ChatSettings
from domain.deliveries import SchedulingDecision, Slot


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnRow:
    """What is kept of a chat's turns.

    Attributes:
        version: counts the changes of the chat, of what it follows, and the turns that it had.
        look_at: seconds of the Unix clock; 0 where the slot has to be worked out anew, None where
            there is nothing to look for.
        slot: day of its next turn, ISO 8601, as are the dates below.
        slot_at: moment of its next turn, seconds.
        held: its moment has passed, and it waits for announcements.
        last: day of the last turn that it had.
        covered: all announcements up to this date have been told.
        since: the moment when it began to follow anything.
        strikes: how often in a row it could not be written to.
    """

    version: int = 0
    look_at: int | None = None
    slot: str | None = None
    slot_at: int | None = None
    held: bool = False
    last: str | None = None
    covered: str | None = None
    since: str | None = None
    strikes: int = 0


def looked_at_anew(row: TurnRow, *, is_served: bool) -> TurnRow:
    """Its next turn is worked out anew: at once, or never while it gets no digests."""
    return replace(
        row,
        version=row.version + 1,
        look_at=0 if is_served else None,
        slot=None,
        slot_at=None,
        held=False,
    )


def settings_changed(
    row: TurnRow, before: ChatSettings, after: ChatSettings, *, is_served: bool
) -> TurnRow:
    """Whatever decides when digests come counts; what was announced in a pause is not told."""
    if _timing(before) != _timing(after):
        row = looked_at_anew(row, is_served=is_served)
    if before.paused is not after.paused:
        row = replace(row, covered=None, since=None)
    return row


def is_other_week(before: ChatSettings | None, after: ChatSettings) -> bool:
    """Whether it has to be worked out anew when the chat's week is over."""
    wished = (after.weekly, after.time, after.zone)
    return wished != (before and (before.weekly, before.time, before.zone))


def topic_followed(row: TurnRow, since: str, *, is_served: bool) -> TurnRow:
    """Who followed nothing is new from this moment on."""
    is_new = row.covered is None and row.look_at is None
    row = replace(row, version=row.version + 1, since=since if is_new else row.since)
    return row if row.look_at is not None else looked_at_anew(row, is_served=is_served)


def topics_dropped(row: TurnRow, *, follows_any: bool) -> TurnRow:
    """Who follows nothing any more has no turns, and begins anew with its next topic."""
    row = replace(row, version=row.version + 1)
    if follows_any:
        return row
    return replace(row, look_at=None, slot=None, slot_at=None, held=False, covered=None, since=None)


def topics_taken_over(row: TurnRow, *, is_served: bool) -> TurnRow:
    """It gained the topics of another chat; who had no turns is looked at."""
    return row if row.look_at is not None else looked_at_anew(row, is_served=is_served)


def turn_taken(row: TurnRow, turn: SchedulingDecision) -> TurnRow:
    """What was decided for its turn; whatever else was decided of the same row comes too late."""
    slot, look_at = turn.slot, turn.look_at
    return replace(
        row,
        version=row.version + 1,
        look_at=None if look_at is None else seconds(look_at),
        slot=None if slot is None else slot.day.isoformat(),
        slot_at=None if slot is None else seconds(slot.at),
        held=slot is not None and look_at is not None and look_at > slot.at,
        last=_text(turn.last),
        covered=_text(turn.covered),
    )


def slot_of(row: TurnRow) -> Slot | None:
    """Its next turn, where it has been worked out."""
    if row.slot is None or row.slot_at is None:
        return None
    return Slot(day=date.fromisoformat(row.slot), at=datetime.fromtimestamp(row.slot_at, UTC))


def seconds(moment: datetime) -> int:
    """A moment as whole seconds of the Unix clock."""
    return int(moment.timestamp())


def _timing(settings: ChatSettings) -> tuple[object, ...]:
    chat_settings = settings
    return (
        chat_settings.time,
        chat_settings.days,
        chat_settings.zone,
        chat_settings.as_announced,
        chat_settings.paused,
    )


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()

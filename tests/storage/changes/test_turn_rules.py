"""The rules by which a chat is looked at again, one by one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from domain.chats import ChatSettings
from domain.deliveries import Slot
from storage import TableStore
from storage.turn_rules import (
    TurnRow,
    looked_at_anew,
    settings_changed,
    slot_of,
    topic_followed,
    topics_dropped,
    topics_taken_over,
    turn_taken,
)
from tests.storage.queueing import NOW, due, follow, turn

FULL = TurnRow(
    version=7, look_at=500, slot="2024-03-09", slot_at=600, held=True,
    last="2024-03-08", covered="2024-03-07", since="2024-01-01T00:00:00Z", strikes=2,
)  # fmt: skip
"""A chat with everything that there can be."""

ANEW = replace(FULL, version=8, look_at=0, slot=None, slot_at=None, held=False)
NEVER = replace(ANEW, look_at=None)
WISHES = ChatSettings()


def test_a_turn_is_worked_out_anew() -> None:
    """At once, or never; what was had and told stays."""
    assert looked_at_anew(FULL, is_served=True) == ANEW
    assert looked_at_anew(FULL, is_served=False) == NEVER


@pytest.mark.parametrize(
    ("changed", "row"),
    [
        ({}, FULL),
        ({"language": "zh", "limit": 3, "quiet_note": False}, FULL),
        ({"time": time(1)}, ANEW),
        ({"zone": "Asia/Tokyo"}, ANEW),
        ({"days": frozenset({1})}, ANEW),
        ({"as_announced": True}, ANEW),
        ({"paused": True}, replace(ANEW, covered=None, since=None)),
    ],
)
def test_only_what_decides_when_digests_come_counts(
    changed: dict[str, object], row: TurnRow
) -> None:
    """A pause, begun or ended, forgets what was before it."""
    other = replace(WISHES, **changed)  # type: ignore[arg-type]
    assert settings_changed(FULL, WISHES, other, is_served=True) == row
    assert settings_changed(FULL, other, WISHES, is_served=True) == row


def test_who_follows_anything_is_looked_at() -> None:
    """And is new from then on, where nothing was told; who has a turn keeps it."""
    assert topic_followed(FULL, "now", is_served=True) == replace(FULL, version=8)
    assert topic_followed(TurnRow(), "now", is_served=True) == TurnRow(
        version=2, look_at=0, since="now"
    )
    told = TurnRow(covered="2024-03-07", since="then")
    assert topic_followed(told, "now", is_served=True) == replace(told, version=2, look_at=0)
    assert topic_followed(TurnRow(), "now", is_served=False) == TurnRow(version=2, since="now")


def test_who_follows_nothing_any_more_begins_anew() -> None:
    """The day of the last turn is kept, so that no second one is on it."""
    assert topics_dropped(FULL, follows_any=True) == replace(FULL, version=8)
    assert topics_dropped(FULL, follows_any=False) == replace(NEVER, covered=None, since=None)


def test_who_gains_topics_keeps_their_turn() -> None:
    """Whoever had none gets one."""
    assert topics_taken_over(FULL, is_served=True) is FULL
    without = replace(FULL, look_at=None)
    assert topics_taken_over(without, is_served=True) == ANEW
    assert topics_taken_over(without, is_served=False) == NEVER


async def test_a_turn_that_was_taken_is_kept(sqlite: TableStore) -> None:
    """Held where it waits for longer than its moment."""
    await follow(sqlite)
    (scheduled,) = await due(sqlite)
    slot = Slot(day=date(2024, 3, 9), at=NOW + timedelta(days=1))
    taken = replace(turn(scheduled), slot=slot, look_at=slot.at, last=None, covered=None)
    row = replace(FULL, held=False)
    assert turn_taken(row, taken) == replace(
        row,
        version=8,
        look_at=int(slot.at.timestamp()),
        slot="2024-03-09",
        slot_at=int(slot.at.timestamp()),
        last=None,
        covered=None,
    )
    later = replace(taken, look_at=slot.at + timedelta(seconds=1), last=date(2024, 3, 8))
    assert (turn_taken(row, later).held, turn_taken(row, later).last) == (True, "2024-03-08")
    never = turn_taken(FULL, replace(taken, look_at=None, slot=None))
    assert (never.look_at, never.slot, never.slot_at, never.held) == (None, None, None, False)


def test_a_slot_is_a_day_and_a_moment() -> None:
    """Without either there is none."""
    assert slot_of(FULL) == Slot(day=date(2024, 3, 9), at=datetime.fromtimestamp(600, UTC))
    assert slot_of(replace(FULL, slot=None)) is None
    assert slot_of(replace(FULL, slot_at=None)) is None

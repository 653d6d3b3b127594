"""Tests of `domain.chats.Sound`: when digests come without a sound."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest

from domain.chats import Sound

NIGHT = Sound(silent=(time(22), time(7)))
NOON = Sound(silent=(time(12), time(13, 30)))


@pytest.mark.parametrize(
    ("sound", "hour", "zone", "is_silent"),
    [
        (Sound(), 3, "UTC", False),
        (Sound(is_off=True), 12, "UTC", True),
        (NIGHT, 22, "UTC", True),
        (NIGHT, 3, "UTC", True),
        (NIGHT, 7, "UTC", False),
        (NIGHT, 21, "UTC", False),
        (NIGHT, 21, "Europe/Berlin", True),
        (NIGHT, 6, "Europe/Berlin", False),
        (NOON, 13, "UTC", True),
        (NOON, 14, "UTC", False),
        (NOON, 11, "UTC", False),
    ],
)
def test_silent_hours_are_local(sound: Sound, hour: int, zone: str, is_silent: bool) -> None:
    """They begin with their first minute, and are over with their last; also over midnight."""
    assert sound.is_silent(datetime(2024, 3, 8, hour, tzinfo=UTC), zone) is is_silent


@pytest.mark.parametrize("sound", [Sound(), Sound(is_off=True), NIGHT, NOON])
def test_what_is_written_is_read(sound: Sound) -> None:
    """As it is kept, exported and shown."""
    assert Sound.of(str(sound)) == sound

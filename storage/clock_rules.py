"""When a clock counts as set back, and what that does: for every store."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from domain.messages import sentence

READ_AGAIN: Final = sentence("It was read under a wrong clock, and is read again.")

SEEN_AT: Final = "clock-seen"
"""The note with the last moment that the clock showed, ISO 8601."""

SLACK: Final = timedelta(minutes=1)
"""By less than this clocks are set every day, and nothing comes of it."""

LONGEST_BUTTON: Final = timedelta(days=91)

LEAST: Final = timedelta(days=7)
"""What a chat is told of anew where nothing says how far it was covered."""

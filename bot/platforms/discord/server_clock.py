"""How old an interaction is by Discord's clock, whatever this machine's shows."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Final

LATEST: Final = 3.0
"""Seconds within which an interaction has to be answered; after it, its person was told that
nobody does (https://docs.discord.com/developers/interactions/receiving-and-responding)."""

_KEPT: Final = 20


class ServerClock:
    """Discord's time, as its answers tell it: never ahead of it, behind by about a second."""

    def __init__(self, now: Callable[[], float] = time.time) -> None:
        """Args: now gives this machine's clock, in seconds of the Unix clock."""
        self._now = now
        self._ahead: deque[float] = deque(maxlen=_KEPT)

    def heard(self, date: str | None) -> None:
        """An answer has come. Args: date is its header of that name."""
        try:
            told = parsedate_to_datetime(date or "")
        except ValueError:
            return
        # An answer that was long on its way makes the clock seem slower than it is.
        self._ahead.append(self._now() - told.timestamp())

    def is_late(self, asked: datetime) -> bool:
        """Whether what was asked then can no longer be answered, as far as is known."""
        if not self._ahead:
            return False
        return self._now() - min(self._ahead) - asked.timestamp() > LATEST

"""What is kept for how long, and what a wrong clock has left, as a port."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol


class Retention(Protocol):
    """Keeps what is remembered in order as time passes."""

    async def note_clock(self, now: datetime, listed: date) -> bool:
        """Keep what the clock shows, and put right what came of it where it was ahead before.

        What was told stays told; slots and marks of a time that has not come are void, and what
        was read of announcements then is read again. Where arXiv has announced under a later date
        than `listed`, it is the clock of now that is wrong, and nothing is changed.

        Args:
            now: what it shows, UTC.
            listed: the newest listing date that should be out by then.

        Returns:
            Whether it has been set back, by more than a minute, and is right now.
        """
        ...

    async def settled(self, now: datetime) -> datetime:
        """Until when it is sure that time has passed, whatever the clock shows.

        At most two days more than at the last question: what is tidied away under a clock that
        was ahead by years would be missing once it is right.
        """
        ...

    async def tidy(self, now: datetime) -> None:
        """Forget what no digest needs any more."""
        ...

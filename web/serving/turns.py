"""Visitors come after chats: while those need the processor, visitors take turns, one at a time.

Somebody in a chat who is being answered waits for no page that was not begun before. While digests
are made, pages take one part in twenty of the time and leave the rest. Before that, their requests
have waited to be read (`web.serving.arrivals`).
"""

from __future__ import annotations

import asyncio
import time
from typing import Final

from domain.concurrency.aside import is_bulk_being_done
from domain.concurrency.asker import is_somebody_served

GIVES_WAY: Final = 0.25
"""Seconds for which the first of those who wait gives way at most."""

LONGEST: Final = 2.0
"""Seconds that a visitor waits for others at most, some of whose pages may take long."""

LEAVES: Final = 20
"""How much longer than a page took the next one waits, while digests are made."""

_LOOKS: Final = 0.005
"""Seconds after which it is looked whether the first need still wait."""


class Turn:
    """The turn of one visitor, until it is ended; again it does no harm."""

    def __init__(self, turns: Turns) -> None:
        self._turns = turns
        self._began = time.monotonic()
        self._has_ended = False

    def end(self) -> None:
        """Let the next one have a turn."""
        if not self._has_ended:
            self._has_ended = True
            self._turns.ended(time.monotonic() - self._began)


class Turns:
    """The turns of those who visit one archive."""

    def __init__(self) -> None:
        self._one_at_a_time = asyncio.Lock()
        self._free_at = 0.0

    async def next(self) -> Turn | None:
        """A turn, after those who were there before; None where nobody needs one."""
        if not (is_somebody_served() or is_bulk_being_done()):
            return None
        try:
            async with asyncio.timeout(LONGEST):
                await self._one_at_a_time.acquire()
        except TimeoutError:
            return None
        until = time.monotonic() + GIVES_WAY
        try:
            # What goes on in other threads tells of no event.
            while self._gives_way() and time.monotonic() < until:  # noqa: ASYNC110
                await asyncio.sleep(_LOOKS)
        except asyncio.CancelledError:
            self._one_at_a_time.release()
            raise
        return Turn(self)

    def ended(self, seconds: float) -> None:
        """A turn is over that took so long."""
        self._free_at = time.monotonic() + LEAVES * seconds
        self._one_at_a_time.release()

    def _gives_way(self) -> bool:
        if is_somebody_served():
            return True
        return is_bulk_being_done() and time.monotonic() < self._free_at

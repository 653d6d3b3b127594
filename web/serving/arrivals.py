"""What visitors send comes after chats, before any of it is read.

While somebody in a chat is being answered, nothing of visitors is read, for a moment at most. While
digests are made, one request is read every few milliseconds. When neither goes on, which is nearly
always, two are read in each turn of the event loop, so that a message that comes in meanwhile is
never behind more than two pages.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable
from typing import Final

from domain.concurrency.aside import is_bulk_being_done
from domain.concurrency.asker import is_somebody_served

IN_A_TURN: Final = 2
"""Requests read in one turn of the event loop."""

GIVES_WAY: Final = 0.25
"""Seconds for which a request waits for chats at most."""

WHILE_DIGESTS: Final = 0.01
"""Seconds from one request to the next, while digests are made."""

_LOOKS: Final = 0.003
"""Seconds after which it is looked whether somebody is still being answered."""

Read = Callable[[], None]


class Arrivals:
    """The requests that one archive is sent; for the thread of the event loop alone."""

    def __init__(self) -> None:
        self._waiting: deque[tuple[float, Read]] = deque()
        self._in_turn = 0
        self._free_at = 0.0
        self._looks: asyncio.Handle | None = None

    def take(self, read: Read) -> None:
        """Have a request read: now, or when it is its turn."""
        now = time.monotonic()
        self._waiting.append((now + GIVES_WAY, read))
        if len(self._waiting) == 1:
            self._go_on(now)

    def _go_on(self, now: float) -> None:
        while self._waiting and (seconds := self._wait(now)) is None:
            _, read = self._waiting.popleft()
            self._in_turn += 1
            self._free_at = now + WHILE_DIGESTS
            read()
        if self._looks is not None:
            return
        loop = asyncio.get_running_loop()
        if self._waiting and seconds:
            self._looks = loop.call_later(seconds, self._look)
        else:
            self._looks = loop.call_soon(self._look)

    def _look(self) -> None:
        self._looks = None
        self._in_turn = 0
        if self._waiting:
            self._go_on(time.monotonic())

    def _wait(self, now: float) -> float | None:
        """The seconds until the first may be read, 0 for the next turn; None where it is now."""
        if self._in_turn >= IN_A_TURN:
            return 0.0
        if is_somebody_served() and now < self._waiting[0][0]:
            return _LOOKS
        if is_bulk_being_done() and now < self._free_at:
            return self._free_at - now
        return None

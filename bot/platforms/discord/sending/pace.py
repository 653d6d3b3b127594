"""How fast Discord may be asked, and when to stop asking: pure, told the time by whoever asks.

After https://discord.com/developers/docs/topics/rate-limits: a bot has 50 requests a second, and
10,000 invalid ones (401, 403, 429) within 10 minutes get its address banned. Both keep a distance.
"""

from __future__ import annotations

from collections import deque
from typing import Final

PER_SECOND: Final = 45
AT_MOST: Final = 49
"""Requests in any second, as Discord may see them; they catch up so far after being held up."""
INVALID_ALLOWED: Final = 5_000
INVALID_WINDOW: Final = 600.0
"""Seconds."""


class Throttle:
    """Gives each request its moment, so that no second has more than `most` of them."""

    def __init__(self, most: int = PER_SECOND, per: float = 1.0) -> None:
        """Args: per is the length in seconds of the span that holds `most` requests."""
        self._per = per
        self._moments: deque[float] = deque(maxlen=most)

    def reserve(self, now: float) -> float:
        """Take the next free moment; the seconds to wait for it."""
        moment = now
        if len(self._moments) == self._moments.maxlen:
            moment = max(now, self._moments[0] + self._per)
        self._moments.append(moment)
        return moment - now


class InvalidRequestGuard:
    """Counts invalid requests and says how long to ask for nothing, once there were too many."""

    def __init__(self, most: int = INVALID_ALLOWED, window: float = INVALID_WINDOW) -> None:
        self._window = window
        self._invalid: deque[float] = deque(maxlen=most)

    def note(self, status: int, scope: str, now: float) -> None:
        """Take notice of an answer.

        Args:
            status: of HTTP.
            scope: of the limit that a 429 speaks of; a shared one is nobody's fault.
            now: in seconds.
        """
        if status in (401, 403) or (status == 429 and scope != "shared"):
            self._invalid.append(now)

    def wait(self, now: float) -> float:
        """Seconds in which nothing should be asked; 0 where all is well."""
        if len(self._invalid) < (self._invalid.maxlen or 0):
            return 0.0
        return max(0.0, self._invalid[0] + self._window - now)

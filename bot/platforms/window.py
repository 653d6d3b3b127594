"""A window over time: how many messages a platform may have seen in the last moments."""

from __future__ import annotations

from collections import deque
from typing import Final

STEP: Final = 0.02
"""Seconds after which to look again at what depends on calls that are not back yet."""

_SHORTEST: Final = 0.001


class Window:
    """Counts messages over a span of time; one on its way counts until the span after it came.

    Counting from the end of a call, not its beginning, keeps the limit also as the other side
    sees it, however long calls take.
    """

    def __init__(self, most: int, seconds: float) -> None:
        self._most = most
        self._seconds = seconds
        self._on_their_way = 0
        self._came: deque[float] = deque()

    def wait(self, now: float, count: int = 1, spare: int = 0) -> float:
        """Seconds until `count` more may go with `spare` places left after them; 0 for now.

        Where it depends on calls that are not back yet, a short while to look again after.
        """
        self._forget(now)
        over = self._on_their_way + len(self._came) + count + spare - self._most
        if over <= 0 or (not self._on_their_way and not self._came):
            return 0.0
        if over > len(self._came):
            return STEP
        return max(self._came[over - 1] + self._seconds - now, _SHORTEST)

    def leave(self, count: int) -> None:
        """So many are on their way."""
        self._on_their_way += count

    def stay(self, count: int) -> None:
        """So many that were said to be on their way are not sent after all."""
        self._on_their_way -= count

    def arrive(self, now: float, count: int) -> None:
        """So many have come, or failed."""
        self._on_their_way -= count
        self._came.extend([now] * count)

    @property
    def is_nearly_empty(self) -> bool:
        """Whether no more is counted than the message that this is asked about."""
        return self._on_their_way + len(self._came) <= 1

    def is_empty(self, now: float) -> bool:
        """Whether nothing is counted."""
        self._forget(now)
        return not self._on_their_way and not self._came

    def _forget(self, now: float) -> None:
        while self._came and self._came[0] <= now - self._seconds:
            self._came.popleft()

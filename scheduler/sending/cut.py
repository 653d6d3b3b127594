"""A process whose way to a platform is cut: others may have one."""

from __future__ import annotations

import time
from typing import Final

from domain.deliveries import Outcome

IN_A_ROW: Final = 3
"""Messages that did not come through, after which it is the way and no message."""

SECONDS: Final = 30.0
"""For which nothing more is taken then."""

_CUT: Final = frozenset((Outcome.UNSENT, Outcome.UNKNOWN))


class Cut:
    """Counts what becomes of messages, and says how long to take no more of them."""

    def __init__(self) -> None:
        self._failed = 0
        self._until = 0.0

    def note(self, outcome: Outcome) -> bool:
        """What became of a message; whether a rest begins with it."""
        if outcome not in _CUT:
            self._failed = 0
            return False
        self._failed += 1
        if self._failed < IN_A_ROW:
            return False
        is_new = not self.seconds
        self._until = time.monotonic() + SECONDS
        return is_new

    @property
    def seconds(self) -> float:
        """How long it lasts; 0 where there is none."""
        return max(0.0, self._until - time.monotonic())

"""An event loop whose clock leaps to whatever is waited for: minutes pass in no time."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, Final

_LONGEST_STAND: Final = 10_000
"""Rounds of the loop in which no time passes; the largest scene here takes some thousands."""


class _Leaping(selectors.SelectSelector):
    """Waits for nothing; tells its loop how long it would have."""

    leapt = 0.0
    standing = 0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """Look what is there, and let the time pass that was to be waited."""
        if timeout is None:
            raise RuntimeError("all tasks wait for something that never comes")
        self.standing = 0 if timeout > 0 else self.standing + 1
        if self.standing > _LONGEST_STAND:
            raise RuntimeError("a task goes round and round, and no time passes")
        self.leapt += max(timeout, 0.0)
        return super().select(0)


class VirtualLoop(asyncio.SelectorEventLoop):
    """Without sockets and threads; `time` begins at 1,000 s."""

    def __init__(self) -> None:
        self._leaping = _Leaping()
        super().__init__(self._leaping)

    def time(self) -> float:
        """The virtual time, in seconds."""
        return 1_000.0 + self._leaping.leapt


def virtually(work: Coroutine[Any, Any, None]) -> None:
    """Run something whose time is virtual; an hour of it at most."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        runner.run(asyncio.wait_for(work, 3_600))


def now() -> float:
    """The virtual time, in seconds, for whoever is to be told it."""
    return asyncio.get_running_loop().time()

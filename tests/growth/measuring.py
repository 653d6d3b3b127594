"""How the time of a function grows with what it is given."""

from __future__ import annotations

import gc
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

STEP: Final = 8
"""How much longer each text is than the one before."""

TELLING: Final = 0.001
"""CPU seconds below which a time says nothing."""

LONGEST: Final = 1.0
"""CPU seconds after which a call is steep enough, however it goes on."""

ENDLESS: Final = 20
"""Seconds by the wall after which a call is broken off.

By the wall, since Linux counts a process's time in whole ticks of its clock, of some milliseconds,
while a timer of that time (ITIMER_VIRTUAL, ITIMER_PROF) is set.
"""

STEEP: Final = 24
"""Between linear, where a text of eight times the length takes 8 times as long, and quadratic, 64.

Far from both: on a busy machine the ratio of two times has been seen to double.
"""


class Endless(BaseException):
    """A call was broken off; no handler of errors catches it."""


@contextmanager
def broken_off(seconds: float) -> Iterator[None]:
    """Raise `Endless` in what takes longer than this."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise Endless

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def steepness(made: Callable[[int, int], Callable[[], object]], size: int) -> float:
    """By what the time is multiplied where a text is `STEP` times as long; 0 where by little.

    Args:
        made: a call ready to be made, for a length and a number that makes each text another.
        size: the length at which what grows by the square takes a time that tells.
    """
    # Most of what is measured is told by two calls.
    if _taken(made(size, 0)) < max(TELLING, STEEP * _taken(made(size // STEP, 5))):
        return 0.0
    # What is steep is so each time; a machine that is busy with something else is not.
    return min(_steepness(made, size) for _ in range(3))


def _steepness(made: Callable[[int, int], Callable[[], object]], size: int) -> float:
    # One step may be where a text becomes several messages; two in a row are growth.
    for length in (size, size * STEP):
        # A machine that is busy with something else is given another chance.
        now = min(_taken(made(length, again)) for again in (1, 2))
        before = max(_taken(made(length // STEP, again)) for again in (3, 4))
        if now < max(TELLING, STEEP * before):
            return 0.0
        if now >= LONGEST:
            break
    return now / max(before, TELLING / STEP**2)


def _taken(call: Callable[[], object]) -> float:
    """CPU seconds of a call."""
    gc.disable()
    started = time.process_time()
    try:
        with broken_off(ENDLESS):
            call()
    except Endless:
        return LONGEST
    finally:
        gc.enable()
    return time.process_time() - started

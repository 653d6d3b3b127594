"""How the time of a function grows with what it is given.

The verdict is the same on a fast machine and on one that is busy: what else runs there only ever
adds to a time. So what is short is short; and a ratio is one of the shortest times of several, so
many that it is plain.
"""

from __future__ import annotations

import gc
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from math import inf
from types import FrameType
from typing import Final, TypeAlias

Made: TypeAlias = Callable[[int, int], Callable[[], object]]
"""A call ready to be made, for a length and a number that makes each text another."""

STEP: Final = 8
"""How much longer each text is than the one before."""

TELLING: Final = 0.0002
"""CPU seconds below which a time tells that nothing grows by the square, on whatever machine.

Of 4,096 signs there are 8 million pairs, for which the fastest loops take some milliseconds; of 128
things there are 16 thousand, for which Python takes half a millisecond where it is slow.
"""

LONGEST: Final = 1.0
"""CPU seconds after which a call is not given a longer text."""

ENDLESS: Final = 60
"""Seconds by the wall after which a call is broken off, and what it does is as steep as can be.

By the wall, since Linux counts a process's time in whole ticks of its clock, of some milliseconds,
while a timer of that time (ITIMER_VIRTUAL, ITIMER_PROF) is set.
"""

EVEN: Final = 12
"""Up to this a ratio is one of texts eight times as long: 8, or 11 for what sorts or halves."""

STEEP: Final = 24
"""Between linear, where a text of eight times the length takes 8 times as long, and quadratic, 64.

Far from both, as large texts leave the processor's caches.
"""

_TIMES: Final = 4
_ROUNDS: Final = 10


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


def steepness(made: Made, size: int) -> float:
    """By what the time is multiplied where a text is `STEP` times as long; 0 where by little.

    Args:
        made: a call ready to be made, for a length and a number that makes each text another.
        size: the length at which what grows by the square takes a time that tells.
    """
    try:
        taken = _taken(made(size, 0))
        return 0.0 if taken < TELLING else _steepness(made, size, taken)
    except Endless:
        return inf


def _steepness(made: Made, size: int, taken: float) -> float:
    fresh = count(1)
    # One step may be where a text becomes several messages; two in a row are growth.
    for length in (size, size * STEP):
        longer, shorter = _shortest(made, length, fresh, taken)
        if longer <= EVEN * shorter:
            return 0.0
        if longer >= LONGEST:
            break
        taken = inf
    return longer / shorter if longer >= STEEP * shorter else 0.0


def _shortest(made: Made, length: int, fresh: Iterator[int], longer: float) -> tuple[float, float]:
    """CPU seconds of a text of a length and of one of the length before, the fewest of several.

    Args:
        made: as for `steepness`.
        length: of the longer text.
        fresh: numbers of texts that have not been read.
        longer: what such a text has taken already, if it has.
    """
    shorter = inf
    for _ in range(_ROUNDS):
        if longer == inf or shorter < inf:
            longer = min(longer, _taken(made(length, next(fresh))))
        shorter = min(shorter, *(_taken(made(length // STEP, next(fresh))) for _ in range(_TIMES)))
        if longer <= EVEN * shorter or longer >= LONGEST:
            break
    return longer, shorter


def _taken(call: Callable[[], object]) -> float:
    """CPU seconds of a call.

    Raises:
        Endless: it was broken off.
    """
    gc.disable()
    try:
        with broken_off(ENDLESS):
            started = time.process_time()
            call()
            return time.process_time() - started
    finally:
        gc.enable()

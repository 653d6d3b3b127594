"""Long work beside the event loop, a little at a time, so that other work gets its turn between."""

from __future__ import annotations

import time
from collections.abc import Generator
from typing import Final, TypeVar

from domain.concurrency.aside import aside

T = TypeVar("T")

SLICE: Final = 0.01
"""Seconds for which such work goes on before others may have their turn."""


async def in_slices(work: Generator[None, None, T]) -> T:
    """What a generator returns in the end; it yields wherever it can be interrupted.

    Raises:
        Exception: whatever the generator raises.
    """
    ended: list[T] = []
    while not ended:
        await aside(_some, work, ended)
    return ended[0]


def _some(work: Generator[None, None, T], ended: list[T]) -> None:
    until = time.monotonic() + SLICE
    try:
        while True:
            next(work)
            if time.monotonic() >= until:
                return
    except StopIteration as end:
        ended.append(end.value)

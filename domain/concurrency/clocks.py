"""The clocks of processes on several machines, which are never quite the same."""

from __future__ import annotations

from typing import Final

CLOCKS_APART: Final = 10.0
"""Seconds that the clocks of several processes may differ."""


def is_known_again(age: float, deduplicates: float, owner: int) -> bool:
    """Whether a platform surely knows a message again.

    Args:
        age: seconds since it was first sent. Less than none where the clock has been set back:
            then nobody knows, but where another process's may have told the moment.
        deduplicates: for how many seconds the platform knows a message again.
        owner: number of the process that has the message; 0 where there is only one.
    """
    apart = CLOCKS_APART if owner else 0.0
    return -apart <= age < deduplicates - apart

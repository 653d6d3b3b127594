"""What is kept for how long: for every store."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

DIGESTS: Final = timedelta(days=30)
"""What became of a digest, its messages and what they said."""

TOLD: Final = timedelta(days=400)
"""Which papers a chat was told, so that none comes twice."""

ANNOUNCED: Final = timedelta(days=120)
"""Announcements, with their papers and summaries: arXiv lists 90 days, digests go back 31."""

ASKED_FOR: Final = 10_000
"""Papers that are in no announcement kept, with their summaries: the last ones asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is kept for how long, where somebody wishes otherwise."""

    announced: timedelta = ANNOUNCED
    digests: timedelta = DIGESTS
    told: timedelta = TOLD
    asked_for: int = ASKED_FOR


_AT_ONCE: Final = timedelta(days=2)


def settled_until(before: str | None, now: datetime) -> datetime:
    """Until when it is sure that time has passed: two days more than the last time, at most.

    A clock that is ahead by years would else have all deleted that was ever told.

    Args:
        before: the answer of the last time, ISO 8601.
        now: what the clock shows.
    """
    return now if before is None else min(now, datetime.fromisoformat(before) + _AT_ONCE)

"""The log of a morning: what was announced, and how its digests were delivered, in a few lines.

Chats are told of as counts; what became of one message is told at level debug.
"""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Callable, Collection
from datetime import date
from typing import Final

import structlog

from app.operating.daily import DailyFigures
from domain.deliveries import PartState
from domain.excerpts import Body
from domain.papers import Batch, BatchState

log = structlog.get_logger(__name__)

_MOST_OF_ALL: Final = 0.95
_REASONS: Final = 3
"""Reasons that a line tells, the most frequent first."""


class DeliveryStory:
    """What became of the messages of one platform, from the first claimed until none is left."""

    def __init__(
        self,
        platform: str,
        seconds: Callable[[], float] = time.monotonic,
        daily: DailyFigures | None = None,
    ) -> None:
        """Args: seconds pass by a clock that nobody sets; daily is told each final outcome."""
        self._platform = platform
        self._daily = daily
        self._seconds = seconds
        self._since: float | None
        self._begin()

    def begins(self, since: float) -> None:
        """Messages are about to come that have been waited for since then, by the same clock."""
        if self._since is None:
            self._since = since

    def settled(self, state: PartState, reason: str = "") -> bool:
        """A message was dealt with, for now or for ever; whether it is the first of its reason."""
        if self._since is None:
            self._since = self._seconds()
        self._states[state] += 1
        if self._daily is not None and not state.is_open:
            self._daily.count(state.value)
        if state is PartState.SENT:
            self._waits.append(self._seconds() - self._since)
            if self._daily is not None:
                self._daily.delivered(self._waits[-1])
            return False
        self._reasons[reason] += 1
        return self._reasons[reason] == 1

    def is_over(self) -> None:
        """No message is on its way or due: tell what there was, if anything."""
        if not self._states or self._since is None:
            self._begin()
            return
        final = sum(count for state, count in self._states.items() if not state.is_open)
        others = {
            state.value: count
            for state, count in self._states.items()
            if state is not PartState.SENT
        }
        slowest = sorted(self._waits)[math.ceil(_MOST_OF_ALL * len(self._waits)) - 1 :]
        tell = log.warning if others else log.info
        tell(
            "delivered",
            platform=self._platform,
            sent=self._states[PartState.SENT],
            of=final,
            seconds=round(self._seconds() - self._since, 1),
            p95_seconds=round(slowest[0], 1) if slowest else 0.0,
            **others,
            **({"why": "; ".join(self._told())} if self._reasons else {}),
        )
        self._begin()

    def _told(self) -> list[str]:
        return [f"{reason} ({count})" for reason, count in self._reasons.most_common(_REASONS)]

    def _begin(self) -> None:
        self._since = None
        self._states: Counter[PartState] = Counter()
        self._reasons: Counter[str] = Counter()
        self._waits: list[float] = []


class PlanningStory:
    """What was planned at one look.

    Attributes:
        began: when the look began, in monotonic seconds.
    """

    def __init__(self) -> None:
        self.begins()

    def begins(self) -> None:
        """A look begins."""
        self.began = time.monotonic()
        self._chats = 0
        self._different: set[int] = set()

    def planned(self, documents: Collection[Body]) -> None:
        """Digests are queued, one for each chat; many are the same."""
        self._chats += len(documents)
        self._different.update(map(hash, documents))

    def is_over(self) -> None:
        """Tell what there was, if anything."""
        if self._chats:
            log.info("digests planned", digests=len(self._different), chats=self._chats)


class AnnouncementStory:
    """How the newest announcement stands, each state of it told once."""

    def __init__(self) -> None:
        self._told: tuple[date, str] | None = None

    def seen(self, batches: Collection[Batch]) -> None:
        """The newest announcements of the archives that anybody follows."""
        if not batches:
            return
        day = max(batch.date for batch in batches)
        newest = [batch for batch in batches if batch.date == day]
        late = sorted(batch.archive for batch in newest if batch.state is BatchState.LATE)
        unread = [batch for batch in newest if batch.state is BatchState.FAILED]
        is_complete = all(batch.state.is_settled for batch in newest)
        state = "late" if late else "unread" if unread else "complete" if is_complete else ""
        if not state or self._told == (day, state):
            return
        self._told = (day, state)
        if late:
            log.warning("announcement late", date=str(day), archives=" ".join(late))
        elif unread:
            log.warning(
                "announcement not read",
                date=str(day),
                archives=" ".join(sorted(batch.archive for batch in unread)),
                why=str(unread[0].reason),
            )
        else:
            papers = {paper.base for batch in newest for paper in batch.news}
            log.info(
                "announcement complete",
                date=str(day),
                archives=len(newest),
                papers=len(papers),
            )

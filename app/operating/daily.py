"""What was done on each day (UTC), for those who run Papercrier: counted, and kept for a month.

A person is counted once a day by each process, and again where that was started anew meanwhile: who
they were is nowhere kept.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import accumulate
from typing import Final

from domain.concurrency.notes import change_note
from domain.ports import Clock, Notes

DAYS: Final = 31
KINDS: Final = (
    *("people", "commands", "digests", "sent", "unknown", "refused", "gone"),
    *("summaries", "extracts", "requests", "millionths", "questions", "wrong"),
)
"""What is counted: people who asked, commands, digests and their messages by outcome; summaries as
they were wanted, extracts in place of a model's, requests to arXiv, millionths of a dollar;
questions put to papers, and answers to them that somebody called wrong."""

SECONDS: Final = (1, 3, 10, 30, 60, 120, 300, 600, 1800, 3600)
"""Messages of digests are counted by the first of these within which they were sent."""

_NOTE: Final = "daily"


class DailyFigures:
    """Counts in memory, and adds them to what is kept now and then."""

    def __init__(self, notes: Notes, clock: Clock) -> None:
        self._notes = notes
        self._clock = clock
        self._counts: dict[str, Counter[str]] = {}
        self._people: set[str] = set()
        self._totals: dict[str, int] = {}
        self._day: date | None = None
        self.since_start: Counter[str] = Counter()

    def count(self, kind: str, more: int = 1) -> None:
        """More of something today; what is not shown is not counted."""
        if kind in KINDS and more:
            self._count(kind, more)

    def delivered(self, seconds: float) -> None:
        """A message of a digest was sent, so long after its morning had begun."""
        self._count(within(seconds))

    def stand_at(self, totals: Mapping[str, int]) -> None:
        """Count what totals of this process have risen by since they were told last."""
        for kind, total in totals.items():
            self.count(kind, total - self._totals.get(kind, 0))
            self._totals[kind] = total

    def asked(self, person: str) -> None:
        """Somebody has given a command."""
        self.count("commands")
        if person not in self._people:
            self._people.add(person)
            self.count("people")

    async def keep(self) -> None:
        """Add what was counted to what is kept, and let go of what is older than a month.

        Raises:
            StoreError: that cannot be done; nothing is lost by it.
        """
        if not self._counts:
            return
        counts, self._counts = self._counts, {}
        first = str(self._today() - timedelta(days=DAYS - 1))

        def added(note: str | None) -> str:
            kept = _read(note)
            both = {
                day: Counter(kept.get(day, {})) + counts.get(day, Counter())
                for day in kept.keys() | counts.keys()
                if day >= first
            }
            return json.dumps(both)

        try:
            await change_note(self._notes, _NOTE, added)
        except BaseException:
            for day, counted in counts.items():
                self._counts.setdefault(day, Counter()).update(counted)
            raise

    async def spent(self, millionths: int) -> None:
        """Keep what the language model has cost today.

        Raises:
            StoreError: it cannot be kept.
        """
        today = str(self._today())

        def told(note: str | None) -> str | None:
            kept = _read(note)
            if kept.get(today, {}).get("millionths", 0) == millionths:
                return None
            return json.dumps(kept | {today: {**kept.get(today, {}), "millionths": millionths}})

        await change_note(self._notes, _NOTE, told)

    async def lately(self) -> dict[str, Mapping[str, int]]:
        """What was counted on each day of the last month up to now, the newest first.

        Raises:
            StoreError: it cannot be read.
        """
        kept = _read(await self._notes.note(_NOTE))
        both = {
            day: Counter(kept.get(day, {})) + self._counts.get(day, Counter())
            for day in sorted(kept.keys() | self._counts.keys(), reverse=True)
        }
        return dict(list(both.items())[:DAYS])

    def _count(self, kind: str, more: int = 1) -> None:
        self._counts.setdefault(str(self._today()), Counter())[kind] += more
        self.since_start[kind] += more

    def _today(self) -> date:
        today = self._clock.now().date()
        if today != self._day:
            self._day = today
            self._people.clear()
        return today


def _read(note: str | None) -> dict[str, Mapping[str, int]]:
    kept: dict[str, Mapping[str, int]] = json.loads(note or "{}")
    return kept


def within(seconds: float) -> str:
    """As what a message is counted that took so long: ``within 30``, or ``within inf``."""
    return f"within {next((limit for limit in SECONDS if seconds <= limit), 'inf')}"


def slowest(counts: Mapping[str, int], share: float) -> str:
    """Seconds within which such a share of a day's messages was sent; empty where none was."""
    limits = [str(limit) for limit in (*SECONDS, "inf")]
    sent = [counts.get(f"within {limit}", 0) for limit in limits]
    for limit, so_far in zip(limits, accumulate(sent), strict=True):
        if so_far and so_far >= share * sum(sent):
            return limit
    return ""

"""What was done on each day (UTC), for those who run Papercrier: counted, and kept for a month.

A person is counted once a day, and again where the process was started anew meanwhile: who they
were is nowhere kept.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from domain.ports import Clock, Notes

DAYS: Final = 31
KINDS: Final = ("people", "commands", "sent", "unknown", "refused", "gone")
"""What is counted, as shown: people who asked, commands, and messages of digests by outcome."""

_NOTE: Final = "daily"


class DailyFigures:
    """Counts in memory, and adds them to what is kept now and then."""

    def __init__(self, notes: Notes, clock: Clock) -> None:
        self._notes = notes
        self._clock = clock
        self._counts: dict[str, Counter[str]] = {}
        self._people: set[str] = set()
        self._day: date | None = None

    def count(self, kind: str) -> None:
        """One more of something today; what is not shown is not counted."""
        if kind in KINDS:
            self._counts.setdefault(str(self._today()), Counter())[kind] += 1

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
        try:
            kept = await self._kept()
            first = str(self._today() - timedelta(days=DAYS - 1))
            both = {
                day: Counter(kept.get(day, {})) + counts.get(day, Counter())
                for day in kept.keys() | counts.keys()
                if day >= first
            }
            await self._notes.save_note(_NOTE, json.dumps(both))
        except BaseException:
            for day, counted in counts.items():
                self._counts.setdefault(day, Counter()).update(counted)
            raise

    async def lately(self) -> dict[str, Mapping[str, int]]:
        """What was counted on each day of the last month, the newest first.

        Raises:
            StoreError: it cannot be read.
        """
        kept = await self._kept()
        return {day: kept[day] for day in sorted(kept, reverse=True)}

    async def _kept(self) -> dict[str, Mapping[str, int]]:
        kept: dict[str, Mapping[str, int]] = json.loads(await self._notes.note(_NOTE) or "{}")
        return kept

    def _today(self) -> date:
        today = self._clock.now().date()
        if today != self._day:
            self._day = today
            self._people.clear()
        return today

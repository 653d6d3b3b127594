"""An arXiv, a store and an intake between them, under one clock."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from domain.identifiers import PaperId
from domain.papers import Batch, BatchState, Paper
from intake import calendar
from intake.engine import Intake
from intake.states import is_firm
from storage.memory import MemoryStore
from tests.fakes.clock import SettableClock
from tests.fakes.paper_source import FakeSource

THURSDAY: Final = "2024-03-07"
FRIDAY: Final = "2024-03-08"
MONDAY: Final = "2024-03-11"
TUESDAY: Final = "2024-03-12"
EVERY_MINUTES: Final = 5
"""From one look to the next; what runs looks every minute, and finds no more to do."""

EVERY: Final = ("cs", "hep-th", "stat")


@dataclass
class Night:
    """A process that takes announcements in, and the world around it.

    Attributes:
        archives: those that are followed.
        seen: every state that a batch was in after a look, each once in a row.
    """

    begins: str
    archives: tuple[str, ...] = EVERY
    evidence_dir: Path | None = None
    source: FakeSource = field(init=False)
    store: MemoryStore = field(default_factory=MemoryStore, init=False)
    seen: dict[tuple[str, date], list[BatchState]] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self.clock = SettableClock(self.begins)
        self.source = FakeSource(self.clock)
        self.restart()

    def restart(self) -> None:
        """A new process over the same database."""
        self.intake = Intake(
            source=self.source, store=self.store, clock=self.clock, evidence_dir=self.evidence_dir
        )

    async def take(self, at: str = "", *, eager: bool = False) -> list[Batch]:
        """Take in what is due, at a moment."""
        if at:
            self.clock.set(at)
        batches = await self.intake.take(self.archives, eager=eager)
        for batch in await self.intake.known(self.archives):
            states = self.seen.setdefault((batch.archive, batch.date), [])
            if batch.state not in states[-1:]:
                states.append(batch.state)
        return batches

    async def run_until(self, moment: str) -> list[datetime]:
        """Take in whatever is due every few minutes until a moment; when arXiv was asked then."""
        end = datetime.fromisoformat(moment).replace(tzinfo=UTC)
        asked_at = []
        while self.clock.now() <= end:
            with self.asking() as asked:
                await self.take()
            if asked:
                asked_at.append(self.clock.now())
            self.clock.advance(minutes=EVERY_MINUTES)
        self.clock.set(end)
        return asked_at

    async def batch(self, archive: str, day: str) -> Batch:
        """What is kept of a batch."""
        on = date.fromisoformat(day)
        (batch,) = await self.store.batches([archive], on, on)
        return batch

    async def state(self, archive: str, day: str) -> BatchState:
        """The state of a batch that is kept."""
        return (await self.batch(archive, day)).state

    async def states(self, day: str) -> dict[str, BatchState]:
        """The states kept of a date, by archive."""
        on = date.fromisoformat(day)
        found = await self.store.batches(self.archives, on, on)
        return {batch.archive: batch.state for batch in found}

    def passed(self, archive: str, day: str) -> list[BatchState]:
        """The states that a batch was in, one after another."""
        return self.seen.get((archive, date.fromisoformat(day)), [])

    async def paper(self, base: str) -> Paper | None:
        """What is kept of a paper."""
        return (await self.store.papers([PaperId(base)])).get(base)

    async def is_all_here(self, archives: Collection[str], *days: str) -> bool:
        """Whether of these dates exactly what was announced is kept, and known to be all."""
        for day in days:
            for archive in archives:
                batch = await self.batch(archive, day)
                truth = self.source.announced(archive, day)
                here = {line.paper_id.base: line.kind for line in batch.announcements}
                expected = BatchState.COMPLETE if truth else BatchState.QUIET
                if here != truth or batch.state is not expected or not is_firm(batch):
                    return False
        return True

    @contextmanager
    def asking(self) -> Iterator[list[str]]:
        """The requests that are made within it, once it is over."""
        before, asked = len(self.source.asked), list[str]()
        yield asked
        asked += self.source.asked[before:]


def usual_night() -> Night:
    """From Thursday noon on: what was announced for that date, and what will be for Friday."""
    night = Night("2024-03-07T12:00")
    night.source.announces(THURSDAY, "2403.00001 cs.CV\n2403.00002 hep-th\n2403.00003 stat.ME")
    night.source.announces(
        FRIDAY,
        """
        2403.00011 cs.CV stat.ML hep-th
        2403.00012 stat.ME
        2403.00013 hep-th
        2401.00007v2 hep-th
        """,
    )
    return night


async def two_nights_ahead(evidence_dir: Path) -> Night:
    """From Thursday evening on, with papers of two archives of three for Friday and Monday."""
    night = Night("2024-03-07T12:00", EVERY, evidence_dir)
    night.source.announces(THURSDAY, "2403.00001 cs.CV hep-th stat.ML")
    night.source.announces(FRIDAY, "2403.00011 cs.CV\n2403.00012 hep-th\n2403.00013 cs.LG")
    night.source.announces(MONDAY, "2403.00021 cs.CV stat.ML\n2403.00022 hep-th")
    await night.run_until("2024-03-07T23:00")
    return night


def announced(begin: date, end: date, archives: tuple[str, ...] = ("cs", "stat")) -> Night:
    """A night on which every date from begin to end is scripted, holidays aside.

    A paper of each day is in computer science, on Fridays one more in statistics.
    """
    night = Night(f"{begin}T12:00", archives)
    days = [day for day in calendar.listing_dates(begin, end) if not calendar.is_holiday(day)]
    for number, day in enumerate(days, 1):
        line = f"{day:%y%m}.{number:05} cs.CV"
        if day.weekday() == 4:
            line += f"\n{day:%y%m}.{number + 5000:05} stat.ME"
        night.source.announces(day, line)
    return night


def of(asked: list[str], *kinds: str) -> list[str]:
    """The requests of some kinds."""
    return [request for request in asked if request.split()[0] in kinds]

"""An arXiv, a store and an intake between them, under one clock."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from domain.identifiers import PaperId
from domain.papers import Batch, BatchState, Paper
from intake.engine import Intake
from intake.states import is_firm
from tests.fakes.clock import SettableClock
from tests.fakes.memory_store import MemoryStore
from tests.fakes.paper_source import FakeSource

MINUTE = timedelta(minutes=1)


@dataclass
class Night:
    """A process that takes announcements in, and the world around it.

    Attributes:
        archives: those that are followed.
        seen: every state that a batch was in after a look, each once in a row.
    """

    begins: str
    archives: tuple[str, ...] = ("cs", "hep-th", "stat")
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
        """Take in whatever is due until a moment, when it is due; at which moments that was."""
        end = datetime.fromisoformat(moment).replace(tzinfo=UTC)
        woken = []
        while self.clock.now() <= end:
            await self.take()
            woken.append(self.clock.now())
            self.clock.set(await self.intake.next_wake(self.archives))
        self.clock.set(end)
        return woken

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

"""arXiv refuses to show its listings: told as what it is, never as a quiet day, and made good."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from domain.papers import Batch, BatchState
from intake.engine import Intake
from papers.transport.availability import Persistence
from papers.transport.exchange import Limits
from storage.memory import MemoryStore
from tests.fakes.arxiv_server import FakeArxiv
from tests.fakes.clock import SettableClock
from tests.papers.invented import FRIDAY, QUICK, several, source_of

ARCHIVES = ("cs", "math", "stat")
FORBIDDEN = "it refuses our requests (403 Forbidden)"


@pytest.fixture
def arxiv() -> Iterator[FakeArxiv]:
    """With two papers in computer science."""
    with FakeArxiv() as server:
        server.announce(FRIDAY, *several(2))
        yield server


@asynccontextmanager
async def taking(
    arxiv: FakeArxiv, clock: SettableClock, persistence: Persistence = QUICK
) -> AsyncIterator[Intake]:
    """A process that takes in what the small arXiv announces."""
    # A busy machine is slow; that is no refusal.
    source = source_of(arxiv, persistence=persistence, limits=Limits())
    try:
        yield Intake(source=source, store=MemoryStore(), clock=clock)
    finally:
        await source.close()


async def told(intake: Intake) -> list[Batch]:
    """What is kept of Friday's announcements."""
    return await intake.kept(ARCHIVES, [FRIDAY])


@pytest.mark.parametrize(
    ("refusal", "said"),
    [
        ("403", FORBIDDEN),
        ("429:900", "it says 429 Too Many Requests"),
        ("451", "arXiv refuses the request (451 Unavailable For Legal Reasons)"),
        ("503:300", "it says 503 Service Unavailable"),
    ],
)
async def test_is_told_as_what_it_is(arxiv: FakeArxiv, refusal: str, said: str) -> None:
    """Of every archive, also of those that were not asked any more; for a day and a night."""
    arxiv.plan("/", f"{refusal} ...")
    clock = SettableClock("2024-03-08T02:00")
    async with taking(arxiv, clock) as intake:
        for _ in range(12):
            await intake.take(ARCHIVES)
            for batch in await told(intake):
                assert batch.state is BatchState.FAILED
                assert said in str(batch.reason)
            clock.advance(hours=2)


async def test_after_a_403_nothing_is_asked_any_more(arxiv: FakeArxiv) -> None:
    """By the intake or for somebody who waits, in this archive or another; the operator knows."""
    arxiv.plan("/", "403")
    clock = SettableClock("2024-03-08T02:00")
    async with taking(arxiv, clock) as intake:
        await intake.take(ARCHIVES)
        clock.advance(minutes=20)
        await intake.take(ARCHIVES)
        await intake.day(ARCHIVES, FRIDAY)
        assert len(arxiv.seen) == 1
        assert all(FORBIDDEN in str(batch.reason) for batch in await told(intake))


@pytest.mark.parametrize("refusal", ["403", "429", "451", "503"])
async def test_is_made_good_once_it_is_over(arxiv: FakeArxiv, refusal: str) -> None:
    """Nothing of it is remembered."""
    arxiv.plan("/", " ".join([refusal] * 8))
    clock = SettableClock("2024-03-08T02:00")
    at_once = replace(QUICK, shut_out=0.0, attempts=1, threshold=100)
    async with taking(arxiv, clock, at_once) as intake:
        for _ in range(20):
            await intake.take(ARCHIVES)
            clock.advance(hours=1)
        states = {batch.archive: batch.state for batch in await told(intake)}
        assert states["cs"] is BatchState.COMPLETE
        assert BatchState.FAILED not in states.values()

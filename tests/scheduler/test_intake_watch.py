"""The intake by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from domain.chats import Chat, ChatRef, Subscription
from domain.errors import SourceUnavailable
from domain.papers import Batch
from domain.topics import Topic
from intake.engine import Intake
from scheduler.intake_watch import IntakeWatch
from storage.memory import MemoryStore
from tests.patience import PATIENCE
from topics.language import parse_query

HERE = ChatRef("telegram", "1")
NOW = datetime(2024, 3, 8, 6, tzinfo=UTC)


class FakeIntake(Intake):
    """An intake that writes down what it is asked for."""

    def __init__(self, *, fails: bool = False, lasts: bool = False) -> None:
        self.asked: list[frozenset[str]] = []
        self.ended = ""
        self._fails = fails
        self._lasts = lasts

    async def take(self, archives: Collection[str], **_: object) -> list[Batch]:
        """Take in nothing."""
        self.asked.append(frozenset(archives))
        if self._fails:
            raise SourceUnavailable
        if self._lasts:
            try:
                await asyncio.Event().wait()
            finally:
                self.ended = "interrupted"
        return []


async def followed(*queries: str) -> MemoryStore:
    """A store with a chat that follows some queries."""
    store = MemoryStore()
    await store.save_chat(Chat(HERE))
    wanted = [Subscription(HERE, Topic(text, parse_query(text)), NOW) for text in queries]
    await store.subscribe(wanted)
    return store


async def test_a_clock_that_is_set_back_does_not_stop_it() -> None:
    """What the clock now puts an hour off is done in its time."""
    intake, store = FakeIntake(), await followed("cat:cs.RO")
    watch = IntakeWatch(intake, store, every=0.01)
    watch.start()
    async with asyncio.timeout(PATIENCE):
        await until(intake, 1)
        watch._ticks._job.modify(next_run_time=datetime.now(UTC) + timedelta(hours=1))
        looks = len(intake.asked)
        await until(intake, looks + 2)
    await watch.close()


async def until(intake: FakeIntake, looks: int) -> None:
    """Wait until so many looks were taken."""
    while len(intake.asked) < looks:  # noqa: ASYNC110
        await asyncio.sleep(0)


async def watched(intake: FakeIntake, store: MemoryStore, looks: int) -> None:
    """Run a hasty watch until so many looks were taken."""
    watch = IntakeWatch(intake, store, every=0.01)
    watch.start()
    async with asyncio.timeout(PATIENCE):
        while len(intake.asked) < looks:  # noqa: ASYNC110
            await asyncio.sleep(0)
    await watch.close()


async def test_it_takes_in_what_anybody_follows() -> None:
    """All archives of all topics together, time and again."""
    intake = FakeIntake()
    await watched(intake, await followed("cat:cs.CV diffusion", "cat:math.AG"), looks=2)
    assert intake.asked[0] == intake.asked[1] == {"cs", "math"}


async def test_nobody_follows_anything() -> None:
    """Then arXiv is left in peace."""
    intake = FakeIntake()
    await IntakeWatch(intake, await followed()).look()
    assert intake.asked == []


async def test_trouble_does_not_end_it() -> None:
    """It looks again."""
    intake = FakeIntake(fails=True)
    await watched(intake, await followed("cat:cs.CV"), looks=3)


async def test_a_store_in_trouble_does_not_end_it_either() -> None:
    """The look ends; the process does not."""
    store = await followed("cat:cs.CV")
    await store.close()
    await IntakeWatch(FakeIntake(), store).look()


async def test_closing_interrupts_a_look() -> None:
    """It goes on at the next start."""
    intake = FakeIntake(lasts=True)
    await watched(intake, await followed("cat:cs.CV"), looks=1)
    assert intake.ended == "interrupted"

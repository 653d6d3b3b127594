"""Jobs in lanes: order within a chat, quick beside slow, and the end."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import pytest

from app.fair_use.effort import Effort
from app.fair_use.lanes import MOST, MOST_QUICK, Lanes
from bot.platforms.jobs import Jobs
from domain.concurrency.turns import TooMany
from tests.patience import PATIENCE


@dataclass
class Job:
    """A job that writes down what becomes of it."""

    name: str
    seen: list[str]
    work: Callable[[], Awaitable[object]] = field(default=lambda: asyncio.sleep(0))

    async def run(self) -> None:
        """Work, then write."""
        await self.work()
        self.seen.append(self.name)

    def abandon(self) -> None:
        """Write that too."""
        self.seen.append(f"not {self.name}")


@dataclass
class Harness:
    """Lanes, and the jobs in them."""

    lanes: Lanes = field(default_factory=Lanes)
    jobs: Jobs = field(default_factory=Jobs)
    seen: list[str] = field(default_factory=list)

    def give(
        self,
        name: str,
        work: Callable[[], Awaitable[object]] = lambda: asyncio.sleep(0),
        *,
        effort: Effort = Effort.QUICK,
        person: str = "ann",
        chat: str = "1",
    ) -> None:
        """Somebody's job."""
        place = self.lanes.reserve(effort, person=person, chat=chat)
        self.jobs.give(Job(name, self.seen, work), place)

    async def seen_so_many(self, count: int) -> list[str]:
        """What is written down once it is so much."""
        async with asyncio.timeout(PATIENCE):
            while len(self.seen) < count:  # noqa: ASYNC110
                await asyncio.sleep(0)
        return self.seen


async def fail() -> None:
    """Raise what nobody expects."""
    raise RuntimeError("a bug")


async def test_a_chats_jobs_are_done_in_order() -> None:
    """Whatever becomes of the one before; the quick ones by chat, the slow ones by person."""
    for effort in Effort:
        harness = Harness()
        harness.give("a", lambda: asyncio.sleep(0.01), effort=effort)
        harness.give("bug", fail, effort=effort)
        harness.give("b", effort=effort)
        await harness.jobs.finish(5)
        assert harness.seen == ["a", "b"]


async def test_quick_jobs_wait_for_no_slow_one() -> None:
    """Nor do digests for searches, nor other chats; and only so many slow ones go at a time."""
    harness, gate = Harness(Lanes({Effort.OWN: 1, Effort.ASKING: 1})), asyncio.Event()
    harness.give("slow", gate.wait, effort=Effort.ASKING)
    harness.give("next slow", effort=Effort.ASKING, person="ben")
    harness.give("digest", effort=Effort.OWN)
    harness.give("quick")
    harness.give("other", chat="3", person="cat")
    assert sorted(await harness.seen_so_many(3)) == ["digest", "other", "quick"]
    gate.set()
    await harness.jobs.finish(5)
    assert harness.seen[3:] == ["slow", "next slow"]


async def test_who_floods_a_chat_leaves_room_for_the_others_in_it() -> None:
    """Quick answers are given to persons in turn, and no more than some wait for one."""
    harness = Harness()
    for number in range(1 + MOST_QUICK):
        harness.give(f"ann {number}")
    with pytest.raises(TooMany):
        harness.give("one too many")
    harness.give("ben", person="ben")
    await harness.jobs.finish(5)
    assert harness.seen[:3] == ["ann 0", "ben", "ann 1"]
    assert len(harness.seen) == MOST_QUICK + 2


async def test_slow_jobs_that_may_wait() -> None:
    """So many beside the one that is done, wherever the person asks."""
    harness, gate = Harness(), asyncio.Event()
    for number in range(1 + MOST):
        harness.give(str(number), gate.wait, effort=Effort.ASKING, chat=str(number))
    with pytest.raises(TooMany):
        harness.give("one too many", effort=Effort.ASKING, chat="another")
    gate.set()
    await harness.jobs.finish(5)
    harness.give("again", effort=Effort.ASKING)
    await harness.jobs.finish(5)
    assert len(harness.seen) == MOST + 2


async def test_what_is_left_at_the_end_is_given_up() -> None:
    """What was begun as well as what was not, and what has just come; and no place stays taken."""
    harness, never = Harness(Lanes({Effort.ASKING: 1})), asyncio.Event()
    for name in ("begun", "waiting"):
        harness.give(name, never.wait, effort=Effort.ASKING)
    harness.give("no place", never.wait, effort=Effort.ASKING, person="ben")
    await asyncio.sleep(0)
    harness.give("just come", effort=Effort.ASKING, person="cat")
    await harness.jobs.finish(0)
    assert sorted(harness.seen) == ["not begun", "not just come", "not no place", "not waiting"]
    harness.give("later", effort=Effort.ASKING, person="dan")
    await harness.jobs.finish(5)
    assert harness.seen[-1] == "later"

"""Lanes: order within a chat, quick beside slow, and the end."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bot.doors.lanes import Lanes


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


async def fail() -> None:
    """Raise what nobody expects."""
    raise RuntimeError("a bug")


async def test_a_chats_jobs_are_done_in_order() -> None:
    """Whatever becomes of the one before."""
    lanes, seen = Lanes(), list[str]()
    lanes.give("1", Job("a", seen, lambda: asyncio.sleep(0.01)), slow=False)
    lanes.give("1", Job("bug", seen, fail), slow=False)
    lanes.give("1", Job("b", seen), slow=False)
    await lanes.finish(5)
    assert seen == ["a", "b"]


async def test_quick_jobs_wait_for_no_slow_one() -> None:
    """Nor do other chats'; and only so many slow ones are done at a time."""
    lanes, seen, gate = Lanes(slots=1), list[str](), asyncio.Event()
    lanes.give("1", Job("slow", seen, gate.wait), slow=True)
    lanes.give("2", Job("next slow", seen), slow=True)
    lanes.give("1", Job("quick", seen), slow=False)
    lanes.give("3", Job("other", seen), slow=False)
    async with asyncio.timeout(5):
        while len(seen) < 2:  # noqa: ASYNC110
            await asyncio.sleep(0)
    assert sorted(seen) == ["other", "quick"]
    gate.set()
    await lanes.finish(5)
    assert seen[2:] == ["slow", "next slow"]


async def test_what_is_left_at_the_end_is_given_up() -> None:
    """What was begun as well as what was not."""
    lanes, seen, never = Lanes(slots=1), list[str](), asyncio.Event()
    for name in ("begun", "waiting"):
        lanes.give("1", Job(name, seen, never.wait), slow=True)
    lanes.give("2", Job("no place", seen, never.wait), slow=True)
    await asyncio.sleep(0)
    await lanes.finish(0.01)
    assert sorted(seen) == ["not begun", "not no place", "not waiting"]

"""What is looked for while somebody types."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.platforms.newest import Newest
from bot.platforms.suggestions import Suggestions
from tests.platforms.discord_harness import Served

ANOTHER = "4711"


async def test_only_the_newest_of_each_person_goes_on() -> None:
    """Others' do as well; in the end all are ended, and nothing is remembered of what is over."""
    newest: Newest[None] = Newest()
    never = asyncio.Event()

    async def wait() -> None:
        await never.wait()

    ann = [newest.begin("ann", wait()) for _ in range(3)]
    ben = newest.begin("ben", wait())
    await asyncio.sleep(0.01)
    assert [task.done() for task in (*ann, ben)] == [True, True, False, False]
    newest.stop()
    await asyncio.wait([*ann, ben])
    assert all(task.cancelled() for task in (*ann, ben))
    await asyncio.sleep(0)
    assert newest._running == {}


async def test_a_quick_typist_on_discord(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twenty letters are looked for one at a time, and each is answered with something."""
    going = most = 0
    let_go = asyncio.Event()

    async def slow(self: Suggestions, *asked: Any) -> list[tuple[str, str]]:
        nonlocal going, most
        going += 1
        most = max(most, going)
        try:
            await let_go.wait()
        finally:
            going -= 1
        return [(asked[-1], asked[-1])]

    monkeypatch.setattr(Suggestions, "of", slow)
    discord = served.discord
    typed = [
        await discord.ask("summarize", {"paper": "2403"[: 1 + n % 4]}, focused="paper")
        for n in range(20)
    ]
    await discord.until(lambda: all(asked.kind for asked in typed[:-1]))
    other = await discord.ask("summarize", {"paper": "7"}, focused="paper", who=ANOTHER)
    let_go.set()
    await discord.until(lambda: typed[-1].kind and other.kind)
    assert most <= 2
    assert [choice["value"] for choice in other.choices] == ["7"]

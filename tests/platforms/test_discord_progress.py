"""Progress shown in the place of an answer."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest

from bot.platforms.discord import client as discord_client
from bot.platforms.discord.progress import ProgressLine
from domain.messages import as_is
from tests.patience import PATIENCE
from tests.platforms.discord_harness import Served


async def test_the_newest_word_is_shown_and_nothing_after_the_end() -> None:
    """Words in between are skipped, the same one is not repeated, the end ends it."""
    shown: list[str] = []
    seen = asyncio.Event()

    async def show(text: str) -> None:
        shown.append(text)
        seen.set()

    line = ProgressLine(show, patience=0.01, every=0.01)
    line(as_is("Asking"))
    line(as_is("Reading"))
    await asyncio.sleep(0.03)
    assert shown == []
    line.may_begin()
    await asyncio.wait_for(seen.wait(), PATIENCE)
    await asyncio.sleep(0.03)
    line(as_is("Summarising"))
    await line.stop()
    line(as_is("Too late"))
    await asyncio.sleep(0.03)
    assert shown[0] == "⏳ Reading …"
    assert not any("Too late" in text for text in shown)
    assert shown.count("⏳ Reading …") == 1


async def test_quick_work_shows_no_progress() -> None:
    """What is done within the patience needs no word."""
    shown: list[str] = []

    async def show(text: str) -> None:
        shown.append(text)

    line = ProgressLine(show, patience=60)
    line.may_begin()
    line(as_is("Reading"))
    await line.stop()
    assert shown == []


async def test_progress_that_cannot_be_shown_troubles_nobody() -> None:
    """An edit that fails is the last one; the work goes on."""
    tried: list[str] = []
    seen = asyncio.Event()

    async def show(text: str) -> None:
        tried.append(text)
        seen.set()
        raise aiohttp.ServerDisconnectedError

    line = ProgressLine(show, patience=0, every=0)
    line.may_begin()
    line(as_is("Reading"))
    await asyncio.wait_for(seen.wait(), PATIENCE)
    line(as_is("Summarising"))
    await line.stop()
    assert tried == ["⏳ Reading …"]


async def test_what_is_on_its_way_has_arrived_when_progress_is_stopped() -> None:
    """Else an edit could overtake the answer."""
    arrived: list[str] = []
    begun = asyncio.Event()

    async def show(text: str) -> None:
        begun.set()
        await asyncio.sleep(0.02)
        arrived.append(text)

    line = ProgressLine(show, patience=0)
    line.may_begin()
    line(as_is("Reading"))
    await asyncio.wait_for(begun.wait(), PATIENCE)
    await line.stop()
    assert arrived == ["⏳ Reading …"]


async def test_a_command_that_comes_in_has_all_else_wait(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some turns of the loop before it is being answered; what else Discord tells does not."""
    coming: list[str] = []
    monkeypatch.setattr(discord_client, "somebody_comes", lambda: coming.append("somebody"))
    await served.discord.dispatch("GUILD_DELETE", {"id": "1", "unavailable": True})
    asked = await served.discord.slash("about")
    await served.discord.until(lambda: asked.shown)
    assert coming == ["somebody"]

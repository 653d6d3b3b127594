"""The console's prompt: what Tab offers, what is kept, and what Ctrl-C does."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from prompt_toolkit.application import create_app_session
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from app.services import Services
from bot.command_line.console import Talk
from bot.command_line.greeting import HERE
from bot.command_line.interrupts import Interrupts
from bot.command_line.prompt import Completing, talk_at_prompt
from bot.container import open_container
from bot.platforms.suggestions import Lately
from bot.settings import Settings


@pytest_asyncio.fixture
async def services(tmp_path: Path) -> AsyncIterator[Services]:
    """What the console works with, on the sample."""
    async with open_container(Settings(database=tmp_path / "p.db"), sample=True) as opened:
        yield opened


async def typed(services: Services, kept: Path, keys: str) -> Talk:
    """A talk at the prompt in which some keys are pressed."""
    talk = Talk(services)
    with create_pipe_input() as keyboard:
        keyboard.send_text(keys)
        with create_app_session(input=keyboard, output=DummyOutput()):
            async with asyncio.timeout(30):
                await talk_at_prompt(talk, kept)
    return talk


async def offered(services: Services, text: str, lately: Lately | None = None) -> list[str]:
    """What Tab offers for what was typed."""
    completing = Completing(services, lately or Lately(), HERE)
    found = completing.get_completions_async(Document(text), CompleteEvent())
    return [one.text async for one in found]


async def test_tab_knows_commands_topics_values_and_papers(services: Services) -> None:
    """Each where it is wanted."""
    assert "/summarize " in await offered(services, "/su")
    assert "Diffusion models" in await offered(services, "/subscribe diffu")
    assert await offered(services, "/detail br") == ["brief"]
    assert "Europe/Berlin" in await offered(services, "/timezone berl")
    await Talk(services).answer("/digest diffusion models")
    lately = Lately()
    lately.add(HERE, "sample/0000003")
    assert (await offered(services, "/summarize ", lately))[0] == "sample/0000003"
    assert await offered(services, "/xyzzy a") == await offered(services, "/about a") == []


async def test_lines_are_kept_for_their_owner_until_forgotten(
    services: Services, tmp_path: Path
) -> None:
    """Over starts; /forgetme forgets them as well."""
    kept = tmp_path / "history"
    await typed(services, kept, "/limit 7\n/exit\n")
    assert "+/limit 7" in kept.read_text(encoding="utf-8")
    assert kept.stat().st_mode & 0o077 == 0
    await typed(services, kept, "/forgetme yes\n/exit\n")
    assert "/limit" not in kept.read_text(encoding="utf-8")


async def test_ctrl_c_twice_leaves_the_prompt(
    services: Services, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Once clears what was typed, and says so; what is done between begins anew."""
    talk = await typed(services, tmp_path / "history", "/lim\x03/limit 7\n\x03\x03")
    assert talk.failures == 0
    shown = capsys.readouterr()
    assert shown.err.count("once more leaves") == 2
    assert "7 papers" in shown.out


async def test_ctrl_c_stops_what_runs() -> None:
    """The one who waited goes on."""
    presses = Interrupts()
    asyncio.get_running_loop().call_later(0.05, os.kill, os.getpid(), signal.SIGINT)
    with pytest.raises(asyncio.CancelledError):
        await presses.run(asyncio.Event().wait())
    assert presses.pressed(), "the next one leaves"


async def test_ctrl_c_twice_leaves_what_does_not_stop() -> None:
    """Whatever it does about being stopped."""

    async def stubborn() -> None:
        while True:
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                os.kill(os.getpid(), signal.SIGINT)
                await asyncio.sleep(0.05)
                raise

    asyncio.get_running_loop().call_later(0.05, os.kill, os.getpid(), signal.SIGINT)
    outer = asyncio.create_task(Interrupts().run(stubborn()))
    with pytest.raises(asyncio.CancelledError):
        await outer
    assert outer.cancelling()

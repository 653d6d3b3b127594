"""Somebody who has never seen it installs, sets up, upgrades, backs up and restores, by README."""

from __future__ import annotations

import asyncio
import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.bot.operating.test_database import CHATS, STEPS, asked, old_database, readme_block
from tests.fakes.telegram_server import TOKEN, FakeTelegram
from tests.patience import PATIENCE


class Screen:
    """A shell on the screen of a terminal."""

    def __init__(self, server: str) -> None:
        self._server = server
        self._lines = 0

    def tmux(self, *arguments: str) -> str:
        """Tell tmux something; what it says."""
        line = ["tmux", "-L", self._server, *arguments]
        return subprocess.run(line, check=True, capture_output=True, text=True).stdout

    def types(self, text: str) -> None:
        """Type a line."""
        self.tmux("send-keys", "-l", text)
        self.tmux("send-keys", "Enter")

    async def until(self, words: str) -> str:
        """Wait until something is on the screen; all that is."""
        async with asyncio.timeout(PATIENCE):
            while True:
                shown = self.tmux("capture-pane", "-p", "-J", "-S", "-")
                if re.search(words, shown):
                    return shown
                await asyncio.sleep(0.05)

    async def runs(self, line: str) -> str:
        """Type a command and wait until it has ended well; what it said."""
        self.begins(line)
        return await self.ends()

    def begins(self, line: str) -> None:
        """Type a command, on an empty screen."""
        self._lines += 1
        self.types(f"clear; {line}; echo ended {self._lines}: $?")

    async def ends(self) -> str:
        """Wait until what was typed last has ended well; all that is on the screen."""
        shown = await self.until(rf"(?m)^ended {self._lines}: \d")
        assert f"ended {self._lines}: 0" in shown, shown
        return shown


@contextmanager
def screen(folder: Path, **environment: str) -> Iterator[Screen]:
    """A terminal in a folder, closed in the end."""
    shown = Screen(f"papercrier-{os.getpid()}")
    told = " ".join(f"{name}={shlex.quote(value)}" for name, value in environment.items())
    shell = f"env -i TERM=screen HOME={shlex.quote(str(folder))} {told} bash --norc"
    shown.tmux(*("-f", "/dev/null", "new-session", "-d", "-x", "150", "-y", "50"), shell)
    try:
        yield shown
    finally:
        shown.tmux("kill-server")


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
async def test_a_newcomer(programs: Path, tmp_path: Path) -> None:
    """Set up by questions, an older database upgraded, backed up, and restored elsewhere."""
    database = tmp_path / "papercrier.db"
    old_database(database)
    before, chats = asked(database, STEPS), asked(database, CHATS)
    async with FakeTelegram() as fake:
        environment = {
            "PATH": f"{programs}:/usr/bin:/bin",
            "PAPERCRIER_TELEGRAM_API_URL": fake.url,
            "PAPERCRIER_DATABASE": str(database),
            "PAPERCRIER_ARXIV_SITE_URL": "http://127.0.0.1:9",
            "PAPERCRIER_ARXIV_API_URL": "http://127.0.0.1:9",
        }
        with screen(tmp_path, **environment) as terminal:
            await terminal.runs(f"cd {shlex.quote(str(tmp_path))}")
            await terminal.runs("papercrier --version")
            await sets_up(terminal)
            assert "Telegram" in await terminal.runs("papercrier check | head -40")
            said = await terminal.runs("printf '/about\\n' | papercrier chat")
            copy = copy_beside(database)
            assert copy.name in said.replace("\n", "")
            assert asked(copy, STEPS) == before
            backup, restore, _ = readme_block("papercrier restore backups/").splitlines()
            await terminal.runs("mkdir elsewhere")
            await terminal.runs(backup)
            await terminal.runs("export PAPERCRIER_DATABASE=$PWD/elsewhere/papercrier.db")
            await terminal.runs(restore)
    there = tmp_path / "elsewhere" / "papercrier.db"
    assert asked(there, CHATS) == chats == asked(database, CHATS)
    assert asked(there, STEPS) == asked(database, STEPS) != before


def copy_beside(database: Path) -> Path:
    """The copy that an upgrade has kept."""
    (copy,) = database.parent.glob("papercrier.before-*.db")
    return copy


async def sets_up(terminal: Screen) -> None:
    """Answer what `papercrier setup` asks."""
    terminal.begins("papercrier setup")
    for question, answer in (
        ("BotFather:", TOKEN),
        ("portal:", ""),
        ("4242:", "telegram:4242"),
        ("extracts:", ""),
        ("example.org:", ""),
    ):
        await terminal.until(rf"{question}\s*$")
        terminal.types(answer)
    await terminal.ends()

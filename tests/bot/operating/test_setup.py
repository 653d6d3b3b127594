"""`papercrier setup` at a terminal: each answer is tried, and `.env` is the owner's alone."""

from __future__ import annotations

import asyncio
import os
import pty
import sys
from pathlib import Path

import pytest

from bot.command_line.setup import write_settings
from bot.settings import Settings
from tests.bot.processes import ROOT
from tests.fakes.telegram_server import TOKEN, FakeTelegram
from tests.patience import PATIENCE


class Person:
    """Somebody at a terminal who waits for a question and answers it."""

    def __init__(self, folder: Path, telegram: str) -> None:
        self._ours, self._its = pty.openpty()
        self._folder = folder
        self._environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "PYTHONPATH": str(ROOT),
            "PAPERCRIER_TELEGRAM_API_URL": telegram,
            "TERM": "dumb",
        }
        self.seen = ""

    async def talks(self, *answers: tuple[str, str]) -> int:
        """Answer each question with what goes with it; the exit status."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "setup",
            cwd=self._folder,
            env=self._environment,
            stdin=self._its, stdout=self._its, stderr=self._its,
            start_new_session=True,
        )  # fmt: skip
        os.close(self._its)
        async with asyncio.timeout(PATIENCE):
            for question, answer in answers:
                await asyncio.to_thread(self._until, question)
                os.write(self._ours, f"{answer}\n".encode())
            await asyncio.to_thread(self._until, "")
            return await process.wait()

    def _until(self, question: str) -> None:
        fresh = ""
        while not question or question not in fresh:
            try:
                read = os.read(self._ours, 1024).decode(errors="replace")
            except OSError:
                break
            if not read:
                break
            fresh += read
        self.seen += fresh


async def test_a_newcomer_sets_it_up(tmp_path: Path) -> None:
    """A mistyped token is asked for again; quotes around it are no part of it."""
    (tmp_path / ".env").write_text("OTHER=1\nPAPERCRIER_CONTACT=old\n", encoding="utf-8")
    async with FakeTelegram() as fake:
        person = Person(tmp_path, fake.url)
        status = await person.talks(
            ("BotFather: ", "4242:wrong"),
            ("BotFather: ", f'"{TOKEN}"'),
            ("portal: ", ""),
            ("4242: ", "somebody"),
            ("4242: ", "telegram:4242"),
            ("extracts: ", ""),
            ("example.org: ", "mailto:me@example.org"),
        )
    assert status == 0, person.seen
    assert "revoked or mistyped" in " ".join(person.seen.split())
    assert "@crier_bot" in person.seen
    assert TOKEN not in person.seen
    file = tmp_path / ".env"
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.read_text(encoding="utf-8").splitlines() == [
        "OTHER=1",
        f"PAPERCRIER_TELEGRAM_TOKEN={TOKEN}",
        "PAPERCRIER_ADMINS=telegram:4242",
        "PAPERCRIER_CONTACT=mailto:me@example.org",
    ]


@pytest.mark.parametrize("value", ["4242:abc", "it's", 'a "b" c', "a#b", "$HOME", "back\\slash"])
def test_what_is_written_is_read_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    """Whatever signs it has."""
    monkeypatch.delenv("PAPERCRIER_CONTACT", raising=False)
    write_settings(tmp_path / ".env", {"PAPERCRIER_CONTACT": value})
    assert Settings(_env_file=tmp_path / ".env").contact == value

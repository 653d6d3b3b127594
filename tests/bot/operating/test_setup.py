"""`papercrier setup` at a terminal: each answer is tried, and `.env` is the owner's alone."""

from __future__ import annotations

import asyncio
import os
import pty
import signal
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot.command_line import setup
from bot.command_line.setup import write_settings
from bot.settings import Settings
from domain.errors import SettingsError
from summaries.llm.providers import PROVIDERS
from tests.bot.processes import ROOT
from tests.fakes.telegram_server import TOKEN, FakeTelegram
from tests.patience import PATIENCE

CTRL_C, CTRL_D = "\x03", "\x04"


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
                if answer == CTRL_C:
                    process.send_signal(signal.SIGINT)
                else:
                    os.write(
                        self._ours, answer.encode() if answer == CTRL_D else f"{answer}\n".encode()
                    )
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


@pytest.mark.parametrize(("question", "key"), [("BotFather: ", CTRL_C), ("4242: ", CTRL_D)])
async def test_who_leaves_in_the_middle_changes_nothing(
    tmp_path: Path, question: str, key: str
) -> None:
    """At once, whatever is being asked; what was tried before is not written either."""
    (tmp_path / ".env").write_text("PAPERCRIER_CONTACT=old\n", encoding="utf-8")
    async with FakeTelegram() as fake:
        before = [("BotFather: ", TOKEN), ("portal: ", "")] if key == CTRL_D else []
        person = Person(tmp_path, fake.url)
        assert await person.talks(*before, (question, key)) == 130, person.seen
    assert "Stopped; nothing was written." in person.seen
    assert "Traceback" not in person.seen
    assert left_in(tmp_path) == {".env": "PAPERCRIER_CONTACT=old\n"}


def left_in(folder: Path) -> dict[str, str]:
    """The files in a folder."""
    return {file.name: file.read_text(encoding="utf-8") for file in folder.iterdir()}


class Answers:
    """Somebody who answers what is asked in these words, and leaves the rest empty.

    Attributes:
        tried: with which settings a language model was tried.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch, **answers: str) -> None:
        self._answers = answers
        self.tried: list[Settings] = []
        monkeypatch.setattr(setup, "_answer", self._answer)
        monkeypatch.setattr(setup, "look_at_model", self._look)
        monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: True))

    def _answer(self, question: str, *, is_secret: bool = False) -> str:
        return next((said for word, said in self._answers.items() if word in question), "")

    async def _look(self, settings: Settings) -> str:
        self.tried.append(settings)
        return ""


@pytest.fixture
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("LLM_MODEL", "LLM_BASE_URL", "LLM_API_KEY"):
        monkeypatch.delenv(f"PAPERCRIER_{name}", raising=False)


@pytest.mark.usefixtures("_elsewhere")
async def test_a_model_on_a_server_of_ones_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its address is asked for, and it is tried without a key; what goes before is told."""
    monkeypatch.setenv("PAPERCRIER_LLM_BASE_URL", "http://127.0.0.1:1/v1")
    somebody = Answers(monkeypatch, model="qwen3:8b", Address="http://127.0.0.1:2/v1")
    assert await setup.set_up(Settings(_env_file=None)) == 0
    (tried,) = somebody.tried
    assert (tried.llm_model, tried.llm_base_url) == ("qwen3:8b", "http://127.0.0.1:2/v1")
    assert (tmp_path / ".env").read_text(encoding="utf-8").splitlines() == [
        "PAPERCRIER_LLM_MODEL=qwen3:8b",
        "PAPERCRIER_LLM_BASE_URL=http://127.0.0.1:2/v1",
    ]
    assert "LLM_BASE_URL is set in the environment as well" in capsys.readouterr().out


@pytest.mark.usefixtures("_elsewhere")
async def test_a_providers_model_is_tried_with_its_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is asked for an address; and where all is left empty, nothing is tried."""
    somebody = Answers(monkeypatch, model="openai:gpt-6-luna", provider="a-key")
    assert await setup.set_up(Settings(_env_file=None)) == 0
    (tried,) = somebody.tried
    assert (tried.llm_base_url, tried.secrets) == ("", ("a-key",))
    somebody = Answers(monkeypatch)
    assert await setup.set_up(Settings()) == 0
    assert somebody.tried == []


def test_providers_are_those_that_there_are() -> None:
    """Set up without the libraries for them."""
    assert set(setup.PROVIDERS) == set(PROVIDERS)


def test_where_nothing_can_be_written(tmp_path: Path) -> None:
    """It is told in a sentence; a link to a file elsewhere stays one."""
    with pytest.raises(SettingsError, match="cannot be used"):
        write_settings(tmp_path / "nowhere" / ".env", {"PAPERCRIER_CONTACT": "me"})
    (tmp_path / ".env").symlink_to(tmp_path / "papercrier.env")
    write_settings(tmp_path / ".env", {"PAPERCRIER_CONTACT": "me"})
    assert (tmp_path / ".env").is_symlink()
    assert (tmp_path / "papercrier.env").read_text(encoding="utf-8") == "PAPERCRIER_CONTACT=me\n"


@pytest.mark.parametrize("value", ["4242:abc", "it's", 'a "b" c', "a#b", "$HOME", "back\\slash"])
def test_what_is_written_is_read_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    """Whatever signs it has."""
    monkeypatch.delenv("PAPERCRIER_CONTACT", raising=False)
    write_settings(tmp_path / ".env", {"PAPERCRIER_CONTACT": value})
    assert Settings(_env_file=tmp_path / ".env").contact == value

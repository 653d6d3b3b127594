"""From a laptop's file to a server with two processes: people notice nothing."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path
from typing import Any, Final

import pytest

from tests.corpus.chat_kit import NOW, PROGRAM, REPOSITORY, RUN, SETTINGS, hang_up, kit
from tests.corpus.discord_stage import answer, text_of
from tests.corpus.telegram_stage import PAPER, Message, said
from tests.storage.postgres.server import postgres_server, why_not

LATER: Final = "2024-03-08T07:59:50Z"
"""Ten seconds before the digests are due."""

_PATIENCE: Final = 90
_ENDED: Final = (0, -signal.SIGTERM)
"""Who stands by has nothing to finish."""


def test_people_notice_nothing(shared: Path) -> None:
    """What they follow, set, saved and were shown goes along, and digests come as they would."""
    if why := why_not():
        pytest.skip(f"no PostgreSQL: {why}")
    with postgres_server() as server, kit(shared).Stage() as stage:
        try:
            _moved(stage, server.new_database().url)
            assert stage.complaints() == {}
        finally:
            hang_up(stage.telegram)
            hang_up(stage.discord)


def _moved(stage: Any, database: str) -> None:
    telegram = stage.telegram
    olga = telegram.new_private("Olga", "en")
    stage.arxiv.tell("now", now=NOW)
    laptop = stage.start_bot(RUN, REPOSITORY, 60, SETTINGS)
    card = _told(telegram, olga, f"/summarize {PAPER}", "Summary")
    _told(telegram, olga, f"/save {PAPER}", "aved")
    _told(telegram, olga, "/limit 3", "3 papers")
    _told(telegram, olga, "/subscribe cat:cs.CL", "Following")
    answer(stage, stage.discord.slash("general", "alice", "subscribe", topic="cat:cs.CV"))
    assert laptop.stop(30).code == 0
    _migrate(stage, database)
    stage.arxiv.tell("now", now=LATER)
    later = {**SETTINGS, "PAPERCRIER_NOW": LATER, "PAPERCRIER_DATABASE": database}
    first, second = (
        stage.start_bot(RUN, REPOSITORY, None, {**later, "PAPERCRIER_FOLDER": str(folder)})
        for folder in (stage.work_dir / "one", stage.work_dir / "two")
    )
    first.wait_ready(60)
    telegram.press(olga, card, "Evidence")
    telegram.wait_message(olga, lambda one: "words of the paper" in said(one), _PATIENCE)
    _told(telegram, olga, "/saved", PAPER)
    _told(telegram, olga, "/limit", "3 papers")
    digest = telegram.wait_message(olga, _is_digest, _PATIENCE, since=0.0)
    assert "cs.CL" in said(digest)
    on_discord = stage.discord.wait_message("general", _is_digest, _PATIENCE)
    assert "cs\\.CV" in text_of(on_discord)
    for bot in (first, second):
        os.kill(bot.pid, signal.SIGTERM)
    for bot in (first, second):
        assert bot.stop(40).code in _ENDED, bot.logs()[-2000:]
        assert "Traceback" not in bot.logs()
    assert [_is_digest(one) for one in telegram.messages(olga)].count(True) == 1
    assert [_is_digest(one) for one in stage.discord.messages("general")].count(True) == 1


def _told(telegram: Any, chat: int, text: str, contains: str) -> Message:
    telegram.say(chat, text)
    found: Message = telegram.wait_message(chat, lambda one: contains in said(one), _PATIENCE)
    return found


def _is_digest(message: Message) -> bool:
    words = said(message) if "chat" in message else text_of(message)
    return "Announced " in words


def _migrate(stage: Any, database: str) -> None:
    file = stage.work_dir / "bot.sqlite"
    done = subprocess.run(
        [*PROGRAM, "migrate", str(file)],
        cwd=REPOSITORY,
        env=stage.env(PAPERCRIER_DATABASE=database),
        capture_output=True,
        text=True,
        timeout=_PATIENCE,
    )
    assert done.returncode == 0, done.stdout + done.stderr

"""A popular minute: many digests at once, as fast as the platforms allow and no faster.

In short here; in full by ``make chaos``, with ``MORNING_CHATS`` chats.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from bot.platforms.discord.sending.pace import PER_SECOND
from bot.platforms.telegram.sending.pacing import IN_ALL
from tests.corpus import discord_stage
from tests.corpus.chat_kit import hang_up, kit
from tests.corpus.morning import Morning, wrongs

CHATS: Final = int(os.environ.get("MORNING_CHATS", "400"))
IS_FULL: Final = CHATS >= 5_000

PATIENCE: Final = 60 + CHATS / 4
"""Seconds in which all is sent, also on a slow machine."""

FEW: Final = 60
"""Digest messages that may be stored before an answer is, while hundreds more wait."""

CAPS: Final = {"telegram": IN_ALL[0] / IN_ALL[1], "discord": float(PER_SECOND)}
"""Messages a second."""


@pytest.fixture(scope="module")
def after(shared: Path) -> Iterator[tuple[Morning, dict[str, list[float]]]]:
    """A morning that is over, and when each answer to a question in its midst was stored."""
    with kit(shared).Stage(enforce_limits=True) as stage:
        try:
            morning = Morning(stage)
            morning.settle(people=CHATS // 2, channels=CHATS // 2)
            bot = morning.run(wait_ready=60)
            until = time.monotonic() + PATIENCE
            _wait_for_digests(morning, until)
            answers = {"telegram": _asked_on_telegram(stage), "discord": _asked_on_discord(stage)}
            while not morning.is_over():
                assert time.monotonic() < until, bot.logs()[-3000:]
                time.sleep(0.5)
            assert bot.stop().code == 0
            yield morning, answers
        finally:
            hang_up(stage.telegram)
            hang_up(stage.discord)


def test_no_limit_is_met(after: tuple[Morning, dict[str, list[float]]]) -> None:
    """The servers enforce theirs and count whoever comes too close."""
    morning, _ = after
    assert morning.stage.complaints() == {}


def test_everybody_is_told(after: tuple[Morning, dict[str, list[float]]]) -> None:
    """Each part once and in order."""
    morning, _ = after
    planned, told = morning.planned(), morning.told()
    assert len(planned) == CHATS
    assert wrongs(planned, told) == []


@pytest.mark.parametrize("platform", ["telegram", "discord"])
def test_the_cap_is_used(after: tuple[Morning, dict[str, list[float]]], platform: str) -> None:
    """By count, from the first message to the last, by the server's clock."""
    morning, _ = after
    stored = morning.stored(platform)
    used = (len(stored) - 1) / (stored[-1] - stored[0]) / CAPS[platform]
    sys.stdout.write(f"\n{platform}: {len(stored)} messages, {used:.1%} of the cap used\n")
    assert used <= 1.0 + CAPS[platform] / len(stored)
    if IS_FULL:
        assert used >= 0.97


@pytest.mark.parametrize("platform", ["telegram", "discord"])
def test_answers_overtake_digests(
    after: tuple[Morning, dict[str, list[float]]], platform: str
) -> None:
    """Few digest messages are stored between a question and its answer."""
    morning, answers = after
    asked, answered = answers[platform]
    stored = morning.stored(platform)
    between = sum(asked < moment < answered for moment in stored)
    waiting = sum(moment > answered for moment in stored)
    sys.stdout.write(f"\n{platform}: {between} digest messages before an answer, {waiting} after\n")
    assert between <= FEW < waiting


def _wait_for_digests(morning: Morning, until: float) -> None:
    sends = morning.stage.telegram
    while _sent(sends) < CAPS["telegram"]:
        assert time.monotonic() < until
        time.sleep(0.1)


def _sent(sends: Any) -> int:
    counts = sends.control.get("counts")["by_method"]
    return sum(counts.get(method, 0) for method in ("sendMessage", "sendRichMessage"))


def _asked_on_telegram(stage: Any) -> list[float]:
    chat, asked = stage.telegram.new_private(), time.time()
    stage.telegram.say(chat, "/help")
    answer = stage.telegram.wait_message(
        chat, lambda m: "Commands" in m["kit"].get("rich", m)["text"], timeout=30
    )
    return [asked, answer["kit"]["stored_at"]]


def _asked_on_discord(stage: Any) -> list[float]:
    asked = time.time()
    answer = discord_stage.answer(stage, stage.discord.slash("general", "alice", "help"))
    return [asked, answer["kit"]["stored_at"]]

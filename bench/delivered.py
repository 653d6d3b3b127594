"""What a digest takes of the processor, and how many messages a morning has, beside another build.

    BENCH_CHECKOUT=../another/checkout python -m bench delivered

Both are the whole process on the strict Telegram of ``../shared``, set up by commands as people
type them, so that any checkout can be measured: one that has no other interface in common.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bench import Measurement
from bench.kit.checkout import CHECKOUT, COMMAND_LINE, HERE
from tests.corpus.chat_kit import hang_up, kit, wait_for

CHATS: Final = 60
TOPICS: Final = ("cat:cs.CL", "cat:cs.CV", "cat:cs.LG")
PROCESSOR: Final = 0.7
"""Of what the other takes for a digest, at most."""
MESSAGES: Final = 1 / 3
"""Of the other's, at most."""

_EVENING: Final = "2025-05-06T12:00:00Z"
_MORNING: Final = "2025-05-07T05:59:40Z"
_SHARED: Final = HERE.parent / "shared"
_PATIENCE: Final = 300.0
_QUIET: Final = 12.0
"""Seconds without a message after which a morning is over; idling is measured then."""


@dataclass(frozen=True, slots=True)
class _Morning:
    """Milliseconds of the processor for a digest, and the messages of all of them."""

    processor: float
    messages: int


def run() -> list[Measurement]:
    """This build's morning beside the other's; nothing without one, or without the servers."""
    if CHECKOUT == HERE or not (_SHARED / "chat_servers").is_dir():
        print("delivered: needs BENCH_CHECKOUT, and the strict servers in ../shared")
        return []
    other, ours = _morning(CHECKOUT), _morning(HERE)
    name, floor = f"{CHATS} private chats on the strict Telegram", CHECKOUT.name
    return [
        Measurement(
            *(f"{name}: a digest, processor", ours.processor, "ms", other.processor, floor),
            target=PROCESSOR * other.processor,
        ),
        Measurement(
            *(f"{name}: messages of a morning", ours.messages, "", other.messages, floor),
            target=MESSAGES * other.messages,
        ),
    ]


def _morning(checkout: Path) -> _Morning:
    with kit(_SHARED).Stage(enforce_limits=True) as stage:
        try:
            bot, people = _settled(stage, checkout)
            assert bot.stop().code == 0
            stage.arxiv.tell("now", now=_MORNING)
            bot.env["PAPERCRIER_NOW"] = _MORNING
            before = _stored(stage, people)
            bot.start(_PATIENCE)
            began, taken = time.monotonic(), _processor(bot)
            last = _until_quiet(stage, people, before)
            idle = (_processor(bot) - last.taken) / (time.monotonic() - last.at)
            spent = last.taken - taken - idle * (last.at - began)
            return _Morning(1e3 * spent / CHATS, last.stored - before)
        finally:
            hang_up(stage.telegram)


def _settled(stage: Any, checkout: Path) -> tuple[Any, list[int]]:
    """The program, asked for digests by everybody the evening before."""
    stage.arxiv.tell("now", now=_EVENING)
    people = [stage.telegram.new_private() for _ in range(CHATS)]
    env = {"PAPERCRIER_NOW": _EVENING, "PAPERCRIER_ARXIV_INTERVAL": "0"}
    command = [sys.executable, "-c", COMMAND_LINE, "run"]
    bot = stage.start_bot(command, checkout, _PATIENCE, env)
    for number, one in enumerate(people):
        stage.telegram.say(one, f"/subscribe {TOPICS[number % len(TOPICS)]}")
    wait_for(lambda: all(_told(stage, one) for one in people), _PATIENCE)
    stage.telegram.say_many([{"chat_id": one, "text": "/time 06:00"} for one in people])
    wait_for(lambda: all(_told(stage, one) > 1 for one in people), _PATIENCE)
    return bot, people


@dataclass(frozen=True, slots=True)
class _Last:
    """The moment of the last message: by the clock, of the processor, and how many there are."""

    at: float
    taken: float
    stored: int


def _until_quiet(stage: Any, people: list[int], before: int) -> _Last:
    bot, until = stage.bots[-1], time.monotonic() + _PATIENCE
    last = _Last(time.monotonic(), _processor(bot), before)
    while last.stored - before < CHATS or time.monotonic() - last.at < _QUIET:
        assert time.monotonic() < until, bot.logs()[-3000:]
        stored = _stored(stage, people)
        if stored > last.stored:
            last = _Last(time.monotonic(), _processor(bot), stored)
        time.sleep(0.5)
    return last


def _processor(bot: Any) -> float:
    taken: float = bot.usage().cpu_seconds
    return taken


def _told(stage: Any, person: int) -> int:
    return len(stage.telegram.messages(person))


def _stored(stage: Any, people: list[int]) -> int:
    return sum(_told(stage, one) for one in people)

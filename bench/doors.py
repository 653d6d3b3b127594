"""What the Telegram door costs above a bare echo bot: time for an update, memory with many chats.

Both are processes of their own that a thin Telegram drives over HTTP. Updates come in bursts,
each small enough that the door need not hold its answers back for Telegram's limits, and from
people enough that no chat hears too much at once.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bench import Measurement
from domain.chats import Chat, ChatRef, Subscription
from domain.topics import Term, Topic
from storage import chat_rows, open_store
from storage.connections import connect, transaction
from tests.fakes.telegram_server import TOKEN, FakeTelegram

CHATS: Final = 10_000
TOPICS: Final = 500
BURST: Final = 20
BURSTS: Final = 5

_PAUSE: Final = 1.2
"""Seconds between bursts, after which none of Telegram's limits remembers the one before."""

_START: Final = 60.0
_END: Final = 35.0
_SUMMARIZE: Final = "/summarize sample/0000004"
_SAID_BY_HELP: Final = "/unsubscribe"
_SAID_BY_CARD: Final = "Key takeaways"

# The environment for tests has numpy, which sqlite-utils loads where it finds it; users have not.
_HOUSE: Final = "import sys; sys.modules['numpy'] = None; from bot.cli import app; app()"
_ECHO: Final = """
import sys
from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters

async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    await update.message.reply_text(update.message.text)

application = Application.builder().token(sys.argv[1]).base_url(sys.argv[2] + "/bot").build()
application.add_handler(MessageHandler(filters.TEXT, echo))
application.run_polling()
"""
_FLOOR: Final = "a bare python-telegram-bot echo bot"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Figures:
    """Seconds for one `/help` and one `/summarize`, and peak memory in MB."""

    help: float
    summarize: float
    memory: float


def run() -> list[Measurement]:
    """Time for an update, in the best of some bursts; and peak memory."""
    with TemporaryDirectory() as folder:
        house, floor = asyncio.run(_both(Path(folder)))
    return [
        Measurement("Telegram: a /help", house.help * 1e3, "ms", floor.help * 1e3, _FLOOR),
        Measurement(
            "Telegram: a cached /summarize",
            house.summarize * 1e3,
            "ms",
            floor.summarize * 1e3,
            _FLOOR,
        ),
        Measurement(
            f"Telegram: peak memory with {CHATS:,} chats in the store",
            house.memory,
            "MB",
            floor.memory,
            _FLOOR,
        ),
    ]


async def _both(folder: Path) -> tuple[_Figures, _Figures]:
    database = folder / "papercrier.db"
    await asyncio.to_thread(_fill, database)
    async with FakeTelegram() as telegram:
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith("PAPERCRIER_")
        }
        settings = {
            "PAPERCRIER_DATABASE": str(database),
            "PAPERCRIER_NOW": "2026-11-20T08:00:00Z",
            "PAPERCRIER_TELEGRAM_TOKEN": TOKEN,
            "PAPERCRIER_TELEGRAM_API_URL": telegram.url,
        }
        house = [sys.executable, "-c", _HOUSE, "run", "--sample"]
        async with _running(house, folder, environment | settings) as process:
            ours = await _measured(telegram, process, _SAID_BY_HELP, _SAID_BY_CARD)
        echo = [sys.executable, "-c", _ECHO, TOKEN, telegram.url]
        async with _running(echo, folder, environment) as process:
            floor = await _measured(telegram, process, "/help", _SUMMARIZE)
    return ours, floor


def _fill(path: Path) -> None:
    """Keep many chats, each following a topic; one transaction for all, to be quick."""
    asyncio.run(open_store(path).close())
    since = datetime(2026, 11, 1, tzinfo=UTC)
    database = connect(path, writes=True, patience=_START)
    with transaction(database, "BEGIN IMMEDIATE"):
        for number in range(1, CHATS + 1):
            ref, word = ChatRef("telegram", str(number)), f"word{number % TOPICS}"
            chat_rows.save(database, Chat(ref))
            chat_rows.subscribe(database, [Subscription(ref, Topic(word, Term(word)), since)])
    database.close()


@asynccontextmanager
async def _running(
    command: list[str], folder: Path, environment: dict[str, str]
) -> AsyncIterator[asyncio.subprocess.Process]:
    """A bot, told to stop in the end."""
    log = asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(
        *command, cwd=folder, env=environment, stdout=log, stderr=log
    )
    try:
        yield process
    finally:
        process.terminate()
        async with asyncio.timeout(_END):
            await process.wait()


async def _measured(
    telegram: FakeTelegram, process: asyncio.subprocess.Process, helped: str, card: str
) -> _Figures:
    """Figures of a bot, known by what it says to `/help` and to `/summarize`."""
    people = itertools.cycle(range(1, CHATS + 1))
    # The first answer also tells that it has started.
    await telegram.say(next(people), "/help")
    await telegram.until(lambda: telegram.shown, _START)
    return _Figures(
        help=await _an_update(telegram, people, "/help", helped),
        summarize=await _an_update(telegram, people, _SUMMARIZE, card),
        memory=_peak(process.pid),
    )


async def _an_update(
    telegram: FakeTelegram, people: Iterator[int], text: str, contains: str
) -> float:
    """Seconds for one update; those of the first burst, which fills the caches, do not count."""
    bursts = [await _burst(telegram, people, text, contains) for _ in range(1 + BURSTS)]
    return min(bursts[1:]) / BURST


async def _burst(telegram: FakeTelegram, people: Iterator[int], text: str, contains: str) -> float:
    """Seconds in which as many people as make a burst ask the same and are all answered."""
    await asyncio.sleep(_PAUSE)
    telegram.shown.clear()
    telegram.calls.clear()

    def all_answered() -> bool:
        return sum(contains in shown.text for shown in telegram.shown.values()) == BURST

    began = time.perf_counter()
    for _ in range(BURST):
        await telegram.say(next(people), text)
    await telegram.until(all_answered, _START)
    return time.perf_counter() - began


def _peak(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024

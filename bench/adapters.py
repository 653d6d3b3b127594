"""What Telegram costs above a bare echo bot: time for an update, memory with many chats.

Both are processes of their own that a thin Telegram drives over HTTP. Updates come in bursts,
each small enough that the adapter need not hold its answers back for Telegram's limits, and from
people enough that no chat hears too much at once. The chats in the store have had their digests,
and none is due before the next morning.

    BENCH_CHECKOUT=../another/checkout python -m bench adapters
"""

from __future__ import annotations

import asyncio
import itertools
import os
import sqlite3
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

from bench import Measurement
from bench.kit.chats import follow
from bench.kit.checkout import CHECKOUT, COMMAND_LINE, figures
from bench.kit.timing import HIGH, peak_memory, percentile, processor_of
from domain.chats import ChatSettings
from domain.topics import Term, Topic
from tests.fakes.telegram_server import TOKEN, FakeTelegram

CHATS: Final = 10_000
TOPICS: Final = 500
BURST: Final = 20
BURSTS: Final = 10
NOW: Final = datetime(2026, 11, 18, 15, 0, tzinfo=UTC)
"""An afternoon, hours after the digests of eight o'clock and before the evening's announcement."""

_PAUSE: Final = 1.2
"""Seconds between bursts, after which none of Telegram's limits remembers the one before."""

_START: Final = 60.0
_END: Final = 35.0
_SUMMARIZE: Final = "/summarize sample/0000004"
_SAID_BY_HELP: Final = "/unsubscribe"
_SAID_BY_CARD: Final = "Key takeaways"
_UNSETTLED: Final = "SELECT COUNT(*) FROM schedule WHERE look_at <= ?"

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
class _Updates:
    """Seconds for one update in each burst by the clock, and of processor in all of them."""

    times: list[float]
    cpu: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Figures:
    """What updates take, and peak memory in MB."""

    help: _Updates
    summarize: _Updates
    memory: float


def run() -> list[Measurement]:
    """Time and processor for an update, over single bursts; and peak memory."""
    with TemporaryDirectory() as folder:
        container, floor = asyncio.run(_both(Path(folder)))
    memory = Measurement(
        f"Telegram: peak memory with {CHATS:,} chats in the store",
        container.memory,
        "MB",
        floor.memory,
        _FLOOR,
    )
    return [
        *_rows("Telegram: a /help", container.help, floor.help),
        *_rows("Telegram: a cached /summarize", container.summarize, floor.summarize),
        memory,
    ]


def _rows(name: str, ours: _Updates, floor: _Updates) -> Iterator[Measurement]:
    yield Measurement(f"{name}, processor", ours.cpu * 1e3, "ms", floor.cpu * 1e3, _FLOOR)
    told = f"{name} of {BURST} at once"
    usual, high = median(ours.times), percentile(ours.times, HIGH)
    yield Measurement(
        f"{told}, median of {BURSTS}", usual * 1e3, "ms", median(floor.times) * 1e3, _FLOOR
    )
    yield Measurement(f"{told}, p95", high * 1e3, "ms", percentile(floor.times, HIGH) * 1e3, _FLOOR)


async def _both(folder: Path) -> tuple[_Figures, _Figures]:
    database = folder / "papercrier.db"
    await asyncio.to_thread(figures, "bench.adapters", "fill", database)
    async with FakeTelegram() as telegram:
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith("PAPERCRIER_")
        }
        settings = {
            "PAPERCRIER_DATABASE": str(database),
            "PAPERCRIER_NOW": NOW.isoformat(),
            "PAPERCRIER_TELEGRAM_TOKEN": TOKEN,
            "PAPERCRIER_TELEGRAM_API_URL": telegram.url,
        }
        container = [sys.executable, "-c", COMMAND_LINE, "run", "--sample"]
        async with _running(container, CHECKOUT, environment | settings) as process:
            await _settled(database)
            ours = await _measured(telegram, process, _SAID_BY_HELP, _SAID_BY_CARD)
        echo = [sys.executable, "-c", _ECHO, TOKEN, telegram.url]
        async with _running(echo, folder, environment) as process:
            floor = await _measured(telegram, process, "/help", _SUMMARIZE)
    return ours, floor


def fill(path: str) -> None:
    """Keep many chats, each following a topic since an hour ago."""
    topics = itertools.cycle(range(TOPICS))
    chat_settings = ((ChatSettings(), Topic(f"word{n}", Term(f"word{n}"))) for n in topics)
    follow(Path(path), itertools.islice(chat_settings, CHATS), NOW - timedelta(hours=1))


async def _settled(database: Path) -> None:
    """Wait until each chat's turn is worked out, which happens once after the start."""
    later = int((NOW + timedelta(hours=1)).timestamp())
    async with asyncio.timeout(_START):
        while True:
            if not await asyncio.to_thread(_unsettled, database, later):
                return
            await asyncio.sleep(_PAUSE)


def _unsettled(database: Path, before: int) -> int:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        (count,) = connection.execute(_UNSETTLED, [before]).fetchone()
    return int(count)


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

    async def updates(text: str, contains: str) -> _Updates:
        # The first burst fills the caches.
        await _burst(telegram, people, text, contains)
        before = processor_of(process.pid)
        times = [await _burst(telegram, people, text, contains) for _ in range(BURSTS)]
        cpu = (processor_of(process.pid) - before) / (BURST * BURSTS)
        return _Updates(times=times, cpu=cpu)

    return _Figures(
        help=await updates("/help", helped),
        summarize=await updates(_SUMMARIZE, card),
        memory=peak_memory(process.pid),
    )


async def _burst(telegram: FakeTelegram, people: Iterator[int], text: str, contains: str) -> float:
    """Seconds for each of a burst's people, who ask the same, until all of them are answered."""
    await asyncio.sleep(_PAUSE)
    telegram.shown.clear()
    telegram.calls.clear()

    def all_answered() -> bool:
        return sum(contains in shown.text for shown in telegram.shown.values()) == BURST

    began = time.perf_counter()
    for _ in range(BURST):
        await telegram.say(next(people), text)
    await telegram.until(all_answered, _START)
    return (time.perf_counter() - began) / BURST

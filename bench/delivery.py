"""What a digest's message costs from the schedule to Telegram, above posting the same bytes.

Telegram's limits are left out, on both sides; planning, matching, printing and the outbox are
counted. The other side is a process of its own.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
import sys
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import httpx
import structlog

from bench import Measurement
from bot.doors.buttons import ButtonData
from bot.doors.telegram_delivering import TelegramMessenger
from bot.doors.telegram_door import open_bot
from bot.doors.telegram_pacing import Limit, Pace
from bot.doors.telegram_reading import PLATFORM
from bot.house import open_house
from bot.settings import Settings
from domain.chats import Chat, ChatRef, ChatSettings, Subscription
from domain.topics import Category, Or, Topic
from handlers.services import Services
from scheduler.delivery import AT_ONCE, Deliveries
from scheduler.digest_watch import DigestWatch
from scheduler.press import Press
from scheduler.printing import Printer
from storage import chat_rows, open_store
from storage.connections import connect, transaction
from tests.fakes.clock import SettableClock

CHATS: Final = 2_000
ROUNDS: Final = 2
CATEGORIES: Final = ("cs.CV", "cs.CL", "cs.LG", "cs.RO", "cs.AI", "cs.GR", "eess.AS", "quant-ph")
"""Each two of them are a topic."""

_TOKEN: Final = "1:token"  # noqa: S105 (a name)
_PATH: Final = f"/bot{_TOKEN}/sendMessage"
_LOOK: Final = 0.2
_NO_LIMIT: Final[Limit] = (10**9, 1.0)
_BEFORE: Final = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
_FORM: Final = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cost:
    """Seconds of CPU and of time for one message."""

    cpu: float
    time: float


def run() -> list[Measurement]:
    """CPU per message (at most 2.5 times the floor's), and time; the best of some rounds each."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    rounds = [_round() for _ in range(ROUNDS)]
    house, floor = (min(costs, key=_cpu) for costs in zip(*rounds, strict=True))
    name, floor_name = f"a digest's message, with {CHATS:,} chats", "a bare httpx loop"
    return [
        Measurement(
            f"{name}: CPU",
            house.cpu * 1e3,
            "ms",
            floor.cpu * 1e3,
            floor_name,
            target=2.5 * floor.cpu * 1e3,
        ),
        Measurement(f"{name}: time", house.time * 1e3, "ms", floor.time * 1e3, floor_name),
    ]


def _cpu(cost: _Cost) -> float:
    return cost.cpu


def _round() -> tuple[_Cost, _Cost]:
    """What one message costs us, and what it costs to post the same bytes."""
    with TemporaryDirectory() as folder:
        return asyncio.run(_both(Path(folder) / "papercrier.db"))


async def _both(database: Path) -> tuple[_Cost, _Cost]:
    await asyncio.to_thread(_fill, database)
    async with _sink() as url, httpx.AsyncClient(base_url=url, timeout=60) as client:
        house = await _delivered(database, url)
        bodies = [body.encode() for body in (await client.get("/")).json()]
        floor = await _posted(client, bodies)
    return _each(house, len(bodies)), _each(floor, len(bodies))


def _each(whole: _Cost, count: int) -> _Cost:
    return _Cost(cpu=whole.cpu / count, time=whole.time / count)


def _fill(path: Path) -> None:
    """Keep the chats; one transaction for all, to be quick."""
    asyncio.run(open_store(path).close())
    pairs = itertools.cycle(itertools.combinations(CATEGORIES, 2))
    database = connect(path, writes=True, patience=60)
    with transaction(database, "BEGIN IMMEDIATE"):
        for number, pair in zip(range(1, CHATS + 1), pairs, strict=False):
            ref = ChatRef(PLATFORM, str(number))
            topic = Topic("both", Or(tuple(Category(name) for name in pair)))
            chat_rows.save(database, Chat(ref, ChatSettings(limit=3)))
            chat_rows.subscribe(database, [Subscription(ref, topic, _BEFORE)])
    database.close()


@asynccontextmanager
async def _sink() -> AsyncIterator[str]:
    """The address of a Telegram that takes everything."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench._telegram_sink", stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        port = int(await process.stdout.readline())
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        await process.wait()


async def _delivered(database: Path, url: str) -> _Cost:
    """What it takes from the moment when all digests are due until all are sent."""
    clock = SettableClock(_BEFORE)
    settings = Settings(database=database, telegram_api_url=url, _env_file=None)
    async with open_house(settings, sample=True, clock=clock) as services:
        bot = open_bot(settings, _TOKEN)
        pace = Pace(in_all=_NO_LIMIT, in_a_chat=_NO_LIMIT, in_a_group=_NO_LIMIT)
        buttons = ButtonData(services.store, clock)
        messenger = TelegramMessenger(bot, services.store, buttons, pace, lambda: True)
        deliveries = Deliveries(messenger, services.outbox, clock)
        watch = _watch(services, clock, deliveries)
        await services.intake.take({"cs", "eess", "quant-ph"})
        # The summaries are made, and each chat's turn is noted, before it is due.
        await watch.look()
        clock.advance(minutes=40)
        with _measuring() as costs:
            running = asyncio.create_task(deliveries.run())
            await watch.look()
            await _all_sent(services)
        await deliveries.close(10)
        await running
        await watch.close()
        await bot.shutdown()
    return costs[0]


def _watch(services: Services, clock: SettableClock, deliveries: Deliveries) -> DigestWatch:
    return DigestWatch(
        outbox=services.outbox,
        intake=services.intake,
        press=Press(services.intake, services.maker),
        printer=Printer(services.intake, services.maker),
        clock=clock,
        platforms=lambda: [PLATFORM],
        planned=deliveries.wake,
        held=_nothing,
        more_announced=_nothing,
    )


def _nothing() -> None:
    """Nobody has to be told."""


async def _all_sent(services: Services) -> None:
    while True:
        await asyncio.sleep(_LOOK)
        figures = await services.outbox.outbox_figures()
        if figures and not any(figure.queued for figure in figures):
            return


async def _posted(client: httpx.AsyncClient, bodies: Sequence[bytes]) -> _Cost:
    """The same bytes, as many at once, and nothing else."""
    rest = iter(bodies)

    async def post() -> None:
        for body in rest:
            answer = await client.post(_PATH, content=body, headers=_FORM)
            answer.raise_for_status()

    with _measuring() as costs:
        await asyncio.gather(*(post() for _ in range(AT_ONCE)))
    return costs[0]


@contextmanager
def _measuring() -> Iterator[list[_Cost]]:
    """What the block takes, of all threads of this process."""
    costs: list[_Cost] = []
    cpu, began = time.process_time(), time.perf_counter()
    yield costs
    costs.append(_Cost(cpu=time.process_time() - cpu, time=time.perf_counter() - began))

"""What a digest's message costs from the schedule to Telegram, above posting the same bytes.

The announcements are real ones, where there are any. Telegram's limits are left out, on both sides;
planning, matching, summaries, printing and the outbox are counted. The other side is a process of
its own. The bare loop has as many connections as the bot keeps.

    BENCH_CHECKOUT=../another/checkout python -m bench delivery
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import httpx
import structlog

from app.services import Services
from bench import Measurement
from bench.kit.chats import announced, follow
from bench.kit.checkout import HERE, figures
from bench.kit.morning_container import MORNING, last_night, services_of, since
from bench.kit.records import papers, phrases
from bot.container import open_container
from bot.platforms.buttons import ButtonData
from bot.platforms.telegram.adapter import open_bot
from bot.platforms.telegram.incoming import KIND
from bot.platforms.telegram.sending.delivery import TelegramMessenger
from bot.platforms.telegram.sending.pacing import Limit, Pace
from bot.platforms.telegram.sending.rich_calls import RichCalls
from bot.platforms.telegram.sending.uploads import Uploads
from bot.settings import Settings
from domain.chats import ChatSettings
from domain.topics import Topic
from scheduler.background_services import BackgroundServices
from tests.fakes.clock import SettableClock
from tests.fakes.paper_source import FakeSource
from topics.language import parse_query

CHATS: Final = 2_000
ROUNDS: Final = 3
CONNECTIONS: Final = 10
"""That the bot keeps open; more would make the bare loop slower."""

PROMISED: Final = 2.5
"""Times the processor that the bare loop takes, where many chats get the same digest."""

_TOPICS: Final = (
    ("topics that many share", 30, PROMISED),
    ("a topic of its own each", CHATS, None),
)
_TOKEN: Final = "1:token"  # noqa: S105 (a name)
_PATH: Final = f"/bot{_TOKEN}/sendMessage"
_LOOK: Final = 0.2
_NO_LIMIT: Final[Limit] = (10**9, 1.0)
_FORM: Final = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cost:
    """Seconds of CPU and of time for one message."""

    cpu: float
    time: float


def run() -> list[Measurement]:
    """Processor and time for each message; the round counts in which ours took the median."""
    rows = []
    for told, topics, promised in _TOPICS:
        rounds = sorted((_round(topics) for _ in range(ROUNDS)), key=lambda each: each["cpu"])
        usual = rounds[ROUNDS // 2]
        name, floor = f"a message, {CHATS:,} chats, {told}", f"httpx, {CONNECTIONS} connections"
        bare = usual["bare_cpu"]
        target = promised and promised * bare
        rows += [
            Measurement(f"{name}: processor", usual["cpu"], "ms", bare, floor, target),
            Measurement(f"{name}: time", usual["time"], "ms", usual["bare_time"], floor),
        ]
    return rows


def _round(topics: int) -> dict[str, float]:
    """Milliseconds that one message costs us, and that it costs to post the same bytes."""
    return figures("bench.delivery", "show", topics)


def show(topics: str) -> None:
    """Print a round's figures as JSON."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with TemporaryDirectory() as folder:
        database = Path(folder) / "papercrier.db"
        _fill(database, int(topics))
        found = asyncio.run(_both(database))
    sys.stdout.write(json.dumps(found))


def _fill(path: Path, topics: int) -> None:
    own = papers()
    known = [Topic(text, parse_query(text)) for text in phrases(last_night(own), topics)]
    announced(path, own)
    follow(path, ((ChatSettings(), topic) for topic in islice(cycle(known), CHATS)), since())


async def _both(database: Path) -> dict[str, float]:
    limits = httpx.Limits(max_connections=CONNECTIONS)
    async with _sink() as url, httpx.AsyncClient(base_url=url, timeout=60, limits=limits) as client:
        container = await _delivered(database, url)
        bodies = [body.encode() for body in (await client.get("/")).json()]
        floor = await _posted(client, bodies)
    by = 1e3 / len(bodies)
    return {
        "cpu": container.cpu * by,
        "time": container.time * by,
        "bare_cpu": floor.cpu * by,
        "bare_time": floor.time * by,
        "messages": len(bodies),
    }


@asynccontextmanager
async def _sink() -> AsyncIterator[str]:
    """The address of a Telegram that takes everything."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(HERE / "bench/kit/telegram_sink.py"), stdout=asyncio.subprocess.PIPE
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
    clock = SettableClock(MORNING)
    settings = Settings(database=database, telegram_api_url=url, _env_file=None)
    async with open_container(settings, source=FakeSource(clock), clock=clock) as services:
        bot = open_bot(settings, _TOKEN)
        pace = Pace(in_all=_NO_LIMIT, in_a_chat=_NO_LIMIT, in_a_group=_NO_LIMIT)
        buttons = ButtonData(services.store, clock)
        rich = RichCalls(bot, buttons, Uploads(services.store, clock))
        messenger = TelegramMessenger(
            *(bot, services.store, buttons, pace, lambda: True, clock, rich),
            services.admission,
        )
        background = services_of(services, messenger)
        (deliveries,) = background._deliveries
        # Each chat's turn is noted, and the summaries are made, before it is due.
        await background._digest_watch.look()
        background._ahead.prepare()
        await background._ahead.ready()
        clock.advance(minutes=40)
        with _measuring() as costs:
            running = asyncio.create_task(deliveries.run())
            await _planned_and_sent(services, background, clock)
        await deliveries.close(10)
        await running
        await background.close()
        await bot.shutdown()
    return costs[0]


async def _planned_and_sent(
    services: Services, background: BackgroundServices, clock: SettableClock
) -> None:
    while await services.outbox.due_chats([KIND], clock.now(), 1):
        await background._digest_watch.look()
    await _all_sent(services)


async def _all_sent(services: Services) -> None:
    while True:
        await asyncio.sleep(_LOOK)
        figures = await services.outbox.outbox_figures()
        if figures and not any(figure.queued for figure in figures):
            return


async def _posted(client: httpx.AsyncClient, bodies: Sequence[bytes]) -> _Cost:
    """The same bytes over a few connections, and nothing else."""
    rest = iter(bodies)

    async def post() -> None:
        for body in rest:
            answer = await client.post(_PATH, content=body, headers=_FORM)
            answer.raise_for_status()

    with _measuring() as costs:
        await asyncio.gather(*(post() for _ in range(CONNECTIONS)))
    return costs[0]


@contextmanager
def _measuring() -> Iterator[list[_Cost]]:
    """What the block takes, of all threads of this process."""
    costs: list[_Cost] = []
    cpu, began = time.process_time(), time.perf_counter()
    yield costs
    costs.append(_Cost(cpu=time.process_time() - cpu, time=time.perf_counter() - began))

"""What people notice of several processes: the platform's cap, answers, who takes over how soon.

The processes are started as anybody starts them, on invented papers and a small Telegram of the
tests', which is not refused anything and notes when each message came.
"""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import cycle, repeat
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import psycopg

from bench import Measurement
from bench.kit.chats import follow
from bench.kit.timing import HIGH, percentile
from bot.platforms.common_pace import RATES
from domain.chats import ChatSettings
from domain.topics import Topic
from storage.opening import transfer
from tests.fakes.telegram_server import FakeTelegram
from tests.storage.postgres.server import FLUSHED, PostgresServer, postgres_server
from tools.cluster.processes import BEGINNING, Processes
from topics.language import parse_query

COUNT: Final = 4
DIGESTS: Final = int(os.environ.get("BENCH_DIGESTS", "720"))
CAP: Final = 30
"""Messages that Telegram takes in any second."""

RATE: Final = RATES["telegram"]
"""That are sent in a second by all processes together, at most."""

UNDISTURBED: Final = 0.97
THROUGH_KILLS: Final = 0.88
KILL_EVERY: Final = 4.0
BESIDE_BULK: Final = 300.0
"""Milliseconds within which 95 of 100 answers come while digests go out."""

LEASE: Final = 10.0
TAKEN_OVER: Final = 1.2
"""Times the lease, at most."""

QUIET: Final = 60.0
"""Transactions of a process in a minute in which nothing happens, at most."""

_ASKERS: Final = range(9_000_001, 9_000_009)
"""They ask in turn: of one chat no more than a message a second is answered."""

_PAUSE: Final = 0.7
_PATIENCE: Final = 240.0
_IDLE: Final = 30.0
_SETTLED: Final = 10.0
_TRIES: Final = 2


@dataclass
class Served:
    """Processes that serve, and the Telegram that they serve."""

    processes: Processes
    telegram: _Noting
    answers: list[float] = field(default_factory=list)


class _Noting(FakeTelegram):
    """It also knows when each message came, and how many of digests there were.

    Answers count, too: the cap is one for both, and they go first.
    """

    def __init__(self) -> None:
        super().__init__()
        self.came: list[float] = []
        self.digests = 0

    def _send(self, params: Any) -> Any:
        self.digests += int(params["chat_id"]) not in _ASKERS
        if self.digests:
            self.came.append(time.monotonic())
        return super()._send(params)


def measured() -> Iterator[Measurement]:
    """The cap undisturbed, then through kills; answers meanwhile; taking over; doing nothing."""
    with postgres_server(options=FLUSHED) as server:
        undisturbed = _run(server, DIGESTS, _all_sent)
        yield _cap("undisturbed", undisturbed.telegram.came, UNDISTURBED)
        yield _most(undisturbed.telegram.came)
        high = percentile(undisturbed.answers, HIGH) * 1e3
        name = (
            f"{COUNT} processes: an answer while digests go out, p95 of {len(undisturbed.answers)}"
        )
        yield Measurement(name, high, "ms", BESIDE_BULK, "promised", BESIDE_BULK)
        through = _run(server, DIGESTS, _all_sent_through_kills)
        yield _cap(f"with a kill every {KILL_EVERY:g} s", through.telegram.came, THROUGH_KILLS)
        yield _most(through.telegram.came)
        for name, number in (("killed", signal.SIGKILL), ("frozen", signal.SIGSTOP)):
            taken = max(_run(server, 0, _taken_over(number)).answers[0] for _ in range(_TRIES))
            name = f"{COUNT} processes: until somebody is answered after one was {name}"
            yield Measurement(name, taken, "s", LEASE, "the lease", TAKEN_OVER * LEASE)
        idle = _run(server, 0, _idle).answers[0]
        name = f"{COUNT} processes: transactions of each in an idle minute"
        yield Measurement(name, idle, "", QUIET, "promised", QUIET)


def _cap(how: str, came: Sequence[float], least: float) -> Measurement:
    each = (came[-1] - came[0]) / (len(came) - 1) * 1e3
    name = f"{COUNT} processes: a digest's message, {how} ({1e3 / each / RATE:.2f} of the cap)"
    floor = f"the cap, {RATE:g} a second"
    return Measurement(name, each, "ms", 1e3 / RATE, floor, 1e3 / RATE / least)


def _most(came: Sequence[float]) -> Measurement:
    most = max(sum(start <= one < start + 1.0 for one in came) for start in came)
    return Measurement(
        f"{COUNT} processes: the most messages in any second", most, "", CAP, "the cap", CAP
    )


def _run(
    server: PostgresServer, chats: int, work: Callable[[Served], Coroutine[Any, Any, None]]
) -> Served:
    async def done() -> Served:
        async with _serving(server, chats) as served:
            await work(served)
        return served

    return asyncio.run(done())


@asynccontextmanager
async def _serving(server: PostgresServer, chats: int) -> AsyncIterator[Served]:
    """All processes at work, with so many chats whose digests are due soon."""
    place = server.new_database()
    with TemporaryDirectory() as folder:
        file = Path(folder) / "papercrier.db"
        wishes = ChatSettings(time=(BEGINNING + timedelta(seconds=30)).time())
        topic = Topic("splatting", parse_query('"gaussian splatting"'))
        await asyncio.to_thread(
            follow, file, repeat((wishes, topic), chats), BEGINNING - timedelta(days=1)
        )
        await asyncio.to_thread(transfer, file, place)
        async with _Noting() as telegram:
            processes = Processes(place, telegram.url, Path(folder))
            processes.begin_the_clock()
            try:
                for number in range(1, COUNT + 1):
                    await processes.start(number)
                await telegram.until(lambda: telegram.polls, _PATIENCE)
                await asyncio.sleep(_SETTLED)
                yield Served(processes, telegram)
            finally:
                await processes.end()


async def _all_sent(served: Served) -> None:
    """Until each chat has its digest; somebody asks for help all the while."""
    asking = asyncio.create_task(_asked(served))
    await served.telegram.until(lambda: served.telegram.digests >= DIGESTS, _PATIENCE)
    asking.cancel()
    with suppress(asyncio.CancelledError):
        await asking


async def _asked(served: Served) -> None:
    await served.telegram.until(lambda: served.telegram.came, _PATIENCE)
    for asker in cycle(_ASKERS):
        served.answers.append(await _answered(served, asker))
        await asyncio.sleep(_PAUSE)


async def _answered(served: Served, asker: int = _ASKERS[0]) -> float:
    """Seconds until somebody is answered."""
    telegram, began = served.telegram, time.monotonic()
    asked = await telegram.say(asker, "/help")
    async with asyncio.timeout(_PATIENCE):
        await telegram.until(
            lambda: any(one.id > asked for one in telegram.messages(asker)), _PATIENCE
        )
    return time.monotonic() - began


async def _all_sent_through_kills(served: Served) -> None:
    """Until nothing comes any more: what a kill finds on its way may not have arrived."""
    telegram, number = served.telegram, 0
    await telegram.until(lambda: telegram.came, _PATIENCE)
    while len(telegram.came) < DIGESTS and time.monotonic() < telegram.came[-1] + 2 * LEASE:
        await asyncio.sleep(KILL_EVERY)
        number = number % COUNT + 1
        await served.processes.kill(number)
        await served.processes.start(number)


def _taken_over(number: signal.Signals) -> Callable[[Served], Coroutine[Any, Any, None]]:
    async def taken_over(served: Served) -> None:
        await _answered(served)
        pid = served.processes.pid(served.processes.answering())
        os.kill(pid, number)
        served.answers.append(await _answered(served))
        if number == signal.SIGSTOP:
            os.kill(pid, signal.SIGCONT)

    return taken_over


async def _idle(served: Served) -> None:
    await asyncio.sleep(_SETTLED)
    before = _transactions(served)
    await asyncio.sleep(_IDLE)
    done = _transactions(served) - before
    served.answers.append(done * 60 / _IDLE / COUNT)


def _transactions(served: Served) -> int:
    """So far, of all processes; what asks for them is in another database."""
    url, _, name = served.processes.place.url.rpartition("/")
    with psycopg.connect(f"{url}/postgres") as connection:
        row = connection.execute(
            "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = %s", [name]
        ).fetchone()
    return int(row[0]) if row else 0

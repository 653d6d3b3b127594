"""A house with many chats in its store, for `bench.schedule`: a process of its own.

Prints what its schedule took, as JSON. Nothing is sent.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import structlog

from bot.house import open_house
from bot.run import spare_the_collector
from bot.settings import Settings
from handlers.services import Services
from scheduler.digest_watch import DigestWatch
from scheduler.press import Press
from scheduler.printing import Printer
from tests.fakes.clock import SettableClock

MORNING: Final = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
LOOKS: Final = 200
_STEP: Final = 0.002


@contextmanager
def _timed(figures: dict[str, float], name: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    figures[name] = time.perf_counter() - began


async def main(database: Path, started: float) -> dict[str, float]:
    """Seconds, but for the memory in MB.

    Args:
        database: of the chats.
        started: when this process was, in seconds of the Unix clock.
    """
    figures: dict[str, float] = {}
    clock = SettableClock(MORNING)
    settings = Settings(database=database, _env_file=None)
    async with open_house(settings, sample=True, clock=clock) as services:
        figures["ready"] = time.time() - started
        await _measure(services, clock, figures)
    figures["memory"] = _peak()
    return figures


async def _measure(services: Services, clock: SettableClock, figures: dict[str, float]) -> None:
    await services.intake.take({"cs", "eess", "quant-ph"})
    watch = DigestWatch(
        outbox=services.outbox,
        intake=services.intake,
        press=Press(services.intake, services.maker),
        printer=Printer(services.intake, services.maker),
        clock=clock,
        platforms=lambda: ["telegram"],
        planned=_nothing,
        held=_nothing,
        more_announced=_nothing,
    )
    spare_the_collector()
    holds: list[float] = []
    watching = asyncio.create_task(_watch_the_loop(holds))
    with _timed(figures, "scheduled"):
        await watch.look()
    with _timed(figures, "idle"):
        for _ in range(LOOKS):
            await watch.look()
    figures["idle"] /= LOOKS
    clock.advance(minutes=40)
    with _timed(figures, "planned"):
        await watch.look()
    watching.cancel()
    await watch.close()
    figures["held"] = max(holds)
    figures["parts"] = sum(one.queued for one in await services.outbox.outbox_figures())


async def _watch_the_loop(holds: list[float]) -> None:
    """For how long the loop did nothing else, each time; other processes' doings do not count."""
    while True:
        began, cpu = time.perf_counter(), time.process_time()
        await asyncio.sleep(_STEP)
        late = time.perf_counter() - began - _STEP
        holds.append(min(late, time.process_time() - cpu))


def _nothing() -> None:
    """Nobody has to be told."""


def _peak() -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def show() -> None:
    """Measure the house on the database that the command line names."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    sys.stdout.write(json.dumps(asyncio.run(main(Path(sys.argv[1]), float(sys.argv[2])))))

"""What single runs take: of the processor, as others may share the machine, and of memory."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Final

import psutil

from bench import Measurement

HIGH: Final = 0.95
"""The share of runs that stay within the high figure."""

_STEP: Final = 0.002


def percentile(values: Iterable[float], share: float) -> float:
    """The least of some values that so large a share of them stays within.

    Raises:
        IndexError: there are none.
    """
    ordered = sorted(values)
    return ordered[math.ceil(share * len(ordered)) - 1]


def each(works: Iterable[Callable[[], object]]) -> list[float]:
    """Milliseconds of processor that each of some works takes, in one run."""
    taken = []
    for work in works:
        began = time.process_time()
        work()
        taken.append((time.process_time() - began) * 1e3)
    return taken


async def each_awaited(works: Iterable[Callable[[], Awaitable[object]]]) -> list[float]:
    """The same for works that are awaited, with what other threads do for them."""
    taken = []
    for work in works:
        began = time.process_time()
        await work()
        taken.append((time.process_time() - began) * 1e3)
    return taken


def in_turns(
    ours: Callable[[], object], floor: Callable[[], object], runs: int
) -> tuple[list[float], list[float]]:
    """Milliseconds of two works done in turns, so that neither has the quieter machine."""
    taken = each([ours, floor] * runs)
    return taken[::2], taken[1::2]


def usual_and_high(
    name: str,
    ours: Sequence[float],
    floor: Sequence[float],
    floor_name: str,
    target: float | None = None,
) -> list[Measurement]:
    """The median of single runs, and what 95 of 100 stay within, which the target is for."""
    high = percentile(ours, HIGH)
    return [
        Measurement(
            f"{name}, median of {len(ours)}", median(ours), "ms", median(floor), floor_name
        ),
        Measurement(f"{name}, p95", high, "ms", percentile(floor, HIGH), floor_name, target),
    ]


@contextmanager
def processor(figures: dict[str, float], name: str) -> Iterator[None]:
    """Note the seconds of processor that the block takes, of all threads of this process."""
    began = time.process_time()
    yield
    figures[name] = time.process_time() - began


async def watch_the_loop(holds: list[float]) -> None:
    """For how long the loop did nothing else, each time; other processes' doings do not count."""
    while True:
        began, cpu = time.perf_counter(), time.process_time()
        await asyncio.sleep(_STEP)
        late = time.perf_counter() - began - _STEP
        holds.append(min(late, time.process_time() - cpu))


def peak_memory(process: int | str = "self") -> float:
    """The most that a process has had in memory, in MB."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def memory() -> float:
    """What this process has in memory now, in MB."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def processor_of(process: int) -> float:
    """Seconds of processor that another process has taken, to the hundredth."""
    times = psutil.Process(process).cpu_times()
    return float(times.user + times.system)

"""The archive under load, beside a bare Starlette route that answers the same bytes.

Both are asked by wrk over loopback, of one process, as often as they answer, with a hundred
thousand papers in the database; an answer is kept for its ten seconds, and made anew after them.
What an answer takes of the processor is told beside how often there is one, as others may have the
machine. Then how much longer /help and a morning take while the front page is asked for without
end, and how much more memory that has than a process without an archive after the same.

    python -m bench web
    BENCH_STORED=20000 python -m bench web
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any, Final

from bench import Measurement
from bench.kit.morning_container import fill
from bench.kit.records import invented, papers
from bench.kit.timing import processor_of
from bench.kit.visited_container import HOST
from bench.kit.wrk import FOUND, Rate, rate_of, visited
from storage import open_store

STORED: Final = int(os.environ.get("BENCH_STORED", "100000"))
"""Papers in the database, beside those that were announced."""

CHATS: Final = 1_000
"""With a topic each, whose digests are due in that morning."""

SECONDS: Final = 2
ROUNDS: Final = 3
"""Both are asked in turns, so that neither has the quieter machine."""

SLOWEST: Final = 30.0
"""Milliseconds in which a page is there, 95 times of 100."""

SLOWED: Final = 1.1
"""How many times as long chats may wait."""

MORE_MEMORY: Final = 60.0
"""Megabytes."""

_AT_ONCE: Final = 2_000


def run() -> list[Measurement]:
    """Microseconds a request, and milliseconds until it is answered."""
    if FOUND is None:
        print("web is not measured: there is no wrk here (apt-get install wrk)")
        return []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "papercrier.db"
        fill(str(path), str(CHATS), str(CHATS), "1", "1")
        asyncio.run(_store(path))
        other = Path(folder) / "calm.db"
        shutil.copy(path, other)
        with _container(other) as calm:
            quiet = _Quiet(
                calm.tell("help")["milliseconds"],
                calm.tell("morning")["seconds"],
                calm.tell("week")["megabytes"],
            )
        with _container(path) as busy:
            return list(_rows(busy, quiet))


async def _store(path: Path) -> None:
    store = open_store(path)
    own = invented()
    for _ in range(0, STORED, _AT_ONCE):
        await store.save_papers(list(islice(own, _AT_ONCE)))
    await store.close()


def _pages() -> dict[str, str]:
    return {
        "front": "/",
        "topic": "/topic/diffusion-models",
        "paper": f"/paper/{papers()[-1].id.base}",
        "search": "/search?q=diffusion",
        "feed": "/topic/diffusion-models.atom",
    }


@dataclass(frozen=True, slots=True)
class _Quiet:
    """What a process without an archive has: milliseconds, seconds, megabytes."""

    help: float
    morning: float
    memory: float


class _Container:
    """A process that serves chats and the archive."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def tell(self, line: str) -> Any:
        """Have it do something; what it found."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def asked(self, address: str) -> tuple[Rate, float]:
        """How fast it answers, and the microseconds of processor that an answer takes it."""
        before = processor_of(self._process.pid)
        rate = rate_of(address, SECONDS)
        taken = processor_of(self._process.pid) - before
        return rate, taken / rate.count * 1e6


@contextmanager
def _container(path: Path) -> Iterator[_Container]:
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "bench.kit.visited_container", str(path), str(port)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield _Container(process)


def _rows(busy: _Container, quiet: _Quiet) -> Iterator[Measurement]:
    pages = _pages()
    at = busy.tell(" ".join(("open", *pages.values())))
    for name, target in pages.items():
        rounds = [
            [busy.asked(at[one] + target) for one in ("archive", "bare")] for _ in range(ROUNDS)
        ]
        yield from _of_page(name, *map(_usual, zip(*rounds, strict=True)))
    with visited(at["archive"] + "/"):
        helped, planned = busy.tell("help")["milliseconds"], busy.tell("morning")["seconds"]
    more = busy.tell("week")["megabytes"] - quiet.memory
    alone = "without visitors"
    usual = quiet.help
    yield Measurement("/help, usually, visited", helped, "ms", usual, alone, SLOWED * usual)
    name = f"digests of {CHATS:,} chats planned, visited"
    yield Measurement(name, planned, "s", quiet.morning, alone, SLOWED * quiet.morning)
    yield Measurement("memory, more", more, "MB", quiet.memory, "no archive", MORE_MEMORY)


def _usual(asked: Sequence[tuple[Rate, float]]) -> tuple[Rate, float]:
    """The medians of several."""
    each, p95, p99 = (
        median(getattr(rate, name) for rate, _ in asked) for name in ("each", "p95", "p99")
    )
    return Rate(asked[0][0].count, each, p95, p99), median(taken for _, taken in asked)


def _of_page(
    name: str, ours: tuple[Rate, float], floor: tuple[Rate, float]
) -> Iterator[Measurement]:
    bare = "a bare Starlette route"
    (rate, processor), (bare_rate, bare_processor) = ours, floor
    yield Measurement(f"{name}, a request", rate.each, "µs", bare_rate.each, bare)
    yield Measurement(
        f"{name}, processor of a request", processor, "µs", bare_processor, bare, 2 * bare_processor
    )
    yield Measurement(f"{name}, p95", rate.p95, "ms", bare_rate.p95, bare, SLOWEST)
    yield Measurement(f"{name}, p99", rate.p99, "ms", bare_rate.p99, bare)

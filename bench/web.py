"""The archive under load, beside a bare Starlette route that answers the same bytes.

Both are asked by wrk over loopback, of one process, as often as they answer, with a hundred
thousand papers in the database; an answer is kept for its ten seconds, and made anew after them.
What an answer takes of the processor is told beside how often there is one, as others may have the
machine. Then how much longer /help and a morning take while the front page is asked for without
end: longer than alone, and than while wrk asks a process beside. And how much more memory that
process has than one without an archive after the same.

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
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any, Final, Self

import httpx

from bench import Measurement
from bench.kit.bare import HOST
from bench.kit.morning_container import fill
from bench.kit.records import invented, papers
from bench.kit.timing import processor_of
from bench.kit.wrk import FOUND, Rate, rate_of, visited
from storage import open_store

STORED: Final = int(os.environ.get("BENCH_STORED", "100000"))
"""Papers in the database, beside those that were announced."""

CHATS: Final = 1_000
"""With a topic each, whose digests are due in an hour of the morning."""

HOURS: Final = 12
"""In which digests are due."""

HELPS: Final = 4
"""Rounds in which /help is asked for sixty times each."""

WARM: Final = 3
"""Hours of the morning before those that are measured; the first ones have the most to find out."""

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
        fill(str(path), str(CHATS * HOURS), str(CHATS * HOURS), str(CHATS * HOURS), "1")
        asyncio.run(_store(path))
        other = Path(folder) / "calm.db"
        shutil.copy(path, other)
        with _container(other) as calm:
            without = calm.tell("week")["megabytes"]
        with _container(path) as busy:
            return list(_rows(busy, without, Path(folder)))


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


_Visits = Mapping[str, str | None]


class _Process:
    """A program that answers lines with JSON."""

    def __init__(self, module: str, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", f"bench.kit.{module}", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def line(self) -> str:
        """The next line that it says."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def tell(self, line: str = "") -> Any:
        """Have it do something; what it found."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        return json.loads(self.line())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.communicate()


class _Container(_Process):
    """A process that serves chats and the archive, and the Telegram that it serves."""

    def __init__(self, path: Path, telegram: _Process) -> None:
        with socket.socket() as free:
            free.bind((HOST, 0))
            port = free.getsockname()[1]
        super().__init__("visited_container", str(path), str(port), telegram.line())
        self._telegram = telegram

    def help(self) -> list[float]:
        """Milliseconds from each /help to its answer."""
        waited: list[float] = self._telegram.tell()
        return waited

    def asked(self, address: str) -> tuple[Rate, float]:
        """How fast it answers, and the microseconds of processor that an answer takes it."""
        before = processor_of(self.process.pid)
        rate = rate_of(address, SECONDS)
        taken = processor_of(self.process.pid) - before
        return rate, taken / rate.count * 1e6


@contextmanager
def _container(path: Path) -> Iterator[_Container]:
    with _Process("chatting") as telegram, _Container(path, telegram) as container:
        yield container


def _rows(busy: _Container, without: float, folder: Path) -> Iterator[Measurement]:
    pages = _pages()
    at = busy.tell(" ".join(("open", *pages.values())))
    for name, target in pages.items():
        rounds = [
            [busy.asked(at[one] + target) for one in ("archive", "bare")] for _ in range(ROUNDS)
        ]
        yield from _of_page(name, *map(_usual, zip(*rounds, strict=True)))
    with _visits(at["archive"] + "/", folder / "front.html") as visits:
        yield from _slowed("/help, usually", "ms", _helped(busy, visits))
        more = busy.tell("week")["megabytes"] - without
        yield Measurement("memory, more", more, "MB", without, "no archive", MORE_MEMORY)
        name = f"digests of {CHATS:,} chats planned"
        yield from _slowed(name, "s", _planned(busy, visits))


@contextmanager
def _visits(front: str, kept: Path) -> Iterator[_Visits]:
    """What may be visited meanwhile: nothing, a process beside, the archive.

    What wrk takes of the machine is in both of the latter; the difference is the archive's.
    """
    kept.write_bytes(httpx.get(front).content)
    with _Process("bare", str(kept)) as beside:
        yield {"alone": None, "beside": f"{beside.line()}/", "archive": front}


def _helped(busy: _Container, visits: _Visits) -> dict[str, list[float]]:
    """Milliseconds, in turns."""
    helped: dict[str, list[float]] = {name: [] for name in visits}
    busy.help()
    for _ in range(HELPS):
        for name, address in visits.items():
            with visited(address) if address else nullcontext():
                helped[name] += busy.help()
    return helped


def _planned(busy: _Container, visits: _Visits) -> dict[str, list[float]]:
    """Seconds, in turns and back, as each hour finds more at hand than the one before."""
    planned: dict[str, list[float]] = {name: [] for name in visits}
    for _ in range(WARM):
        busy.tell("morning")
    for number in range((HOURS - WARM) // len(visits)):
        for name, address in list(visits.items())[:: -1 if number % 2 else 1]:
            with visited(address) if address else nullcontext():
                planned[name].append(busy.tell("morning")["seconds"])
    return planned


def _slowed(name: str, unit: str, waited: Mapping[str, Sequence[float]]) -> Iterator[Measurement]:
    """How much longer it takes while the archive is visited."""
    usual = {visit: median(each) for visit, each in waited.items()}
    for visit, floor in (("beside", "another process visited"), ("alone", "without visitors")):
        target = SLOWED * usual[visit] if visit == "beside" else None
        yield Measurement(f"{name}, visited", usual["archive"], unit, usual[visit], floor, target)


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

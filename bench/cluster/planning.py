"""A morning planned by several processes, each some parts of the chats, beside one that plans all.

BENCH_CHATS=100000 BENCH_TOPICS=10000 python -m bench.cluster.planning
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import psutil
import psycopg

from bench import Measurement
from bench.kit.checkout import HERE, figures
from storage.opening import transfer
from storage.places import PostgresPlace
from tests.storage.postgres.server import FLUSHED, PostgresServer, postgres_server

CHATS: Final = int(os.environ.get("BENCH_CHATS", "6000"))
TOPICS: Final = int(os.environ.get("BENCH_TOPICS", str(max(1, CHATS // 10))))
COUNT: Final = 3
SHARE: Final = 0.6
"""Of the time that one process takes, at most."""

_PATIENCE: Final = 60.0
_LEAST: Final = 1e-9

_OUTCOME: Final = """
    SELECT (SELECT count(*) FROM digests), xact_rollback
    FROM pg_stat_database WHERE datname = current_database()
"""


def measured() -> Iterator[Measurement]:
    """One process, then several, on copies of one database."""
    with TemporaryDirectory() as folder, postgres_server(options=FLUSHED) as server:
        place = _filled(server, Path(folder) / "papercrier.db")
        alone, several = _planned(server, place, 1), _planned(server, place, COUNT)
    name = f"{CHATS:,} chats, {TOPICS:,} topics, planned by {COUNT} processes"
    for what, key, unit, share in (
        ("by the clock", "seconds", "s", SHARE),
        ("processor of all of them", "processor", "s", None),
        ("processor of the server", "server", "s", None),
        ("transactions undone", "undone", "", None),
        ("peak memory of each", "memory", "MB", None),
    ):
        target = None if share is None else share * alone[key]
        floor = max(alone[key], _LEAST)
        yield Measurement(f"{name}: {what}", several[key], unit, floor, "one process", target)


def _filled(server: PostgresServer, file: Path) -> PostgresPlace:
    """A database with chats whose digests are prepared and will be due together."""
    place = server.new_database()
    figures("bench.kit.morning_container", "fill", file, CHATS, TOPICS, 1, 1)
    transfer(file, place)
    if _run("ahead", place).wait():
        raise RuntimeError("nothing was prepared")
    with psycopg.connect(place.url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
    return place


def _planned(server: PostgresServer, filled: PostgresPlace, count: int) -> dict[str, float]:
    """What it takes some processes to plan all, from when the last one is ready."""
    place = _copy(server, filled)
    workers = [_run("plan", place, number, count) for number in range(count)]
    for worker in workers:
        _line(worker)
    before = _processor_of(server)
    began = time.perf_counter()
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.close()
    told = [json.loads(_line(worker)) for worker in workers]
    seconds = time.perf_counter() - began
    used = _processor_of(server) - before
    for worker in workers:
        worker.wait(_PATIENCE)
    with psycopg.connect(place.url, autocommit=True) as connection:
        row = connection.execute(_OUTCOME).fetchone()
    digests, undone = row or (0, 0)
    if digests != CHATS:
        raise RuntimeError(f"{digests} digests, of {CHATS}")
    return {
        "seconds": seconds,
        "processor": sum(one["processor"] for one in told),
        "server": used,
        "memory": max(one["memory"] for one in told),
        "undone": undone,
    }


def _copy(server: PostgresServer, filled: PostgresPlace) -> PostgresPlace:
    """Another database with the same in it."""
    copy = server.new_database()
    name, source = (one.url.rpartition("/")[2] for one in (copy, filled))
    with psycopg.connect(server.place().url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name}".encode())
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {source}".encode())
        connection.execute("CHECKPOINT")
    return copy


def _run(what: str, place: PostgresPlace, *given: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "bench.cluster.planner", what, place.url, *map(str, given)]
    return subprocess.Popen(
        command, cwd=HERE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def _line(worker: subprocess.Popen[str]) -> str:
    assert worker.stdout is not None
    return worker.stdout.readline()


def _processor_of(server: PostgresServer) -> float:
    """Seconds of processor that the server has had, with what has ended of it."""
    pid = int((server.folder / "data" / "postmaster.pid").read_text().split()[0])
    main = psutil.Process(pid)
    ended = main.cpu_times()
    each = [ended]
    for child in main.children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            each.append(child.cpu_times())
    return sum(one.user + one.system for one in each) + ended.children_user + ended.children_system

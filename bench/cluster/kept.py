"""What is kept on a server, beside the same in a file: moving there, turns, and the outbox.

``BENCH_CHATS`` says how many chats there are.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import repeat
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bench import Measurement
from bench.kit.chats import follow
from bench.kit.checkout import HERE
from bench.kit.morning_container import MORNING
from domain.chats import ChatSettings
from domain.deliveries import ScheduledChat, SchedulingDecision, Slot
from domain.excerpts import Body
from domain.topics import Topic
from scheduler.queueing import TRANSACTION
from storage import open_store
from storage.opening import transfer
from storage.places import Place
from storage.sqlite.connections import connect
from storage.sqlite.files.backups import write_copy
from tests.storage.postgres.server import FLUSHED, postgres_server
from topics.language import parse_query

CHATS: Final = int(os.environ.get("BENCH_CHATS", "12000"))
PROCESSES: Final = 4
TOLD: Final = 5
"""Papers that each chat was told before."""

PAPERS: Final = 10
"""Papers that are known for each chat, with an announcement each: most of what a database holds."""

IN_A_DIGEST: Final = 8

FASTER: Final = 1.5
"""Times the parts that one process with SQLite puts through in the same time, at least."""

SLOWER: Final = 2.0
"""Times the time that SQLite takes for a turn, at most."""

MOVED: Final = 4.0
"""Times the time of SQLite's own backup, at most."""

_PATIENCE: Final = 60.0

_KNOWN: Final = """
    WITH RECURSIVE known (number) AS (
        SELECT 0 UNION ALL SELECT number + 1 FROM known WHERE number + 1 < ?
    )
"""

_PAPERS: Final = f"""{_KNOWN}
    INSERT INTO papers
        (base, version, title, abstract, authors, categories, primary_category, withdrawn, origin)
    SELECT printf('%04d.%05d', 1501 + number / 90000, number % 90000), 1, 'On wave ' || number,
        replace(printf('%.20c', '.'), '.', 'We see what wave ' || number || ' does to others. '),
        '[{{"name": "Ada Invented"}}, {{"name": "Ben Madeup"}}]', '["gr-qc"]', 'gr-qc', 0, 'api'
    FROM known
"""  # noqa: S608

_BATCHES: Final = f"""{_KNOWN}
    INSERT INTO batches (archive, date, state, reason)
    SELECT 'gr-qc', date('2015-01-01', '+' || number || ' days'), 'complete', '' FROM known
"""  # noqa: S608

_ANNOUNCEMENTS: Final = f"""{_KNOWN}
    INSERT INTO announcements
    SELECT 'gr-qc', date('2015-01-01', '+' || (number / 100) || ' days'), number % 100, 'new',
        printf('%04d.%05d', 1501 + number / 90000, number % 90000), 1
    FROM known
"""  # noqa: S608


def measured() -> Iterator[Measurement]:
    """Moving, then turns, then parts."""
    with TemporaryDirectory() as folder, postgres_server(options=FLUSHED) as server:
        file, place = Path(folder) / "papercrier.db", server.new_database()
        _fill(file)
        began = time.perf_counter()
        write_copy(file, Path(folder) / "backup.db", patience=_PATIENCE)
        backup, began = time.perf_counter() - began, time.perf_counter()
        rows = sum(transfer(file, place).values())
        moved = time.perf_counter() - began
        name = f"{rows:,} rows moved to the server"
        yield Measurement(name, moved, "s", backup, "SQLite's backup", MOVED * backup)
        there, here = (asyncio.run(_turns_taken(one)) * 1e3 for one in (place, file))
        name = f"a chat's turn, {TRANSACTION} in a transaction, by the clock"
        yield Measurement(name, there, "ms", here, "SQLite", SLOWER * here)
        alone = shutil.copy(file, Path(folder) / "alone.db")
        lone = CHATS / _seconds(Path(alone), 1)
        floor = f"one process, SQLite: {lone:,.0f} parts a second"
        several = CHATS / _seconds(place, PROCESSES)
        name = f"a part claimed, begun, settled by {PROCESSES} processes ({several:,.0f} a second)"
        yield Measurement(name, 1e3 / several, "ms", 1e3 / lone, floor, 1e3 / lone / FASTER)


def _fill(file: Path) -> None:
    topic = Topic("waves", parse_query('"gravity waves"'))
    follow(file, repeat((ChatSettings(), topic), CHATS), MORNING - timedelta(days=1))
    database = connect(file, writes=True, patience=_PATIENCE)
    told = (f"2401.{number:05}" for number in range(TOLD))
    database.execute("BEGIN IMMEDIATE")
    for paper in told:
        database.execute(
            "INSERT INTO seen (chat, paper, day) SELECT id, ?, '2025-05-01' FROM chats", [paper]
        )
    database.execute(_BATCHES, [PAPERS * CHATS // 100 + 1])
    for statement in (_PAPERS, _ANNOUNCEMENTS):
        database.execute(statement, [PAPERS * CHATS])
    database.execute("COMMIT")
    database.close()


async def _turns_taken(place: Place) -> float:
    """Seconds for one of all chats' turns, each of which queues a digest that others get, too."""
    store = open_store(place, is_served=True)
    due = await store.due_chats(["telegram"], MORNING + timedelta(days=1), CHATS)
    turns = [_turn(chat, number) for number, chat in enumerate(due)]
    began = time.perf_counter()
    for start in range(0, len(turns), TRANSACTION):
        await store.take_turns(turns[start : start + TRANSACTION], MORNING)
    taken = time.perf_counter() - began
    await store.close()
    return taken / len(turns)


def _turn(chat: ScheduledChat, number: int) -> SchedulingDecision:
    following = Slot(day=MORNING.date() + timedelta(days=1), at=MORNING + timedelta(days=1))
    return SchedulingDecision(
        scheduled=chat,
        look_at=following.at,
        slot=following,
        last=MORNING.date(),
        covered=MORNING.date(),
        listing=MORNING.date(),
        document=Body.of(f"page {number % 50}"),
        seen=tuple(f"2505.{number % 50:02}{paper:03}" for paper in range(IN_A_DIGEST)),
    )


def _seconds(place: Place, processes: int) -> float:
    """For all parts that wait, from when the last process is ready until nothing is left."""
    address = place if isinstance(place, Path) else place.url
    command = [sys.executable, "-m", "bench.cluster.delivering", str(address)]
    workers = [
        subprocess.Popen(
            command,
            cwd=HERE,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(processes)
    ]
    for worker in workers:
        _told(worker)
    began = time.perf_counter()
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.close()
    counts = [int(_told(worker)) for worker in workers]
    taken = time.perf_counter() - began
    _ended(workers)
    if sum(counts) != CHATS:
        raise RuntimeError(f"{counts} parts, of {CHATS}")
    return taken


def _told(worker: subprocess.Popen[str]) -> str:
    assert worker.stdout is not None
    return worker.stdout.readline()


def _ended(workers: Sequence[subprocess.Popen[str]]) -> None:
    for worker in workers:
        assert worker.stdout is not None
        worker.stdout.close()
        worker.wait(_PATIENCE)

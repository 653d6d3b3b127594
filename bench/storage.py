"""What storing papers costs above bare SQLite with the same schema, settings and transactions."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bench import Measurement
from domain.identifiers import PaperId
from domain.papers import Author, Paper
from storage import open_store
from storage.connections import connect
from storage.paper_rows import row_of

PAPERS: Final = 10_000
BATCH: Final = 500
RUNS: Final = 3
_COLUMNS: Final = 15
_PATIENCE: Final = 10.0


def run() -> list[Measurement]:
    """Store papers in batches; the best of some runs each."""
    papers = list(invented(PAPERS))
    batches = [papers[start : start + BATCH] for start in range(0, PAPERS, BATCH)]
    return [
        Measurement(
            name=f"storing {PAPERS:,} papers, {BATCH} a transaction",
            value=min(_papers_stored(batches) for _ in range(RUNS)),
            unit="s",
            floor=min(_papers_inserted(batches) for _ in range(RUNS)),
            floor_name="bare executemany of the same rows",
        ),
    ]


def _papers_stored(batches: list[list[Paper]]) -> float:
    async def store_all(path: Path) -> float:
        store = open_store(path)
        start = time.perf_counter()
        for batch in batches:
            await store.save_papers(batch)
        taken = time.perf_counter() - start
        await store.close()
        return taken

    with TemporaryDirectory() as folder:
        return asyncio.run(store_all(Path(folder) / "papers.db"))


def _papers_inserted(batches: list[list[Paper]]) -> float:
    rows = [[row_of(paper) for paper in batch] for batch in batches]
    places = ", ".join("?" * _COLUMNS)
    with TemporaryDirectory() as folder:
        path = _empty(Path(folder) / "papers.db")
        connection = connect(path, writes=True, patience=_PATIENCE).conn
        start = time.perf_counter()
        for batch in rows:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(f"INSERT INTO papers VALUES ({places})", batch)  # noqa: S608
            connection.execute("COMMIT")
        taken = time.perf_counter() - start
        connection.close()
    return taken


def _empty(path: Path) -> Path:
    """A database with the schema and nothing in it."""
    asyncio.run(open_store(path).close())
    return path


def invented(count: int) -> Iterator[Paper]:
    """Papers with texts as long as arXiv's usually are."""
    chance = random.Random(7)
    words = [
        "".join(chance.choices("abcdefghijklmnop", k=chance.randint(2, 11))) for _ in range(3000)
    ]

    def text(size: int) -> str:
        return " ".join(chance.choices(words, k=size))

    for number in range(count):
        submitted = datetime(2031, 3, 1, tzinfo=UTC) + timedelta(seconds=number)
        yield Paper(
            id=PaperId(f"31{3 + number // 90_000:02}.{number % 90_000 + 1:05}", 1),
            title=text(10).capitalize(),
            authors=tuple(Author(text(2).title()) for _ in range(chance.randint(1, 9))),
            abstract=text(chance.randint(100, 250)),
            categories=("cs.CV", "cs.LG", "stat.ML")[: chance.randint(1, 3)],
            primary="cs.CV",
            comment=text(6) if number % 2 else None,
            published=submitted,
            updated=submitted,
        )

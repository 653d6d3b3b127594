"""What storing papers costs above bare SQLite with the same schema, settings and transactions."""

from __future__ import annotations

import asyncio
from itertools import islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

from bench import Measurement
from bench.kit.records import invented
from bench.kit.timing import processor
from domain.papers import Paper
from storage import open_store
from storage.rows.papers import row_of
from storage.sqlite.connections import connect

PAPERS: Final = 10_000
BATCH: Final = 500
RUNS: Final = 3
_COLUMNS: Final = 16
_PATIENCE: Final = 10.0


def run() -> list[Measurement]:
    """Store papers in batches, ours and bare in turns; the medians of some runs."""
    papers = list(islice(invented(), PAPERS))
    batches = [papers[start : start + BATCH] for start in range(0, PAPERS, BATCH)]
    runs = [(_papers_stored(batches), _papers_inserted(batches)) for _ in range(RUNS)]
    ours, bare = zip(*runs, strict=True)
    return [
        Measurement(
            name=f"storing {PAPERS:,} papers, {BATCH} a transaction, processor",
            value=median(ours),
            unit="s",
            floor=median(bare),
            floor_name="bare executemany of the same rows",
        ),
    ]


def _papers_stored(batches: list[list[Paper]]) -> float:
    async def store_all(path: Path) -> float:
        store, taken = open_store(path), dict[str, float]()
        with processor(taken, "stored"):
            for batch in batches:
                await store.save_papers(batch)
        await store.close()
        return taken["stored"]

    with TemporaryDirectory() as folder:
        return asyncio.run(store_all(Path(folder) / "papers.db"))


def _papers_inserted(batches: list[list[Paper]]) -> float:
    rows = [[row_of(paper) for paper in batch] for batch in batches]
    places, taken = ", ".join("?" * _COLUMNS), dict[str, float]()
    with TemporaryDirectory() as folder:
        path = _empty(Path(folder) / "papers.db")
        connection = connect(path, writes=True, patience=_PATIENCE).conn
        with processor(taken, "inserted"):
            for batch in rows:
                connection.execute("BEGIN IMMEDIATE")
                connection.executemany(f"INSERT INTO papers VALUES ({places})", batch)  # noqa: S608
                connection.execute("COMMIT")
        connection.close()
    return taken["inserted"]


def _empty(path: Path) -> Path:
    """A database with the schema and nothing in it."""
    asyncio.run(open_store(path).close())
    return path

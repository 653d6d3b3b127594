"""A process of its own that writes batches; run as ``python -m tests.storage.writing_process``.

Arguments: the database, an archive, the number of batches. The number of each batch is printed
when it is kept.
"""

from __future__ import annotations

import asyncio
import sys
from datetime import date, timedelta
from pathlib import Path

from domain.papers import Batch, Paper
from domain.ports import Store
from storage import open_store
from tests.storage.invented import a_batch, a_paper

FIRST = date(2031, 1, 1)
SIZE = 40


def numbered(archive: str, number: int) -> tuple[Batch, list[Paper]]:
    """The batch of that number, and its papers, which no other batch has."""
    bases = [f"{archive}/{number:04}{line:03}" for line in range(SIZE)]
    batch = a_batch(*bases, archive=archive, day=FIRST + timedelta(days=number))
    return batch, [a_paper(base, abstract="Words, and more words. " * 40) for base in bases]


async def write(store: Store, archive: str, count: int) -> None:
    """Keep that many batches, one after another."""
    for number in range(count):
        await store.save_batch(*numbered(archive, number))
        print(number, flush=True)  # noqa: T201


async def _main(path: Path, archive: str, count: int) -> None:
    store = open_store(path)
    await write(store, archive, count)
    await store.close()


if __name__ == "__main__":
    asyncio.run(_main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])))

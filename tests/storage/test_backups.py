"""Backups: of one moment, whole or not there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
import pytest_asyncio

from domain.errors import StoreError
from storage import TableStore, open_store
from storage.sqlite.files import backups
from tests.storage.invented import a_batch
from tests.storage.writing_process import numbered, write


def path_of(folder: Path) -> Path:
    """Where the database is."""
    return folder / "data" / "papercrier.db"


@pytest_asyncio.fixture
async def store(tmp_path: Path) -> AsyncIterator[TableStore]:
    """A store with something in it."""
    store = open_store(path_of(tmp_path))
    await write(store, "cs", 3)
    yield store
    await store.close()


async def test_a_backup_is_a_database(store: TableStore, tmp_path: Path) -> None:
    """A single file; what is written later is not in it."""
    target = tmp_path / "copies" / "copy.db"
    target.parent.mkdir()
    await asyncio.to_thread(backups.write_copy, path_of(tmp_path), target, patience=1)
    await store.save_batch(a_batch("3103.00001", archive="math"))
    assert [file.name for file in target.parent.iterdir()] == ["copy.db"]
    copy = open_store(target)
    assert await copy.batches(["cs", "math"], date.min, date.max) == [
        numbered("cs", number)[0] for number in range(3)
    ]
    _, papers = numbered("cs", 2)
    assert list((await copy.papers([paper.id for paper in papers])).values()) == papers
    await copy.close()


async def test_a_backup_while_writing_goes_on(store: TableStore, tmp_path: Path) -> None:
    """It is of one moment: every batch in it is whole, none is missing between two others."""
    writing = asyncio.create_task(write(store, "math", 40))
    targets = [tmp_path / f"copy{n}.db" for n in range(3)]
    for target in targets:
        await asyncio.to_thread(backups.write_copy, path_of(tmp_path), target, patience=1)
    await writing
    for target in targets:
        copy = open_store(target)
        found = await copy.batches(["math"], date.min, date.max)
        assert found == [numbered("math", number)[0] for number in range(len(found))]
        await copy.close()


async def test_a_backup_that_fails_leaves_nothing(store: TableStore, tmp_path: Path) -> None:
    """Neither the target nor a part of it."""
    await store.close()
    source = tmp_path / "data" / "papercrier.db"
    with source.open("r+b") as file:
        file.truncate(source.stat().st_size // 8192 * 4096)
    folder = tmp_path / "copies"
    folder.mkdir()
    with pytest.raises(StoreError, match="damaged"):
        backups.write_copy(source, folder / "copy.db", patience=1)
    assert list(folder.iterdir()) == []


async def test_a_file_that_came_meanwhile_stays(tmp_path: Path) -> None:
    """Even when it came in the last moment."""
    part, target = tmp_path / "part", tmp_path / "copy.db"
    part.write_text("new")
    target.write_text("old")
    with pytest.raises(StoreError, match="exists already"):
        backups.publish(part, target)
    assert target.read_text() == "old"

"""A database that is taken away or replaced while it is open: noticed, and nothing destroyed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from domain.errors import DatabaseReplaced, StoreError
from storage import TableStore, open_store
from storage.sqlite.driver import journal_mode, sqlite3
from storage.sqlite.files.backups import write_copy
from tests.storage.invented import a_paper

Change = Callable[[Path, Path], None]


def deleted(path: Path, _: Path) -> None:
    """As by rm."""
    path.unlink()


def moved_away(path: Path, _: Path) -> None:
    """As by mv."""
    path.rename(path.with_name("elsewhere.db"))


def folder_gone(path: Path, _: Path) -> None:
    """As by rm -r."""
    shutil.rmtree(path.parent)


def replaced(path: Path, copy: Path) -> None:
    """As by mv of a copy over it."""
    copy.replace(path)


def overwritten(path: Path, copy: Path) -> None:
    """As by cp of a copy over it: the same file, with other contents."""
    shutil.copyfile(copy, path)


def link_turned(path: Path, copy: Path) -> None:
    """The path leads to another file now."""
    path.unlink()
    path.symlink_to(copy)


def log_gone(path: Path, _: Path) -> None:
    """Somebody tidied up."""
    path.with_name(f"{path.name}-wal").unlink()


CHANGES = [deleted, moved_away, folder_gone, replaced, overwritten, link_turned]
if journal_mode() == "wal":
    CHANGES.append(log_gone)


async def full(store: TableStore, first: int) -> None:
    """Write so much that the log is brought into the file more than once."""
    for n in range(first, first + 20):
        papers = [a_paper(f"3103.{n * 50 + k:05}", abstract="word " * 300) for k in range(50)]
        await store.save_papers(papers)


def contents(folder: Path) -> dict[str, bytes]:
    """What is in the files of a folder that are databases or logs."""
    if not folder.exists():
        return {}
    return {one.name: one.read_bytes() for one in folder.iterdir() if one.is_file()}


def whole(path: Path) -> bool:
    """Whether a file is a sound database with all papers of the backup, and no other."""
    connection = sqlite3.connect(path)
    try:
        (state,) = connection.execute("PRAGMA integrity_check").fetchone()
        (papers,) = connection.execute("SELECT COUNT(*) FROM papers").fetchone()
    finally:
        connection.close()
    return (state, papers) == ("ok", 1_000)


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("early", [False, True], ids=["late", "early"])
async def test_it_is_noticed_before_anything_is_written(
    tmp_path: Path, change: Change, *, early: bool
) -> None:
    """At the next word, reading or writing; what was put there stays as it is, also at the end."""
    path, copy = tmp_path / "data" / "papercrier.db", tmp_path / "copy.db"
    store = open_store(path, is_served=True)
    await full(store, 0)
    write_copy(path, copy, patience=1)
    if not early:
        await full(store, 20)
    change(path, copy)
    put_there = contents(path.parent)
    with pytest.raises(DatabaseReplaced, match=r"papercrier\.db"):
        await (store.note("health") if early else store.save_note("health", ""))
    for _ in range(2):
        with pytest.raises(StoreError):
            await full(store, 40)
        with pytest.raises(DatabaseReplaced):
            await store.papers([])
    await store.close()
    left = contents(path.parent)
    for name in (path.name, "elsewhere.db"):
        assert left.get(name) == put_there.get(name)
    if change in (replaced, overwritten, link_turned):
        assert whole(path)


async def test_a_link_is_followed(tmp_path: Path) -> None:
    """Where the path is a link from the beginning, all is well until it leads elsewhere."""
    real, path = tmp_path / "disk" / "real.db", tmp_path / "papercrier.db"
    await open_store(real).close()
    path.symlink_to(real)
    store = open_store(path, is_served=True)
    await full(store, 0)
    assert await store.recent_papers(1) == []
    path.unlink()
    with pytest.raises(DatabaseReplaced):
        await store.note("health")
    await store.close()


async def test_others_beside_it_change_nothing(tmp_path: Path) -> None:
    """Commands open the database, write, back it up and close it; nobody takes that for a swap."""
    path = tmp_path / "papercrier.db"
    store = open_store(path, is_served=True)
    for round_ in range(5):
        other = open_store(path)
        await full(other, 20 * round_)
        write_copy(path, tmp_path / f"copy{round_}.db", patience=1)
        await other.close()
        await store.save_note("health", "")
    await store.close()
    again = open_store(path, is_served=True)
    await again.save_note("health", "")
    await again.close()

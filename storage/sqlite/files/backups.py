"""Backups: a consistent copy of the database while it is in use."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from domain.errors import StoreError
from domain.messages import sentence
from storage.sqlite.connections import connect
from storage.sqlite.driver import sqlite3
from storage.sqlite.failures import told
from storage.sqlite.presence import put_mark


def write_copy(path: Path, target: Path, *, patience: float) -> None:
    """Copy the database at `path` to `target`, completely or not at all.

    The copy is one file, compact, of one moment. Whoever writes meanwhile is not held up.

    Raises:
        StoreError: the target exists, or cannot be written; or the database cannot be read.
    """
    with told(path, target=target):
        if target.exists():
            raise _exists(target)
        _make_folder(target.parent)
        with copied(path, target.parent, patience=patience) as part:
            mark(part)
            publish(part, target)


@contextmanager
def copied(path: Path, folder: Path, *, patience: float) -> Iterator[Path]:
    """A copy of a database in a folder, under a passing name; it is gone after the block.

    Raises:
        StoreError: the database cannot be read.
    """
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=folder)
    os.close(handle)
    part = Path(name)
    try:
        database = connect(path, writes=False, patience=patience)
        try:
            # It writes to the copy alone, and yet counts as writing.
            database.execute("PRAGMA query_only = OFF")
            database.execute("VACUUM INTO ?", [str(part)])
        finally:
            database.close()
        yield part
    finally:
        part.unlink(missing_ok=True)


def mark(part: Path) -> None:
    """Give the copy a mark of its own: put over the original, it is known for another one."""
    connection = sqlite3.connect(part)
    try:
        put_mark(Database(connection, execute_plugins=False))
        connection.commit()
    finally:
        connection.close()


def publish(part: Path, target: Path) -> None:
    """Bring a finished file to the disk, and give it its name.

    Raises:
        StoreError: there is a file of that name.
    """
    sync(part)
    try:
        # Unlike a rename, a link never replaces a file that came meanwhile.
        target.hardlink_to(part)
    except FileExistsError as error:
        raise _exists(target) from error
    except OSError:
        # Some file systems have no links.
        part.rename(target)
    sync(target.parent)


def sync(path: Path) -> None:
    """Wait until a file or folder is on the disk, which VACUUM INTO does not."""
    if os.name == "nt":  # There folders cannot be opened, and files only for writing.
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _make_folder(folder: Path) -> None:
    """One folder that is new, as ``backups/``; where more of a path is missing, it is mistyped."""
    try:
        folder.mkdir(exist_ok=True)
    except FileNotFoundError as error:
        raise StoreError(
            sentence("There is no folder {folder}.", folder=folder.parent.absolute()),
            hint=sentence("Make it first, or name another."),
        ) from error


def _exists(target: Path) -> StoreError:
    return StoreError(
        sentence("{target} exists already.", target=target),
        hint=sentence("Name a file that does not exist yet."),
    )

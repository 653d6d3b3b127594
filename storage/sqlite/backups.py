"""Backups: a consistent copy of the database while it is in use."""

from __future__ import annotations

import os
import tempfile
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
        handle, name = tempfile.mkstemp(
            prefix=f".{target.name}.", suffix=".part", dir=target.parent
        )
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
            _mark(part)
            _sync(part)
            _publish(part, target)
            _sync(target.parent)
        finally:
            part.unlink(missing_ok=True)


def _mark(part: Path) -> None:
    """Give the copy a mark of its own: put over the original, it is known for another one."""
    connection = sqlite3.connect(part)
    try:
        put_mark(Database(connection, execute_plugins=False))
        connection.commit()
    finally:
        connection.close()


def _publish(part: Path, target: Path) -> None:
    """Give the finished file its name."""
    try:
        # Unlike a rename, a link never replaces a file that came meanwhile.
        target.hardlink_to(part)
    except FileExistsError as error:
        raise _exists(target) from error
    except OSError:
        # Some file systems have no links.
        part.rename(target)


def _sync(path: Path) -> None:
    """Wait until a file or folder is on the disk, which VACUUM INTO does not."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _exists(target: Path) -> StoreError:
    return StoreError(
        sentence("{target} exists already.", target=target),
        hint=sentence("Name a file that does not exist yet."),
    )

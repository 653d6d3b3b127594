"""Puts a backup in the database's place, and the database in another; nobody may serve it.

Each step leaves the old database or the new one under its name, whole, wherever it is cut off.
"""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path
from typing import Final

from domain.errors import StoreError
from domain.messages import sentence
from storage.sqlite.connections import connect
from storage.sqlite.failures import told
from storage.sqlite.files.backups import copied, mark, publish, sync
from storage.sqlite.files.inspection import (
    inspect,
    is_there,
    moved_note,
    require,
    require_file,
)
from storage.sqlite.files.upgrades import kept_aside, need_room, size_of

_BESIDE: Final = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a database (https://www.sqlite.org/tempfiles.html)."""


def restore(file: Path, path: Path, *, patience: float) -> Path | None:
    """Put a backup in the database's place; where the database that was there is kept, if any.

    Args:
        file: the backup; it is looked through first, and stays.
        path: of the database.
        patience: seconds to wait for whoever holds one of them.

    Raises:
        StoreError: the backup is none, is damaged or of a newer version; or there is no room.
    """
    require_file(file)
    inspect(file, patience=patience, thoroughly=True)
    with told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.samefile(file):
            raise StoreError(sentence("{path} is the database itself.", path=file))
    need_room(path.parent, size_of(file) + size_of(path), what=file)
    aside = None
    with told(path), copied(file, path.parent, patience=patience) as part:
        mark(part)
        sync(part)
        _own(part, like=path if path.exists() else path.parent)
        if is_there(path):
            aside = _set_aside(path, patience=patience)
        part.replace(path)
        sync(path.parent)
    moved_note(path).unlink(missing_ok=True)
    return aside


def move(path: Path, target: Path, *, patience: float) -> None:
    """Move the database to a file that does not exist yet; what it was tells from now on where.

    Raises:
        StoreError: there is none, the target exists or cannot be written, or there is no room.
    """
    require(path)
    inspect(path, patience=patience, thoroughly=True)
    with told(path, target=target):
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists():
            raise StoreError(
                sentence("{target} exists already.", target=target),
                hint=sentence("Name a file that does not exist yet."),
            )
        need_room(target.parent, size_of(path), what=path)
        with copied(path, target.parent, patience=patience) as part:
            mark(part)
            _own(part, like=target.parent)
            publish(part, target)
        moved_note(path).write_text(f"{target.absolute()}\n", encoding="utf-8")
        sync(path.parent)
        moved_note(target).unlink(missing_ok=True)
        _take_away(path)


def _set_aside(path: Path, *, patience: float) -> Path:
    """Keep what is in the database's place under another name, were it damaged."""
    try:
        aside = kept_aside(path, "before-restore", patience=patience)
        with closing(connect(path, writes=True, patience=patience)) as database:
            # What is left in the log would be brought into what is put here.
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except StoreError:
        aside = _free_name(path)
        path.replace(aside)
        for ending in _BESIDE:
            if (beside := _companion(path, ending)).exists():
                beside.replace(_companion(aside, ending))
        return aside
    for ending in _BESIDE:
        _companion(path, ending).unlink(missing_ok=True)
    return aside


def _own(file: Path, *, like: Path) -> None:
    """Where root does it for a service, the file is the service's."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        told_of = like.stat()
        os.chown(file, told_of.st_uid, told_of.st_gid)


def _take_away(path: Path) -> None:
    path.unlink()
    for ending in _BESIDE:
        _companion(path, ending).unlink(missing_ok=True)


def _free_name(path: Path) -> Path:
    number = 1
    while (name := path.with_name(f"{path.stem}.damaged-{number}{path.suffix}")).exists():
        number += 1
    return name


def _companion(path: Path, ending: str) -> Path:
    real = path.resolve() if path.is_symlink() else path
    return real.with_name(f"{real.name}{ending}")

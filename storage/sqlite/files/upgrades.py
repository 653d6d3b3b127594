"""Before a database is brought to a newer schema, a copy of it as it was is kept beside it.

The copy is what somebody goes back with (see the README). A start that was killed in the middle
finds the same database again, and keeps no second copy of it.
"""

from __future__ import annotations

import filecmp
import shutil
from importlib.metadata import version
from pathlib import Path
from typing import Final

from domain.errors import StoreError
from domain.messages import sentence
from storage.sqlite.failures import told
from storage.sqlite.files.backups import copied, publish

_SPARE: Final = 16_000_000
"""Bytes that have to be free besides: the process goes on writing."""


def keep_copy(path: Path, *, patience: float) -> Path:
    """Keep a copy of a database that is about to be upgraded; where it is.

    Raises:
        StoreError: there is no room for it and for the upgrade itself.
    """
    size = size_of(path)
    # The upgrade may write every page once more, into the log.
    need_room(path.parent, 2 * size, what=path)
    return kept_aside(path, f"before-{version('papercrier')}", patience=patience)


def kept_aside(path: Path, why: str, *, patience: float) -> Path:
    """Keep a copy beside a database, as NAME.WHY.db, unless the same copy is there already."""
    with told(path), copied(path, path.parent, patience=patience) as part:
        number = 1
        while (target := _beside(path, why, number)).exists():
            if filecmp.cmp(target, part, shallow=False):
                return target
            number += 1
        publish(part, target)
        return target


def need_room(folder: Path, wanted: int, *, what: Path) -> None:
    """See that there is room on a folder's disk.

    Raises:
        StoreError: there is not.
    """
    with told(folder):
        free = shutil.disk_usage(folder).free
    if free < wanted + _SPARE:
        raise StoreError(
            sentence(
                "A copy of {path} needs {wanted} MB on the disk of {folder}, where {free} MB are "
                "free.",
                path=what,
                wanted=(wanted + _SPARE) // 1_000_000,
                folder=folder.absolute(),
                free=free // 1_000_000,
            ),
            hint=sentence("Nothing was changed; free some space and try again."),
        )


def size_of(path: Path) -> int:
    """Bytes of a database with its log."""
    files = (path, path.with_name(f"{path.name}-wal"))
    return sum(file.stat().st_size for file in files if file.exists())


def _beside(path: Path, why: str, number: int) -> Path:
    again = f"-{number}" if number > 1 else ""
    return path.with_name(f"{path.stem}.{why}{again}{path.suffix or '.db'}")

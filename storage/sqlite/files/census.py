"""How much a database holds, and how large it is; asked of the file, which stays as it is."""

from __future__ import annotations

from contextlib import closing, suppress
from pathlib import Path

from storage.counting import counted
from storage.sqlite.connections import connect
from storage.sqlite.failures import told


def census(path: Path, *, patience: float) -> dict[str, dict[str, int]]:
    """How many there are of what, by kind; and under ``bytes`` what is on the disk.

    Raises:
        StoreError: the database cannot be read.
    """
    with told(path), closing(connect(path, writes=False, patience=patience)) as database:
        found = counted(database)
    sizes = {"database": _size(path), "wal": _size(path.with_name(f"{path.name}-wal"))}
    return {**found, "bytes": sizes}


def _size(file: Path) -> int:
    """Bytes of a file; it may be gone before it was looked at."""
    with suppress(FileNotFoundError):
        return file.stat().st_size
    return 0

"""How much a database holds, and how large it is; asked of the file, which stays as it is."""

from __future__ import annotations

import os
from contextlib import closing, suppress
from pathlib import Path
from typing import Final

from storage.sqlite.connections import connect
from storage.sqlite.failures import told

_COUNTS: Final = {
    "chats": "SELECT platform, COUNT(*) FROM chats GROUP BY platform ORDER BY platform",
    "subscriptions": "SELECT 'all', COUNT(*) FROM subscriptions",
    "topics": "SELECT 'all', COUNT(*) FROM queries",
    "papers": "SELECT 'all', COUNT(*) FROM papers",
    "summaries": "SELECT model, COUNT(*) FROM summaries GROUP BY model ORDER BY model",
    "messages": "SELECT 'all', COUNT(*) FROM sent_messages",
}


def census(path: Path, *, patience: float) -> dict[str, dict[str, int]]:
    """How many there are of what, by kind; and under ``bytes`` what is on the disk.

    Raises:
        StoreError: the database cannot be read.
    """
    with told(path), closing(connect(path, writes=False, patience=patience)) as database:
        found = {
            name: {str(kind): int(count) for kind, count in database.execute(sql)}
            for name, sql in _COUNTS.items()
        }
    sizes = {"database": _size(path), "wal": _size(path.with_name(f"{path.name}-wal"))}
    sizes["papers"] = sum(
        _size(Path(where) / name)
        for where, _, names in os.walk(path.parent / "papers")
        for name in names
    )
    return {**found, "bytes": sizes}


def _size(file: Path) -> int:
    """Bytes of a file; it may be gone before it was looked at."""
    with suppress(FileNotFoundError):
        return file.stat().st_size
    return 0

"""How much a database holds, and how large it is; asked of the file, which stays as it is."""

from __future__ import annotations

from contextlib import closing
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
    files = {"database": path, "wal": path.with_name(f"{path.name}-wal")}
    sizes = {name: file.stat().st_size if file.exists() else 0 for name, file in files.items()}
    papers = path.parent / "papers"
    sizes["papers"] = sum(f.stat().st_size for f in papers.rglob("*") if f.is_file())
    return {**found, "bytes": sizes}

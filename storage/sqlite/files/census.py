"""How much a database holds, and how large it is; asked of the file, which stays as it is."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Final

from storage.sqlite.connections import connect
from storage.sqlite.failures import told

_COUNTS: Final = {
    "chats on {}": "SELECT platform, COUNT(*) FROM chats GROUP BY platform ORDER BY platform",
    "subscriptions{}": "SELECT '', COUNT(*) FROM subscriptions",
    "different topics{}": "SELECT '', COUNT(*) FROM queries",
    "papers{}": "SELECT '', COUNT(*) FROM papers",
    "summaries by {}": "SELECT model, COUNT(*) FROM summaries GROUP BY model ORDER BY model",
    "messages sent and known{}": "SELECT '', COUNT(*) FROM sent_messages",
}


def census(path: Path, *, patience: float) -> dict[str, int]:
    """How many there are of what, and bytes on the disk, by what they are called.

    Raises:
        StoreError: the database cannot be read.
    """
    with told(path), closing(connect(path, writes=False, patience=patience)) as database:
        found = {
            name.format(kind): int(count)
            for name, sql in _COUNTS.items()
            for kind, count in database.execute(sql)
        }
    for ending in ("", "-wal"):
        file = path.with_name(f"{path.name}{ending}")
        found[f"bytes of {file.name}"] = file.stat().st_size if file.exists() else 0
    papers = path.parent / "papers"
    found["bytes of papers/"] = sum(f.stat().st_size for f in papers.rglob("*") if f.is_file())
    return found

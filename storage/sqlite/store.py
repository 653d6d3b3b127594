"""The store in one SQLite file: opened and brought up to date."""

from __future__ import annotations

from pathlib import Path

import structlog

from domain.errors import DatabaseOlder
from domain.messages import sentence
from storage.ports.store import TableStore
from storage.retention_rules import Kept
from storage.sqlite.connections import DatabaseThread
from storage.sqlite.failures import told
from storage.sqlite.files.inspection import missing, moved_note
from storage.sqlite.files.upgrades import keep_copy
from storage.sqlite.presence import Presence, put_mark
from storage.sqlite.schema import is_behind, migrate

log = structlog.get_logger(__name__)

PATIENCE = 10.0
"""Seconds to wait for another process that holds the database."""


def open_store(
    path: Path,
    *,
    patience: float = PATIENCE,
    is_served: bool = False,
    is_upgraded: bool = True,
    kept: Kept | None = None,
) -> TableStore:
    """Open a database, made with its folders where there is none, and bring its schema up to date.

    Args:
        path: the database file.
        patience: seconds to wait for another process that holds the database.
        is_served: whether this process, alone of all, serves it; then it is marked as its own.
        is_upgraded: whether an older one is brought up to date, with a copy kept beside it.
        kept: what is kept for how long.

    Raises:
        DatabaseOlder: it is of an older version, and is not to be upgraded.
        StoreError: it was moved away, cannot be used, is another program's or a newer version's.
    """
    with told(path):
        _make(path)
        presence = Presence(path)
    threads: list[DatabaseThread] = []
    try:
        threads.append(DatabaseThread(path, presence, writes=True, patience=patience))
        if threads[0].run_now(is_behind, path):
            _before_upgrade(path, patience=patience, is_upgraded=is_upgraded)
        _prepare(threads[0], path, presence, is_served=is_served)
        threads.extend(
            DatabaseThread(path, presence, writes=False, patience=patience) for _ in range(2)
        )
    except BaseException:
        for thread in reversed(threads):
            thread.end().result()
        presence.close()
        raise
    return TableStore(threads, kept=kept or Kept(), closed=presence.close)


def _make(path: Path) -> None:
    """Make the file where there is none, unless it was moved away from there."""
    if path.exists():
        return
    if moved_note(path).is_file():
        raise missing(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()


def _prepare(writer: DatabaseThread, path: Path, presence: Presence, *, is_served: bool) -> None:
    writer.run_now(migrate, path)
    mark = writer.run_now(put_mark) if is_served else None
    writer.bring_back_log()
    presence.opened(mark)


def _before_upgrade(path: Path, *, patience: float, is_upgraded: bool) -> None:
    if not is_upgraded:
        raise DatabaseOlder(
            sentence("The database {path} is of an older version of Papercrier.", path=path),
            hint=sentence(
                "{run}, or {chat} while nothing runs, upgrades it and keeps a copy first.",
                run="`papercrier run`",
                chat="`papercrier chat`",
            ),
        )
    copy = keep_copy(path, patience=patience)
    log.warning("database upgraded", database=str(path), copy_as_it_was=str(copy))

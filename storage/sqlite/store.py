"""The store in one SQLite file: opened, backed up and closed."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from domain.errors import StoreError
from domain.messages import sentence
from storage.sqlite import backups
from storage.sqlite.connections import DatabaseThread
from storage.sqlite.failures import told
from storage.sqlite.ports.arxiv import LibraryOnSQLite
from storage.sqlite.ports.chats import ChatsOnSQLite
from storage.sqlite.ports.outbox import OutboxOnSQLite
from storage.sqlite.ports.schedule import ScheduleOnSQLite
from storage.sqlite.presence import Presence, put_mark
from storage.sqlite.schema import migrate

PATIENCE = 10.0
"""Seconds to wait for another process that holds the database."""


def open_store(path: Path, *, patience: float = PATIENCE, is_served: bool = False) -> SQLiteStore:
    """Open a database, made with its folders where there is none, and bring its schema up to date.

    Blocks; meant for the start of the process.

    Args:
        path: the database file.
        patience: seconds to wait for another process that holds the database.
        is_served: whether this process, alone of all, serves it; then it is marked as its own.

    Raises:
        StoreError: it cannot be used, is another program's, or was written by a newer version.
    """
    with told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.touch()
        presence = Presence(path)
    threads: list[DatabaseThread] = []
    try:
        writer = DatabaseThread(path, presence, writes=True, patience=patience)
        threads.append(writer)
        writer.run_now(migrate, path)
        mark = writer.run_now(put_mark) if is_served else None
        writer.bring_back_log()
        presence.opened(mark)
        threads.extend(
            DatabaseThread(path, presence, writes=False, patience=patience) for _ in range(2)
        )
    except BaseException:
        for thread in reversed(threads):
            thread.end().result()
        presence.close()
        raise
    return SQLiteStore(
        path, writer=writer, readers=threads[1:], presence=presence, patience=patience
    )


class SQLiteStore(LibraryOnSQLite, ChatsOnSQLite, ScheduleOnSQLite, OutboxOnSQLite):
    """The `domain.ports.Store` port on one SQLite file, to be made by `open_store`."""

    def __init__(
        self,
        path: Path,
        *,
        writer: DatabaseThread,
        readers: Sequence[DatabaseThread],
        presence: Presence,
        patience: float,
    ) -> None:
        """Args: readers are the one for people and the one for bulk work."""
        self._path = path
        self._presence = presence
        self._writer = writer
        self._for_people, self._for_bulk = readers
        self._patience = patience

    async def backup(self, target: Path) -> None:
        """Write a consistent copy to a file that does not exist yet, completely or not at all."""
        if self._writer.is_closed:
            raise StoreError(sentence("The database {path} was closed.", path=self._path))
        await asyncio.to_thread(backups.write_copy, self._path, target, patience=self._patience)

    async def close(self) -> None:
        """Finish what was given to be written, and close. Closing again does no harm."""
        endings = [thread.end() for thread in (self._for_people, self._for_bulk, self._writer)]
        for ending in endings:
            await asyncio.shield(asyncio.wrap_future(ending))
        self._presence.close()

"""What every part of the store has: the threads that the database is used on."""

from __future__ import annotations

from domain.concurrency.asker import is_background
from storage.sqlite.connections import DatabaseThread


class OnThreads:
    """One thread writes and others read, so that reading waits for no write.

    One of them reads what people wait for, another what is wanted by work that happens by itself,
    which may be thousands of rows. What was given to the writer is written even if the caller is
    cancelled while waiting for it.
    """

    _writer: DatabaseThread
    _for_people: DatabaseThread
    _for_bulk: DatabaseThread

    @property
    def _reader(self) -> DatabaseThread:
        return self._for_bulk if is_background() else self._for_people

"""How a database file keeps what is being written: ahead of it, where that is sound."""

from __future__ import annotations

import time
from typing import Final

from sqlite_utils import Database

from domain.errors import StoreError
from domain.messages import sentence
from storage.sqlite.driver import journal_mode, sqlite3
from storage.sqlite.failures import primary_code

_PAUSE: Final = 0.01


def keep_journal(database: Database, patience: float) -> None:
    """Turn on write-ahead logging, or the other way where that is not sound.

    Two processes that meet over a new file can be told that it is locked without SQLite having
    waited for the other, so the waiting is done here, for some seconds.

    Raises:
        StoreError: neither can be had where the file is.
    """
    deadline = time.monotonic() + patience
    wanted = journal_mode()
    while True:
        try:
            (mode,) = database.execute(f"PRAGMA journal_mode = {wanted}").fetchone()
            break
        except sqlite3.OperationalError as error:
            if primary_code(error) != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(_PAUSE)
    if mode != wanted:
        raise StoreError(
            sentence(
                "The database cannot keep a write-ahead log where it is (it answers “{mode}”).",
                mode=mode,
            ),
            hint=sentence("Put it on a local disk."),
        )

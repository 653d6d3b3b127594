"""Whether the database file is still the one that was opened.

SQLite goes on writing to a file that was moved or deleted, and mixes its write-ahead log into one
that was put in its place (https://www.sqlite.org/howtocorrupt.html, 1.4 and 2.3). So it is looked
before each transaction, which costs some microseconds, and once the file is another one nothing is
written any more, no log is brought back into it, and no connection closed: closing would do both.
"""

from __future__ import annotations

import os
import secrets
import threading
from collections import Counter, defaultdict
from contextlib import suppress
from pathlib import Path
from typing import Final

from sqlite_utils import Database

from domain.errors import DatabaseReplaced
from domain.messages import NOTHING, Message, sentence
from storage.sqlite.driver import journal_mode

_MARK_AT: Final = 60
"""Where the header of a database has its user version (https://www.sqlite.org/fileformat.html)."""
_MARK_BYTES: Final = 4

Identity = tuple[int, int]
"""Device and inode."""


_handles: Final[defaultdict[Identity, list[int]]] = defaultdict(list)
_in_use: Final[Counter[Identity]] = Counter()
"""The files looked into, for the whole process. Closing one takes away all locks that SQLite has on
it, whoever opened it, so they are closed together with the last database of that file."""


def put_mark(database: Database) -> int:
    """Put a mark of one's own into the header; which one."""
    mark = secrets.randbelow(2**31 - 1) + 1
    database.execute(f"PRAGMA user_version = {mark}")
    return mark


class Presence:
    """The files of a database as they were when it was opened.

    Of a file that is overwritten in its place, by ``cp`` for one, neither device nor inode tell.
    For that the process that serves puts a mark of its own into the header, which no copy made
    before it started has, nor any that ``papercrier backup`` makes.
    """

    def __init__(self, path: Path) -> None:
        """Args: path is the database, which is there; no connection to it has been opened yet."""
        self._path = path
        self._real = path.resolve()
        self._is_lost = threading.Event()
        self._why = NOTHING
        self._mark: int | None = None
        self._is_marked = False
        self._handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        self._main = _identity(os.fstat(self._handle))
        _handles[self._main].append(self._handle)
        _in_use[self._main] += 1
        self._is_closed = False
        self._beside: dict[str, Identity] = {}

    @property
    def is_lost(self) -> bool:
        """Whether the file was found to be another one."""
        return self._is_lost.is_set()

    def opened(self, mark: int | None = None) -> None:
        """The database is open now, with its log; it bears this mark or will soon."""
        self._mark = mark
        names = ("-wal", "-shm") if journal_mode() == "wal" else ()
        for name in names:
            with suppress(OSError):
                self._beside[name] = _identity(self._companion(name).stat())

    def check(self) -> None:
        """See whether all is as it was.

        Raises:
            DatabaseReplaced: it is not; from then on, always.
        """
        if not self.is_lost and (why := self._trouble()):
            self._why = why
            self._put_aside()
            self._is_lost.set()
        if self.is_lost:
            raise DatabaseReplaced(
                self._why,
                hint=sentence("Papercrier stops, and has to be started again."),
            )

    def close(self) -> None:
        """All connections are closed."""
        if self._is_closed:
            return
        self._is_closed = True
        _in_use[self._main] -= 1
        if not _in_use[self._main]:
            del _in_use[self._main]
            for handle in _handles.pop(self._main):
                os.close(handle)

    def _trouble(self) -> Message:
        try:
            found = _identity(self._path.stat())
        except OSError:
            return sentence("The database {path} is gone.", path=self._path)
        if found != self._main:
            return sentence("The database {path} was replaced by another file.", path=self._path)
        for name, identity in self._beside.items():
            try:
                same = _identity(self._companion(name).stat()) == identity
            except OSError:
                same = False
            if not same:
                return sentence(
                    "The files beside the database {path} were taken away.", path=self._path
                )
        if not self._bears_mark():
            return sentence("The database {path} was overwritten by another one.", path=self._path)
        return NOTHING

    def _bears_mark(self) -> bool:
        if self._mark is None or not hasattr(os, "pread"):
            return True
        read = os.pread(self._handle, _MARK_BYTES, _MARK_AT)
        bears = int.from_bytes(read, "big") == self._mark
        was_marked, self._is_marked = self._is_marked, self._is_marked or bears
        # Until the log has been brought into the file once, it bears the last process's mark.
        return bears or not was_marked

    def _put_aside(self) -> None:
        """Keep our log out of what was put there; somebody may yet want what is in it."""
        for name, identity in self._beside.items():
            ours = self._companion(name)
            with suppress(OSError):
                if _identity(ours.stat()) == identity:
                    ours.replace(self._companion(f"{name}.left"))

    def _companion(self, name: str) -> Path:
        # Where the path is a link, SQLite's other files lie beside what it leads to.
        return self._real.with_name(self._real.name + name)


def _identity(told: os.stat_result) -> Identity:
    return told.st_dev, told.st_ino

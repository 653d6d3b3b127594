"""SQLite's failures, told as StoreError in a sentence; bugs are let through."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from domain.errors import StoreError
from domain.messages import marked, sentence
from storage.sqlite.driver import sqlite3

_PERMISSIONS: Final = marked("Check that the file and its folder exist and may be written to.")

_SENTENCES: Final[dict[int, tuple[str, str]]] = {
    sqlite3.SQLITE_PERM: (marked("The database {target} may not be used."), _PERMISSIONS),
    sqlite3.SQLITE_BUSY: (
        marked("The database {path} is in use by another process."),
        marked("Try again in a minute."),
    ),
    sqlite3.SQLITE_LOCKED: (
        marked("The database {path} is in use."),
        marked("Try again in a minute."),
    ),
    sqlite3.SQLITE_READONLY: (marked("The database {target} is read-only."), _PERMISSIONS),
    sqlite3.SQLITE_IOERR: (
        marked("The disk failed while {target} was being used."),
        marked("Check the disk, then try again."),
    ),
    sqlite3.SQLITE_CORRUPT: (
        marked("The database {path} is damaged."),
        marked("Put the last backup in its place."),
    ),
    sqlite3.SQLITE_FULL: (
        marked("There is no room left for {target}."),
        marked("Nothing kept before is lost; free some space on its disk and try again."),
    ),
    sqlite3.SQLITE_CANTOPEN: (marked("The database {target} cannot be opened."), _PERMISSIONS),
    sqlite3.SQLITE_PROTOCOL: (
        marked("The database {path} is in use by another process."),
        marked("Try again in a minute."),
    ),
    sqlite3.SQLITE_NOTADB: (
        marked("{path} is not a database."),
        marked("Name another file, or put the last backup in its place."),
    ),
}
"""By primary result code (https://www.sqlite.org/rescode.html). The codes missing here, such as
SQLITE_ERROR and SQLITE_CONSTRAINT, mean a defect of ours."""


@contextmanager
def told(path: Path, *, target: Path | None = None) -> Iterator[None]:
    """Raise StoreError for what goes wrong around the database at `path`.

    Args:
        path: the database that is used.
        target: the file that is written, where that is another one.

    Raises:
        StoreError: locked, full, read-only, damaged, not a database, or a failing disk.
    """
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = primary_code(error)
        if code not in _SENTENCES:
            raise
        message, hint = _SENTENCES[code]
        said = sentence(message, path=path, target=target or path)
        raise StoreError(said, hint=sentence(hint)) from error
    except OSError as error:
        named = error.filename or target or path
        reason = error.strerror or str(error)
        raise StoreError(
            sentence("{named} cannot be used: {reason}.", named=named, reason=reason),
            hint=sentence(_PERMISSIONS),
        ) from error


def primary_code(error: sqlite3.Error) -> int | None:
    """The primary result code of an error; None where the Python module itself raised it."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF

"""The SQLite module in use, and whether it may keep a write-ahead log.

SQLite 3.7.0 to 3.51.2 can corrupt a database when its write-ahead log is reset while two
connections write or checkpoint (https://www.sqlite.org/wal.html#walresetbug). pysqlite3 brings a
newer one than most platforms, where there is a wheel of it; elsewhere Python's own is used, and
where that one has the fault, without such a log: a rollback journal does not know it.

sqlite-utils has made the choice of the module already, and only the exceptions of the one that it
chose are those it raises.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import sqlite3
else:
    from sqlite_utils.utils import sqlite3

__all__ = ["OLDEST", "described", "is_recent_enough", "journal_mode", "sqlite3"]

Version = tuple[int, int, int]

OLDEST: Final[Version] = (3, 37, 0)
"""The first with STRICT tables."""

_MENDED: Final[Version] = (3, 51, 3)
_MENDED_BEFORE: Final[dict[tuple[int, int], Version]] = {
    (3, 44): (3, 44, 6),
    (3, 50): (3, 50, 7),
}
"""Older series that were given the correction as well."""

_WITHDRAWN: Final[frozenset[Version]] = frozenset({(3, 52, 0)})


def journal_mode(version: Version = sqlite3.sqlite_version_info) -> str:
    """How changes are kept safe: ``wal`` where SQLite does it well, else ``delete``."""
    mended = _MENDED_BEFORE.get(version[:2], _MENDED)
    return "wal" if version >= mended and version not in _WITHDRAWN else "delete"


def is_recent_enough(version: Version = sqlite3.sqlite_version_info) -> bool:
    """Whether SQLite knows all that is asked of it."""
    return version >= OLDEST


def described() -> str:
    """For the operator: the version, and what becomes of it."""
    version = f"SQLite {sqlite3.sqlite_version}"
    if journal_mode() == "wal":
        return version
    return f"{version}, whose write-ahead log is not safe: without one, and slower"

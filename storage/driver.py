"""The SQLite module in use: pysqlite3 where it is installed, else the standard library's.

SQLite 3.7.0 to 3.51.2 can corrupt a database when its write-ahead log is reset; pysqlite3 brings
a newer one than most platforms. sqlite-utils has made the choice already, and only the exceptions
of the module it chose are the ones it raises.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
else:
    from sqlite_utils.utils import sqlite3

__all__ = ["sqlite3"]

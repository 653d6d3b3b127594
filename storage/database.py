"""A database as the rows' modules know it: statements that every engine understands.

They are written as for SQLite, and so that no more than their form has to be changed for another
engine: no functions of dates, no ``OR REPLACE``, booleans as 0 and 1, ids by ``RETURNING``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol

from domain.concurrency.processes import News


class Listed(list[Any]):
    """Values as one parameter, for ``IN (SELECT value FROM json_each(?))``."""


class Rows(Protocol):
    """What a statement gave."""

    @property
    def rowcount(self) -> int:
        """How many rows were written."""
        ...

    @property
    def description(self) -> Any:
        """Of each column a tuple that begins with its name."""
        ...

    def fetchone(self) -> Any:
        """The next row, None after the last."""
        ...

    def fetchall(self) -> list[Any]:
        """All rows that are left."""
        ...

    def __iter__(self) -> Iterator[Any]: ...


class Database(Protocol):
    """A connection in a transaction."""

    @property
    def process(self) -> int:
        """Number of the process whose transaction it is, alive as of it; 0 where it has none.

        It has none in a file, which one process serves alone, and for a command that works beside
        those that serve a server's database.
        """
        ...

    def execute(self, sql: str, parameters: Sequence[Any] | dict[str, Any] = ..., /) -> Rows:
        """Run a statement; what stands for `?` in it, or for `:name`."""
        ...

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]], /) -> object:
        """Run a statement that gives no rows once for each of some."""
        ...

    def tell(self, news: News, /) -> None:
        """Have other processes told, once what is written in this transaction is kept.

        At most once in a transaction: those that tell something are kept one after another.
        """
        ...

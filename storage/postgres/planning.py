"""How the server is to do what writes: each row looked up by an index, whatever it knows of tables.

What it knows is up to a minute old, and tables grow a thousandfold within one, in the morning:
statements that were planned for an empty table read it as a whole from then on. And whoever writes
into a table that a serializable transaction has read as a whole is in its way.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any, Concatenate, Final, ParamSpec, TypeVar

from storage.database import Database

P = ParamSpec("P")
T = TypeVar("T")

BY_INDEX: Final = """
    set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
    set_config('enable_mergejoin', 'off', true), set_config('enable_bitmapscan', 'off', true)
"""
"""Columns of a query, until the end of its transaction: also through a pooler."""

BY_ROWS: Final = set[Callable[..., Any]]()


def by_rows(work: Callable[Concatenate[Database, P], T]) -> Callable[Concatenate[Database, P], T]:
    """Work that is right at READ COMMITTED, as it goes by nothing but rows that it locks.

    It is one statement that changes rows by what stands in themselves, as of when it has each.
    Whoever changes one of them beside it waits for it, and is run again where it is serializable.
    It is not held against what other transactions have read, nor is what it reads against them: so
    none of them has to be run again for it.
    """
    BY_ROWS.add(work)
    return work


_PAUSE: Final = 0.005
_LONGEST_PAUSE: Final = 0.3

_UNFLUSHED: Final = "SELECT set_config('synchronous_commit', 'off', true)"


def need_not_wait(database: Database) -> None:
    """Have a transaction end without waiting until it is on the disk, or at a standby.

    For what may be lost where the server crashes, as if it had not been done. What is flushed
    after it, by whomever, is never there without it.
    """
    database.execute(_UNFLUSHED)


def pause(tries: int) -> float:
    """Seconds until a transaction that met another is run again; longer each time, by chance."""
    longest: float = min(_PAUSE * 2**tries, _LONGEST_PAUSE)
    return random.uniform(0, longest)  # noqa: S311

"""Processes that are at work on one database, and what each has for itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """A process that is at work, as the database knows it.

    Attributes:
        number: its own; one that was taken for dead goes on under another.
        pid: its id on its host.
        host: name of the machine or container that it runs on.
        version: of Papercrier.
        since: when it began under this number, UTC.
        holds: the names that it alone has, in order, and since when.
    """

    number: int
    pid: int
    host: str
    version: str
    since: datetime
    holds: tuple[tuple[str, datetime], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How this process stands among those that are at work on its database.

    Attributes:
        process: its number; another one once it was taken for dead, and 0 where it has none.
        is_alive: whether, by its own clock, no other can have what it has.
        others: how many more are at work.
    """

    process: int = 0
    is_alive: bool = True
    others: int = 0

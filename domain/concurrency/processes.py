"""Processes that are at work on one database, and what each has for itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from domain.platforms import kind_of

WORK: Final = "work"
"""Taking announcements in, planning, tidying, and what else is done once for all."""

_ROLES: Final = (WORK, "telegram", "discord")


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

    def roles(self) -> list[tuple[str, datetime]]:
        """What it does alone for as long as it is there, and since when.

        `WORK`, or the platform's name for what one process hears of a bot, whose lease goes on
        with a name of that bot's after a slash; what is held for one thing only, as a summary
        that is being made, is none.
        """
        named = [(name.partition("/")[0], since) for name, since in self.holds]
        return [(role, since) for role, since in named if kind_of(role) in _ROLES]


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

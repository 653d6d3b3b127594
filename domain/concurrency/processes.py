"""Processes that are at work on one database, and what each has for itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from domain.platforms import kind_of

WORK: Final = "work"
"""Taking announcements in, tidying, and what else is done once for all."""

PLAN: Final = "plan"
"""Planning digests, of some parts of the chats."""

PARTS: Final = 16
"""Parts of the chats; each is planned by one process."""

TOGETHER: Final = 1_024
"""Chats whose numbers follow upon each other, all of one part. PostgreSQL holds what serializable
transactions write against the pages of indexes that others have read: planners of other parts
would meet again and again, were the parts as fine as the pages."""

PART_NAMES: Final = tuple(f"{PLAN}/{part}" for part in range(PARTS))
"""By which the parts are leased, in order."""

_OF_PARTS: Final = frozenset(PART_NAMES)
_ROLES: Final = (WORK, "telegram", "discord")


class News(StrEnum):
    """What processes tell one another, each for whoever has to do with it."""

    PROCESSES = "processes"
    """One has begun or ended: what it had may be free."""

    UPDATES = "updates"
    """Something has come from a platform that nobody deals with yet."""

    TURNS = "turns"
    """A chat's turn is to be worked out anew."""

    PARTS = "parts"
    """Something waits to be sent."""


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
        whole = [(name, since) for name, since in self.holds if name.count("/") < 2]
        named = [(name.partition("/")[0], since) for name, since in whole]
        return [(role, since) for role, since in named if kind_of(role) in _ROLES]

    def shards(self) -> list[tuple[str, int]]:
        """The platforms of which it hears by some shards, each with the number of one."""
        named = [name.split("/") for name, _ in self.holds if name.count("/") == 2]
        return [(role, int(number)) for role, _, number in named if number.isdecimal()]

    def parts(self) -> int:
        """How many parts of the chats it plans the digests of."""
        return sum(name in _OF_PARTS for name, _ in self.holds)

    def alone(self) -> list[str]:
        """The names that it alone has but for the parts, and its place among those that share."""
        names = (name for name, _ in self.holds if not name.startswith(f"{PLAN}/"))
        return [name for name in names if "/by " not in name]


def part_of(chat: int) -> int:
    """The part that a chat is of, by its number in the store."""
    return chat // TOGETHER % PARTS


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

"""What processes share out among them, as rows: leases, of which each should have as many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from domain.concurrency.processes import News
from domain.concurrency.shares import share
from storage.database import Database
from storage.rows.sharing import leases as lease_rows

_OF_GROUP: Final = "SELECT name, owner FROM leases WHERE name LIKE ?"


def member(group: str, process: int) -> str:
    """The lease by which a process is one of those that share something out."""
    return f"{group}/by {process}"


def shared(database: Database, group: str, things: Sequence[str]) -> frozenset[str]:
    """Have as much as is due to this process, and let go of what is more; what it has then."""
    held, members, due = _known(database, group, things)
    own = {name for name in things if held.get(name) == database.process}
    lease_rows.give_back(database, sorted(own - due))
    wanted = due if database.process in members else {*due, member(group, database.process)}
    taken = lease_rows.take(database, sorted(wanted))
    if own - due or database.process not in members:
        database.tell(News.PROCESSES)
    return taken & frozenset(things)


def leave(database: Database, group: str, things: Sequence[str]) -> None:
    """Let others have this process's share, at once."""
    lease_rows.give_back(database, [*things, member(group, database.process)])
    database.tell(News.PROCESSES)


def standing(
    database: Database, group: str, things: Sequence[str], process: int
) -> tuple[frozenset[str], bool]:
    """What a process has, and whether that is what is due to it."""
    held, members, due = _known(database, group, things, process)
    own = frozenset(name for name in things if held.get(name) == process)
    return own, process in members and own == due


def _known(
    database: Database, group: str, things: Sequence[str], process: int = 0
) -> tuple[dict[str, int], frozenset[int], frozenset[str]]:
    """Who has what, who shares it out, and what is due to a process."""
    me = process or database.process
    rows = database.execute(_OF_GROUP, [f"{group}/%"]).fetchall()
    held = dict[str, int](rows)
    members = frozenset(owner for name, owner in rows if name == member(group, owner))
    return held, members, share(things, held, members | {me}, me)

"""What processes have alone, as rows; only a server's database has such.

A lease is there for as long as its owner is alive: whoever finds that a process is dead deletes
its leases in the same transaction (`storage.postgres.liveness`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from domain.concurrency.processes import Process
from storage.database import Database, Listed

_TAKE: Final = """
    INSERT INTO leases (name, owner, since)
    SELECT value, :me, clock_timestamp()
    FROM (SELECT value FROM json_each(:names)) AS wanted
    WHERE 1 = 1 ON CONFLICT (name) DO NOTHING
"""

_OWN: Final = "SELECT name FROM leases WHERE owner = ? AND name IN (SELECT value FROM json_each(?))"

_TAKEN: Final = "SELECT name FROM leases WHERE name IN (SELECT value FROM json_each(?))"

_GIVE_BACK: Final = """
    DELETE FROM leases WHERE owner = ? AND name IN (SELECT value FROM json_each(?))
"""

_ALIVE: Final = """
    SELECT id, pid, host, version, started FROM processes JOIN heartbeats ON process = id
    WHERE alive_until > clock_timestamp() ORDER BY id
"""

_HELD_FOR: Final = """
    SELECT extract(epoch FROM clock_timestamp() - since) FROM leases WHERE name = ?
"""

_HELD: Final = "SELECT owner, name, since FROM leases ORDER BY name"


def take(database: Database, names: Sequence[str]) -> frozenset[str]:
    """Have those names that nobody else has; of a process without a number, those that are free."""
    if not database.process:
        taken = {name for (name,) in database.execute(_TAKEN, [Listed(names)])}
        return frozenset(names) - taken
    values = {"names": Listed(sorted(set(names))), "me": database.process}
    database.execute(_TAKE, values)
    own = database.execute(_OWN, [database.process, Listed(names)])
    return frozenset(name for (name,) in own)


def give_back(database: Database, names: Sequence[str]) -> None:
    """Let others have names that are this process's."""
    database.execute(_GIVE_BACK, [database.process, Listed(names)])


def held_for(database: Database, name: str) -> float | None:
    """For how many seconds somebody has had a name; None where nobody has it."""
    row = database.execute(_HELD_FOR, [name]).fetchone()
    return None if row is None else float(row[0])


def processes(database: Database) -> list[Process]:
    """All processes that are alive, by number, with what they have."""
    held: defaultdict[int, list[tuple[str, datetime]]] = defaultdict(list)
    for owner, name, since in database.execute(_HELD):
        held[owner].append((name, since.astimezone(UTC)))
    return [
        Process(
            number=number,
            pid=pid,
            host=host,
            version=version,
            since=since.astimezone(UTC),
            holds=tuple(held[number]),
        )
        for number, pid, host, version, since in database.execute(_ALIVE)
    ]

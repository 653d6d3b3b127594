"""Allowances as rows of a server's database, by the server's clock.

They are in a table that is not logged: nothing waits for a disk, and a crash fills all of them up.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from storage.database import Database
from storage.ports.threads import StoreThread

_HOUR: Final = 3600.0
_TIDIED: Final = 500
"""After so many uses, what is full again is deleted."""

_LEFT: Final = """
    greatest(0.0, kept.used - extract(epoch FROM clock_timestamp() - kept.at)
        * CAST(:most AS DOUBLE PRECISION) / 3600.0)
"""

_USE: Final = f"""
    INSERT INTO allowances AS kept (name, used, at) VALUES (:name, 1.0, clock_timestamp())
    ON CONFLICT (name) DO UPDATE SET used = {_LEFT} + 1.0, at = clock_timestamp()
    WHERE {_LEFT} + 1.0 <= :most
    RETURNING used
"""  # noqa: S608

_USED: Final = f"SELECT {_LEFT} FROM allowances AS kept WHERE name = :name"  # noqa: S608

_UNUSE: Final = "UPDATE allowances SET used = used - 1.0 WHERE name = ?"

_TIDY: Final = """
    DELETE FROM allowances WHERE at < clock_timestamp() - make_interval(secs => ?)
"""


class AllowanceRows:
    """A `domain.ports.SharedAllowances`."""

    def __init__(self, thread: StoreThread) -> None:
        """Args: thread that writes."""
        self._thread = thread
        self._uses = 0

    async def use(self, wanted: Mapping[str, int]) -> tuple[str, float] | None:
        """Use one of each; where one of them is used up, none of any."""
        self._uses += 1
        if self._uses % _TIDIED == 0:
            await self._thread.run(_tidy)
        return await self._thread.run(_use, dict(wanted))


def _use(database: Database, wanted: Mapping[str, int]) -> tuple[str, float] | None:
    used: list[str] = []
    for name in sorted(wanted):
        values = {"name": name, "most": wanted[name]}
        if database.execute(_USE, values).fetchone() is None:
            for other in used:
                database.execute(_UNUSE, [other])
            (left,) = database.execute(_USED, values).fetchone()
            return name, (float(left) + 1 - wanted[name]) * _HOUR / wanted[name]
        used.append(name)
    return None


def _tidy(database: Database) -> None:
    database.execute(_TIDY, [_HOUR])

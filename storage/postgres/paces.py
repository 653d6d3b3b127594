"""The pace that processes have together, as rows of a server's database, by its clock."""

from __future__ import annotations

from typing import Final

from storage.database import Database
from storage.ports.threads import StoreThread
from storage.postgres.planning import by_rows

_NEXT: Final = """
    INSERT INTO paces AS pace (name, next_at, urgent_at)
    VALUES (:name, clock_timestamp() + make_interval(secs => :length), 'epoch')
    ON CONFLICT (name) DO UPDATE SET
        next_at = greatest(pace.next_at, clock_timestamp(), pace.rest_until)
            + make_interval(secs => :length)
    RETURNING extract(epoch FROM next_at - clock_timestamp())
"""
"""What was not used is not made up for: no second has more than it should."""

_URGENT: Final = """
    INSERT INTO paces AS pace (name, next_at, urgent_at)
    VALUES (:name, clock_timestamp() + make_interval(secs => :length),
        clock_timestamp() + make_interval(secs => :length))
    ON CONFLICT (name) DO UPDATE SET
        urgent_at = greatest(pace.urgent_at, clock_timestamp(), pace.rest_until)
            + make_interval(secs => :length),
        next_at = greatest(pace.next_at, clock_timestamp(), pace.rest_until)
            + make_interval(secs => :length)
    RETURNING extract(epoch FROM urgent_at - clock_timestamp())
"""

_REST: Final = """
    INSERT INTO paces AS pace (name, next_at, urgent_at, rest_until)
    VALUES (:name, clock_timestamp(), 'epoch', clock_timestamp() + make_interval(secs => :length))
    ON CONFLICT (name) DO UPDATE SET rest_until = greatest(
        pace.rest_until, clock_timestamp() + make_interval(secs => :length)
    )
"""


class PaceRows:
    """A `domain.ports.SharedPaces`."""

    def __init__(self, thread: StoreThread) -> None:
        """Args: thread that writes."""
        self._thread = thread

    async def moments(
        self, name: str, count: int, *, rate: float, is_urgent: bool = False
    ) -> float:
        """Seconds until the first of some moments, which are the asker's alone."""
        return await self._thread.run(_moments, name, count / rate, _URGENT if is_urgent else _NEXT)

    async def rest(self, name: str, seconds: float) -> None:
        """Give no moments at all for some time."""
        await self._thread.run(_rest, name, seconds)


@by_rows
def _rest(database: Database, name: str, length: float) -> None:
    database.execute(_REST, {"name": name, "length": length})


@by_rows
def _moments(database: Database, name: str, length: float, statement: str) -> float:
    row = database.execute(statement, {"name": name, "length": length}).fetchone()
    return max(0.0, float(row[0]) - length)

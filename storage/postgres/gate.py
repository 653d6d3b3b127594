"""A gate as a row of a server's database, by the server's clock."""

from __future__ import annotations

from typing import Final

from domain.ports.sharing.gates import Entry
from storage.database import Database
from storage.ports.threads import StoreThread

URGENT: Final = 5.0
"""Seconds for which one who waits urgently is let go first, after it was last heard of them."""

_ENTER: Final = """
    INSERT INTO gates AS gate (name, holder, busy_until)
    VALUES (:name, :holder, clock_timestamp() + make_interval(secs => :seconds))
    ON CONFLICT (name) DO UPDATE SET
        holder = excluded.holder,
        busy_until = excluded.busy_until,
        urgent_until = CASE WHEN :urgent THEN 'epoch' ELSE gate.urgent_until END
    WHERE gate.busy_until <= clock_timestamp() AND gate.free_at <= clock_timestamp()
        AND (NOT :crawls OR gate.crawl_at <= clock_timestamp())
        AND (:urgent OR gate.urgent_until <= clock_timestamp())
    RETURNING note
"""

_WAIT_URGENTLY: Final = """
    UPDATE gates SET urgent_until = clock_timestamp() + make_interval(secs => ?) WHERE name = ?
"""

_SEEN: Final = """
    SELECT greatest(0, extract(epoch FROM free_at - clock_timestamp())),
        greatest(0, extract(epoch FROM crawl_at - clock_timestamp())), note
    FROM gates WHERE name = ?
"""

_STAY: Final = """
    UPDATE gates SET busy_until = clock_timestamp() + make_interval(secs => ?)
    WHERE name = ? AND holder = ?
"""

_LEAVE: Final = """
    UPDATE gates SET
        holder = '',
        busy_until = 'epoch',
        free_at = clock_timestamp() + make_interval(secs => :free_in),
        crawl_at = greatest(crawl_at, clock_timestamp() + make_interval(secs => :crawl_in)),
        note = coalesce(:note, note)
    WHERE name = :name AND holder = :holder
"""


class GateRow:
    """A `domain.ports.Gate`."""

    def __init__(self, thread: StoreThread, name: str) -> None:
        """Args: thread that writes; name of the gate."""
        self._thread = thread
        self._name = name

    async def enter(
        self, holder: str, *, seconds: float, is_urgent: bool, crawls: bool = False
    ) -> Entry:
        """Have it, if it is free and nobody has to go first."""
        return await self._thread.run(
            _enter, self._name, holder, seconds, is_urgent=is_urgent, crawls=crawls
        )

    async def stay(self, holder: str, *, seconds: float) -> bool:
        """Have it for some more seconds; whether it was still theirs."""
        return await self._thread.run(_stay, self._name, holder, seconds)

    async def leave(
        self, holder: str, *, free_in: float, crawl_in: float = 0.0, note: str | None = None
    ) -> None:
        """Let others have it."""
        await self._thread.run(_leave, self._name, holder, free_in, crawl_in, note)


def _enter(
    database: Database, name: str, holder: str, seconds: float, *, is_urgent: bool, crawls: bool
) -> Entry:
    values = {"name": name, "holder": holder, "seconds": seconds}
    flags = {"urgent": "true" if is_urgent else "false", "crawls": "true" if crawls else "false"}
    row = database.execute(_ENTER, values | flags).fetchone()
    if row is not None:
        return Entry(True, 0.0, 0.0, row[0])
    if is_urgent:
        database.execute(_WAIT_URGENTLY, [URGENT, name])
    free_in, crawl_in, note = database.execute(_SEEN, [name]).fetchone()
    return Entry(False, float(free_in), float(crawl_in), note)


def _stay(database: Database, name: str, holder: str, seconds: float) -> bool:
    return database.execute(_STAY, [seconds, name, holder]).rowcount > 0


def _leave(
    database: Database,
    name: str,
    holder: str,
    free_in: float,
    crawl_in: float,
    note: str | None,
) -> None:
    values = {"name": name, "holder": holder, "free_in": free_in, "crawl_in": crawl_in}
    database.execute(_LEAVE, values | {"note": note})

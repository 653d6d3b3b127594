"""What one process has alone of all that are at work on a database."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Protocol

from domain.concurrency.processes import News, Process, Standing
from storage.ports.threads import OnThreads
from storage.rows.sharing import leases as lease_rows
from storage.rows.sharing import shares as share_rows


class Member(Protocol):
    """This process among those that are at work on a database."""

    def standing(self) -> Standing:
        """How it stands."""
        ...

    def hear(self, told: Callable[[], None], *about: News) -> None:
        """Have somebody told what others tell."""
        ...


class LeasesInTables(OnThreads):
    """The `domain.ports.Leases` port; a database that one process has alone needs no tables."""

    _is_shared: bool
    _member: Member | None

    async def take_leases(self, names: Collection[str]) -> frozenset[str]:
        """Have those names that nobody else has."""
        if not self._is_shared:
            return frozenset(names)
        return await self._writer.run(lease_rows.take, tuple(names))

    async def give_leases_back(self, names: Collection[str]) -> None:
        """Let others have names."""
        if self._is_shared:
            await self._writer.run(lease_rows.give_back, tuple(names))

    async def share_leases(self, group: str, names: Sequence[str]) -> frozenset[str]:
        """Have an even share of names, with all others that ask for one."""
        if not self._is_shared:
            return frozenset(names)
        asked, me = (group, tuple(names)), self.standing().process
        own, is_due = await self._reader.run(share_rows.standing, *asked, me)
        return own if is_due else await self._writer.run(share_rows.shared, *asked)

    async def leave_group(self, group: str, names: Sequence[str]) -> None:
        """Let others have one's share."""
        if self._is_shared:
            await self._writer.run(share_rows.leave, group, tuple(names))

    async def held_for(self, name: str) -> float | None:
        """For how many seconds somebody has had a name."""
        return await self._reader.run(lease_rows.held_for, name) if self._is_shared else None

    async def processes(self) -> list[Process]:
        """All that are at work on the database."""
        return await self._reader.run(lease_rows.processes) if self._is_shared else []

    def standing(self) -> Standing:
        """How this process stands among the others."""
        return Standing() if self._member is None else self._member.standing()

    def hear(self, told: Callable[[], None], *about: News) -> None:
        """Have somebody told, on another thread, when others may have left something."""
        if self._member is not None:
            self._member.hear(told, *about)

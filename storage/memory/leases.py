"""What one process has alone, where it is the only one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from domain.concurrency.processes import News, Process, Standing
from storage.memory.tables import InMemory


class LeasesInMemory(InMemory):
    """The `domain.ports.Leases` port: nobody else is there to have anything."""

    async def take_leases(self, names: Collection[str]) -> frozenset[str]:
        """Have names."""
        return frozenset(names)

    async def give_leases_back(self, names: Collection[str]) -> None:
        """Nothing: there is nobody to let have them."""

    async def share_leases(self, group: str, names: Sequence[str]) -> frozenset[str]:
        """Have all of them."""
        return frozenset(names)

    async def leave_group(self, group: str, names: Sequence[str]) -> None:
        """Nothing: there is nobody to let have them."""

    async def held_for(self, name: str) -> float | None:
        """Nobody has any: there is nobody to have it from."""

    async def processes(self) -> list[Process]:
        """None: only one ever is."""
        return []

    def standing(self) -> Standing:
        """Alone, and alive."""
        return Standing()

    def hear(self, told: Callable[[], None], *about: News) -> None:
        """Nothing: there are no others."""

"""What one process has alone, where it is the only one."""

from __future__ import annotations

from collections.abc import Callable, Collection

from domain.concurrency.processes import Process, Standing
from storage.memory.tables import InMemory


class LeasesInMemory(InMemory):
    """The `domain.ports.Leases` port: nobody else is there to have anything."""

    async def take_leases(self, names: Collection[str]) -> frozenset[str]:
        """Have names."""
        return frozenset(names)

    async def give_leases_back(self, names: Collection[str]) -> None:
        """Nothing: there is nobody to let have them."""

    async def processes(self) -> list[Process]:
        """None: only one ever is."""
        return []

    def standing(self) -> Standing:
        """Alone, and alive."""
        return Standing()

    def hear(self, told: Callable[[], None]) -> None:
        """Nothing: there are no others."""

"""What one process has alone of all that are at work on a database, as a port."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Protocol

from domain.concurrency.processes import Process, Standing


class Leases(Protocol):
    """Names of which each is one process's at a time, for as long as that is alive.

    A process is alive while it tells the database so, every few seconds; one that was not heard of
    for ten has none of its names any more, and nothing that it writes as their owner is kept: it
    goes on as a new process that has none. Where a database has one process only, as a file
    does, that has every name it asks for.
    """

    async def take_leases(self, names: Collection[str]) -> frozenset[str]:
        """Have those names that nobody else has; which of them this process has from now on.

        Those that it has already are among them. Nothing waits: what another has is left out.
        """
        ...

    async def give_leases_back(self, names: Collection[str]) -> None:
        """Let others have names; those that are not this process's stay whose they are."""
        ...

    async def processes(self) -> list[Process]:
        """All that are at work on the database, by number; none where only one ever is."""
        ...

    def standing(self) -> Standing:
        """How this process stands among the others; known without asking anybody."""
        ...

    def hear(self, told: Callable[[], None]) -> None:
        """Have somebody told, on any thread, when others may have left something to be done."""
        ...

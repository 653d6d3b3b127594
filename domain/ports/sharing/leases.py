"""What one process has alone of all that are at work on a database, as a port."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Protocol

from domain.concurrency.processes import News, Process, Standing


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

    async def share_leases(self, group: str, names: Sequence[str]) -> frozenset[str]:
        """Have an even share of names, with all others that ask for one; what this process has.

        To be asked for again and again, and when others have told of something: where one more
        asks, each lets go of some, and where one is no more, the others take what it had.

        Args:
            group: what they are of; their names begin with it and a slash.
            names: all of them, in the same order for everybody.
        """
        ...

    async def leave_group(self, group: str, names: Sequence[str]) -> None:
        """Let others have one's share, until asked for again."""
        ...

    async def held_for(self, name: str) -> float | None:
        """For how many seconds somebody has had a name; None where nobody has it."""
        ...

    async def processes(self) -> list[Process]:
        """All that are at work on the database, by number; none where only one ever is."""
        ...

    def standing(self) -> Standing:
        """How this process stands among the others; known without asking anybody."""
        ...

    def hear(self, told: Callable[[], None], *about: News) -> None:
        """Have somebody told, on any thread, when others may have left something to be done.

        What is not told is there all the same: whoever is told looks by themselves now and then.

        Args:
            told: called again and again; must not wait.
            about: of what.
        """
        ...

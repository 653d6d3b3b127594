"""A gate through which one goes at a time, of all processes on all machines, as a port."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Entry:
    """What came of trying to go through a gate.

    Attributes:
        is_open: whether the one who tried has it now.
        free_in: otherwise, seconds until it is free, as far as is known; 0 while somebody has it.
        crawl_in: seconds until those may go through who crawl.
        note: what the last one who had something to say to the next has left; empty if nothing.
    """

    is_open: bool
    free_in: float
    crawl_in: float
    note: str


class Gate(Protocol):
    """Goes by one clock, whatever those of the machines show.

    Whoever has it says so again and again; of one who has not for too long it is free by itself.
    """

    async def enter(
        self, holder: str, *, seconds: float, is_urgent: bool, crawls: bool = False
    ) -> Entry:
        """Have it, if it is free and nobody has to go first.

        Args:
            holder: a name of whoever tries that is theirs alone.
            seconds: for which it is theirs, unless they `stay`.
            is_urgent: whether a person waits: for the next seconds, nobody who is not goes first.
            crawls: whether it is for what crawls a site, at a pace of its own.
        """
        ...

    async def stay(self, holder: str, *, seconds: float) -> bool:
        """Have it for some more seconds; whether it was still theirs."""
        ...

    async def leave(
        self, holder: str, *, free_in: float, crawl_in: float = 0.0, note: str | None = None
    ) -> None:
        """Let others have it.

        Args:
            holder: who has it; of anybody else, nothing is heeded.
            free_in: seconds for which nobody may go through.
            crawl_in: seconds for which nobody may who crawls.
            note: what others are told; None where there is nothing new.
        """
        ...

"""What several processes want is made by one of them; if that is killed, by another."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection
from contextlib import suppress
from typing import Final, Protocol, TypeVar

from domain.errors import StoreError

T = TypeVar("T")

LOOK: Final = 0.1
"""Seconds until it is looked again whether another process is through."""

_TRIES: Final = 5
"""Looks from one try to be the one who makes it to the next."""


class Names(Protocol):
    """The part of `domain.ports.sharing.leases.Leases` that flights are by."""

    async def take_leases(self, names: Collection[str]) -> frozenset[str]:
        """Have those names that nobody else has; which of them this process has from now on."""
        ...

    async def give_leases_back(self, names: Collection[str]) -> None:
        """Let others have names."""
        ...


class Flights:
    """One maker at a time for each name, over all processes on a database.

    Within a process, `domain.concurrency.single_flight` comes before.
    """

    def __init__(self, names: Names, *, look: float = LOOK) -> None:
        """Args: names are leases; look is the seconds from one look to the next."""
        self._names = names
        self._look = look

    async def do(
        self,
        name: str,
        there: Callable[[], Awaitable[T | None]],
        make: Callable[[], Awaitable[T]],
    ) -> T:
        """What is there, or is made here, or was made elsewhere meanwhile.

        Args:
            name: of what is made.
            there: looks where others put what they have made.
            make: makes it, and puts it there where it is to be found by others.

        Raises:
            StoreError: nobody can tell who makes it.
            Exception: whatever making it raises.
        """
        while name not in await self._names.take_leases([name]):
            for _ in range(_TRIES):
                await asyncio.sleep(self._look)
                if (made := await there()) is not None:
                    return made
        try:
            # The one before may have been through just now.
            made = await there()
            return await make() if made is None else made
        finally:
            # Where that cannot be said, it ends with this process.
            with suppress(StoreError):
                await self._names.give_leases_back([name])

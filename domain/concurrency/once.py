"""What is read at most once, and only where it is wanted."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Once(Generic[T]):
    """Gives what reading gave the first time; for use by one task after another."""

    def __init__(self, read: Callable[[], Awaitable[T]]) -> None:
        """Args: read is awaited when it is asked for first, and again if that fails."""
        self._read = read
        self._had: list[T] = []

    async def __call__(self) -> T:
        """What was read."""
        if not self._had:
            self._had.append(await self._read())
        return self._had[0]

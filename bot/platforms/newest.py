"""While somebody types: of what was begun for a person, only the newest is still of use."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Newest(Generic[T]):
    """At most one piece of work for each person; a newer one ends an older one."""

    def __init__(self) -> None:
        """Nobody types."""
        self._running: dict[str, asyncio.Task[T]] = {}

    def begin(self, person: str, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Begin with a person's newest."""
        if before := self._running.pop(person, None):
            before.cancel()
        task = self._running[person] = asyncio.create_task(work)
        task.add_done_callback(lambda done: self._ended(person, done))
        return task

    def stop(self) -> None:
        """End all of it."""
        for task in self._running.values():
            task.cancel()

    def _ended(self, person: str, task: asyncio.Task[T]) -> None:
        if self._running.get(person) is task:
            del self._running[person]

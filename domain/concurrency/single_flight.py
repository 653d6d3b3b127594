"""What many ask for together is done once; whoever goes away takes it from nobody."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from typing import Any, Generic, TypeVar

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


class SingleFlight(Generic[K, T]):
    """Work that is being done, by what it is for."""

    def __init__(self, stays: Callable[[K, T], float] = lambda _key, _outcome: 0.0) -> None:
        """Args: stays tells for how many seconds an outcome is given to those who ask later."""
        self._stays = stays
        self._tasks: dict[K, asyncio.Task[T]] = {}

    async def do(self, key: K, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """What the work gives; it is begun where nobody else has begun it.

        Raises:
            Exception: whatever the work raises.
        """
        task = self._tasks.get(key)
        if task is None:
            task = self._tasks[key] = asyncio.create_task(work())
            task.add_done_callback(lambda task: self._landed(key, task))
        return await asyncio.shield(task)

    async def close(self) -> None:
        """Give up what is being done."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _landed(self, key: K, task: asyncio.Task[T]) -> None:
        # Those who asked may all have gone; what went wrong is then nobody's to hear.
        is_failed = task.cancelled() or task.exception() is not None
        seconds = 0.0 if is_failed else self._stays(key, task.result())
        if seconds:
            asyncio.get_running_loop().call_later(seconds, self._tasks.pop, key, None)
        else:
            del self._tasks[key]

"""What becomes of something that came in, whatever tasks it takes: begun with, then through."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, Final

Told = Callable[[], object]


class Handling:
    """Follows the tasks that are made while one thing that came in is dealt with.

    The first of them begins with it: understands it, and answers what is quick. What takes long
    goes on in others.
    """

    def __init__(self, *, begun: Told, through: Told, left: Told) -> None:
        """Prepare.

        Args:
            begun: called when what comes later in the chat can be begun with, though this is not
                through.
            through: called in the end.
            left: called in its place, where this process ends before it could be begun with.
        """
        self._begun = begun
        self._through = through
        self._left = left
        self._first: asyncio.Task[Any] | None = None
        self._tasks: set[asyncio.Task[Any]] = set()
        self._is_left = False

    def begin(self, take: Callable[[], None]) -> None:
        """Have it taken by somebody who does not wait, and makes tasks."""
        token = _current.set(self)
        try:
            take()
        finally:
            _current.reset(token)
            if self._first is None:
                self._through()

    def follow(self, task: asyncio.Task[Any]) -> None:
        """It takes this task, too."""
        self._first = self._first or task
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        is_first = task is self._first
        self._is_left |= is_first and task.cancelled() and not self._tasks
        if self._tasks:
            if is_first:
                self._begun()
        elif self._is_left:
            self._left()
        else:
            self._through()


_current: Final[ContextVar[Handling | None]] = ContextVar("handling", default=None)


def follow(task: asyncio.Task[Any]) -> None:
    """Count a task to what is being dealt with, where that is followed."""
    handling = _current.get()
    if handling is not None:
        handling.follow(task)

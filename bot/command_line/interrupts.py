"""Ctrl-C at the console: it stops what runs, and a second one leaves."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class Interrupts:
    """Counts how often Ctrl-C was pressed in a row."""

    def __init__(self) -> None:
        self._in_a_row = 0

    def pressed(self) -> bool:
        """Ctrl-C was pressed once more; whether to leave."""
        self._in_a_row += 1
        return self._in_a_row > 1

    def typed(self) -> None:
        """Something else was done."""
        self._in_a_row = 0

    async def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Do something that Ctrl-C stops; the next one ends the process, if that takes long.

        Raises:
            asyncio.CancelledError: it was stopped.
        """
        loop = asyncio.get_running_loop()
        task = asyncio.ensure_future(work)
        around = asyncio.current_task()

        def stop() -> None:
            if self.pressed() and around is not None:
                around.cancel()
            task.cancel()

        loop.add_signal_handler(signal.SIGINT, stop)
        try:
            return await task
        finally:
            loop.remove_signal_handler(signal.SIGINT)

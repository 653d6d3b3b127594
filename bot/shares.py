"""An even share of names that all processes have between them, while something is done."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Final

from domain.concurrency.processes import News
from domain.errors import StoreError
from domain.ports import Leases

LOOK: Final = 15.0
"""Seconds from one look at who else shares to the next, should nobody tell of anybody."""

STEP: Final = 0.25
"""Seconds until it is looked whether this process is still known to be alive."""


class EvenShare:
    """Has as many of a group's names as are due to this process; see `Leases.share_leases`."""

    def __init__(
        self,
        leases: Leases,
        group: str,
        names: Sequence[str],
        *,
        look: float = LOOK,
        step: float = STEP,
        asks: bool = True,
    ) -> None:
        """Wire it.

        Args:
            leases: of the process.
            group: of the names.
            names: all of them, in the same order in every process.
            look: seconds.
            step: seconds.
            asks: whether this process may have any.
        """
        self._asks = asks
        self._leases = leases
        self._group = group
        self._names = tuple(names)
        self._look = look
        self._step = step
        self._held = frozenset[str]()
        self._process = 0
        self._news = asyncio.Event()

    def held(self) -> frozenset[str]:
        """Those that are this process's now, by its own clock."""
        standing = self._leases.standing()
        is_ours = standing.is_alive and standing.process == self._process
        return self._held if is_ours else frozenset()

    async def keep(self, changed: Callable[[frozenset[str]], object]) -> None:
        """Have a share until cancelled; troubles of the database are waited out.

        It is still this process's then, until it is left.

        Args:
            changed: told what this process has, whenever that is something else.
        """
        loop = asyncio.get_running_loop()
        if not self._asks:
            await loop.create_future()
        self._leases.hear(lambda: _tell(loop, self._news), News.PROCESSES)
        looked, told = float("-inf"), frozenset[str]()
        try:
            while True:
                standing = self._leases.standing()
                is_due = self._news.is_set() or time.monotonic() - looked > self._look
                if standing.is_alive and (is_due or standing.process != self._process):
                    self._news.clear()
                    looked = time.monotonic()
                    with suppress(StoreError):
                        self._held = await self._leases.share_leases(self._group, self._names)
                        self._process = standing.process
                if (held := self.held()) != told:
                    told = held
                    changed(held)
                with suppress(TimeoutError):
                    async with asyncio.timeout(self._step):
                        await self._news.wait()
        finally:
            self._held = frozenset()

    async def leave(self) -> None:
        """Let others have this process's share at once, once nothing is done with it."""
        if not self._asks:
            return
        with suppress(StoreError):
            await self._leases.leave_group(self._group, self._names)


def _tell(loop: asyncio.AbstractEventLoop, news: asyncio.Event) -> None:
    # The loop may be over before the thread that tells is.
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(news.set)

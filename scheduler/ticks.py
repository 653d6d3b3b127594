"""Ticks: work that is done again and again, in time whatever becomes of the system's clock.

APScheduler waits for a moment of the wall clock; a clock set back by an hour would have it wait for
an hour.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from domain.concurrency.asker import in_background

log = structlog.get_logger(__name__)


class Ticks:
    """Does some work every so often, from `start` to `close`, never twice at a time."""

    def __init__(self, work: Callable[[], Awaitable[None]], every: float) -> None:
        """Args: every is in seconds, from one beginning to the next."""
        self._work = work
        self._every = every
        self._working: asyncio.Task[None] | None = None
        self._is_closing = False
        self._steadying: asyncio.Task[None] | None = None
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        # A tick that comes late is still wanted, several late ones are one.
        self._job = self._scheduler.add_job(
            self._tick,
            "interval",
            seconds=every,
            next_run_time=datetime.now(UTC),
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
        )

    @property
    def is_running(self) -> bool:
        """Whether it has been started, and not closed."""
        return bool(self._scheduler.running)

    def start(self) -> None:
        """Begin, with the first tick at once; needs a running loop."""
        self._scheduler.start()
        self._steadying = asyncio.create_task(self._keep_steady())

    def hurry(self) -> None:
        """Have the next tick now."""
        self._job.modify(next_run_time=datetime.now(UTC))

    async def close(self) -> None:
        """Stop; what is being done ends at its next step."""
        self._is_closing = True
        if self._steadying is not None:
            self._steadying.cancel()
        if self._scheduler.running:
            self._scheduler.pause()
        if self._working is not None:
            self._working.cancel()
            with suppress(asyncio.CancelledError):
                await self._working
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def _tick(self) -> None:
        if self._is_closing:
            return
        # What happens by itself lets whatever people wait for go first.
        with in_background():
            self._working = asyncio.ensure_future(self._work())
        try:
            await self._working
        except asyncio.CancelledError:
            if not self._is_closing:
                raise
        finally:
            self._working = None

    async def _keep_steady(self) -> None:
        """Bring the next tick forward where it is farther off than it can be, for ever."""
        while True:
            await asyncio.sleep(self._every)
            now = datetime.now(UTC)
            due = self._job.next_run_time
            if due and due - now > timedelta(seconds=2 * self._every):
                log.warning("clock set back", was_due=str(due))
                self._job.modify(next_run_time=now)

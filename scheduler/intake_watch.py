"""The intake by itself: every minute, whatever is due of the archives that anybody follows."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from datetime import UTC, datetime
from typing import Final

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from domain.errors import SourceError, StoreError
from domain.ports import Store
from intake.engine import Intake
from scheduler.steady import keep_steady
from topics.reach import archives_of

log = structlog.get_logger(__name__)

SHORTEST: Final = 10.0
"""Seconds between looks for the sake of somebody who waits."""

EVERY: Final = 60
"""Seconds from one look to the next; the intake itself knows what is due."""


class IntakeWatch:
    """Takes in announcements as they come out, from `start` to `close`."""

    def __init__(self, intake: Intake, store: Store, *, every: float = EVERY) -> None:
        """Args: store is the one with the chats' topics; every is in seconds."""
        self._intake = intake
        self._store = store
        self._running: asyncio.Task[object] | None = None
        self._closing = False
        self._hurried = 0.0
        self._every = every
        self._steadying: asyncio.Task[None] | None = None
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        # A look that comes late is still wanted, several late ones are one.
        self._job = self._scheduler.add_job(
            self.look,
            "interval",
            seconds=every,
            next_run_time=datetime.now(UTC),
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
        )

    def start(self) -> None:
        """Begin, with a look at once; needs a running loop."""
        self._scheduler.start()
        self._steadying = asyncio.create_task(keep_steady(self._scheduler, self._every))

    def hurry(self) -> None:
        """Somebody waits for an announcement: look now, if not just done."""
        now = time.monotonic()
        if self._scheduler.running and now - self._hurried >= SHORTEST:
            self._hurried = now
            self._job.modify(next_run_time=datetime.now(UTC))

    async def look(self) -> None:
        """Take in what is due; troubles are logged, and looked into again the next time."""
        self._running = asyncio.current_task()
        try:
            queries = await self._store.all_queries()
            archives = frozenset[str]().union(*map(archives_of, queries))
            if archives:
                await self._intake.take(archives)
        except (SourceError, StoreError) as error:
            log.warning("intake failed", why=str(error))
        except asyncio.CancelledError:
            if not self._closing:
                raise
        finally:
            self._running = None

    async def close(self) -> None:
        """Stop; a look that is under way ends at its next step, and goes on at the next start."""
        if self._steadying is not None:
            self._steadying.cancel()
        if self._scheduler.running:
            self._scheduler.pause()
        if self._running is not None:
            self._closing = True
            self._running.cancel()
            with suppress(asyncio.CancelledError):
                await self._running
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

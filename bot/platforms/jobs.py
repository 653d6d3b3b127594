"""Jobs: what is done beside taking updates, each when it is its turn, until the end."""

from __future__ import annotations

import asyncio
from typing import Protocol

import structlog

from bot.platforms.handling import follow
from domain.concurrency.asker import being_served
from domain.concurrency.turns import Place

log = structlog.get_logger(__name__)


class Job(Protocol):
    """Something to do for a chat."""

    async def run(self) -> None:
        """Do it; may be cancelled."""
        ...

    def abandon(self) -> None:
        """It will not be done, as the process ends."""
        ...


class Jobs:
    """Jobs that are done when it is their turn."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def give(self, job: Job, place: Place) -> asyncio.Task[None]:
        """Have a job done in a place; the task that does it, and can be cancelled."""
        task = asyncio.create_task(_done(job, place))

        def ended(task: asyncio.Task[None]) -> None:
            self._tasks.discard(task)
            if task.cancelled():
                # It may never have come to entering its place.
                place.leave()
                job.abandon()

        self._tasks.add(task)
        task.add_done_callback(ended)
        follow(task)
        return task

    async def finish(self, seconds: float) -> None:
        """Wait for all jobs, and after some seconds give up those that are left."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)
        left = set(self._tasks)
        for task in left:
            task.cancel()
        if left:
            await asyncio.wait(left)


async def _done(job: Job, place: Place) -> None:
    async with place:
        try:
            with being_served():
                await job.run()
        except Exception:
            # A bug met by one job; the lane's next ones have nothing to do with it.
            log.exception("job failed")

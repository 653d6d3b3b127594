"""Lanes: each chat's work in order, slow work beside quick work, and not too much at once."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Final, Protocol

import structlog

log = structlog.get_logger(__name__)

SLOTS: Final = 8
"""Slow jobs done at the same time, of all chats together."""


class Job(Protocol):
    """Something to do for a chat."""

    async def run(self) -> None:
        """Do it; may be cancelled."""
        ...

    def abandon(self) -> None:
        """It will not be done, as the process ends."""
        ...


class Lanes:
    """Two lanes for each chat: one for quick jobs, which never wait for the slow ones."""

    def __init__(self, slots: int = SLOTS) -> None:
        self._slots = asyncio.Semaphore(slots)
        self._waiting: dict[tuple[str, bool], deque[Job]] = {}
        self._runners: set[asyncio.Task[None]] = set()

    def give(self, chat: str, job: Job, *, slow: bool) -> None:
        """Have a job done after those that the chat's lane has already."""
        lane = (chat, slow)
        if lane in self._waiting:
            self._waiting[lane].append(job)
            return
        self._waiting[lane] = deque([job])
        runner = asyncio.create_task(self._run(lane))
        self._runners.add(runner)
        runner.add_done_callback(self._runners.discard)

    async def finish(self, seconds: float) -> None:
        """Wait for all jobs, and after some seconds give up those that are left."""
        if self._runners:
            await asyncio.wait(self._runners, timeout=seconds)
        for runner in self._runners:
            runner.cancel()
        if self._runners:
            await asyncio.wait(self._runners)
        for jobs in self._waiting.values():
            for job in jobs:
                job.abandon()
        self._waiting.clear()

    async def _run(self, lane: tuple[str, bool]) -> None:
        jobs = self._waiting[lane]
        while jobs:
            if lane[1]:
                async with self._slots:
                    await self._done(jobs.popleft())
            else:
                await self._done(jobs.popleft())
        del self._waiting[lane]

    async def _done(self, job: Job) -> None:
        try:
            await job.run()
        except asyncio.CancelledError:
            job.abandon()
            raise
        except Exception:
            # A bug met by one job; the lane's next ones have nothing to do with it.
            log.exception("job failed")

"""Keeps jobs in time when the system's clock is set back.

APScheduler waits for a moment of the wall clock; a clock set back by an hour would have it wait for
an hour.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = structlog.get_logger(__name__)


async def keep_steady(scheduler: AsyncIOScheduler, every: float) -> None:
    """Bring forward jobs that are farther off than they can be, until cancelled.

    Args:
        scheduler: running, with jobs that are at most `every` seconds apart.
        every: seconds.
    """
    while True:
        await asyncio.sleep(every)
        now = datetime.now(UTC)
        for job in scheduler.get_jobs():
            if job.next_run_time and job.next_run_time - now > timedelta(seconds=2 * every):
                log.warning("clock set back", job=job.id, was_due=str(job.next_run_time))
                job.modify(next_run_time=now)

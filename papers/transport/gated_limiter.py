"""Spaces requests over machines: by a gate that all processes on one database share."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Final
from uuid import uuid4

import structlog

from domain.concurrency import asker
from domain.errors import SourceUnavailable, StoreError
from domain.messages import sentence
from domain.ports.sharing.gates import Gate
from papers.transport.rate_limiter import RateLimiter, Timepiece
from papers.transport.rests import NotedRests

log = structlog.get_logger(__name__)

HELD: Final = 20.0
"""Seconds after which the gate is free, where the one who had it is no more."""

RENEWED: Final = 5.0
"""Seconds from one time that it is said that the gate is still ours to the next."""

_LOOK: Final = 0.15
_LONGEST_LOOK: Final = 2.0
"""Seconds until it is tried again, at least and at most: who waits is to be heard of."""


class GatedLimiter(RateLimiter):
    """As `RateLimiter`, and one at a time over all machines; people first there, too."""

    def __init__(
        self,
        interval: float,
        gate: Gate,
        rests: NotedRests,
        timepiece: Timepiece | None = None,
    ) -> None:
        """Make a limiter.

        Args:
            interval: seconds from the end of a request to the next one; 0 lifts it.
            gate: through which all go.
            rests: what of arXiv is left alone, which those who go through it tell one another.
            timepiece: for tests.
        """
        super().__init__(interval, None, timepiece)
        self._gate = gate
        self._rests = rests
        self._holder = uuid4().hex

    @asynccontextmanager
    async def turn(
        self, patience: float, *, to_site: bool = False, crawls: bool = False
    ) -> AsyncIterator[None]:
        """Wait for one's turn among all processes; see `RateLimiter.turn`.

        Raises:
            SourceUnavailable: others went first for all of `patience`, or the gate was lost.
            StoreError: the database with the gate cannot be used.
        """
        if not self._interval:
            yield
            return
        await self._through(patience, crawls=crawls)
        try:
            async with self._held():
                yield
        finally:
            self.rest(self._interval)
            if to_site:
                self._crawls_at = self._time.monotonic() + self._delay
            await self._leave()

    async def _through(self, patience: float, *, crawls: bool) -> None:
        deadline = self._time.monotonic() + patience
        while True:
            await self._wait(crawls=crawls)
            is_urgent = not asker.is_background() or self.somebody_waits()
            entry = await self._gate.enter(
                self._holder, seconds=HELD, is_urgent=is_urgent, crawls=crawls
            )
            self._rests.hear(entry.note)
            if entry.is_open:
                return
            now = self._time.monotonic()
            if now > deadline:
                raise SourceUnavailable(
                    sentence(
                        "Others have been asking arXiv for {seconds} s, and only one may do so at "
                        "a time; try again in a minute.",
                        seconds=f"{patience:.0f}",
                    )
                )
            self._crawls_at = max(self._crawls_at, now + entry.crawl_in)
            left = max(entry.free_in, entry.crawl_in if crawls else 0.0)
            await self._time.sleep(min(max(left, _LOOK), _LONGEST_LOOK))

    @asynccontextmanager
    async def _held(self) -> AsyncIterator[None]:
        """Keep the gate; where it cannot be kept, end what is done before others can begin."""
        try:
            async with asyncio.timeout(HELD - 1.0) as ending:
                renewing = asyncio.create_task(self._renew(ending))
                try:
                    yield
                finally:
                    renewing.cancel()
        except TimeoutError as error:
            if not ending.expired():
                raise
            raise SourceUnavailable(
                sentence("What was asked of arXiv was given up, as the database does not answer.")
            ) from error

    async def _renew(self, ending: asyncio.Timeout) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(RENEWED)
            began = loop.time()
            with suppress(StoreError):
                if not await self._gate.stay(self._holder, seconds=HELD):
                    ending.reschedule(began)
                    return
                ending.reschedule(began + HELD - 1.0)

    async def _leave(self) -> None:
        """Let others go on; where that cannot be said, they can once it was not renewed."""
        now = self._time.monotonic()
        leaving = self._gate.leave(
            self._holder,
            free_in=max(0.0, self._opens_at - now),
            crawl_in=max(0.0, self._crawls_at - now),
            note=self._rests.to_tell(),
        )
        try:
            await asyncio.shield(leaving)
        except StoreError as error:
            log.warning("gate to arXiv not given back", why=str(error))

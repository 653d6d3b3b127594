"""The queue before arXiv: one request at a time, those somebody waits for before the others."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from domain.concurrency import asker
from domain.concurrency.fairness import FairQueue
from domain.errors import SourceUnavailable
from domain.messages import sentence
from papers.transport.rate_limiter import RateLimiter

_CLOSED: Final = sentence("The connection to arXiv is closed.")

Place = asyncio.Future[None]


class RequestQueue:
    """Lets one go at a time, as soon as the limiter allows it.

    Of what people wait for, each person has one request in turn (see `domain.concurrency.asker`);
    then comes what nobody waits for, to the site at the pace of those who crawl it.
    """

    def __init__(self, limiter: RateLimiter) -> None:
        """Args: limiter says when the next request may be made."""
        self._limiter = limiter
        self._waited_for: FairQueue[Place] = FairQueue()
        limiter.somebody_waits = lambda: bool(self._waited_for)
        self._bulk: FairQueue[Place] = FairQueue()
        self._crawling: FairQueue[Place] = FairQueue()
        self._going: asyncio.Timeout | None = None
        self._is_taken = self._is_closed = False
        self._alarm: asyncio.TimerHandle | None = None

    @asynccontextmanager
    async def turn(self, *, crawls: bool) -> AsyncIterator[None]:
        """Wait for one's turn, which is over when the block is left.

        Args:
            crawls: whether it is for a request to the site that nobody waits for.

        Raises:
            SourceUnavailable: the queue is closed, or was before this was over.
        """
        if self._is_closed:
            raise SourceUnavailable(_CLOSED)
        await self._granted(crawls=crawls)
        try:
            async with asyncio.timeout(None) as self._going:
                yield
        except TimeoutError as error:
            if not self._is_closed:
                raise
            raise SourceUnavailable(_CLOSED) from error
        finally:
            self._leave()

    def close(self) -> None:
        """End what waits and what is under way."""
        self._is_closed = True
        for queue in (self._waited_for, self._bulk, self._crawling):
            for place in queue.clear():
                if not place.done():
                    place.set_exception(SourceUnavailable(_CLOSED))
        if self._alarm is not None:
            self._alarm.cancel()
        if self._going is not None:
            self._going.reschedule(0.0)

    async def _granted(self, *, crawls: bool) -> None:
        place: Place = asyncio.get_running_loop().create_future()
        bulk = self._crawling if crawls else self._bulk
        queue = bulk if asker.is_background() else self._waited_for
        queue.put(asker.person(), place)
        self._grant()
        try:
            await place
        except BaseException:
            if place.done() and not place.cancelled() and place.exception() is None:
                self._leave()
            queue.drop(asker.person(), place)
            raise

    def _leave(self) -> None:
        self._is_taken, self._going = False, None
        self._grant()

    def _grant(self) -> None:
        """Let the next one go; where none may yet, look again when the first one may."""
        if self._alarm is not None:
            self._alarm.cancel()
        soonest: list[float] = []
        for queue in (self._waited_for, self._bulk, self._crawling):
            left = self._limiter.opens_in(crawls=queue is self._crawling) if queue else 0.0
            if left > 0:
                soonest.append(left)
                continue
            while not self._is_taken and (place := queue.take()) is not None:
                if not place.done():
                    self._is_taken = True
                    place.set_result(None)
        if soonest and not self._is_taken:
            self._alarm = asyncio.get_running_loop().call_later(min(soonest), self._grant)

"""The rate limiter: how far apart requests to arXiv are, of all this machine's processes together.

arXiv asks for at most one request every three seconds, over a single connection, from all of
one's machines together (https://info.arxiv.org/help/api/tou.html), and programs that crawl its
site for fifteen (https://arxiv.org/robots.txt).
"""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from filelock import AsyncFileLock, Timeout

from domain.errors import SourceUnavailable
from domain.messages import sentence

ARXIV_INTERVAL: Final = 3.0
"""Seconds between requests that arXiv asks for."""
CRAWL_DELAY: Final = 15.0
"""Seconds between a request to its site and the next one that nobody waits for."""

_GRACE: Final = 0.5
"""Seconds that a request of a process killed in mid-request is given to have arrived."""


def polite_interval(asked: float, urls: Iterable[str]) -> float:
    """The interval asked for, raised to arXiv's own where any address is arXiv's."""
    hosts = [(urlsplit(url).hostname or "").rstrip(".") for url in urls]
    if any(host == "arxiv.org" or host.endswith(".arxiv.org") for host in hosts):
        return max(asked, ARXIV_INTERVAL)
    return asked


class Timepiece:
    """The system's clocks, and a way to let time pass; a test brings its own. All in seconds."""

    def monotonic(self) -> float:
        """A clock that nobody sets."""
        return time.monotonic()

    def wall(self) -> float:
        """Since the epoch, for other processes; people and daemons set it back and forth."""
        return time.time()

    async def sleep(self, seconds: float) -> None:
        """Let at least so much time pass."""
        await asyncio.sleep(seconds)


class RateLimiter:
    """Keeps everybody out while a request is under way, and for the interval after.

    The time is taken from the *end* of a request, so arrivals at the server are never less than
    the interval apart however long they travel.

    Attributes:
        somebody_waits: whether a person waits for whoever has the turn to be through with it.
    """

    def __init__(
        self, interval: float, stamp: Path | None = None, timepiece: Timepiece | None = None
    ) -> None:
        """Make a limiter.

        Args:
            interval: seconds; 0 lifts it. Requests that crawl the site keep five times as much,
                but no more than arXiv asks for.
            stamp: a file that keeps the times of the last request and of the last one to the site
                for other processes and for the next start, in seconds since the epoch; None where
                this object is the only one.
            timepiece: for tests.
        """
        self._interval = interval
        self._delay = min(5 * interval, max(interval, CRAWL_DELAY))
        self._stamp = stamp
        self._time = timepiece or Timepiece()
        self._opens_at = -math.inf
        self._crawls_at = -math.inf
        self.somebody_waits: Callable[[], bool] = lambda: False

    def opens_in(self, *, crawls: bool = False) -> float:
        """Seconds until a request may be made, as far as is known.

        Args:
            crawls: whether it is one to the site that nobody waits for.
        """
        if crawls:
            self._look(whole=0.0)
        return self._left(crawls=crawls)

    def rest(self, seconds: float) -> None:
        """Let nobody ask for some time, as a server has asked."""
        self._opens_at = max(self._opens_at, self._time.monotonic() + seconds)

    @asynccontextmanager
    async def turn(
        self, patience: float, *, to_site: bool = False, crawls: bool = False
    ) -> AsyncIterator[None]:
        """Wait for one's turn, and keep everybody else out meanwhile.

        Args:
            patience: seconds to wait for another process that is asking.
            to_site: whether the request is one to the site.
            crawls: and nobody waits for it.

        Raises:
            SourceUnavailable: the other process was not done within `patience`, or the stamp's
                folder cannot be written.
        """
        await self._wait(crawls=crawls)
        if not self._interval:
            yield
            return
        async with self._alone(patience):
            self._look(whole=1.0)
            await self._wait(crawls=crawls)
            self._note(to_site=to_site, ahead=_GRACE)
            try:
                yield
            finally:
                self.rest(self._interval)
                if to_site:
                    self._crawls_at = self._time.monotonic() + self._delay
                self._note(to_site=to_site)

    def _left(self, *, crawls: bool) -> float:
        opens_at = max(self._opens_at, self._crawls_at) if crawls else self._opens_at
        return max(0.0, opens_at - self._time.monotonic())

    async def _wait(self, *, crawls: bool) -> None:
        while (left := self._left(crawls=crawls)) > 0:
            await self._time.sleep(left)

    @asynccontextmanager
    async def _alone(self, patience: float) -> AsyncIterator[None]:
        if self._stamp is None:
            yield
            return
        lock = AsyncFileLock(f"{self._stamp}.lock", run_in_executor=False)
        try:
            self._stamp.parent.mkdir(parents=True, exist_ok=True)
            await lock.acquire(timeout=patience)
        except Timeout:
            raise SourceUnavailable(
                sentence(
                    "Another process on this machine has been asking arXiv for {seconds} s, and "
                    "only one may do so at a time; try again in a minute.",
                    seconds=f"{patience:.0f}",
                )
            ) from None
        except OSError as error:
            raise self._unusable(error) from error
        try:
            yield
        finally:
            await lock.release()

    def _look(self, *, whole: float) -> None:
        """Learn from the stamp what other processes have asked.

        One number is of a version that did not tell the site from the rest.

        Args:
            whole: how many intervals it costs where it makes no sense: when it was cut short, or
                lies in the future because the clock was set back.
        """
        if self._stamp is None or not self._interval:
            return
        try:
            times = [float(word) for word in self._stamp.read_text(encoding="ascii").split()]
            last, on_site = times[0], times[-1]
        except FileNotFoundError:
            return
        except (OSError, ValueError, IndexError):
            last = on_site = math.nan
        now, wall = self._time.monotonic(), self._time.wall()

        def opens_at(last: float, interval: float) -> float:
            left = last + interval - wall
            return now + (left if left <= interval + _GRACE else whole * interval)

        self._opens_at = max(self._opens_at, opens_at(last, self._interval))
        self._crawls_at = max(self._crawls_at, opens_at(on_site, self._delay))

    def _note(self, *, to_site: bool, ahead: float = 0.0) -> None:
        if self._stamp is None:
            return
        last = self._time.wall() + ahead
        crawled = self._crawls_at - self._delay - self._time.monotonic() + self._time.wall()
        try:
            self._stamp.write_text(f"{last!r} {last if to_site else crawled!r}", encoding="ascii")
        except OSError as error:
            raise self._unusable(error) from error

    def _unusable(self, error: OSError) -> SourceUnavailable:
        return SourceUnavailable(
            sentence(
                "The file that spaces requests to arXiv cannot be used ({why}): {file}.",
                why=error.strerror or error,
                file=self._stamp,
            )
        )

"""The gate: all traffic to arXiv passes here, one request at a time and well apart.

arXiv asks for at most one request every three seconds, over a single connection, from all of
one's machines together (https://info.arxiv.org/help/api/tou.html). The gate keeps to that over
all threads, processes and restarts of this machine.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from filelock import FileLock, Timeout

from domain.errors import SourceUnavailable
from domain.messages import sentence

ARXIV_INTERVAL: Final = 3.0
"""Seconds between requests that arXiv asks for."""

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

    def sleep(self, seconds: float) -> None:
        """Let at least so much time pass."""
        time.sleep(seconds)


class Gate:
    """A turnstile: whoever is through keeps it shut until done, and for the interval after.

    The time is taken from the *end* of a request, so arrivals at the server are never less than
    the interval apart however long they travel.
    """

    def __init__(
        self, interval: float, stamp: Path | None = None, timepiece: Timepiece | None = None
    ) -> None:
        """Make a gate.

        Args:
            interval: seconds; 0 lifts the gate.
            stamp: a file that keeps the time of the last request for other processes and for
                the next start; None where this object is the only one. It holds seconds since
                the epoch.
            timepiece: for tests.
        """
        self._interval = interval
        self._stamp = stamp
        self._time = timepiece or Timepiece()
        self._opens_at = -math.inf

    def wait(self) -> None:
        """Sleep until this process may ask again; other processes are not looked at."""
        while (left := self._opens_at - self._time.monotonic()) > 0:
            self._time.sleep(left)

    def rest(self, seconds: float) -> None:
        """Keep the gate shut for some time, as a server has asked."""
        self._opens_at = max(self._opens_at, self._time.monotonic() + seconds)

    @contextmanager
    def turn(self, patience: float) -> Iterator[None]:
        """Wait for one's turn, and keep everybody else out meanwhile.

        Args:
            patience: seconds to wait for another process that is through the gate.

        Raises:
            SourceUnavailable: the other process was not done within `patience`, or the stamp's
                folder cannot be written.
        """
        self.wait()
        if not self._interval:
            yield
            return
        with self._alone(patience):
            self._opens_at = self._time.monotonic() + self._left_by_stamp()
            self.wait()
            self._note(ahead=_GRACE)
            try:
                yield
            finally:
                self.rest(self._interval)
                self._note()

    @contextmanager
    def _alone(self, patience: float) -> Iterator[None]:
        if self._stamp is None:
            yield
            return
        lock = FileLock(self._stamp.with_name(f"{self._stamp.name}.lock"))
        try:
            self._stamp.parent.mkdir(parents=True, exist_ok=True)
            lock.acquire(timeout=patience)
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
            lock.release()

    def _left_by_stamp(self) -> float:
        """Seconds to wait by the stamp; the whole interval where it makes no sense.

        It makes none when it was cut short, or lies in the future because the clock was set back.
        """
        if self._stamp is None:
            return 0.0
        try:
            last = float(self._stamp.read_text(encoding="ascii"))
        except FileNotFoundError:
            return 0.0
        except ValueError:
            return self._interval
        except OSError as error:
            raise self._unusable(error) from error
        left = last + self._interval - self._time.wall()
        return max(0.0, left) if left <= self._interval + _GRACE else self._interval

    def _note(self, ahead: float = 0.0) -> None:
        if self._stamp is None:
            return
        try:
            self._stamp.write_text(repr(self._time.wall() + ahead), encoding="ascii")
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

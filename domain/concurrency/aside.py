"""Work that takes the processor, done beside the event loop, so that updates do not wait for it.

Python runs one thread at a time, and each one that is busy costs the loop a switch whenever it
wants its turn back. So all such work shares two threads: one for what people wait for, persons in
turn, and one for what happens by itself, which begins with nothing new while the other is busy or
somebody is being answered.
"""

from __future__ import annotations

import asyncio
import atexit
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextvars import copy_context
from functools import partial
from typing import Any, Final, NamedTuple, ParamSpec, TypeVar

from domain.concurrency import asker
from domain.concurrency.fairness import FairQueue

P = ParamSpec("P")
T = TypeVar("T")

_GIVES_WAY: Final = 0.05
"""Seconds for which a piece of bulk work gives way to what people wait for; then it is its turn.
So however much people ask, digests are planned: with pieces of 10 ms, at a sixth of the pace."""

_LOOKS: Final = 0.002
"""Seconds after which it is looked whether it need still give way."""


_LATELY: Final = 0.1
"""Seconds after a piece of bulk work in which there is likely to be another."""


_LAST: Final = 5.0
"""Seconds for which the end of the process waits for what is being done, at most."""


class _Piece(NamedTuple):
    run: Callable[[], Any]
    outcome: Future[Any]


class Aside:
    """Two threads for the processor's work, one of which comes first.

    Attributes:
        bulk_at: when a piece of bulk work began or ended last, by the monotonic clock.
    """

    bulk_at = float("-inf")

    def __init__(self) -> None:
        """Nothing to do; the threads start with the first piece of each."""
        self._changed = threading.Condition()
        self._waiting: FairQueue[_Piece] = FairQueue()
        self._bulk: FairQueue[_Piece] = FairQueue()
        self._people_wait = False
        self._started: set[str] = set()
        self._running = 0
        self._is_ending = False

    def end(self, seconds: float = _LAST) -> None:
        """Begin with nothing more, and wait for what is being done, for some seconds at most.

        Python ends these threads wherever they are once it ends itself; one that is in a library
        of C++ then would take the process down with a signal, though all was done.
        """
        with self._changed:
            self._is_ending = True
            self._changed.wait_for(lambda: not self._running, seconds)

    def give(self, run: Callable[[], T]) -> Future[T]:
        """Have something done in its turn, by whom it is for (see `domain.concurrency.asker`)."""
        outcome: Future[T] = Future()
        is_bulk = asker.is_background()
        with self._changed:
            queue = self._bulk if is_bulk else self._waiting
            queue.put(asker.person(), _Piece(run, outcome))
            self._people_wait |= not is_bulk
            self._changed.notify_all()
            self._start(*(("aside-bulk", self._do_bulk) if is_bulk else ("aside", self._do)))
        return outcome

    def _start(self, name: str, work: Callable[[], None]) -> None:
        if name not in self._started:
            self._started.add(name)
            threading.Thread(target=work, name=name, daemon=True).start()

    def _do(self) -> None:
        while True:
            with self._changed:
                if not self._waiting:
                    self._people_wait = False
                    self._changed.notify_all()
                self._changed.wait_for(lambda: len(self._waiting) and not self._is_ending)
                piece = self._waiting.take()
                self._running += 1
            _settle(piece)
            del piece
            self._done()

    def _do_bulk(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: len(self._bulk) and not self._is_ending)
                self._give_way()
                if self._is_ending:
                    continue
                piece = self._bulk.take()
                self._running += 1
            self.bulk_at = time.monotonic()
            _settle(piece)
            del piece
            self.bulk_at = time.monotonic()
            self._done()

    def _done(self) -> None:
        with self._changed:
            self._running -= 1
            self._changed.notify_all()

    def _give_way(self) -> None:
        """Wait while people do, but not for ever."""
        until = time.monotonic() + _GIVES_WAY
        while self._people_wait or asker.is_somebody_served():
            if time.monotonic() >= until:
                return
            self._changed.wait(_LOOKS)


_ASIDE: Final = Aside()
atexit.register(_ASIDE.end)


def is_bulk_being_done() -> bool:
    """Whether work that happens by itself takes the processor, now or a moment ago."""
    return time.monotonic() - _ASIDE.bulk_at < _LATELY


async def aside(work: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
    """What a function gives that waits for nothing; it is called in the context of the caller.

    Whoever is cancelled does not wait for it; what has not begun then never does.

    Raises:
        Exception: whatever the function raises.
    """
    run = partial(copy_context().run, work, *args, **named)
    return await asyncio.wrap_future(_ASIDE.give(run))


def _settle(piece: _Piece | None) -> None:
    if piece is None or not piece.outcome.set_running_or_notify_cancel():
        return
    try:
        result = piece.run()
    except BaseException as error:  # noqa: BLE001  (raised where it is awaited)
        piece.outcome.set_exception(error)
    else:
        piece.outcome.set_result(result)

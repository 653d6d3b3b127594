"""The worker: the one thread that talks to arXiv, and the queue before it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Final, NamedTuple, TypeVar

from domain.concurrency import asker
from domain.concurrency.fairness import FairQueue
from domain.errors import SourceUnavailable
from domain.messages import sentence

T = TypeVar("T")

_CLOSED: Final = sentence("The connection to arXiv is closed.")

_CLOSING_TIME: Final = 1.0
"""Seconds that closing waits for a job under way."""


class _Job(NamedTuple):
    run: Callable[[], Any]
    outcome: Future[Any]


class Worker:
    """Runs jobs on one thread, one after another: those somebody waits for, then the others.

    Of what people wait for, each person has one job in turn (see `domain.concurrency.asker`).

    The thread is a daemon, so a server that hangs never keeps the process from ending.
    """

    def __init__(self, ready: Callable[[], None], finish: Callable[[], None]) -> None:
        """Make a worker; its thread starts with the first job.

        Args:
            ready: called on the thread before each job is chosen; returns when one may run, so
                that an urgent job overtakes all that wait there.
            finish: called on the thread after the last job.
        """
        self._ready = ready
        self._finish = finish
        self._changed = threading.Condition()
        self._waiting: FairQueue[_Job] = FairQueue()
        self._bulk: FairQueue[_Job] = FairQueue()
        self._thread: threading.Thread | None = None
        self._is_closed = False

    async def run(self, job: Callable[[], T]) -> T:
        """What the job gives or raises.

        When the awaiting task is cancelled, a job that still waits is never run, and the outcome
        of one under way is dropped.

        Raises:
            SourceUnavailable: the worker is closed, or was before the job's turn came.
        """
        outcome: Future[T] = Future()
        with self._changed:
            if self._is_closed:
                raise SourceUnavailable(_CLOSED)
            queue = self._bulk if asker.is_background() else self._waiting
            queue.put(asker.person(), _Job(job, outcome))
            if self._thread is None:
                self._thread = threading.Thread(target=self._loop, name="arxiv", daemon=True)
                self._thread.start()
            self._changed.notify()
        return await asyncio.wrap_future(outcome)

    async def close(self) -> None:
        """Drop what waits and end the thread; a job that takes long is left behind."""
        with self._changed:
            self._is_closed = True
            for job in (*self._waiting.clear(), *self._bulk.clear()):
                if job.outcome.set_running_or_notify_cancel():
                    job.outcome.set_exception(SourceUnavailable(_CLOSED))
            self._changed.notify()
        if self._thread is None:
            self._finish()
        else:
            await asyncio.to_thread(self._thread.join, _CLOSING_TIME)

    def _loop(self) -> None:
        while self._has_work():
            self._ready()
            job = self._next()
            if job is not None and job.outcome.set_running_or_notify_cancel():
                _settle(job)
            del job
        self._finish()

    def _has_work(self) -> bool:
        """Sleeps until there is a job; False once closed."""
        with self._changed:
            self._changed.wait_for(self._is_called)
            return not self._is_closed

    def _is_called(self) -> bool:
        return bool(self._waiting) or bool(self._bulk) or self._is_closed

    def _next(self) -> _Job | None:
        with self._changed:
            return self._waiting.take() or self._bulk.take()


def _settle(job: _Job) -> None:
    try:
        result = job.run()
    except BaseException as error:  # noqa: BLE001  (raised where the job is awaited)
        job.outcome.set_exception(error)
    else:
        job.outcome.set_result(result)

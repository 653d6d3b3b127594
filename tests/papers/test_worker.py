"""The one thread that talks to arXiv, and the queue before it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

import pytest

from domain.concurrency.asker import asked_by, in_background
from domain.errors import SourceUnavailable
from papers.transport.worker import Worker


class Door:
    """What jobs wait before, until it is opened."""

    def __init__(self) -> None:
        self.opened = threading.Event()
        self.finished = False

    def ready(self) -> None:
        """Wait until it is opened."""
        self.opened.wait()

    def finish(self) -> None:
        """Note that all is over."""
        self.finished = True


def noting(notes: list[str], word: str) -> Callable[[], str]:
    """A job that leaves a note and gives it back."""

    def job() -> str:
        notes.append(word)
        return word

    return job


async def test_jobs_run_on_one_thread_in_order() -> None:
    """First come, first served, never two together."""
    door = Door()
    door.opened.set()
    worker = Worker(door.ready, door.finish)
    threads = await asyncio.gather(*(worker.run(threading.get_ident) for _ in range(5)))
    notes: list[str] = []
    given = await asyncio.gather(*(worker.run(noting(notes, word)) for word in "abc"))
    await worker.close()
    assert len(set(threads)) == 1
    assert threads[0] != threading.get_ident()
    assert notes == given == ["a", "b", "c"]
    assert door.finished


async def test_what_somebody_waits_for_overtakes_bulk_work() -> None:
    """Even when the bulk work was first to wait at the gate."""
    door, notes = Door(), list[str]()
    worker = Worker(door.ready, door.finish)

    async def bulk(word: str) -> None:
        with in_background():
            await worker.run(noting(notes, word))

    bulks = [asyncio.create_task(bulk(word)) for word in ("bulk 1", "bulk 2", "bulk 3")]
    await asyncio.sleep(0)
    asked = [asyncio.create_task(worker.run(noting(notes, word))) for word in ("x", "y")]
    await asyncio.sleep(0)
    door.opened.set()
    await asyncio.gather(*bulks, *asked)
    await worker.close()
    assert notes == ["x", "y", "bulk 1", "bulk 2", "bulk 3"]


async def test_persons_take_turns_at_arxiv() -> None:
    """Whoever asks for one thing waits for no second one of somebody who asks for sixty."""
    door, notes = Door(), list[str]()
    worker = Worker(door.ready, door.finish)

    def asking(person: str, word: str) -> asyncio.Task[str]:
        with asked_by(person):
            return asyncio.create_task(worker.run(noting(notes, word)))

    many = [asking("ann", f"ann {number}") for number in range(60)]
    one = asking("ben", "ben")
    await asyncio.sleep(0)
    door.opened.set()
    await asyncio.gather(*many, one)
    await worker.close()
    assert notes[:3] == ["ann 0", "ben", "ann 1"]


async def test_a_job_cancelled_while_it_waits_is_never_run() -> None:
    """Nobody asks arXiv for what nobody wants any more."""
    door, notes = Door(), list[str]()
    worker = Worker(door.ready, door.finish)
    unwanted = asyncio.create_task(worker.run(noting(notes, "unwanted")))
    wanted = asyncio.create_task(worker.run(noting(notes, "wanted")))
    await asyncio.sleep(0)
    unwanted.cancel()
    await asyncio.gather(unwanted, return_exceptions=True)
    door.opened.set()
    assert await wanted == "wanted"
    await worker.close()
    assert notes == ["wanted"]


async def test_cancelling_a_job_under_way_does_no_harm() -> None:
    """Its outcome is dropped and the next job runs."""
    door, begun, go_on = Door(), threading.Event(), threading.Event()
    door.opened.set()
    worker = Worker(door.ready, door.finish)

    def long() -> None:
        begun.set()
        go_on.wait()

    task = asyncio.create_task(worker.run(long))
    await asyncio.to_thread(begun.wait)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert task.cancelled()
    go_on.set()
    assert await worker.run(lambda: "next") == "next"
    await worker.close()


async def test_what_a_job_raises_is_raised_where_it_is_awaited() -> None:
    """A bug in a job is nobody's secret, and ends nothing else."""
    door = Door()
    door.opened.set()
    worker = Worker(door.ready, door.finish)
    with pytest.raises(ZeroDivisionError):
        await worker.run(lambda: 1 / 0)
    assert await worker.run(lambda: "still here") == "still here"
    await worker.close()


async def test_closing_ends_what_waits_with_a_sentence() -> None:
    """Nobody awaits for ever, and nothing is asked after the end."""
    door = Door()
    worker = Worker(door.ready, door.finish)
    waiting = asyncio.create_task(worker.run(lambda: None))
    await asyncio.sleep(0)
    closing = asyncio.create_task(worker.close())
    with pytest.raises(SourceUnavailable, match="closed"):
        await waiting
    door.opened.set()
    await closing
    assert door.finished
    with pytest.raises(SourceUnavailable, match="closed"):
        await worker.run(lambda: None)


async def test_a_worker_that_never_worked_is_closed_too() -> None:
    """What was opened for it is let go of."""
    door = Door()
    await Worker(door.ready, door.finish).close()
    assert door.finished

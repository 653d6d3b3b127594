"""Digests in the making: each waits for its own page alone, and none for another's summaries."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from domain.excerpts import Body
from scheduler.digest_composer import Page
from scheduler.printing import Printed, Printer

MOST: Final = 2_000
"""Chats whose digests are in the making at once, at most; each takes some 10 KB."""

TOGETHER: Final = 0.05
"""Seconds in which more pages may be done, to be queued with the first in one transaction."""

_BEGIN: Final = 10
"""Pages that are begun in one turn of the loop, of some 0.2 ms each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A digest of which the page is done.

    Attributes:
        document: what is to be sent, as it waits; None where there is nothing to say.
        digest: the digest itself, as it is kept; None where there is none.
        trouble: why the page could not be made.
        name: what the page is called among processes; empty where none prints for another.
    """

    page: Page
    document: Body | None = None
    digest: Body | None = None
    trouble: Exception | None = None
    name: bytes = b""


class Making:
    """Has pages printed, each distinct one once, and gives the digests that are done."""

    def __init__(self, printer: Printer) -> None:
        self._printer = printer
        self._tasks: dict[bytes, asyncio.Task[None]] = {}
        self._waiting: dict[bytes, list[Page]] = {}
        self._done: list[Made] = []
        self._chats: set[int] = set()
        self._taken: set[int] = set()
        self._more = asyncio.Event()
        self._is_stalled = False

    @property
    def chats(self) -> Collection[int]:
        """Numbers of the chats whose digests are in the making, or done and not let go."""
        return self._chats | self._taken

    def has_room(self, usual: int) -> bool:
        """Whether more may be begun: up to a number; beyond it while all that is begun waits."""
        return len(self._chats) < (MOST if self._is_stalled else usual)

    async def begin(self, pages: Sequence[Page]) -> None:
        """Have pages printed; some begin at a time, or the loop would be held by a hundred."""
        await self._printer.recall(pages)
        for number, page in enumerate(pages, 1):
            if number % _BEGIN == 0:
                await asyncio.sleep(0)
            self._chats.add(page.job.chat.number)
            if not page.is_wanted:
                self._finish([Made(page=page)])
            elif page.key in self._waiting:
                self._waiting[page.key].append(page)
            elif (known := self._printer.kept(page)) is not None:
                self._finish([_made(page, known)])
            else:
                self._waiting[page.key] = [page]
                self._tasks[page.key] = asyncio.create_task(self._printed(page))

    def take(self, most: int) -> list[Made]:
        """Digests that are done, those that were done first; there is room for others."""
        taken, self._done = self._done[:most], self._done[most:]
        numbers = _numbers(taken)
        self._chats -= numbers
        self._taken |= numbers
        return taken

    def let_go(self, made: Sequence[Made]) -> None:
        """Let chats be begun with again whose digests were taken."""
        self._taken -= _numbers(made)

    async def some(self, seconds: float, enough: int) -> bool:
        """Wait for some time until a digest is done, and a moment more for others.

        Args:
            seconds: how long to wait for the first.
            enough: no need to wait for more than so many.

        Returns:
            Whether there is any.
        """
        if not self._done and self._tasks and seconds > 0:
            self._more.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._more.wait(), seconds)
            self._is_stalled = not self._done
        loop = asyncio.get_running_loop()
        until = loop.time() + TOGETHER
        while self._done and self._tasks and len(self._done) < enough and loop.time() < until:
            self._more.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._more.wait(), until - loop.time())
        return bool(self._done)

    async def close(self) -> None:
        """Give up what is being made; it is made at the next start."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _printed(self, page: Page) -> None:
        try:
            printed = await self._printer.printed(page)
        except Exception as error:  # noqa: BLE001
            # Told to those whose digests wait for it.
            made = [Made(page=one, trouble=error) for one in self._waiting[page.key]]
        else:
            name = self._printer.name(page)
            made = [_made(one, printed, name) for one in self._waiting[page.key]]
        del self._waiting[page.key], self._tasks[page.key]
        self._finish(made)

    def _finish(self, made: Sequence[Made]) -> None:
        self._done += made
        self._is_stalled = False
        self._more.set()


def _numbers(made: Sequence[Made]) -> set[int]:
    return {one.page.job.chat.number for one in made}


def _made(page: Page, printed: Printed, name: bytes = b"") -> Made:
    return Made(page=page, document=printed.document, digest=printed.digest, name=name)

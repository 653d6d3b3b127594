"""Clients that hear by the gateway: one is served until it ends, several each for a shard."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Final

import structlog

from bot.platforms.discord.client import PapercrierClient
from bot.platforms.discord.receiving.troubles import REFUSED, trouble_of
from bot.platforms.supervision import FIRST_PAUSE, LONGEST_PAUSE, AdapterTrouble
from bot.shares import EvenShare
from domain.messages import sentence

log = structlog.get_logger(__name__)

LONGEST_LOSS: Final = 90.0
"""Seconds without the gateway after which a new client is better than waiting for the old one."""

FAREWELL: Final = 15.0
"""Seconds in which answers that are being given may still be given."""

_LOOK: Final = 5.0


async def served(
    client: PapercrierClient, started: Callable[[], Awaitable[None]], *, ends_at_once: bool = False
) -> None:
    """Serve a client until it ends, or is cancelled; then answers are given that are begun.

    Args:
        client: entered.
        started: logs it in and opens the gateway.
        ends_at_once: whether nothing more is heard from then on, as another process hears it.

    Raises:
        AdapterTrouble: it has ended.
    """
    serving = asyncio.ensure_future(started())
    watching = asyncio.create_task(_until_lost(client))
    try:
        await asyncio.wait({serving, watching}, return_when=asyncio.FIRST_COMPLETED)
        if serving.done():
            raise trouble_of(serving.exception())
        raise AdapterTrouble(sentence("Discord's gateway does not come back."))
    finally:
        if ends_at_once:
            serving.cancel()
        await client.asking.finish(FAREWELL)
        for task in (serving, watching):
            task.cancel()
        await asyncio.gather(serving, watching, return_exceptions=True)


async def kept_open(
    opened: Callable[[], Awaitable[None]], *, endures: Callable[[AdapterTrouble], bool]
) -> None:
    """Open something, and anew after a while where it fails.

    Raises:
        AdapterTrouble: one that cannot be endured.
    """
    pause = FIRST_PAUSE
    while True:
        try:
            return await opened()
        except AdapterTrouble as trouble:
            if not endures(trouble):
                raise
            pause = max(pause, trouble.pause)
            log.warning("gateway closed", why=str(trouble), again_in=pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)


def is_bearable(trouble: AdapterTrouble) -> bool:
    """Whether a trouble of the gateway leaves the token as good as it was."""
    return trouble.message != REFUSED


class Shards:
    """Those that this process has open, each by a client of its own."""

    def __init__(self, opened: Callable[[int], Awaitable[None]]) -> None:
        """Args: opened opens a shard, until it fails or is cancelled."""
        self._opened = opened
        self._open: dict[int, asyncio.Task[None]] = {}
        self._failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def run(
        self, count: int, share: EvenShare | None, lead: Callable[[], Awaitable[None]]
    ) -> None:
        """Have shards open until cancelled, and do beside it what is done once for all of them.

        Args:
            count: of all shards.
            share: says which of them are this process's; None where all are.
            lead: does what is done once.

        Raises:
            AdapterTrouble: one of them has failed for good.
        """
        if share is None:
            self._have(frozenset(range(count)))
        doing = [asyncio.ensure_future(one) for one in (lead(), asyncio.shield(self._failed))]
        if share is not None:
            doing.append(asyncio.create_task(share.keep(self._shared)))
        try:
            done, _ = await asyncio.wait(doing, return_when=asyncio.FIRST_COMPLETED)
            for one in done:
                one.result()
        finally:
            for one in doing:
                one.cancel()
            await asyncio.gather(*doing, return_exceptions=True)
            await self._close()
            if share is not None:
                await share.leave()

    def _shared(self, names: frozenset[str]) -> None:
        numbers = frozenset(int(name.rpartition("/")[2]) for name in names)
        log.info("shards", has=", ".join(map(str, sorted(numbers))) or "none")
        self._have(numbers)

    def _have(self, numbers: frozenset[int]) -> None:
        """Open those that are not open, and close all others."""
        for number in numbers - self._open.keys():
            task = asyncio.create_task(self._kept(number))
            task.add_done_callback(self._ended)
            self._open[number] = task
        for number in self._open.keys() - numbers:
            # It gives its last answers by itself; others need not wait for that.
            self._open.pop(number).cancel()

    async def _close(self) -> None:
        """Close all, once their answers are given."""
        tasks = list(self._open.values())
        self._have(frozenset())
        await asyncio.gather(*tasks, return_exceptions=True)
        self._failed.cancel()

    async def _kept(self, number: int) -> None:
        await kept_open(lambda: self._opened(number), endures=is_bearable)

    def _ended(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()) and not self._failed.done():
            self._failed.set_exception(error)


async def _until_lost(client: PapercrierClient) -> None:
    """Return when the gateway has been away for too long."""
    while client.lost_at is None or time.monotonic() - client.lost_at < LONGEST_LOSS:  # noqa: ASYNC110
        await asyncio.sleep(_LOOK)

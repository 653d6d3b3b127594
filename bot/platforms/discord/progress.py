"""Progress of slow work, shown in the place of the answer, not too often."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final

import aiohttp
import discord
import structlog

from domain.messages import Message
from i18n.speech import spoken

log = structlog.get_logger(__name__)

PATIENCE: Final = 1.0
"""Seconds of work of which nobody needs to be told."""

EVERY: Final = 1.5
"""Seconds from one edit to the next."""


class ProgressLine:
    """A `domain.requests.Progress` whose newest word is shown now and then."""

    def __init__(
        self,
        show: Callable[[str], Awaitable[None]],
        *,
        patience: float = PATIENCE,
        every: float = EVERY,
    ) -> None:
        self._show = show
        self._patience = patience
        self._every = every
        self._text = self._shown = ""
        self._may_begin = asyncio.Event()
        self._stopped = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def __call__(self, doing: Message) -> None:
        """Take the newest word."""
        self._text = spoken(doing)
        if self._task is None and not self._stopped.is_set():
            self._task = asyncio.create_task(self._run())

    def may_begin(self) -> None:
        """There is a place to show something in."""
        self._may_begin.set()

    async def stop(self) -> None:
        """Show nothing any more; what is on its way has arrived after this."""
        self._stopped.set()
        self._may_begin.set()
        if self._task is not None:
            await self._task

    async def _run(self) -> None:
        await self._may_begin.wait()
        pause = self._patience
        while not await self._stopped_within(pause):
            pause = self._every
            if self._text != self._shown:
                self._shown = self._text
                try:
                    await self._show(self._text)
                except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
                    log.info("progress not shown", why=repr(error))
                    return

    async def _stopped_within(self, seconds: float) -> bool:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopped.wait(), seconds)
        return self._stopped.is_set()

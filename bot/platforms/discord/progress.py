"""Progress of slow work, and what there is of its answer, shown in its place, not too often."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final

import aiohttp
import discord
import structlog

from domain.excerpts import excerpt
from domain.messages import Message
from i18n.speech import spoken
from rendering.discord.markup import escaped

log = structlog.get_logger(__name__)

PATIENCE: Final = 1.0
"""Seconds of work of which nobody needs to be told."""

LONGEST_DRAFT: Final = 1_500
"""Characters of an answer that are shown before it is whole; marked up they may be some more."""

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
        self._doing = self._so_far = self._shown = ""
        self._may_begin = asyncio.Event()
        self._stopped = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def __call__(self, doing: Message) -> None:
        """Take the newest word."""
        self._doing = spoken(doing)
        self._begin()

    def draft(self, so_far: str) -> None:
        """Take what there is of the answer."""
        self._so_far = excerpt(so_far, LONGEST_DRAFT)
        self._begin()

    @property
    def _text(self) -> str:
        """What is to be shown: never a part of an answer without a sign that more is to come."""
        doing = f"⏳ {escaped(self._doing)} …"
        return f"{doing}\n\n{escaped(self._so_far)}" if self._so_far else doing

    def _begin(self) -> None:
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
            text = self._text
            if text != self._shown:
                self._shown = text
                try:
                    await self._show(text)
                except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
                    log.info("progress not shown", why=repr(error))
                    return

    async def _stopped_within(self, seconds: float) -> bool:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopped.wait(), seconds)
        return self._stopped.is_set()


class DraftMessage:
    """A message of its own for what there is of an answer; it goes when the answer has come.

    For answers that take the place of nothing. What is only being done is not shown there.
    """

    def __init__(self, channel: discord.abc.Messageable) -> None:
        """Args: channel is where the answer will be."""
        self._channel = channel
        self._message: discord.Message | None = None
        self.line = ProgressLine(self._show)

    def draft(self, so_far: str) -> None:
        """Take what there is of the answer."""
        self.line.draft(so_far)
        self.line.may_begin()

    async def remove(self) -> None:
        """Take the message back, if there is one."""
        await self.line.stop()
        if self._message is not None:
            with suppress(discord.HTTPException, aiohttp.ClientError, OSError):
                await self._message.delete()

    async def _show(self, text: str) -> None:
        if self._message is None:
            self._message = await self._channel.send(text, silent=True)
        else:
            await self._message.edit(content=text)

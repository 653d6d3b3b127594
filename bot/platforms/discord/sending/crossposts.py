"""Publishes messages of announcement channels to the channels that follow them.

Discord allows about ten an hour and channel, so this happens apart from sending and in its own
time. What waits is kept in the store, and is not lost by a restart.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final

import aiohttp
import discord
import structlog

from bot.platforms.discord.sending.requests import TooManyInvalidRequests
from domain.chats import ChatRef
from domain.concurrency.waits import wait_of
from domain.errors import StoreError
from domain.ports import Notes

log = structlog.get_logger(__name__)

_NOTE: Final = "discord-crossposts"
_GIVE_UP: Final = 24 * 3600.0
"""Seconds after which old news is not worth publishing."""

_PAUSE: Final = 60.0
_QUOTA_PAUSE: Final = 600.0


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message to be published.

    Attributes:
        since: when it was sent, in seconds of the Unix clock.
        due: when to try.
    """

    channel: int
    message: int
    since: float
    due: float


class Crossposts:
    """The messages that wait for being published; serves one client after another."""

    def __init__(self, store: Notes, now: Callable[[], float] = time.time) -> None:
        self._store = store
        self._now = now
        self._waiting: list[Waiting] = []
        self._more = asyncio.Event()
        self._is_read = False

    async def add(self, channel: int, message: int) -> None:
        """Publish a message as soon as may be."""
        await self._read()
        now = self._now()
        self._waiting.append(Waiting(channel, message, now, now))
        await self._keep()
        self._more.set()

    async def forget(self, chat: ChatRef) -> None:
        """Publish no more of what waits in a channel."""
        await self._read()
        others = [entry for entry in self._waiting if str(entry.channel) != chat.chat_id]
        if len(others) < len(self._waiting):
            self._waiting = others
            await self._keep()

    async def run(self, client: discord.Client) -> None:
        """Publish through a client, for ever."""
        while True:
            try:
                pause = await self._round(client)
            except StoreError as error:
                log.warning("nothing published", why=str(error))
                pause = _PAUSE
            self._more.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._more.wait(), pause)

    async def _round(self, client: discord.Client) -> float:
        """Publish what is due; the seconds until there is more."""
        await self._read()
        now = self._now()
        # What was added or put off under a clock that was ahead is due as well.
        due = [entry for entry in self._waiting if entry.due <= now or entry.since > now]
        for entry in due:
            await self._publish(client, entry)
        if due:
            await self._keep()
        pause = min((entry.due for entry in self._waiting), default=now + _PAUSE) - self._now()
        return min(max(0.05, pause), _QUOTA_PAUSE)

    async def _publish(self, client: discord.Client, entry: Waiting) -> None:
        """Try one; it is taken off the list, or due later."""
        try:
            await client.http.publish_message(entry.channel, entry.message)
        except (
            discord.DiscordException,
            TooManyInvalidRequests,
            aiohttp.ClientError,
            OSError,
        ) as e:
            pause = _pause_after(e)
            if pause is None or self._now() - entry.since > _GIVE_UP:
                log.warning("not published", channel=entry.channel, why=str(e))
            else:
                log.info("published later", channel=entry.channel, seconds=pause)
                self._put_off(entry.channel, self._now() + pause)
                return
        self._waiting = [other for other in self._waiting if other.message != entry.message]

    def _put_off(self, channel: int, due: float) -> None:
        """The quota is the channel's: all that waits there waits."""
        self._waiting = [
            replace(entry, due=max(due, entry.due)) if entry.channel == channel else entry
            for entry in self._waiting
        ]

    async def _read(self) -> None:
        if self._is_read:
            return
        kept = await self._store.note(_NOTE)
        self._waiting += [Waiting(*entry) for entry in json.loads(kept or "[]")]
        self._is_read = True

    async def _keep(self) -> None:
        rows = [[e.channel, e.message, e.since, e.due] for e in self._waiting]
        await self._store.save_note(_NOTE, json.dumps(rows))


def _pause_after(error: Exception) -> float | None:
    """Seconds to wait before the next try; None where there is no use in one."""
    if isinstance(error, discord.RateLimited):
        return wait_of(error.retry_after) or _PAUSE
    if isinstance(error, TooManyInvalidRequests):
        return error.seconds
    if isinstance(error, discord.HTTPException):
        if error.status == 429:
            return _QUOTA_PAUSE
        return _PAUSE if error.status >= 500 else None
    return _PAUSE

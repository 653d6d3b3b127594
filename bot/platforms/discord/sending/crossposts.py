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
from functools import partial
from typing import Final, Protocol

import aiohttp
import discord
import structlog

from bot.platforms.discord.sending.requests import TooManyInvalidRequests
from domain.chats import ChatRef
from domain.concurrency.notes import change_note
from domain.concurrency.waits import wait_of
from domain.errors import StoreError
from domain.ports import Leases, Notes

log = structlog.get_logger(__name__)

_NOTE: Final = "discord-crossposts"
_GIVE_UP: Final = 24 * 3600.0
"""Seconds after which old news is not worth publishing."""

_PAUSE: Final = 60.0
_QUOTA_PAUSE: Final = 600.0


_LEASE: Final = "discord crossposts"
"""Of the process that publishes."""


class CrosspostStore(Notes, Leases, Protocol):
    """Where what waits is kept, and who publishes it."""


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
    """The messages that wait for being published; serves one client after another.

    Any process has messages published, and one of them does so at a time.
    """

    def __init__(self, store: CrosspostStore, now: Callable[[], float] = time.time) -> None:
        self._store = store
        self._now = now
        self._more = asyncio.Event()

    async def add(self, channel: int, message: int) -> None:
        """Publish a message as soon as may be."""
        now = self._now()
        await self._change(lambda waiting: [*waiting, Waiting(channel, message, now, now)])
        self._more.set()

    async def forget(self, chat: ChatRef) -> None:
        """Publish no more of what waits in a channel."""
        await self._change(lambda waiting: [e for e in waiting if str(e.channel) != chat.chat_id])

    async def run(self, client: discord.Client) -> None:
        """Publish through a client, for ever."""
        while True:
            pause = _PAUSE
            try:
                if _LEASE in await self._store.take_leases([_LEASE]):
                    pause = await self._round(client)
            except StoreError as error:
                log.warning("nothing published", why=str(error))
            self._more.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._more.wait(), pause)

    async def _round(self, client: discord.Client) -> float:
        """Publish what is due; the seconds until there is more."""
        waiting = _read(await self._store.note(_NOTE))
        now = self._now()
        # What was added or put off under a clock that was ahead is due as well.
        for entry in [entry for entry in waiting if entry.due <= now or entry.since > now]:
            waiting = await self._change(await self._published(client, entry))
        pause = min((entry.due for entry in waiting), default=now + _PAUSE) - self._now()
        return min(max(0.05, pause), _PAUSE)

    async def _published(self, client: discord.Client, entry: Waiting) -> _Change:
        """Try one; what becomes of the list: it is taken off, or due later."""
        try:
            await client.http.publish_message(entry.channel, entry.message)
        except (
            discord.DiscordException,
            TooManyInvalidRequests,
            aiohttp.ClientError,
            OSError,
        ) as e:
            pause = _pause_after(e)
            if pause is not None and self._now() - entry.since <= _GIVE_UP:
                log.info("published later", channel=entry.channel, seconds=pause)
                return partial(_put_off, entry.channel, self._now() + pause)
            log.warning("not published", channel=entry.channel, why=str(e))
        return lambda waiting: [other for other in waiting if other.message != entry.message]

    async def _change(self, change: _Change) -> list[Waiting]:
        return _read(
            await change_note(self._store, _NOTE, lambda note: _written(change(_read(note))))
        )


_Change = Callable[[list[Waiting]], list[Waiting]]


def _put_off(channel: int, due: float, waiting: list[Waiting]) -> list[Waiting]:
    """The quota is the channel's: all that waits there waits."""
    return [
        replace(entry, due=max(due, entry.due)) if entry.channel == channel else entry
        for entry in waiting
    ]


def _read(note: str | None) -> list[Waiting]:
    return [Waiting(*entry) for entry in json.loads(note or "[]")]


def _written(waiting: list[Waiting]) -> str:
    return json.dumps([[e.channel, e.message, e.since, e.due] for e in waiting])


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

"""Parts of digests to Discord: each under a nonce of its own, as fast as Discord allows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from typing import Any, Final

import aiohttp
import discord

from app.fair_use.admission import DENIED, Admission
from bot.platforms.discord.client import PapercrierClient
from bot.platforms.discord.places import PLATFORM
from bot.platforms.discord.sending import meetings
from domain.chats import ChatRef
from domain.deliveries import Delivery, OutboxPart, Outcome


class DiscordMessenger:
    """A `domain.ports.Messenger`.

    What is sent to channels is spaced out where all requests pass; answers to people's commands
    do not count there, so they go first by themselves.
    """

    name: Final = PLATFORM
    deduplicates: Final = 120.0
    """Discord knows a nonce again for some minutes, and does not say for how many."""

    def __init__(
        self, client: Callable[[int], PapercrierClient | None], admission: Admission
    ) -> None:
        """Args: client gives the one that serves a channel now, if any; 0 is for any channel."""
        self._client = client
        self._admission = admission

    def is_serving(self) -> bool:
        """Whether Discord is there."""
        client = self._client(0)
        return client is not None and client.can_deliver()

    def wait(self, chat: ChatRef) -> float:
        """Seconds until a chat may be written to: discord.py knows, and waits by itself."""
        return 0.0

    async def deliver(self, part: OutboxPart, begin: Callable[[], Awaitable[None]]) -> Delivery:
        """Send one part of a digest, once."""
        channel_id = int(part.post or part.chat.thread_id or part.chat.chat_id)
        client = self._client(channel_id)
        if client is None or not client.can_deliver():
            return Delivery(outcome=Outcome.UNSENT, reason="Discord is not being served")
        if self._admission.shuts_out(PLATFORM):
            channel = await _channel(client, part.chat)
            if self._admission.shuts_out(PLATFORM, {*_names(channel), part.chat.chat_id}):
                return Delivery(outcome=Outcome.GONE, reason=DENIED, is_final=True)
        await client.look_up(channel_id)
        await begin()
        delivery = await meetings.sent(client, part)
        if delivery.outcome is Outcome.FORBIDDEN:
            await client.life.look_at(part.chat)
        return delivery


async def _channel(client: discord.Client, ref: ChatRef) -> Any:
    """Where a chat is; of private ones Discord has to be asked after each start."""
    number = int(ref.thread_id or ref.chat_id)
    channel: Any = client.get_channel(number)
    if channel is None:
        with suppress(discord.HTTPException, discord.InvalidData, aiohttp.ClientError, OSError):
            channel = await client.fetch_channel(number)
    return channel


def _names(channel: Any) -> Iterator[str]:
    """The server that a channel is on, or the person whose it is."""
    for one in (getattr(channel, "guild", None), *getattr(channel, "recipients", ())):
        if one is not None:
            yield str(one.id)

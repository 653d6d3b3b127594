"""Parts of digests to Discord: each under a nonce of its own, as fast as Discord allows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

from bot.platforms.discord.client import PapercrierClient
from bot.platforms.discord.places import PLATFORM
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

    def __init__(self, client: Callable[[], PapercrierClient | None]) -> None:
        """Args: client gives the one that serves now, if any."""
        self._client = client

    def is_serving(self) -> bool:
        """Whether Discord is there."""
        client = self._client()
        return client is not None and client.is_ready() and client.lost_at is None

    def wait(self, chat: ChatRef) -> float:
        """Seconds until a chat may be written to: discord.py knows, and waits by itself."""
        return 0.0

    async def deliver(self, part: OutboxPart, begin: Callable[[], Awaitable[None]]) -> Delivery:
        """Send one part of a digest, once."""
        client = self._client()
        if client is None or not client.is_ready():
            return Delivery(outcome=Outcome.UNSENT, reason="Discord is not being served")
        await begin()
        delivery = await client.sender.part(part)
        if delivery.outcome is Outcome.FORBIDDEN:
            await client.life.look_at(part.chat)
        return delivery

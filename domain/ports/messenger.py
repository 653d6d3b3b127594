"""Who sends digests on a platform, as a port."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol

from domain.chats import ChatRef
from domain.deliveries import Delivery, OutboxPart


class Messenger(Protocol):
    """Sends digests on one platform, no faster than it allows; people's answers go first."""

    @property
    def name(self) -> str:
        """The platform, as in `ChatRef.platform`."""
        ...

    @property
    def deduplicates(self) -> float:
        """For how many seconds the platform knows a message again that is sent once more."""
        ...

    def is_serving(self) -> bool:
        """Whether anything can be sent now."""
        ...

    def wait(self, chat: ChatRef) -> float:
        """Seconds until a chat may be written to, as far as is known."""
        ...

    async def deliver(self, part: OutboxPart, begin: Callable[[], Awaitable[None]]) -> Delivery:
        """Send one part of a digest, once; never raises, but for being cancelled.

        Args:
            part: as `rendering.common.parcels` packed it for this platform.
            begin: awaited when it is this message's turn; nothing is sent before it returns. An
                error of it is let through.
        """
        ...

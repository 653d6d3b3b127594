"""What was sent, as a port."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from domain.chats import ChatRef
from domain.deliveries import SentMessage


class SentMessages(Protocol):
    """Messages that arrived, and the papers that each tells; digests as they were meant.

    Those of digests are kept as their parts are settled, by `Outbox.settle_parts`.
    """

    async def keep_sent(self, messages: Sequence[SentMessage]) -> None:
        """Keep what was sent in answer to somebody, those that tell papers."""
        ...

    async def sent(self, chat: ChatRef, message: int) -> SentMessage | None:
        """A message by its id, in whatever thread of the chat it is."""
        ...

    async def told_before(
        self, chat: ChatRef, moment: datetime, most: int
    ) -> list[tuple[str, datetime]]:
        """Base ids of the papers that its last messages before a moment tell, and when they did.

        The newest message first, each paper once, as many as are wanted.
        """
        ...

    async def digest_record(self, chat: ChatRef, day: date) -> str | None:
        """The digest of a day, as `digests.records` reads it; kept as long as its messages are."""
        ...

    async def digest_days(self, chat: ChatRef) -> list[date]:
        """The days of which `digest_record` has a digest, newest first."""
        ...

    async def digest_records(
        self, chat: ChatRef, first: date, last: date
    ) -> list[tuple[date, str]]:
        """The digests of some days, as `digest_record` gives them; by day, the newest first."""
        ...

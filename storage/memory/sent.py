"""Messages that were sent, and digests as they were meant, in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from domain.chats import ChatRef
from domain.deliveries import SentMessage
from storage.memory.tables import InMemory


class SentInMemory(InMemory):
    """The `domain.ports.SentMessages` port."""

    async def keep_sent(self, messages: Sequence[SentMessage]) -> None:
        """Keep what was sent in answer to somebody."""
        for one in messages:
            key = (one.chat.platform, one.chat.chat_id, one.id)
            self._kept.sent[key] = replace(one, at=one.at.replace(microsecond=0))

    async def sent(self, chat: ChatRef, message: int) -> SentMessage | None:
        """A message by its id."""
        return self._kept.sent.get((chat.platform, chat.chat_id, message))

    async def digest_record(self, chat: ChatRef, day: date) -> str | None:
        """The digest of a day."""
        row = self._kept.chats.get(chat)
        digests = row.digests if row else []
        return next((one.record for one in digests if one.slot == day and one.record), None)

    async def digest_days(self, chat: ChatRef) -> list[date]:
        """The days of digests that are kept, newest first."""
        row = self._kept.chats.get(chat)
        days = {one.slot for one in row.digests if one.record} if row else set()
        return sorted(days, reverse=True)

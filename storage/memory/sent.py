"""Messages that were sent, and digests as they were meant, in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from domain.chats import ChatRef
from domain.deliveries import SentMessage
from storage.memory.tables import InMemory
from storage.question_rules import LOOKED_AT, each_once


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

    async def told_before(
        self, chat: ChatRef, moment: datetime, most: int
    ) -> list[tuple[str, datetime]]:
        """Papers that its last messages before a moment tell, and when they did."""
        own = (one for one in self._kept.sent.values() if one.chat == chat and one.at < moment)
        newest = sorted(own, key=lambda one: (one.at, one.id), reverse=True)
        return each_once([(one.papers, one.at) for one in newest[:LOOKED_AT]], most)

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

    async def digest_records(
        self, chat: ChatRef, first: date, last: date
    ) -> list[tuple[date, str]]:
        """The digests of some days."""
        row = self._kept.chats.get(chat)
        digests = row.digests if row else []
        kept = ((one.slot, one.record) for one in digests if first <= one.slot <= last)
        return sorted(((slot, record) for slot, record in kept if record), reverse=True)

"""Parts of digests on their way to chats."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from domain.chats import ChatRef
from domain.deliveries import (
    DeliveryDecision,
    OutboxFigures,
    OutboxPart,
    Parcel,
    SentMessage,
)
from storage.ports.forms import Forms
from storage.ports.leases import Member
from storage.ports.threads import OnThreads
from storage.rows import outbox as outbox_rows
from storage.rows import outbox_figures, outbox_recovery
from storage.rows import sent as sent_rows


class OutboxInTables(OnThreads):
    """The `domain.ports.Outbox` and `SentMessages` ports."""

    _forms: Forms
    _member: Member | None

    async def claim_parts(self, platform: str, now: datetime, limit: int) -> list[OutboxPart]:
        """Take parts that are due to be sent, the longest due first, at most one for a chat."""
        return await self._writer.run(self._forms.claim, platform, now, limit)

    async def next_due(self, platform: str) -> datetime | None:
        """When the next part is due that may be claimed."""
        return await self._reader.run(outbox_figures.next_due, platform)

    async def keep_rendered(self, rendered: Mapping[int, Sequence[Parcel]]) -> list[OutboxPart]:
        """Put the messages of claimed documents in their place."""
        return await self._writer.run(self._forms.keep_rendered, dict(rendered))

    async def keep_sent(self, messages: Sequence[SentMessage]) -> None:
        """Keep what was sent in answer to somebody."""
        await self._writer.run(sent_rows.save, tuple(messages))

    async def sent(self, chat: ChatRef, message: int) -> SentMessage | None:
        """A message by its id."""
        return await self._reader.run(sent_rows.load, chat, message)

    async def told_before(
        self, chat: ChatRef, moment: datetime, most: int
    ) -> list[tuple[str, datetime]]:
        """Papers that its last messages before a moment tell, and when they did."""
        return await self._reader.run(sent_rows.told_before, chat, moment, most)

    async def digest_record(self, chat: ChatRef, day: date) -> str | None:
        """The digest of a day."""
        return await self._reader.run(sent_rows.record, chat, day)

    async def digest_days(self, chat: ChatRef) -> list[date]:
        """The days of digests that are kept, newest first."""
        return await self._reader.run(sent_rows.days, chat)

    async def digest_records(
        self, chat: ChatRef, first: date, last: date
    ) -> list[tuple[date, str]]:
        """The digests of some days."""
        return await self._reader.run(sent_rows.records, chat, first, last)

    async def begin_parts(self, ids: Sequence[int], now: datetime) -> frozenset[int]:
        """Keep that claimed parts may be on their way from now on; those that may."""
        return await self._writer.run(self._forms.begin, tuple(ids), now)

    async def settle_parts(self, decisions: Mapping[int, DeliveryDecision], now: datetime) -> None:
        """Keep what became of parts."""
        await self._writer.run(self._forms.settle, dict(decisions), now)

    async def recover_parts(
        self,
        platform: str,
        now: datetime,
        deduplicates: float,
        keeping: Collection[int] = (),
    ) -> int:
        """Put in order what was claimed and nobody deals with; how many are unknown now."""
        look = self._forms.has_orphans
        me = self._member.standing().process if self._member else 0
        if look and me and not await self._reader.run(look, platform, tuple(keeping), me):
            return 0
        return await self._writer.run(
            outbox_recovery.recover, platform, now, deduplicates, tuple(keeping)
        )

    async def reset_due(self, now: datetime) -> None:
        """Have all that waits to be sent due now at the latest."""
        await self._writer.run(outbox_rows.reset_due, now)

    async def expire_stale(self, before: datetime) -> int:
        """End digests planned before a moment of which nothing was begun; how many."""
        return await self._writer.run(outbox_rows.fold, before)

    async def outbox_figures(self) -> list[OutboxFigures]:
        """How matters stand with deliveries, by platform."""
        return await self._reader.run(outbox_figures.figures)

    async def unknown_parts(self, limit: int) -> list[tuple[ChatRef, date, int, str]]:
        """The last parts that may not have arrived or were refused."""
        return await self._reader.run(outbox_figures.troubles, limit)

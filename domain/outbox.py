"""Ports of delivery: where digests wait to be sent, and who sends them on a platform."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from domain.chats import ChatRef
from domain.deliveries import (
    Delivery,
    Need,
    OutboxFigures,
    OutboxPart,
    ScheduledChat,
    Turn,
    Verdict,
)


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


class Outbox(Protocol):
    """When chats have their turn, and the parts of digests on their way to them.

    Kept with the `Store`, in the same transactions. Raises StoreError likewise.
    """

    async def due_chats(
        self,
        platforms: Collection[str],
        now: datetime,
        limit: int,
        leaving: Collection[int] = (),
    ) -> list[ScheduledChat]:
        """Chats to look at now, those whose moment was earliest first, then by number.

        Those whose numbers are in `leaving` are being dealt with already.

        A chat is looked at from its first subscription on, and again whenever its settings, its
        topics or its absence change; never while it is paused, absent, or follows nothing.
        """
        ...

    async def next_looks(self, until: datetime) -> list[tuple[str, datetime, int]]:
        """By platform and moment, how many chats have their turn until then; by moment."""
        ...

    async def needs(self, until: datetime) -> list[Need]:
        """What the digests due until then need, those that are alike together; most chats first."""
        ...

    async def usual_parts(self) -> dict[str, float]:
        """How many messages the digests of late had on the average, by platform."""
        ...

    async def wake_held(self, now: datetime) -> None:
        """Have chats looked at now whose digest waits beyond its moment for announcements."""
        ...

    async def take_turns(self, turns: Sequence[Turn], now: datetime) -> int:
        """Keep what was decided for chats, all of it in one transaction; how many were kept.

        The parts are queued to be sent, in their order. A turn is left out where its chat has
        changed since it was looked at.
        """
        ...

    async def seen(
        self, wanted: Mapping[ChatRef, Collection[str]]
    ) -> dict[ChatRef, frozenset[str]]:
        """Of the papers asked about, by base id, those that each chat has been told."""
        ...

    async def told_papers(self, ref: ChatRef) -> list[tuple[str, date]]:
        """The papers that a chat was told, by base id, and on which day; by day."""
        ...

    async def claim_parts(self, platform: str, now: datetime, limit: int) -> list[OutboxPart]:
        """Take parts that are due to be sent, the longest due first, at most one for a chat.

        A part is due when all before it in its chat are done. Those that may have been sent
        already go before all others.
        """
        ...

    async def begin_parts(self, ids: Sequence[int], now: datetime) -> None:
        """Keep that claimed parts may be on their way from now on."""
        ...

    async def settle_parts(self, verdicts: Mapping[int, Verdict], now: datetime) -> None:
        """Keep what became of parts.

        Where a chat is gone, the digest is ended: if nothing of it arrived, its papers count as
        not told, so that a later digest tells them.
        """
        ...

    async def recover_parts(
        self,
        platform: str,
        now: datetime,
        deduplicates: float,
        keeping: Collection[int] = (),
    ) -> int:
        """Put in order what was claimed and nobody deals with; how many are unknown now.

        All that is claimed, but for the parts in `keeping`: one process at a time delivers.

        What it had not begun is queued again, as is what the platform would know again, having
        been begun no more than `deduplicates` seconds ago; of the rest nobody knows.
        """
        ...

    async def hasten_parts(self, now: datetime) -> None:
        """Have all that waits to be sent due now at the latest."""
        ...

    async def fold_parts(self, before: datetime) -> int:
        """End digests due before a moment of which nothing was begun; how many.

        Their papers count as not told, so that the next digest tells them.
        """
        ...

    async def outbox_figures(self) -> list[OutboxFigures]:
        """How matters stand with deliveries, by platform."""
        ...

    async def unknown_parts(self, limit: int) -> list[tuple[ChatRef, date, int, str]]:
        """The last parts that may not have arrived or were refused: chat, slot, part, reason."""
        ...

    async def note_clock(self, now: datetime, listed: date) -> bool:
        """Keep what the clock shows, and put right what came of it where it was ahead before.

        What was told stays told; slots and marks of a time that has not come are void, and what
        was read of announcements then is read again.

        Args:
            now: what it shows, UTC.
            listed: the newest listing date that should be out by then.

        Returns:
            Whether it has been set back, by more than a minute.
        """
        ...

    async def settled(self, now: datetime) -> datetime:
        """Until when it is sure that time has passed, whatever the clock shows.

        At most two days more than at the last question: what is tidied away under a clock that
        was ahead by years would be missing once it is right.
        """
        ...

    async def tidy(self, now: datetime) -> None:
        """Forget what no digest needs any more."""
        ...

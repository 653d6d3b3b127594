"""Parts of digests on their way to chats, as a port."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from domain.chats import ChatRef
from domain.deliveries import DeliveryDecision, OutboxFigures, OutboxPart, Parcel


class Outbox(Protocol):
    """The parts of digests that wait to be sent, and what became of them."""

    async def claim_parts(self, platform: str, now: datetime, limit: int) -> list[OutboxPart]:
        """Take parts that are due to be sent, the longest due first, at most one for a chat.

        A part is due when all before it in its chat are done. Those that may have been sent
        already go before all others. They are this process's for as long as it is alive.
        """
        ...

    async def next_due(self, platform: str) -> datetime | None:
        """When the next part is due that may be claimed, maybe long since; None where none is."""
        ...

    async def keep_rendered(self, rendered: Mapping[int, Sequence[Parcel]]) -> list[OutboxPart]:
        """Keep what claimed documents became: from now on each of their messages is a part.

        Gives the claimed parts anew, without those of chats that were forgotten meanwhile. What is
        rendered already stays as it is.
        """
        ...

    async def begin_parts(self, ids: Sequence[int], now: datetime) -> frozenset[int]:
        """Keep that claimed parts may be on their way from now on; those that may.

        No other may be sent: it is not this process's, or not any more.
        """
        ...

    async def settle_parts(self, decisions: Mapping[int, DeliveryDecision], now: datetime) -> None:
        """Keep what became of parts, each where it is still its owner's who tells of it.

        What arrived counts as that also where its owner was taken for dead meanwhile, and nobody
        knew: as long as the chat was not told so, and nobody has taken it up again.

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

        That is what processes have claimed that are dead, and what this one has, but for the parts
        in `keeping`: it does not know of those whose claim was kept without its hearing so.

        What it had not begun is queued again, as is what the platform would know again, having
        been begun no more than `deduplicates` seconds ago; of the rest nobody knows.
        """
        ...

    async def reset_due(self, now: datetime) -> None:
        """Have all that waits to be sent due now at the latest."""
        ...

    async def expire_stale(self, before: datetime) -> int:
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

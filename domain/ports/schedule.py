"""When chats have their turn, what they were told, and what they hear at once, as ports."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from domain.chats import ChatRef
from domain.deliveries import Need, ScheduledChat, SchedulingDecision
from domain.excerpts import Body
from domain.metadata.notices import DueLookBack, DueNotice, LookBackTurn, ReadyNotice


class Schedule(Protocol):
    """When chats have their turn; what was decided for it is kept with the digest's parts."""

    async def due_chats(
        self,
        platforms: Collection[str],
        now: datetime,
        limit: int,
        leaving: Collection[int] = (),
        parts: Collection[int] | None = None,
    ) -> list[ScheduledChat]:
        """Chats to look at now, those whose moment was earliest first, then by number.

        Those whose numbers are in `leaving` are being dealt with already; `parts` are those of all
        chats that are asked about (`domain.concurrency.processes.PARTS`), where not all are.

        A chat is looked at from its first subscription on, and again whenever its settings, its
        topics or its absence change; never while it is paused, absent, or follows nothing.
        """
        ...

    async def next_look(self, platforms: Collection[str]) -> datetime | None:
        """When the next chat is to be looked at, maybe long since; None where none is."""
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

    async def wake_held(self, now: datetime, parts: Collection[int] | None = None) -> None:
        """Have chats looked at now whose digest waits beyond its moment for announcements.

        Of all chats, or of some parts of them.
        """
        ...

    async def take_turns(self, turns: Sequence[SchedulingDecision], now: datetime) -> int:
        """Keep what was decided for chats, all of it in one transaction; how many were kept.

        The document is queued to be rendered and sent. A turn is left out where its chat has
        changed since it was looked at.
        """
        ...

    async def printed_pages(
        self, names: Collection[bytes], since: datetime
    ) -> dict[bytes, tuple[Body, Body | None]]:
        """What other processes have kept with turns since then: documents and digests, by page.

        None where no other process plans.
        """
        ...

    async def seen(
        self, wanted: Mapping[ChatRef, Collection[str]]
    ) -> dict[ChatRef, frozenset[str]]:
        """Of the papers asked about, by base id, those that each chat has been told."""
        ...

    async def delivered_papers(self, ref: ChatRef) -> list[tuple[str, date]]:
        """The papers that a chat was told, by base id, and on which day; by day."""
        ...


class Notices(Protocol):
    """What became of papers, for the chats that do not wait for their next digest."""

    async def due_notices(self, platforms: Collection[str], limit: int) -> list[DueNotice]:
        """Important notices of chats that want them at once, not told yet; as they came.

        None of a chat that gets no digests, nor of one to which something is still on its way.
        """
        ...

    async def queue_notices(self, ready: Sequence[ReadyNotice], now: datetime) -> int:
        """Queue notices, and keep that they are told, in one transaction; how many were queued.

        One that was told meanwhile is left out. Its chat's next digest, should that be in the
        making, is made anew.
        """
        ...


class LookBacks(Protocol):
    """Weekly look backs, by the wish of a chat (`ChatSettings.weekly`)."""

    async def due_look_backs(
        self,
        platforms: Collection[str],
        now: datetime,
        limit: int,
        leaving: Collection[int] = (),
    ) -> list[DueLookBack]:
        """Those that are due, and those of which it is to be worked out when they are; by moment.

        None of a chat that gets no digests, nor of one whose digest is due and comes first, nor of
        those whose numbers are in `leaving`.
        """
        ...

    async def take_look_backs(self, turns: Sequence[LookBackTurn], now: datetime) -> int:
        """Keep what was decided, all of it in one transaction; how many turns were kept.

        A document is queued to be rendered and sent; no day of a chat has two look backs.
        """
        ...

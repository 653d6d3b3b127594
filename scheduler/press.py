"""The press: digests put together and printed for chats; those that are alike, once."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from digests.edition import Edition, View
from digests.maker import DigestMaker
from digests.plan import DigestPlan
from domain.chats import ChatRef
from domain.deliveries import ScheduledChat
from domain.digests import Match
from domain.documents import Document
from domain.papers import Batch
from domain.speech import speaking
from handlers.languages import speech_of
from intake.engine import Intake
from rendering.parcels import packed
from scheduler.front_page import front_page, nothing_due, remarks
from scheduler.turns import Ready, Serve

_PRINTED_KEPT: Final = 256
_EDITIONS_KEPT: Final = 2
_AT_ONCE: Final = 8

Days = tuple[date, ...]
Fingerprint = frozenset[object]
Held = tuple[Fingerprint, frozenset[str], Edition]


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A digest to be made.

    Attributes:
        chat: whose.
        serve: its turn.
        ready: what is known of the turn's announcements.
        archives: those that its topics are in.
    """

    chat: ScheduledChat
    serve: Serve
    ready: Ready
    archives: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A digest as messages; none where there is nothing to say.

    Attributes:
        seen: base ids of the papers in it.
    """

    parts: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """A digest as planned, not yet put into words."""

    order: Order
    view: View
    plan: DigestPlan

    @property
    def is_wanted(self) -> bool:
        """Whether there is something to say: papers, a gap not told of yet, or a quiet day."""
        serve = self.order.serve
        has_fresh_gap = any(
            not batch.state.is_settled and serve.is_fresh(batch.date) for batch in self.view.batches
        )
        wishes = self.order.chat.chat.settings
        return bool(self.plan.matched) or wishes.quiet_note or has_fresh_gap

    @property
    def seen(self) -> tuple[str, ...]:
        """Base ids of the papers in it."""
        return tuple(match.paper.id.base for match in (*self.plan.shown, *self.plan.others))

    @property
    def key(self) -> object:
        """Pages of the same key are the same."""
        order, chat = self.order, self.order.chat
        wishes = chat.chat.settings
        look = (chat.chat.ref.platform, _circumstances(order), wishes.language, wishes.detail)
        return (*look, order.archives, chat.topics, len(self.plan.shown), self.seen)


class Press:
    """Makes digests, each distinct topic matched once and each distinct page printed once."""

    def __init__(self, intake: Intake, maker: DigestMaker) -> None:
        self._intake = intake
        self._maker = maker
        self._editions: OrderedDict[Days, tuple[Fingerprint, frozenset[str], Edition]] = (
            OrderedDict()
        )
        self._printed: OrderedDict[object, tuple[str, ...]] = OrderedDict()

    async def matched(
        self, orders: Sequence[Order], states: Sequence[Batch]
    ) -> dict[ChatRef, list[list[Match]]]:
        """For each chat and each of its topics, the papers that match; all of the same days.

        Args:
            orders: the digests to be made.
            states: how matters stand with the announcements of all their archives.
        """
        edition = await self._edition(orders, states)

        def found() -> dict[ChatRef, list[list[Match]]]:
            return {
                order.chat.chat.ref: edition.matched(order.chat.topics, order.archives)
                for order in orders
            }

        return await asyncio.to_thread(found)

    async def prints(
        self,
        orders: Sequence[Order],
        states: Sequence[Batch],
        matched: Mapping[ChatRef, Sequence[Sequence[Match]]],
        told: Mapping[ChatRef, frozenset[str]],
    ) -> list[Printed]:
        """The digests, in the order of the orders.

        Args:
            orders: the digests to be made, all of the same days.
            states: as for `matched`.
            matched: as `matched` gave it.
            told: of the papers that match, those that each chat has been told.
        """
        edition = await self._edition(orders, states)

        def planned() -> list[DigestPlan]:
            return [
                edition.plan(order.chat.chat, matched[ref], told.get(ref, frozenset()))
                for order in orders
                for ref in (order.chat.chat.ref,)
            ]

        plans = await asyncio.to_thread(planned)
        pages = [
            _Page(order=order, view=edition.view(order.archives), plan=plan)
            for order, plan in zip(orders, plans, strict=True)
        ]
        await self._typeset({page.key: page for page in pages if page.is_wanted})
        return [self._result(page) for page in pages]

    def close(self) -> None:
        """Let go of what is held in memory."""
        for _, _, edition in self._editions.values():
            edition.close()
        self._editions.clear()
        self._printed.clear()

    async def _edition(self, orders: Sequence[Order], states: Sequence[Batch]) -> Edition:
        """The edition of the orders' days, for at least their archives."""
        days = orders[0].serve.days
        archives = frozenset[str]().union(*(order.archives for order in orders))
        held = self._editions.get(days)
        if held and archives <= held[1] and _fingerprint(states, archives) <= held[0]:
            return held[2]
        if held is not None:
            archives |= held[1]
        batches = await self._intake.kept(archives, days)
        edition = await self._maker.edition(batches)
        self._drop(days)
        self._editions[days] = (_fingerprint(batches, archives), archives, edition)
        while len(self._editions) > _EDITIONS_KEPT:
            self._drop(next(iter(self._editions)))
        return edition

    def _drop(self, days: Days) -> None:
        held = self._editions.pop(days, None)
        if held is not None:
            held[2].close()
            self._printed.clear()

    async def _typeset(self, pages: Mapping[object, _Page]) -> None:
        """Print the pages that are not there yet; one that takes long holds up few others."""
        places = asyncio.Semaphore(_AT_ONCE)

        async def printed(key: object, page: _Page) -> None:
            ref, wishes = page.order.chat.chat.ref, page.order.chat.chat.settings
            async with places:
                with speaking(speech_of(wishes.language)):
                    document = await self._document(page.order, page.view, page.plan)
                    self._printed[key] = await asyncio.to_thread(packed, ref.platform, document)

        while len(self._printed) > _PRINTED_KEPT:
            self._printed.popitem(last=False)
        missing = [(key, page) for key, page in pages.items() if key not in self._printed]
        await asyncio.gather(*(printed(key, page) for key, page in missing))

    def _result(self, page: _Page) -> Printed:
        if not page.is_wanted:
            return Printed()
        return Printed(parts=self._printed[page.key], seen=page.seen)

    async def _document(self, order: Order, view: View, plan: DigestPlan) -> Document:
        chat, days = order.chat, order.serve.days
        said = remarks(order.chat, order.serve, order.ready)
        if not days:
            batches = await self._intake.kept(order.archives, [order.serve.slot.day])
            return nothing_due(chat, order.serve, batches, said)
        digest = await self._maker.put_together(chat.chat, chat.topics, view, plan, days)
        return front_page(chat, digest, said)


def _circumstances(order: Order) -> object:
    """What a page depends on beside its papers."""
    serve = order.serve
    late = (serve.slot.at, order.chat.chat.settings.zone) if order.ready.waited else None
    day = None if serve.days else serve.slot.day
    return (serve.days, serve.leaves_out, serve.start, order.chat.untold, late, day)


def _fingerprint(batches: Sequence[Batch], archives: frozenset[str]) -> Fingerprint:
    return frozenset(
        (batch.archive, batch.date, batch.state, batch.checked_at)
        for batch in batches
        if batch.archive in archives
    )

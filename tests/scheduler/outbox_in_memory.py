"""An outbox in memory and a platform that takes its time, watched by the virtual clock."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from domain.chats import ChatRef
from domain.concurrency.processes import News, Standing
from domain.deliveries import Delivery, DeliveryDecision, OutboxPart, Parcel, PartState
from domain.errors import StoreError
from domain.messages import as_is
from scheduler.delivery import Deliveries
from tests.fakes.messenger import FakeMessenger
from tests.fakes.virtual_time import now, virtually

BEGAN = datetime(2024, 3, 8, 8, tzinfo=UTC)
FULL = StoreError(as_is("The disk is full."))


class VirtualClock:
    """The `Clock` port, in virtual time."""

    def now(self) -> datetime:
        """UTC."""
        return BEGAN + timedelta(seconds=now() - 1_000)


@dataclass
class Row:
    """A part and what the outbox knows of it."""

    part: OutboxPart
    due: datetime = BEGAN
    state: PartState = PartState.QUEUED
    decisions: list[DeliveryDecision] = field(default_factory=list)


class Rows:
    """An outbox in memory, and when it was asked for what.

    Attributes:
        asked: by method, the moments.
        full: methods that fail, and how often yet.
        recovered: what was told to be dealt with, each time.
    """

    def __init__(self, *parts: OutboxPart) -> None:
        self.rows = {part.id: Row(part) for part in parts}
        self.asked: dict[str, list[float]] = {}
        self.full: dict[str, int] = {}
        self.recovered: list[set[int]] = []
        self.unknown = 0

    async def claim_parts(self, platform: str, at: datetime, limit: int) -> list[OutboxPart]:
        """Those that are due."""
        self._asked("claim")
        assert platform == "telegram"
        assert limit > 0
        queued = [row for row in self.rows.values() if row.state is PartState.QUEUED]
        found = [row for row in queued if row.due <= at][:limit]
        for row in found:
            row.state = PartState.CLAIMED
        return [row.part for row in found]

    async def next_due(self, platform: str) -> datetime | None:
        """The moment of the first that waits."""
        self._asked("due")
        queued = [row.due for row in self.rows.values() if row.state is PartState.QUEUED]
        return min(queued, default=None)

    async def keep_rendered(self, rendered: Mapping[int, Sequence[Parcel]]) -> list[OutboxPart]:
        """Each document has become one message."""
        self._asked("keep")
        for number, (parcel,) in rendered.items():
            row = self.rows[number]
            row.part = replace(row.part, document="", payload=parcel.payload)
        return [self.rows[number].part for number in rendered]

    async def begin_parts(self, ids: Sequence[int], at: datetime) -> frozenset[int]:
        """They are on their way."""
        self._asked("begin")
        assert at == VirtualClock().now()
        begun = {number for number in ids if self.rows[number].state is PartState.CLAIMED}
        for number in begun:
            self.rows[number].state = PartState.SENDING
        return frozenset(begun)

    def crash(self) -> None:
        """What was claimed was not on the disk yet: it is there as before, read anew."""
        for row in self.rows.values():
            if row.state is PartState.CLAIMED:
                row.state, row.part = PartState.QUEUED, replace(row.part)

    async def settle_parts(self, decisions: Mapping[int, DeliveryDecision], at: datetime) -> None:
        """What became of them."""
        self._asked("settle")
        assert at == VirtualClock().now()
        for number, decision in decisions.items():
            row = self.rows[number]
            row.state = decision.state
            row.decisions.append(decision)
            row.due = decision.due or row.due

    async def recover_parts(
        self,
        platform: str,
        at: datetime,
        deduplicates: float,
        *,
        keeping: Collection[int],
    ) -> int:
        """Take up what nobody deals with."""
        self._asked("recover")
        assert (platform, at, deduplicates) == ("telegram", VirtualClock().now(), 0.0)
        self.recovered.append(set(keeping))
        for number, row in self.rows.items():
            if row.state is PartState.CLAIMED and number not in keeping:
                row.state = PartState.QUEUED
        return self.unknown

    def decision(self, number: int) -> DeliveryDecision:
        """What became of a part in the end."""
        return self.rows[number].decisions[-1]

    def _asked(self, what: str) -> None:
        self.asked.setdefault(what, []).append(now() - 1_000)
        if self.full.get(what, 0) > 0:
            self.full[what] -= 1
            raise FULL


class Calls(FakeMessenger):
    """A platform whose answers take some time; it counts how many it gives at once."""

    def __init__(self, lasts: float = 0.0) -> None:
        super().__init__()
        self.lasts = lasts
        self.moments: list[float] = []
        self.under_way = 0
        self.most = 0

    async def deliver(self, part: OutboxPart, begin: Callable[[], Any]) -> Delivery:
        """Answer after a while."""
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        self.moments.append(now() - 1_000)
        try:
            await asyncio.sleep(self.lasts)
            return await super().deliver(part, begin)
        finally:
            self.under_way -= 1


def part_of(number: int, **more: Any) -> OutboxPart:
    """The first part of a digest to a chat of that number."""
    ref = ChatRef("telegram", str(number))
    part = OutboxPart(id=number, chat=ref, slot=date(2024, 3, 8), part=0, parts=1, payload="hi")
    return replace(part, **more)


Scene = Callable[[Deliveries], Coroutine[Any, Any, None]]


def played(
    rows: Rows, calls: FakeMessenger, scene: Scene, *, closing: float = 10.0, **more: Any
) -> None:
    """Play a scene while deliveries are under way; they are closed after it."""

    async def play() -> None:
        deliveries = Deliveries(calls, rows, VirtualClock(), **more)  # type: ignore[arg-type]
        running = asyncio.create_task(deliveries.run())
        await scene(deliveries)
        await deliveries.close(closing)
        await asyncio.wait_for(running, 1)

    virtually(play())


class Beside:
    """The `Leases` port as far as deliveries need it: of a process that has others beside it."""

    def __init__(self, others: int = 1) -> None:
        self.others = others
        self._told: list[tuple[Callable[[], None], tuple[News, ...]]] = []

    def standing(self) -> Standing:
        """Alive, and one of some."""
        return Standing(process=1, others=self.others)

    def hear(self, told: Callable[[], None], *about: News) -> None:
        """Have somebody told by `tell`."""
        self._told.append((told, about))

    def tell(self, news: News) -> None:
        """As another process does."""
        for told, about in self._told:
            if news in about:
                told()

"""Delivery over time: when it looks, how much it does at once, how it waits and how it ends."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from domain.chats import ChatRef
from domain.deliveries import Delivery, OutboxPart, Outcome, PartState, Verdict
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
    verdicts: list[Verdict] = field(default_factory=list)


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

    async def begin_parts(self, ids: Sequence[int], at: datetime) -> None:
        """They are on their way."""
        self._asked("begin")
        assert at == VirtualClock().now()
        for number in ids:
            self.rows[number].state = PartState.SENDING

    async def settle_parts(self, verdicts: Mapping[int, Verdict], at: datetime) -> None:
        """What became of them."""
        self._asked("settle")
        assert at == VirtualClock().now()
        for number, verdict in verdicts.items():
            row = self.rows[number]
            row.state = verdict.state
            row.verdicts.append(verdict)
            row.due = verdict.due or row.due

    async def recover_parts(
        self, platform: str, at: datetime, deduplicates: float, *, keeping: Collection[int]
    ) -> int:
        """Take up what nobody deals with."""
        self._asked("recover")
        assert (platform, at) == ("telegram", VirtualClock().now())
        self.recovered.append(set(keeping))
        for number, row in self.rows.items():
            if row.state is PartState.CLAIMED and number not in keeping:
                row.state = PartState.QUEUED
        return self.unknown

    def verdict(self, number: int) -> Verdict:
        """What became of a part in the end."""
        return self.rows[number].verdicts[-1]

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


@pytest.fixture(autouse=True)
def _virtual(monkeypatch: pytest.MonkeyPatch) -> None:
    """What delivery measures by the machine's clock goes by the virtual one."""
    monkeypatch.setattr("scheduler.delivery.time.monotonic", now)


Scene = Callable[[Deliveries], Coroutine[Any, Any, None]]


def played(rows: Rows, calls: FakeMessenger, scene: Scene, *, closing: float = 10.0) -> None:
    """Play a scene while deliveries are under way; they are closed after it."""

    async def play() -> None:
        deliveries = Deliveries(calls, rows, VirtualClock())  # type: ignore[arg-type]
        running = asyncio.create_task(deliveries.run())
        await scene(deliveries)
        await deliveries.close(closing)
        await asyncio.wait_for(running, 1)

    virtually(play())


def test_it_looks_once_a_second() -> None:
    """And recovers once a minute, from the start on; what it deals with is left alone."""
    rows, calls = Rows(part_of(1)), Calls(lasts=130)

    async def scene(_: Deliveries) -> None:
        await asyncio.sleep(150)

    played(rows, calls, scene)
    assert len(rows.asked["claim"]) == pytest.approx(151, abs=3)
    assert rows.asked["recover"] == pytest.approx([0, 60, 120], abs=2.1)
    assert rows.recovered == [set(), {1}, {1}]
    assert rows.verdict(1).state is PartState.SENT


def test_it_looks_at_once_when_told_that_there_is_something() -> None:
    """A moment later, as more may follow; and again when something is done."""
    rows, calls = Rows(), Calls()

    async def scene(deliveries: Deliveries) -> None:
        await asyncio.sleep(0.5)
        rows.rows[1] = Row(part_of(1))
        deliveries.wake()
        await asyncio.sleep(0.06)
        assert rows.verdict(1).state is PartState.SENT
        await asyncio.sleep(0.06)
        rows.rows[2] = Row(part_of(2))
        await asyncio.sleep(1.1)
        assert rows.verdict(2).state is PartState.SENT

    played(rows, calls, scene)
    assert calls.moments[0] == pytest.approx(0.55, abs=0.001)


def test_sixty_are_dealt_with_at_once_and_no_more() -> None:
    """As soon as one is done another is taken."""
    rows, calls = Rows(*map(part_of, range(1, 201))), Calls(lasts=1.0)

    async def scene(_: Deliveries) -> None:
        await asyncio.sleep(4.5)
        assert all(row.state is PartState.SENT for row in rows.rows.values())

    played(rows, calls, scene)
    assert calls.most == 60
    rounds = [sum(start <= m < start + 0.9 for m in calls.moments) for start in (0, 1, 2, 3)]
    assert rounds == [60, 60, 60, 20]


def test_a_slow_one_keeps_but_its_own_place() -> None:
    """The other fifty-nine go on."""
    rows, calls = Rows(*map(part_of, range(1, 121))), Calls(lasts=0.1)
    calls.slow[ChatRef("telegram", "1")] = asyncio.Event()

    async def scene(_: Deliveries) -> None:
        await asyncio.sleep(0.5)
        done = [n for n, row in rows.rows.items() if row.state is PartState.SENT]
        assert len(done) == 119
        calls.slow[ChatRef("telegram", "1")].set()

    played(rows, calls, scene)


def test_a_platform_that_does_not_serve_is_asked_nothing() -> None:
    """Nothing is claimed for it."""
    rows, calls = Rows(part_of(1)), Calls()
    calls.serves = False

    async def scene(_: Deliveries) -> None:
        await asyncio.sleep(10)
        assert "claim" not in rows.asked
        calls.serves = True
        await asyncio.sleep(1.1)
        assert rows.verdict(1).state is PartState.SENT

    played(rows, calls, scene)


def test_a_store_in_trouble_is_left_alone_for_five_seconds() -> None:
    """Each time; it is told, with the reason."""
    rows, calls = Rows(part_of(1)), Calls()
    rows.full = {"claim": 2}

    async def scene(_: Deliveries) -> None:
        with capture_logs() as logs:
            await asyncio.sleep(10.5)
        assert [(line["event"], line["why"]) for line in logs][:2] == [
            ("nothing delivered", "The disk is full.")
        ] * 2
        assert rows.verdict(1).state is PartState.SENT

    played(rows, calls, scene)
    assert rows.asked["claim"][:3] == pytest.approx([0, 5, 10], abs=0.1)


def test_a_recovery_that_fails_is_made_up_for() -> None:
    """After five seconds, not after a minute."""
    rows, calls = Rows(part_of(1)), Calls()
    rows.full = {"recover": 1}

    async def scene(_: Deliveries) -> None:
        await asyncio.sleep(6)

    played(rows, calls, scene)
    assert rows.asked["recover"] == pytest.approx([0, 5], abs=0.1)


def test_what_is_of_unknown_outcome_is_told() -> None:
    """How many; where there are none nothing is said."""
    rows, calls = Rows(), Calls()
    rows.unknown = 3

    async def scene(_: Deliveries) -> None:
        with capture_logs() as logs:
            await asyncio.sleep(1)
        assert [(line["event"], line["count"]) for line in logs] == [
            ("messages of unknown outcome", 3)
        ]
        rows.unknown = 0
        with capture_logs() as logs:
            await asyncio.sleep(61)
        assert logs == []

    played(rows, calls, scene)


def test_an_outcome_is_kept_when_it_can_be() -> None:
    """It is tried every five seconds, and the message is not sent again."""
    rows, calls = Rows(part_of(1)), Calls()
    rows.full = {"settle": 2}

    async def scene(_: Deliveries) -> None:
        await asyncio.sleep(11)
        assert rows.verdict(1).state is PartState.SENT

    played(rows, calls, scene)
    assert rows.asked["settle"] == pytest.approx([0, 5, 10], abs=0.1)
    assert len(calls.moments) == 1


def test_what_cannot_be_kept_as_begun_is_put_off() -> None:
    """By as long as after so many tries, with the store's own reason."""
    rows, calls = Rows(part_of(1), part_of(2, attempts=2)), Calls()
    rows.full = {"begin": 1}

    async def scene(_: Deliveries) -> None:
        await asyncio.sleep(0.5)
        for number, pause in ((1, 2), (2, 8)):
            verdict = rows.verdict(number)
            assert verdict.state is PartState.QUEUED
            assert verdict.reason == "The disk is full."
            assert verdict.due is not None
            assert (verdict.due - BEGAN).total_seconds() == pytest.approx(pause, abs=0.1)

    played(rows, calls, scene)


@pytest.mark.parametrize(("wait", "put_off"), [(3.0, False), (3.1, True)])
def test_a_chat_that_has_to_wait_long_is_put_off(wait: float, *, put_off: bool) -> None:
    """For more than three seconds: until then others have its place."""
    rows, calls = Rows(part_of(1)), Calls()
    calls.waits[ChatRef("telegram", "1")] = wait

    async def scene(_: Deliveries) -> None:
        await asyncio.sleep(0.5)
        assert bool(calls.moments) != put_off
        if put_off:
            verdict = rows.verdict(1)
            assert (verdict.state, verdict.reason) == (PartState.QUEUED, "the chat's limit")
            assert verdict.due == BEGAN + timedelta(seconds=wait)

    played(rows, calls, scene)


def test_what_an_earlier_try_may_have_brought_is_not_sent() -> None:
    """Where it would not be known again."""
    rows, calls = Rows(part_of(1, first_tried=BEGAN)), Calls()

    async def scene(_: Deliveries) -> None:
        await asyncio.sleep(0.5)
        assert rows.verdict(1).state is PartState.UNKNOWN
        assert calls.moments == []

    played(rows, calls, scene)


def test_a_bug_with_one_part_is_told_and_taken_up_later() -> None:
    """A minute later; others never wait for it."""
    rows, calls = Rows(part_of(1), part_of(2)), Calls()
    calls.plans[ChatRef("telegram", "1")] = [ZeroDivisionError()]

    async def scene(_: Deliveries) -> None:
        with capture_logs() as logs:
            await asyncio.sleep(1)
        (line,) = [line for line in logs if line["log_level"] == "error"]
        assert line["event"] == "part not dealt with"
        assert isinstance(line["exc_info"], ZeroDivisionError)
        assert rows.verdict(2).state is PartState.SENT
        rows.rows[1].state = PartState.CLAIMED
        await asyncio.sleep(61)
        assert rows.verdict(1).state is PartState.SENT

    played(rows, calls, scene)


@pytest.mark.parametrize(
    ("outcome", "level", "event"),
    [(Outcome.REFUSED, "error", "refused"), (Outcome.UNKNOWN, "warning", "not sent")],
)
def test_what_is_not_sent_is_told(outcome: Outcome, level: str, event: str) -> None:
    """With its name and the reason; what is sent is not."""
    rows, calls = Rows(part_of(1), part_of(2)), Calls()
    calls.plans[ChatRef("telegram", "1")] = [Delivery(outcome=outcome, reason="why not")]

    async def scene(_: Deliveries) -> None:
        with capture_logs() as logs:
            await asyncio.sleep(0.5)
        (line,) = logs
        assert (line["log_level"], line["event"], line["why"]) == (level, event, "why not")
        assert line["part"] == part_of(1).name

    played(rows, calls, scene)


def test_closing_begins_with_nothing_more() -> None:
    """What is on its way is finished; nothing is claimed any more; what waits is let go of."""
    rows, calls = Rows(*map(part_of, range(1, 4))), Calls(lasts=5)

    async def scene(_: Deliveries) -> None:
        await asyncio.sleep(1)
        rows.rows[9] = Row(part_of(9))

    played(rows, calls, scene)
    assert [rows.verdict(number).state for number in (1, 2, 3)] == [PartState.SENT] * 3
    assert rows.rows[9].verdicts == []
    assert max(rows.asked["claim"]) <= 1


def test_closing_waits_so_long_and_no_longer() -> None:
    """What is still on its way then is given up, for the next process to judge."""
    rows, calls = Rows(part_of(1), part_of(2)), Calls()
    calls.slow[ChatRef("telegram", "1")] = asyncio.Event()
    ended: list[float] = []

    async def scene(_: Deliveries) -> None:
        await asyncio.sleep(1)

    async def play() -> None:
        deliveries = Deliveries(calls, rows, VirtualClock())  # type: ignore[arg-type]
        running = asyncio.create_task(deliveries.run())
        await scene(deliveries)
        began = now()
        await deliveries.close(7)
        ended.append(now() - began)
        await running

    virtually(play())
    assert ended == [pytest.approx(7)]
    assert rows.rows[1].state is PartState.SENDING
    assert rows.verdict(2).state is PartState.SENT


def test_what_was_claimed_while_it_closes_goes_back_untouched() -> None:
    """With the reason, and due at once for the next process."""
    rows, calls = Rows(part_of(1)), Calls()

    async def play() -> None:
        deliveries = Deliveries(calls, rows, VirtualClock())  # type: ignore[arg-type]
        claims = rows.claim_parts

        async def claimed_late(platform: str, at: datetime, limit: int) -> list[OutboxPart]:
            parts = await claims(platform, at, limit)
            closing.append(asyncio.create_task(deliveries.close(5)))
            await asyncio.sleep(0)
            return parts

        rows.claim_parts = claimed_late  # type: ignore[method-assign]
        closing: list[asyncio.Task[None]] = []
        await deliveries.run()
        await asyncio.sleep(0.1)
        await closing[0]

    virtually(play())
    verdict = rows.verdict(1)
    assert (verdict.state, verdict.reason) == (PartState.QUEUED, "the process is being stopped")
    assert verdict.due == BEGAN
    assert verdict.unsent
    assert calls.moments == []

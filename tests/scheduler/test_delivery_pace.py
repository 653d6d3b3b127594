"""Delivery over time: when it looks, how much it does at once, and how it waits."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
from structlog.testing import capture_logs

from app.operating.daily import DailyFigures
from domain.chats import ChatRef
from domain.concurrency.processes import Standing
from domain.deliveries import Delivery, Outcome, PartState
from scheduler.delivery import Deliveries
from storage.memory.store import MemoryStore
from tests.fakes.virtual_time import now
from tests.scheduler.outbox_in_memory import Calls, Row, Rows, VirtualClock, part_of, played


@pytest.fixture(autouse=True)
def _virtual(monkeypatch: pytest.MonkeyPatch) -> None:
    """What delivery measures by the machine's clock goes by the virtual one."""
    monkeypatch.setattr("scheduler.delivery.time.monotonic", now)


def test_it_looks_once_a_second() -> None:
    """And recovers once a minute, from the start on; what it deals with is left alone."""
    rows, calls = Rows(part_of(1)), Calls(lasts=130)

    async def scene(_: Deliveries) -> None:
        await asyncio.sleep(150)

    played(rows, calls, scene)
    assert len(rows.asked["claim"]) == pytest.approx(151, abs=3)
    assert rows.asked["recover"] == pytest.approx([0, 60, 120], abs=2.1)
    assert rows.recovered == [set(), {1}, {1}]
    assert rows.decision(1).state is PartState.SENT


def test_it_recovers_once_a_minute_where_there_is_nothing_to_do() -> None:
    """Not a second later."""
    rows, calls = Rows(), Calls()

    async def scene(_: Deliveries) -> None:
        await asyncio.sleep(125)

    played(rows, calls, scene)
    assert rows.asked["recover"] == [0, 60, 120]


def test_it_looks_at_once_when_told_that_there_is_something() -> None:
    """A moment later, as more may follow; and again when something is done."""
    rows, calls = Rows(), Calls()

    async def scene(deliveries: Deliveries) -> None:
        await asyncio.sleep(0.5)
        rows.rows[1] = Row(part_of(1))
        deliveries.wake()
        await asyncio.sleep(0.06)
        assert rows.decision(1).state is PartState.SENT
        await asyncio.sleep(0.06)
        rows.rows[2] = Row(part_of(2))
        await asyncio.sleep(1.1)
        assert rows.decision(2).state is PartState.SENT

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


def test_the_last_place_of_sixty_is_used_and_there_is_no_other() -> None:
    """Whoever takes long is counted, and nothing more is claimed than can be dealt with."""
    slow = [ChatRef("telegram", str(number)) for number in range(1, 61)]
    rows, calls = Rows(*map(part_of, range(1, 60))), Calls()
    calls.slow = {ref: asyncio.Event() for ref in slow}

    async def scene(deliveries: Deliveries) -> None:
        await asyncio.sleep(0.5)
        rows.rows |= {number: Row(part_of(number)) for number in (101, 102, 103)}
        deliveries.wake()
        await asyncio.sleep(0.5)
        assert [rows.decision(number).state for number in (101, 102, 103)] == [PartState.SENT] * 3
        rows.rows |= {number: Row(part_of(number)) for number in (60, 104)}
        deliveries.wake()
        await asyncio.sleep(10)
        deliveries.wake()
        await asyncio.sleep(10)
        assert rows.rows[104].state is PartState.QUEUED
        calls.slow[slow[7]].set()
        await asyncio.sleep(0.2)
        assert rows.decision(104).state is PartState.SENT
        for ref in slow:
            calls.slow[ref].set()

    played(rows, calls, scene)
    assert calls.most == 60


def test_a_platform_that_does_not_serve_is_asked_nothing() -> None:
    """Nothing is claimed for it."""
    rows, calls = Rows(part_of(1)), Calls()
    calls.serves = False

    async def scene(_: Deliveries) -> None:
        await asyncio.sleep(10)
        assert "claim" not in rows.asked
        calls.serves = True
        await asyncio.sleep(1.1)
        assert rows.decision(1).state is PartState.SENT

    played(rows, calls, scene)


def test_a_store_in_trouble_is_left_alone_for_five_seconds() -> None:
    """Each time; it is told, with the reason."""
    rows, calls = Rows(part_of(1)), Calls()
    rows.full = {"claim": 2}

    async def scene(_: Deliveries) -> None:
        with capture_logs() as logs:
            await asyncio.sleep(10.5)
        troubles = [line["why"] for line in logs if line["event"] == "nothing delivered"]
        assert troubles == ["The disk is full."] * 2
        assert rows.decision(1).state is PartState.SENT

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


class Beside(MemoryStore):
    """This process among others."""

    def standing(self) -> Standing:
        """It is the seventh."""
        return Standing(process=7, others=1)


def test_beside_others_it_recovers_while_it_sends() -> None:
    """Every one and a half seconds, as it is then that others may die; else every ten."""
    rows, calls = Rows(part_of(1)), Calls(lasts=5.0)

    async def scene(_: Deliveries) -> None:
        await asyncio.sleep(20)

    played(rows, calls, scene, leases=Beside())
    first, second, third, *later = rows.asked["recover"]
    assert (first, 1.5 <= second - first < 3, 1.5 <= third - second < 3) == (0, True, True)
    assert len(later) <= 2


def test_beside_others_what_a_lost_answer_claimed_is_taken_up() -> None:
    """As soon as the store can be used again: nobody else may have it."""
    rows, calls = Rows(), Calls()
    rows.full = {"claim": 1}

    async def scene(_: Deliveries) -> None:
        await asyncio.sleep(7)

    played(rows, calls, scene, leases=Beside())
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


def lines(logs: Sequence[Any], event: str) -> list[dict[str, Any]]:
    """Of a log, what was told of something."""
    return [dict(line) for line in logs if line["event"] == event]


def test_those_who_run_it_see_what_became_of_each_message_and_digest() -> None:
    """A digest counts with its last part alone, once that was sent; messages by their outcome."""
    daily = DailyFigures(MemoryStore(), VirtualClock())
    first, last = part_of(1, parts=2), part_of(2, part=1, parts=2)
    rows = Rows(first, last, part_of(3), part_of(4))
    calls = Calls(lasts=2)
    calls.plans[ChatRef("telegram", "3")] = [Delivery(outcome=Outcome.REFUSED, reason="why not")]

    async def scene(_: Deliveries) -> None:
        await asyncio.sleep(5)

    played(rows, calls, scene, daily=daily)
    told = {kind: daily.since_start[kind] for kind in ("digests", "sent", "refused")}
    assert told == {"digests": 2, "sent": 3, "refused": 1}


def test_a_morning_is_told_once_when_it_is_over() -> None:
    """With the platform and why some were not sent; not while any is on its way or still waits."""
    rows, calls = Rows(part_of(1), part_of(2)), Calls()
    calls.plans[ChatRef("telegram", "1")] = [Delivery(outcome=Outcome.REFUSED, reason="why not")]
    calls.slow[ChatRef("telegram", "2")] = asyncio.Event()

    async def scene(deliveries: Deliveries) -> None:
        with capture_logs() as logs:
            await asyncio.sleep(3)
            assert lines(logs, "delivered") == []
            rows.rows[3] = Row(part_of(3))
            deliveries.wake()
            await asyncio.sleep(0.5)
            assert rows.decision(3).state is PartState.SENT
            assert lines(logs, "delivered") == []
            calls.slow[ChatRef("telegram", "2")].set()
            await asyncio.sleep(3)
        (line,) = lines(logs, "delivered")
        assert (line["platform"], line["sent"], line["of"]) == ("telegram", 2, 3)
        assert (line["refused"], line["why"]) == (1, "why not (1)")

    played(rows, calls, scene)


def test_what_is_refused_is_told_once_for_each_reason() -> None:
    """A morning of the same defect is one line, not ten thousand; another defect is another."""
    rows, calls = Rows(*map(part_of, (1, 2, 3))), Calls()
    for number, why in enumerate(("no", "no", "never"), 1):
        refused = Delivery(outcome=Outcome.REFUSED, reason=why)
        calls.plans[ChatRef("telegram", str(number))] = [refused]

    async def scene(_: Deliveries) -> None:
        with capture_logs() as logs:
            await asyncio.sleep(1)
        assert [line["why"] for line in lines(logs, "refused")] == ["no", "never"]

    played(rows, calls, scene)

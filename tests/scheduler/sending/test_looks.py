"""Looks into an outbox that several processes send from: few, and in time all the same."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from domain.concurrency.processes import News
from domain.deliveries import Outcome, PartState
from scheduler.delivery import Deliveries
from tests.fakes.virtual_time import now
from tests.scheduler.outbox_in_memory import BEGAN, Beside, Calls, Row, Rows, part_of, played


@pytest.fixture(autouse=True)
def _virtual(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is measured by the machine's clock goes by the virtual one."""
    monkeypatch.setattr("scheduler.delivery.time.monotonic", now)


def test_where_nothing_is_due_hardly_anything_is_asked() -> None:
    """Every five seconds, and nothing is written."""
    rows = Rows()

    async def scene(_: Deliveries) -> None:
        await asyncio.sleep(59.5)

    played(rows, Calls(), scene, leases=Beside())
    assert rows.asked["claim"] == [0]
    assert rows.asked["due"] == pytest.approx([0, *range(5, 60, 5)], abs=0.1)


def test_what_others_queue_goes_at_once() -> None:
    """They tell of it; where that is not heard, some seconds later."""
    rows, calls, beside = Rows(), Calls(), Beside()

    async def scene(_: Deliveries) -> None:
        for number, is_told in ((1, True), (2, False)):
            await asyncio.sleep(6 * number - (now() - 1_000))
            rows.rows[number] = Row(part_of(number))
            if is_told:
                beside.tell(News.PARTS)
        await asyncio.sleep(6)

    played(rows, calls, scene, leases=beside)
    assert calls.moments[0] == pytest.approx(6, abs=0.1)
    assert 12 < calls.moments[1] <= 17.2


@pytest.mark.parametrize("seconds", [0.7, 2.3, 4.9, 7.2, 16.4])
def test_what_is_put_off_goes_in_its_time(seconds: float) -> None:
    """Nobody tells of that; it is read when it is due."""
    rows, calls = Rows(part_of(1)), Calls()
    rows.rows[1].due = BEGAN + timedelta(seconds=seconds)

    async def scene(_: Deliveries) -> None:
        await asyncio.sleep(20)

    played(rows, calls, scene, leases=Beside())
    assert calls.moments == pytest.approx([seconds], abs=0.1)


def test_what_the_dead_had_is_taken_up_when_that_is_told() -> None:
    """Not ten seconds later."""
    rows, calls, beside = Rows(part_of(1)), Calls(), Beside()
    rows.rows[1].state = PartState.SENDING

    async def scene(_: Deliveries) -> None:
        await asyncio.sleep(3)
        rows.rows[1].state = PartState.CLAIMED
        beside.tell(News.PROCESSES)
        await asyncio.sleep(1)

    played(rows, calls, scene, leases=beside)
    assert calls.moments == pytest.approx([3], abs=0.1)


@pytest.mark.parametrize(("others", "rests"), [(1, True), (0, False)])
def test_a_process_that_is_cut_off_leaves_what_waits_to_others(others: int, rests: bool) -> None:
    """After three failures in a row, for half a minute; one that is alone tries on."""
    rows, calls = Rows(*map(part_of, range(1, 4))), Calls()
    for row in rows.rows.values():
        calls.plans[row.part.chat] = [Outcome.UNSENT]

    async def scene(_: Deliveries) -> None:
        await asyncio.sleep(1)
        rows.rows[9] = Row(part_of(9))
        await asyncio.sleep(40)

    played(rows, calls, scene, leases=Beside(others))
    assert len(calls.moments) == 7
    first = min(calls.moments[3:])
    assert first == pytest.approx(30, abs=1) if rests else first < 6


def test_failures_apart_are_no_cut() -> None:
    """Something came through between them."""
    rows, calls = Rows(), Calls()
    for number in range(1, 8):
        calls.plans[part_of(number).chat] = [Outcome.UNSENT if number % 3 else Outcome.SENT]
    beside = Beside()

    async def scene(_: Deliveries) -> None:
        for number in range(1, 8):
            rows.rows[number] = Row(part_of(number))
            beside.tell(News.PARTS)
            await asyncio.sleep(0.2)

    played(rows, calls, scene, leases=beside)
    assert len(calls.moments) == 7


def test_beside_others_few_are_in_hand() -> None:
    """What a killed process has waits until that is seen; alone it has sixty."""
    for others, most in ((1, 24), (0, 60)):
        calls = Calls(lasts=100)

        async def scene(_: Deliveries) -> None:
            await asyncio.sleep(3)

        played(Rows(*map(part_of, range(1, 80))), calls, scene, leases=Beside(others), closing=0)
        assert calls.most == most

"""What comes of parts that were taken: kept, put off, told, or left when delivery is closed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from domain.chats import ChatRef
from domain.deliveries import Delivery, OutboxPart, Outcome, Parcel, PartState
from scheduler.delivery import Deliveries
from tests.fakes.virtual_time import now, virtually
from tests.scheduler.outbox_in_memory import BEGAN, Calls, Row, Rows, VirtualClock, part_of, played


@pytest.fixture(autouse=True)
def _virtual(monkeypatch: pytest.MonkeyPatch) -> None:
    """What delivery measures by the machine's clock goes by the virtual one."""
    monkeypatch.setattr("scheduler.delivery.time.monotonic", now)


def test_an_outcome_is_kept_when_it_can_be() -> None:
    """It is tried every five seconds, and the message is not sent again."""
    rows, calls = Rows(part_of(1)), Calls()
    rows.full = {"settle": 2}

    async def scene(_: Deliveries) -> None:
        await asyncio.sleep(11)
        assert rows.decision(1).state is PartState.SENT

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
            decision = rows.decision(number)
            assert decision.state is PartState.QUEUED
            assert decision.reason == "The disk is full."
            assert decision.due is not None
            assert (decision.due - BEGAN).total_seconds() == pytest.approx(pause, abs=0.1)

    played(rows, calls, scene)


@pytest.mark.parametrize("crash_at", [1.0, 4.9])
def test_what_is_claimed_again_is_sent_once(crash_at: float) -> None:
    """After a crash of a server that had not kept the claim: by the newer one alone."""
    rows, calls = Rows(part_of(1)), Calls(lasts=5.0)

    async def scene(deliveries: Deliveries) -> None:
        await asyncio.sleep(crash_at)
        rows.crash()
        deliveries.wake()
        await asyncio.sleep(30)
        assert [decision.state for decision in rows.rows[1].decisions] == [PartState.SENT]
        assert calls.arrived == {ChatRef("telegram", "1"): ["hi"]}

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
            decision = rows.decision(1)
            assert (decision.state, decision.reason) == (PartState.QUEUED, "the chat's limit")
            assert decision.due == BEGAN + timedelta(seconds=wait)

    played(rows, calls, scene)


def test_what_an_earlier_try_may_have_brought_is_not_sent() -> None:
    """Where it would not be known again."""
    rows, calls = Rows(part_of(1, first_tried=BEGAN)), Calls()

    async def scene(_: Deliveries) -> None:
        await asyncio.sleep(0.5)
        assert rows.decision(1).state is PartState.UNKNOWN
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
        assert rows.decision(2).state is PartState.SENT
        rows.rows[1].state = PartState.CLAIMED
        await asyncio.sleep(61)
        assert rows.decision(1).state is PartState.SENT

    played(rows, calls, scene)


@pytest.mark.parametrize(
    ("outcome", "level", "event"),
    [(Outcome.REFUSED, "error", "refused"), (Outcome.UNKNOWN, "debug", "not sent")],
)
def test_what_is_not_sent_is_told(outcome: Outcome, level: str, event: str) -> None:
    """With its name and the reason; what is sent is not."""
    rows, calls = Rows(part_of(1), part_of(2)), Calls()
    calls.plans[ChatRef("telegram", "1")] = [Delivery(outcome=outcome, reason="why not")]

    async def scene(_: Deliveries) -> None:
        with capture_logs() as logs:
            await asyncio.sleep(0.5)
        line, *rest = logs
        assert (line["log_level"], line["event"], line["why"]) == (level, event, "why not")
        assert line["part"] == part_of(1).name
        assert "part" not in {name for other in rest for name in other}

    played(rows, calls, scene)


def test_closing_begins_with_nothing_more() -> None:
    """What is on its way is finished; nothing is claimed any more; what waits is let go of."""
    rows, calls = Rows(*map(part_of, range(1, 4))), Calls(lasts=5)

    async def scene(_: Deliveries) -> None:
        await asyncio.sleep(1)
        rows.rows[9] = Row(part_of(9))

    played(rows, calls, scene)
    assert [rows.decision(number).state for number in (1, 2, 3)] == [PartState.SENT] * 3
    assert rows.rows[9].decisions == []
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
        assert calls.under_way == 0
        await running

    virtually(play())
    assert ended == [pytest.approx(7)]
    assert rows.rows[1].state is PartState.SENDING
    assert rows.decision(2).state is PartState.SENT


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
    decision = rows.decision(1)
    assert (decision.state, decision.reason) == (PartState.QUEUED, "the process is being stopped")
    assert decision.due == BEGAN
    assert decision.unsent
    assert calls.moments == []


class Printer:
    """Renders documents, all but bad ones, and keeps which."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def __call__(self, platform: str, document: str) -> tuple[Parcel, ...]:
        """One message."""
        self.asked.append((platform, document))
        if document == "bad":
            raise ZeroDivisionError("so")
        return (Parcel(f"{document}, printed"),)


def waiting(number: int, document: str) -> OutboxPart:
    """A digest that is a document yet."""
    return part_of(number, payload="", document=document)


@pytest.fixture
def printer(monkeypatch: pytest.MonkeyPatch) -> Printer:
    """What it does is done at once, as threads have no virtual time."""

    async def at_once(work: Callable[..., Any], *args: Any) -> Any:
        return work(*args)

    monkeypatch.setattr("scheduler.delivery.aside", at_once)
    return Printer()


def test_a_document_is_rendered_before_it_is_sent(printer: Printer) -> None:
    """Once, for however many chats; what is a message already goes as it is."""
    parts = [waiting(1, "a"), part_of(2), waiting(3, "b"), waiting(4, "a")]
    rows, calls = Rows(*parts), Calls()

    async def scene(_: Deliveries) -> None:
        await asyncio.sleep(0.5)

    played(rows, calls, scene, render=printer)
    arrived = {ref.chat_id: payloads for ref, payloads in calls.arrived.items()}
    assert arrived == {"1": ["a, printed"], "2": ["hi"], "3": ["b, printed"], "4": ["a, printed"]}
    assert printer.asked == [("telegram", "a"), ("telegram", "b")]


def test_what_is_no_document_is_not_kept_again(printer: Printer) -> None:
    """The store is asked nothing that it knows."""
    rows, calls = Rows(part_of(1)), Calls()

    async def scene(_: Deliveries) -> None:
        await asyncio.sleep(0.5)

    played(rows, calls, scene, render=printer)
    assert rows.decision(1).state is PartState.SENT
    assert "keep" not in rows.asked


def test_sixty_four_documents_are_remembered(printer: Printer) -> None:
    """The one before them is rendered anew."""
    parts = [waiting(number, f"{number % 65}") for number in range(65)]
    rows, calls = Rows(*parts), Calls()

    async def scene(deliveries: Deliveries) -> None:
        await asyncio.sleep(2)
        for number, document in ((100, "64"), (101, "0")):
            rows.rows[number] = Row(waiting(number, document))
        deliveries.wake()
        await asyncio.sleep(0.5)

    played(rows, calls, scene, render=printer)
    assert rows.decision(101).state is PartState.SENT
    assert len(printer.asked) == 66
    assert printer.asked[-1] == ("telegram", "0")


def test_a_document_that_cannot_be_rendered_is_tried_again_later(printer: Printer) -> None:
    """In an hour, by a newer version maybe; others are sent."""
    rows, calls = Rows(waiting(1, "bad"), waiting(2, "a")), Calls()

    async def scene(_: Deliveries) -> None:
        with capture_logs() as logs:
            await asyncio.sleep(0.5)
        (line,) = (one for one in logs if one["event"] != "delivered")
        assert (line["event"], line["part"]) == ("not rendered", part_of(1).name)
        decision = rows.decision(1)
        assert (decision.state, decision.reason) == (PartState.QUEUED, "ZeroDivisionError('so')")
        assert decision.due == BEGAN + timedelta(hours=1)
        assert rows.decision(2).state is PartState.SENT

    played(rows, calls, scene, render=printer)

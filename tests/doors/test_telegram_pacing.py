"""The pace at which Telegram is written to."""

from __future__ import annotations

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from bot.doors.telegram_pacing import IN_A_CHAT, Pace
from bot.doors.window import Window


@given(st.lists(st.tuples(st.floats(0, 2), st.floats(0, 3)), max_size=40))
def test_no_span_holds_more_than_its_limit(calls: list[tuple[float, float]]) -> None:
    """However long calls take, and whenever within them a message arrives at the other side."""
    most, seconds = 3, 3.0
    window = Window(most, seconds)
    now = 0.0
    arrivals: list[tuple[float, float]] = []
    for pause, lasts in calls:
        now += pause
        while wait := window.wait(now):
            assert wait > 0
            now += wait
        window.leave(1)
        arrivals.append((now, now + lasts))
        now += lasts
        window.arrive(now, 1)
    # The worst for the other side: one message arrives at its end, the one after at its start.
    for (_, end), (start, _) in zip(arrivals, arrivals[most:], strict=False):
        assert start - end >= seconds - 1e-6


def test_one_too_many_for_the_limit_goes_alone() -> None:
    """An album of ten would wait for ever otherwise."""
    window = Window(3, 3.0)
    assert window.wait(0.0, count=10) == 0
    window.leave(10)
    window.arrive(0.0, 10)
    assert window.wait(1.0) > 0
    assert window.wait(3.0) == 0


async def test_a_chat_asked_to_wait_is_left_alone() -> None:
    """Others are not."""
    pace = Pace()
    pace.hold("1", 60)
    async with pace.turn("2", urgent=True), pace.going("2"):
        pass
    async with pace.going_if_free("1") as free:
        assert not free


async def test_progress_leaves_room_for_answers() -> None:
    """It is shown only where two places stay free, and never amid an answer."""
    pace = Pace()
    shown = []
    for _ in range(IN_A_CHAT[0]):
        async with pace.going_if_free("1") as free:
            shown.append(free)
    assert shown == [True, False, False]
    async with pace.turn("2"), pace.going_if_free("2") as free:
        assert not free


async def test_urgent_messages_pass_those_that_wait() -> None:
    """In the same chat too, as long as it is not the others' turn yet."""
    pace = Pace(in_all=(6, 0.3))
    order = []

    async def send(name: str, chat: str, *, urgent: bool) -> None:
        async with pace.turn(chat, urgent=urgent), pace.going(chat, urgent=urgent):
            order.append(name)

    async with asyncio.TaskGroup() as group:
        for number in range(4):
            group.create_task(send(f"slow {number}", str(number), urgent=False))
        await asyncio.sleep(0)
        group.create_task(send("urgent", "3", urgent=True))
    assert order.index("urgent") < order.index("slow 3")
    assert len(order) == 5


async def test_messages_of_one_chat_stay_together() -> None:
    """Whoever comes between waits for the turn."""
    pace = Pace(in_a_chat=(100, 1.0))
    order = []

    async def send(name: str) -> None:
        async with pace.turn("1", urgent=True):
            for _ in range(3):
                async with pace.going("1", urgent=True):
                    order.append(name)
                    await asyncio.sleep(0)

    await asyncio.gather(send("a"), send("b"))
    assert order == ["a"] * 3 + ["b"] * 3

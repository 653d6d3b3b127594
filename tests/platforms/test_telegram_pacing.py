"""The pace at which Telegram is written to."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.telegram.sending.pacing import IN_A_CHAT, Pace
from bot.platforms.window import Window
from tests.fakes.virtual_time import now, virtually
from tests.platforms.telegram.line import Line, spread


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


@pytest.mark.parametrize("way", ["answer", "digest"])
def test_nineteen_a_minute_in_a_group(way: str) -> None:
    """One less than Telegram allows, and not fewer."""

    async def scene() -> None:
        line = Line()
        for _ in range(60):
            await getattr(line, way)("-100")
        moments = line.moments()
        assert spread(moments, 19) >= 60
        assert moments[18] - moments[0] < 20, "the nineteenth need not wait"
        assert moments[57] - moments[0] < 3 * 61

    virtually(scene())


def test_one_a_second_with_a_person() -> None:
    """After a short burst; no minute's limit, as groups have it."""

    async def scene() -> None:
        line = Line()
        for _ in range(60):
            await line.answer("7")
        moments = line.moments()
        assert spread(moments, 3) >= 3
        assert moments[2] - moments[0] < 0.2
        assert moments[-1] - moments[0] < 63

    virtually(scene())


@pytest.mark.parametrize("way", ["answer", "digest"])
def test_telegram_never_sees_thirty_in_a_second(way: str) -> None:
    """From all chats together, in whatever way they are written to; and not far fewer."""

    async def scene() -> None:
        line = Line()
        await asyncio.gather(*(getattr(line, way)(str(number)) for number in range(150)))
        moments = line.moments()
        assert len(moments) == 150
        assert spread(moments, 28) >= 1
        assert moments[-1] - moments[0] < (8 if way == "answer" else 6.5)

    virtually(scene())


def test_digests_go_evenly() -> None:
    """So that nobody who is answered waits for a whole second's worth of them."""

    async def scene() -> None:
        line = Line()
        await asyncio.gather(*(line.digest(str(number)) for number in range(84)))
        moments = line.moments()
        assert spread(moments, 8) >= 2 / 28
        assert moments[-1] - moments[0] == pytest.approx(3, abs=0.3)

    virtually(scene())


def test_digests_wait_while_answers_are_urgent() -> None:
    """However many of them wait: what answers people goes before all of them."""

    async def scene() -> None:
        line = Line()
        async with asyncio.TaskGroup() as group:
            for number in range(100):
                group.create_task(line.digest(str(number)))
            await asyncio.sleep(1.1)
            asked = now()
            for number in range(200, 240):
                group.create_task(line.answer(str(number), urgent=True))
        during = [moment for moment in line.moments("digest") if moment > asked + 0.1]
        assert max(line.moments("urgent")) < min(during)
        assert spread(line.moments(), 29) >= 1

    virtually(scene())


def test_digests_wait_for_answers_that_are_not_urgent() -> None:
    """These go at their own pace, and the digests fill what is left afterwards."""

    async def scene() -> None:
        line = Line()
        async with asyncio.TaskGroup() as group:
            for number in range(100):
                group.create_task(line.digest(str(number)))
            await asyncio.sleep(1.1)
            asked = now()
            for number in range(200, 260):
                group.create_task(line.answer(str(number)))
        during = [moment for moment in line.moments("digest") if moment > asked + 0.1]
        answers = sorted(line.moments("answer"))
        assert len([moment for moment in during if moment < answers[-10]]) == 0

    virtually(scene())


def test_four_places_are_kept_for_what_takes_no_time() -> None:
    """Slow answers never take all of a second's places."""

    async def scene() -> None:
        line = Line()
        await asyncio.gather(*(line.answer(str(number)) for number in range(24)))
        assert line.moments()[-1] - line.moments()[0] < 0.5
        began = now()
        slow = asyncio.create_task(line.answer("100"))
        await asyncio.gather(*(line.answer(str(n), urgent=True) for n in range(200, 204)))
        assert now() - began < 0.2
        await slow
        assert line.moments("answer")[-1] - line.moments("answer")[0] >= 1

    virtually(scene())


def test_an_album_counts_as_many_as_it_has() -> None:
    """In its chat and in all."""

    async def scene() -> None:
        line = Line()
        await line.answer("-1", count=10)
        await line.answer("-1", count=9)
        await line.answer("-1")
        assert line.moments()[-1] - line.moments()[0] >= 60
        await line.digest("-2", count=10)
        await line.digest("-2", count=10)
        assert line.moments()[-1] - line.moments()[-11] >= 60

    virtually(scene())


def test_all_wait_when_telegram_says_so() -> None:
    """Whatever they bring; and not longer."""

    async def scene() -> None:
        line = Line()
        began = now()
        await line.pace.hold_all(30)
        await line.pace.hold_all(5)
        assert line.pace.wait("1") == 30
        async with line.pace.going_if_free("2") as free:
            assert not free
        await asyncio.gather(
            line.answer("1"), line.answer("3", urgent=True), line.digest("4"), line.digest("-5")
        )
        assert 30 <= line.moments()[0] - began < 31
        assert line.moments()[-1] - began < 31
        assert line.pace.wait("9") == 0

    virtually(scene())


def test_a_chat_waits_when_telegram_says_so() -> None:
    """It alone, the longest of what was said, and progress there is not shown."""

    async def scene() -> None:
        line = Line()
        began = now()
        line.pace.hold("1", 20)
        line.pace.hold("1", 5)
        assert line.pace.wait("1") == 20
        assert line.pace.wait("2") == 0
        await line.answer("2")
        await line.answer("1")
        await line.digest("3")
        assert 20 <= line.moments()[1] - began < 21
        line.pace.hold("3", 10)
        await line.digest("3")
        assert 30 <= line.moments()[-1] - began < 32

    virtually(scene())


def test_whose_limit_it_was() -> None:
    """A chat with no more than the one message that was refused is not to blame."""

    async def scene() -> None:
        line = Line()
        assert line.pace.was_quiet("1")
        await line.answer("1")
        assert line.pace.was_quiet("1")
        await line.answer("1")
        assert not line.pace.was_quiet("1")

    virtually(scene())


def test_progress_takes_no_place_of_answers() -> None:
    """Ten of a second's places stay free of it, and what it took counts like any other."""

    async def scene() -> None:
        line = Line()
        shown = 0
        for number in range(30):
            async with line.pace.going_if_free(str(number)) as free:
                shown += free
        assert shown == 18
        await asyncio.gather(*(line.answer(str(n), urgent=True) for n in range(100, 111)))
        began = line.moments()[0]
        await line.answer("200", urgent=True)
        assert line.moments()[-1] - began > 0.9

    virtually(scene())


def test_a_turn_that_sends_nothing_takes_no_place() -> None:
    """Nor does one that fails."""

    async def scene() -> None:
        line = Line()
        for number in range(100):
            async with line.pace.turn(str(number)):
                pass
            with suppress(ZeroDivisionError):
                async with line.pace.turn(str(number)):
                    raise ZeroDivisionError
        began = now()
        for number in range(24):
            await line.answer(str(number), urgent=True)
        assert now() - began < 24 * 0.06
        async with line.pace.turn("500"):
            async with line.pace.going("500"):
                pass
            async with line.pace.going("500"):
                pass
        assert now() - began < 2.5

    virtually(scene())


def test_ten_thousand_chats_are_remembered_and_no_more() -> None:
    """Those that were written to last; none that has to wait, or has its turn, is forgotten."""

    async def scene() -> None:
        line = Line(lasts=0.0)
        await line.answer("-1")
        await asyncio.sleep(61)
        for number in range(10_000):
            line.pace.was_quiet(str(number))
        assert len(line.pace._chats) == 10_000, "the first one is forgotten though never looked at"
        line.pace.hold("held", 100)
        for number in range(9_999):
            line.pace.was_quiet(f"2{number:04}")
        line.pace.was_quiet("more")
        assert line.pace.wait("held") == 100
        line.pace.was_quiet("0")
        async with line.pace.turn("busy", urgent=True):
            for number in range(10_000):
                line.pace.was_quiet(f"3{number:05}")
            async with line.pace.going_if_free("busy") as free:
                assert not free, "somebody has its turn"
        await line.digest("-4")
        for number in range(10_000):
            line.pace.was_quiet(f"4{number:05}")
        assert line.pace._chats["-4"].windows

    virtually(scene())


def test_progress_leaves_two_places_in_its_chat() -> None:
    """Where a chat's limit has room for it, and not one more."""

    async def scene() -> None:
        pace = Pace(now=now, in_a_chat=(5, 3.0))
        shown = []
        for _ in range(5):
            async with pace.going_if_free("1") as free:
                shown.append(free)
        assert shown == [True, True, True, False, False]
        assert pace.wait("1") == 0
        for _ in range(2):
            async with pace.turn("1"), pace.going("1"):
                pass
        assert pace.wait("1") == 3

    virtually(scene())

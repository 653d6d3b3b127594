"""Which places of a second, and of a chat, a message takes; and which it leaves or gives back."""

from __future__ import annotations

import asyncio
import sys
from random import Random

import pytest

from bot.platforms.telegram.sending.pacing import Pace
from tests.fakes.virtual_time import now, virtually
from tests.platforms.telegram.line import Line, spread


def test_an_urgent_one_after_another_takes_a_place() -> None:
    """Though the one before it in its chat had brought its own."""

    async def scene() -> None:
        line = Line()

        async def both(chat: str) -> None:
            await line.answer(chat)
            await line.answer(chat, urgent=True)

        await asyncio.gather(*(both(str(number)) for number in range(40)))
        assert len(line.moments()) == 80
        assert spread(line.moments(), 29) >= 1

    virtually(scene())


def test_what_is_given_back_is_one_place() -> None:
    """A turn in which nothing is sent has taken no more."""

    async def scene() -> None:
        line = Line()
        for number in range(10):
            async with line.pace.turn(str(number)):
                pass
        answers = (line.answer(str(number), urgent=True) for number in range(100, 160))
        await asyncio.gather(*answers)
        assert spread(line.moments(), 29) >= 1
        assert spread(line.moments(), 28) < 1

    virtually(scene())


def test_who_goes_away_before_their_turn_gives_the_place_back() -> None:
    """As all twenty-four do here, behind one who keeps the turn for long."""

    async def scene() -> None:
        line = Line()
        async with line.pace.turn("7", urgent=True):
            waiting = [asyncio.create_task(line.answer("7")) for _ in range(24)]
            await asyncio.sleep(0.1)
            for task in waiting:
                task.cancel()
            await asyncio.gather(*waiting, return_exceptions=True)
        began = now()
        await asyncio.gather(*(line.answer(str(number)) for number in range(100, 124)))
        assert now() - began < 0.5

    virtually(scene())


def test_what_is_not_said_to_be_urgent_leaves_four_places() -> None:
    """Neither turns nor calls are urgent by themselves; bulk is one message by itself."""

    async def scene() -> None:
        line = Line()

        async def answer(chat: str) -> None:
            async with line.pace.turn(chat), line.pace.going(chat):
                await asyncio.sleep(0.05)

        began = now()
        await asyncio.gather(*(answer(str(number)) for number in range(24)))
        assert now() - began < 0.5
        later = asyncio.create_task(answer("100"))
        await asyncio.gather(*(line.answer(str(n), urgent=True) for n in range(200, 204)))
        assert now() - began < 0.5
        await later
        assert now() - began >= 1

    virtually(scene())


def test_the_pictures_of_an_album_leave_four_places_too() -> None:
    """All of them, not only the first."""

    async def scene() -> None:
        line = Line()
        await asyncio.gather(*(line.answer(str(number)) for number in range(22)))
        began = now()
        await line.answer("100", count=3)
        assert now() - began >= 0.9

    virtually(scene())


def test_an_album_that_waits_is_passed_by_what_is_urgent_only() -> None:
    """Who asked before has the first place that is free, however many it needs."""

    async def scene() -> None:
        line = Line()
        await asyncio.gather(*(line.answer(str(number)) for number in range(20)))
        asked = now()
        async with asyncio.TaskGroup() as group:
            group.create_task(line.answer("101", count=10))
            await asyncio.sleep(0.01)
            for number in range(200, 203):
                group.create_task(line.answer(str(number)))
            group.create_task(line.answer("300", urgent=True))
        assert line.moments("urgent")[0] - asked < 0.1
        assert min(line.moments("answer")[20:]) - asked > 0.9, "nobody has gone before the album"

    virtually(scene())


def test_bulk_may_take_every_place() -> None:
    """Evenly: twenty-eight are through before a second is over."""

    async def scene() -> None:
        line = Line()

        async def part(chat: str) -> None:
            async with line.pace.bulk(chat):
                await line._call("digest", 1)

        await asyncio.gather(*(part(str(number)) for number in range(28)))
        moments = line.moments()
        assert 0.7 < moments[-1] - moments[0] < 0.9

    virtually(scene())


def test_a_chat_with_one_place_left_need_not_wait() -> None:
    """With none it has to, until the first of its messages is three seconds old."""

    async def scene() -> None:
        line = Line()
        for _ in range(2):
            await line.answer("7")
        assert line.pace.wait("7") == 0
        await line.answer("7")
        assert line.pace.wait("7") == pytest.approx(2.9, abs=0.01)

    virtually(scene())


def test_when_all_have_waited_progress_is_shown() -> None:
    """At that very moment; and what it showed has come once."""

    async def scene() -> None:
        line = Line()

        async def progress(chat: str) -> bool:
            async with line.pace.going_if_free(chat) as may:
                return may

        await line.pace.hold_all(4)
        assert not await progress("7")
        await asyncio.sleep(4)
        for number in range(10):
            assert await progress(str(number))
        await asyncio.sleep(2)
        answers = (line.answer(str(number), urgent=True) for number in range(100, 160))
        await asyncio.gather(*answers)
        assert spread(line.moments(), 29) >= 1

    virtually(scene())


def test_what_takes_no_time_has_a_place_among_digests() -> None:
    """However many of them go: somebody who is answered every other second waits for none."""

    async def scene() -> None:
        line = Line(lasts=0.03)
        waited = []
        async with asyncio.TaskGroup() as group:
            for number in range(280):
                group.create_task(line.digest(str(number)))
            for number in range(1_000, 1_008):
                await asyncio.sleep(1.13)
                asked = now()
                await line.answer(str(number), urgent=True)
                waited.append(now() - asked - 0.03)
        assert max(waited) < 0.001
        assert spread(line.moments(), 29) >= 1

    virtually(scene())


def test_no_second_has_more_than_thirty_though_calls_come_through_together() -> None:
    """As after a line that hung: those begun before it did are seen with those begun after."""

    async def scene() -> None:
        pace, seen = Pace(now=now), list[float]()
        hangs = asyncio.Event()

        async def call() -> None:
            await hangs.wait()
            seen.append(now())

        async def digest(chat: str) -> None:
            async with pace.bulk(chat):
                await call()

        async def answer(chat: str) -> None:
            async with pace.turn(chat, urgent=True), pace.going(chat, urgent=True):
                await call()

        async with asyncio.TaskGroup() as group:
            for number in range(60):
                group.create_task(digest(str(number)))
            await asyncio.sleep(5)
            for number in range(100, 110):
                group.create_task(answer(str(number)))
            await asyncio.sleep(5)
            hangs.set()
        assert len(seen) == 70
        assert spread(seen, 30) >= 1
        assert spread(seen, 29) == 0

    virtually(scene())


def test_the_cap_is_used_while_people_are_answered() -> None:
    """Two a second of them, in turn at once and after long, and calls as long as they are usually.

    What digests and answers together take of the 28 a second, from the first digest to the last.
    """

    async def scene() -> None:
        chance = Random(11)
        pace, begun = Pace(now=now), list[float]()
        over = asyncio.Event()

        async def call() -> None:
            begun.append(now())
            await asyncio.sleep(chance.uniform(0.02, 0.06))

        async def digest(chat: str) -> None:
            async with pace.bulk(chat):
                await call()

        async def answer(chat: str, urgent: bool) -> None:
            async with pace.turn(chat, urgent=urgent), pace.going(chat, urgent=urgent):
                await call()

        async def ask() -> None:
            async with asyncio.TaskGroup() as group:
                for number in range(10_000, 20_000):
                    if over.is_set():
                        return
                    group.create_task(answer(str(number), urgent=number % 3 != 0))
                    await asyncio.sleep(0.5)

        asking = asyncio.create_task(ask())
        await asyncio.gather(*(digest(str(number)) for number in range(1_500)))
        over.set()
        await asking
        used = len(begun) / 28 / (begun[-1] - begun[0])
        sys.stdout.write(f"{used:.1%} of 28 a second used\n")
        assert used > 0.985

    virtually(scene())


def test_the_clock_is_the_machines_own() -> None:
    """One that nobody sets."""
    assert Pace().wait("7") == 0

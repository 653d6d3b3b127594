"""Which places of a second answers take that take their time."""

from __future__ import annotations

import asyncio

import pytest

from tests.fakes.virtual_time import now, virtually
from tests.platforms.telegram.line import Line


@pytest.mark.parametrize("before", ["urgent", "progress", "given back"])
def test_what_went_before_leaves_slow_answers_their_places(before: str) -> None:
    """Twenty-four a second, neither fewer nor more, whatever was counted until then."""

    async def scene() -> None:
        line = Line()
        for number in range(1_000, 1_015):
            if before == "urgent":
                await line.answer(str(number), urgent=True)
            elif before == "progress":
                async with line.pace.going_if_free(str(number)):
                    await asyncio.sleep(0.01)
            else:
                async with line.pace.turn(str(number)):
                    pass
        await asyncio.sleep(2)
        began = now()
        await asyncio.gather(*(line.answer(str(number)) for number in range(25)))
        moments = [moment - began for moment in line.moments("answer")]
        assert max(moments[:24]) < 0.1
        assert moments[24] >= 1

    virtually(scene())


def test_slow_answers_wait_for_what_is_urgent() -> None:
    """Also where they have waited for longer."""

    async def scene() -> None:
        line = Line()
        await asyncio.gather(*(line.answer(str(n), urgent=True) for n in range(100, 129)))
        async with asyncio.TaskGroup() as group:
            for number in range(20):
                group.create_task(line.answer(str(number)))
            await asyncio.sleep(0.1)
            for number in range(200, 229):
                group.create_task(line.answer(str(number), urgent=True))
        assert min(line.moments("answer")) > max(line.moments("urgent"))

    virtually(scene())

"""The pace that processes keep together, and a chat's own."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.platforms.common_pace import CommonPace
from bot.platforms.telegram.sending.pacing import Pace
from domain.concurrency.processes import Standing
from storage import TableStore
from storage.places import PostgresPlace
from tests.storage.postgres.test_serving import joined, store_of
from tests.storage.queueing import GROUP, HERE, NOW, SENT, claimed, follow, plan

RATE = 24.0
NEXT = "SELECT extract(epoch FROM {} - now()) FROM paces WHERE name = 'telegram/a'"


async def seconds(store: TableStore, column: str) -> float:
    """How far off a moment is."""
    row = await store._writer.run(lambda database: database.execute(NEXT.format(column)).fetchone())
    return float(row[0])


async def test_moments_are_given_once(postgres: TableStore) -> None:
    """Evenly, to whoever asks; what somebody waits for comes first, and puts the rest off."""
    assert postgres.shared
    paces = postgres.shared.paces
    assert await paces.moments("telegram/a", 240, rate=RATE) == 0
    waits = [await paces.moments("telegram/a", 24, rate=RATE) for _ in range(2)]
    assert 8 < waits[0] <= 10
    assert 9 < waits[1] <= 11
    assert await paces.moments("telegram/a", 1, rate=RATE, is_urgent=True) == 0
    assert await paces.moments("telegram/a", 48, rate=RATE, is_urgent=True) <= 1 / RATE
    assert 1 < await paces.moments("telegram/a", 1, rate=RATE, is_urgent=True) <= 2 + 1 / RATE
    assert 12 < await paces.moments("telegram/a", 24, rate=RATE) <= 12 + 50 / RATE
    assert await paces.moments("telegram/b", 24, rate=RATE) == 0, "another bot's"
    await postgres._writer.run(
        lambda database: database.execute("UPDATE paces SET next_at = now() - interval '9 s'")
    )
    assert await paces.moments("telegram/a", 24, rate=RATE) == 0
    assert await seconds(postgres, "next_at") > 0, "what was not used is not made up for"


async def test_a_rest_is_everybody_s(postgres: TableStore) -> None:
    """Where a platform asks one process to send nothing, none does, not even an answer."""
    assert postgres.shared
    paces = postgres.shared.paces
    beside = Beside()
    here, there = (
        CommonPace(paces, beside, "telegram", "1:rests")  # type: ignore[arg-type]
        for _ in range(2)
    )
    here._began = there._began = -60.0
    await here.rest(60)
    assert await paces.moments(here._name, 1, rate=RATE) == 0, "one that is alone rests by itself"
    beside.others = 1
    pace = Pace(common=here)
    await pace.hold_all(30)
    await pace.hold_all(5)
    for is_urgent in (False, True):
        wait = await paces.moments(there._name, 1, rate=RATE, is_urgent=is_urgent)
        assert 28 < wait <= 30.1
    assert await paces.moments("telegram/another", 1, rate=RATE) == 0
    await paces.rest("telegram/new", 30)
    assert 28 < await paces.moments("telegram/new", 1, rate=RATE) <= 30.1
    await here.rest(10_000)
    assert 598 < await paces.moments(there._name, 1, rate=RATE) <= 600.1


class Beside:
    """A process beside which there are others, or not."""

    others = 0

    def standing(self) -> Standing:
        """How it stands."""
        return Standing(process=1, others=self.others)


async def test_alone_a_process_needs_no_moment(postgres: TableStore) -> None:
    """With others it takes some at a time, and one for each message."""
    assert postgres.shared
    beside = Beside()
    pace = CommonPace(postgres.shared.paces, beside, "telegram", "1:token")  # type: ignore[arg-type]
    pace._began -= 60
    await pace.moment()
    await pace.urgently()
    assert not pace._moments
    beside.others = 1
    await pace.moment()
    await pace.moment()
    assert len(pace._moments) == 2
    await pace.moment(4)
    assert len(pace._moments) == 2
    await pace.urgently(2)


class Given:
    """Moments one a second, from now on."""

    def __init__(self) -> None:
        self.next = time.monotonic()

    async def moments(
        self, name: str, count: int, *, rate: float, is_urgent: bool = False
    ) -> float:
        """Seconds until the first of some."""
        first = max(self.next, time.monotonic())
        self.next = first + count / rate
        return first - time.monotonic()


async def test_what_stood_still_asks_for_other_moments() -> None:
    """Else all that waited for theirs would go at once: after a pause, or a commit that hung."""
    beside, given = Beside(), Given()
    beside.others = 1
    pace = CommonPace(given, beside, "telegram", "1:token")  # type: ignore[arg-type]
    pace._began -= 60
    went: list[float] = []

    async def one() -> None:
        await pace.moment()
        went.append(time.monotonic())

    waiting = [asyncio.create_task(one()) for _ in range(12)]
    await asyncio.sleep(0.05)
    before = len(went)
    time.sleep(0.5)  # noqa: ASYNC251 (as a process that is frozen)
    await asyncio.gather(*waiting)
    after = went[before:]
    assert after[-1] - after[0] > (len(after) - 5) / RATE
    begun: list[float] = []

    async def begin() -> None:
        begun.append(time.monotonic())

    await pace.begun(begin, time.monotonic())
    assert len(begun) == 1
    last = given.next
    await pace.begun(begin, time.monotonic() - 1, 4)
    assert len(begun) == 3, "it is looked again whether it may"
    assert given.next > last, "at another moment, as that one is long gone"


@pytest.mark.parametrize(("ref", "gap"), [(HERE, 1.0), (GROUP, 3.2)])
async def test_a_chat_s_next_part_is_due_later(
    lasting: PostgresPlace, postgres: TableStore, ref: object, gap: float
) -> None:
    """Whichever process sends it, none needs to remember when the chat was written to."""
    store = store_of(lasting, joined(lasting))
    await follow(store, ref)  # type: ignore[arg-type]
    await plan(store, "a", "b")
    (part,) = await claimed(store)
    await store.begin_parts([part.id], NOW)
    await store.settle_parts({part.id: replace(SENT, owner=part.owner)}, NOW)
    assert await claimed(store, NOW + timedelta(seconds=gap - 0.1)) == []
    assert len(await claimed(store, NOW + timedelta(seconds=gap))) == 1
    await store.close()

"""Parts that several processes have claimed: each its own, and those of the dead anybody's."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import psycopg
import pytest

from domain.deliveries import Parcel
from storage import TableStore
from storage.places import PostgresPlace
from tests.storage.postgres.server import emptied
from tests.storage.postgres.test_serving import PASSED, Frozen, joined, store_of
from tests.storage.queueing import NOW, SENT, claimed, figures_of, follow, plan


@pytest.fixture
async def both(lasting: PostgresPlace) -> AsyncIterator[tuple[TableStore, TableStore]]:
    """The stores of two processes, the first of which a test may freeze."""
    opened = store_of(lasting, joined(lasting))
    await opened._writer.run(emptied)
    await opened.close()
    one = store_of(lasting, joined(lasting, Frozen, seconds=60.0))
    other = store_of(lasting, joined(lasting, seconds=60.0))
    yield one, other
    for store in (one, other):
        await store.close()


async def taken_for_dead(place: PostgresPlace, one: TableStore) -> None:
    """Have a process be dead for all others."""
    with psycopg.connect(place.url, autocommit=True) as connection:
        number = one.standing().process
        connection.execute(f"{PASSED} WHERE process = {number}".encode())
    joined(place).leave()


async def test_what_another_has_claimed_is_left_alone(
    both: tuple[TableStore, TableStore], lasting: PostgresPlace
) -> None:
    """As it may be sending; once it is dead, anybody takes it up."""
    one, other = both
    await follow(one)
    await plan(one, "a", "b")
    (part,) = await claimed(one)
    assert part.owner == one.standing().process
    assert await other.begin_parts([part.id], NOW) == frozenset()
    assert await other.recover_parts("telegram", NOW, 0.0) == 0
    assert await claimed(other) == []
    await other.settle_parts({part.id: SENT}, NOW)
    await taken_for_dead(lasting, one)
    assert await other.recover_parts("telegram", NOW, 0.0) == 0
    (again,) = await claimed(other)
    assert (again.payload, again.owner) == ("a", other.standing().process)
    assert await one.begin_parts([part.id], NOW) == frozenset(), "it goes on as another"
    await one.settle_parts({part.id: replace(SENT, owner=part.owner)}, NOW)
    assert (await figures_of(other)).sent == 0


async def test_what_another_has_claimed_is_not_rendered(
    both: tuple[TableStore, TableStore],
) -> None:
    """Its messages are those that its claimer sends."""
    one, other = both
    await follow(one)
    await plan(one, "a")
    (part,) = await one.claim_parts("telegram", NOW, 1)
    assert await other.keep_rendered({part.id: [Parcel("theirs")]}) == []
    (mine,) = await one.keep_rendered({part.id: [Parcel("mine"), Parcel("more")]})
    assert (mine.payload, mine.parts, mine.document) == ("mine", 2, "")
    assert await one.keep_rendered({part.id: [Parcel("anew")]}) == [mine]


async def test_what_is_being_dealt_with_stays(both: tuple[TableStore, TableStore]) -> None:
    """What a process has claimed and does not know of, as its answer was lost, is taken up."""
    one, _ = both
    await follow(one)
    await plan(one, "a")
    (part,) = await claimed(one)
    await one.recover_parts("telegram", NOW, 0.0, keeping=[part.id])
    assert await claimed(one) == []
    await one.recover_parts("telegram", NOW, 0.0)
    assert len(await claimed(one)) == 1


async def test_the_dead_are_believed_late(
    both: tuple[TableStore, TableStore], lasting: PostgresPlace
) -> None:
    """A process that was frozen while it sent tells what became of it."""
    one, other = both
    await follow(one)
    await plan(one, "a")
    (part,) = await claimed(one)
    await one.begin_parts([part.id], NOW)
    await taken_for_dead(lasting, one)
    assert await other.recover_parts("telegram", NOW, 0.0) == 1
    await other.settle_parts({part.id: SENT}, NOW)
    assert (await figures_of(one)).unknown == 1, "of another's it cannot tell"
    await one.settle_parts({part.id: replace(SENT, owner=part.owner)}, NOW)
    assert ((await figures_of(one)).sent, (await figures_of(one)).unknown) == (1, 0)

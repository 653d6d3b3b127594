"""What platforms have sent: kept once, dealt with by one process at a time, in a chat's order."""

from __future__ import annotations

import asyncio
import threading
from collections import defaultdict
from collections.abc import AsyncIterator

import pytest

from domain.concurrency.processes import News
from domain.ports.sharing.inbox import KeptUpdate
from storage import TableStore
from storage.places import PostgresPlace
from storage.postgres.inbox import LEASE, MOST_TRIES, MOST_WAITING, InboxRows
from tests.patience import PATIENCE
from tests.storage.postgres.server import emptied
from tests.storage.postgres.test_serving import joined, store_of

BOT = "7"


class Process:
    """One that deals with updates, until it is killed."""

    def __init__(self, place: PostgresPlace) -> None:
        self.store: TableStore = store_of(place, joined(place))
        self.inbox = InboxRows(self.store._writer)

    async def claim(self, limit: int = 10, *, looks: bool = False) -> list[tuple[int, str]]:
        """Numbers and chats of what it takes."""
        claimed = await self.inbox.claim_updates(BOT, limit, held=() if looks else None)
        return [(each.id, each.chat) for each in claimed]


@pytest.fixture
async def both(lasting: PostgresPlace) -> AsyncIterator[tuple[Process, Process]]:
    """Two processes on an empty database."""
    here = Process(lasting)
    await here.store._writer.run(emptied)
    await here.store.close()
    processes = Process(lasting), Process(lasting)
    yield processes
    for process in processes:
        await process.store.close()


def updates(*of: tuple[int, str]) -> list[KeptUpdate]:
    """Updates of chats."""
    return [KeptUpdate(number, chat, f"body {number}") for number, chat in of]


async def test_each_is_kept_once(both: tuple[Process, Process]) -> None:
    """However often the platform repeats it; no word stays of what was dealt with."""
    here, there = both
    for process, came in ((here, ((1, "a"), (2, "b"))), (there, ((2, "b"), (3, "b")))):
        assert await process.inbox.keep_updates(BOT, updates(*came)) == []
    assert await here.claim() == [(1, "a"), (2, "b")]
    await here.inbox.dealt_with(BOT, [1, 2])
    assert await there.inbox.keep_updates(BOT, updates((1, "a")), take=1) == []
    assert await there.claim() == [(3, "b")]
    kept = "SELECT chat, body FROM updates WHERE state = 'done'"
    rows = await here.store._writer.run(lambda database: database.execute(kept).fetchall())
    assert rows == [("", "")] * 2
    many = [(number, "flood") for number in range(10, 20 + MOST_WAITING)]
    await here.inbox.keep_updates(BOT, updates(*many))
    await here.inbox.tidy_updates(BOT)
    await here.inbox.keep_updates(BOT, updates((1, "a")))
    count = "SELECT count(*) FROM updates WHERE state = 'waiting'"
    rows = await here.store._writer.run(lambda database: database.execute(count).fetchall())
    assert rows == [(MOST_WAITING,)]


async def test_whoever_keeps_some_begins_with_them(both: tuple[Process, Process]) -> None:
    """In one transaction, by the same rules; others are told where there is more."""
    here, there = both
    heard = threading.Event()
    there.store.hear(heard.set, News.UPDATES)
    listening = "SELECT count(*) FROM pg_stat_activity WHERE query = 'LISTEN papercrier'"
    while (await here.store._writer.run(lambda one: one.execute(listening).fetchone()))[0] < 2:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    heard.clear()
    came = updates((1, "a"), (2, "a"), (3, "b"))
    assert await here.inbox.keep_updates(BOT, came[:1], take=3) == came[:1]
    assert await here.inbox.keep_updates(BOT, came[:1], take=3) == []
    await here.inbox.dealt_with(BOT, [1])
    assert await here.inbox.keep_updates(BOT, came[2:], take=3) == came[2:]
    assert not heard.is_set(), "nobody is needed for these"
    assert await here.inbox.keep_updates(BOT, updates((4, "c"), (5, "c")), take=1) == [
        KeptUpdate(4, "c", "body 4")
    ]
    assert await asyncio.to_thread(heard.wait, PATIENCE)


async def test_of_a_chat_one_after_another(both: tuple[Process, Process]) -> None:
    """Later ones may be begun with while one takes long, by the process that deals with it."""
    here, there = both
    await here.inbox.keep_updates(BOT, updates((1, "a"), (2, "a"), (3, "b"), (4, "a")))
    assert await here.claim(1) == [(1, "a")]
    assert await there.claim() == [(3, "b")]
    assert await here.claim() == []
    await here.inbox.begun_with(BOT, [1])
    assert await there.claim() == []
    assert await here.claim() == [(2, "a")]
    await here.inbox.dealt_with(BOT, [1, 2])
    assert await there.claim() == [(4, "a")]
    await there.inbox.hand_back(BOT, [4])
    assert await here.claim() == [(4, "a")]


async def test_what_a_process_had_that_is_no_more_is_done_by_another(
    both: tuple[Process, Process], lasting: PostgresPlace
) -> None:
    """As soon as it is taken for dead; what ends one process after another is given up."""
    here, _ = both
    await here.inbox.keep_updates(BOT, updates((1, "a"), (2, "a")))
    for _ in range(MOST_TRIES):
        assert await here.claim(0, looks=True) == []
        ended = Process(lasting)
        assert await ended.claim() == [(1, "a")]
        assert await here.claim(looks=True) == []
        await ended.store.close()
    assert await here.claim(looks=True) == [(2, "a")]


async def test_what_its_own_process_does_not_know_of_is_free(
    both: tuple[Process, Process],
) -> None:
    """As where the answer to a claim was lost: after a minute, unless it is told of."""
    here, there = both
    await here.inbox.keep_updates(BOT, updates((1, "a"), (2, "b")))
    assert await here.claim() == [(1, "a"), (2, "b")]
    passed = "UPDATE updates SET until = until - make_interval(secs => ?)"
    await here.store._writer.run(lambda database: database.execute(passed, [LEASE]) and None)
    await here.inbox.claim_updates(BOT, 0, held=[1])
    assert await there.claim(looks=True) == [(2, "b")]


async def test_many_processes_leave_a_chats_order_alone(both: tuple[Process, Process]) -> None:
    """Nothing is done twice, or before what came earlier in its chat."""
    done: defaultdict[str, list[int]] = defaultdict(list)
    wanted = [(number, f"chat {number % 4}") for number in range(40)]

    async def deal(process: Process) -> None:
        while sum(map(len, done.values())) < len(wanted):
            claimed = await process.claim(3)
            for number, chat in claimed:
                done[chat].append(number)
            if claimed:
                await process.inbox.dealt_with(BOT, [number for number, _ in claimed])

    await asyncio.gather(
        both[0].inbox.keep_updates(BOT, updates(*wanted)), *(deal(each) for each in both * 2)
    )
    assert sorted(done.values()) == [[*range(rest, 40, 4)] for rest in range(4)]

"""Delivery: each part once, in job, whatever the platform, the store and the process do."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from domain.chats import Chat, ChatRef, Subscription
from domain.deliveries import Delivery, OutboxFigures, Outcome
from domain.errors import StoreError
from domain.messages import as_is
from domain.topics import Topic
from scheduler import delivery
from scheduler.delivery import Deliveries
from storage import TableStore, open_store
from tests.fakes.clock import SettableClock
from tests.fakes.messenger import FakeMessenger
from tests.patience import PATIENCE
from tests.storage.queueing import rendered, turn
from topics.language import parse_query

NOW = datetime(2024, 3, 8, 8, tzinfo=UTC)
DAY = date(2024, 3, 8)
ONE, TWO, THREE = (ChatRef("telegram", str(number)) for number in (1, 2, 3))
TOPIC = Topic("waves", parse_query("cat:cs.CV waves"))
FULL = StoreError(as_is("The disk is full."))


class Post:
    """A post office with a store, a clock and a platform."""

    def __init__(self, store: TableStore) -> None:
        self.store = store
        self.clock = SettableClock(NOW)
        self.messenger = FakeMessenger()
        self.deliveries = Deliveries(self.messenger, store, self.clock, render=rendered)

    async def queue(self, ref: ChatRef, *parts: str) -> None:
        """A digest of some parts for a chat."""
        await self.store.save_chat(Chat(ref))
        await self.store.subscribe([Subscription(ref, TOPIC, NOW)])
        due = await self.store.due_chats([ref.platform], NOW, 100)
        (chat,) = (chat for chat in due if chat.chat.ref == ref)
        assert await self.store.take_turns([turn(chat, *parts)], NOW) == 1
        self.deliveries.wake()

    @asynccontextmanager
    async def working(self, last_sends: float = 10.0) -> AsyncIterator[None]:
        """Deliveries under way within the block, and closed after it."""
        self.deliveries = Deliveries(self.messenger, self.store, self.clock, render=rendered)
        running = asyncio.create_task(self.deliveries.run())
        try:
            yield
        finally:
            await self.deliveries.close(last_sends)
            await running

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Wait for something to be so, looking into the outbox all the while."""
        async with asyncio.timeout(PATIENCE):
            while not is_so():
                self.deliveries.wake()
                await asyncio.sleep(0.001)

    async def settled(self, count: int) -> OutboxFigures:
        """Wait until only so many parts are open; how matters stand then."""
        async with asyncio.timeout(PATIENCE):
            while True:
                figures = await self.store.outbox_figures()
                if figures and figures[0].queued == count:
                    return figures[0]
                self.deliveries.wake()
                await asyncio.sleep(0.001)

    def arrived(self, *chats: ChatRef) -> list[list[str]]:
        """What chats have got."""
        return [self.messenger.arrived[chat] for chat in chats]


@pytest.fixture
async def post(tmp_path: Path) -> AsyncIterator[Post]:
    """A post office that is closed yet."""
    store = open_store(tmp_path / "papercrier.db")
    yield Post(store)
    await store.close()


async def test_parts_arrive_in_order(post: Post) -> None:
    """Each once, and as many chats as there are."""
    for ref in (ONE, TWO, THREE):
        await post.queue(ref, "a", "b", "c")
    async with post.working():
        figures = await post.settled(0)
    assert post.arrived(ONE, TWO, THREE) == [["a", "b", "c"]] * 3
    assert figures.sent == 9
    assert len(post.messenger.tries) == 9


async def test_a_slow_chat_holds_up_nobody(post: Post) -> None:
    """Its own parts wait; the others' arrive."""
    post.messenger.slow[ONE] = asyncio.Event()
    for ref in (ONE, TWO):
        await post.queue(ref, "a", "b")
    async with post.working():
        await post.until(lambda: len(post.messenger.arrived[TWO]) == 2)
        await post.settled(2)
        assert post.arrived(ONE, TWO) == [[], ["a", "b"]]
        post.messenger.slow[ONE].set()
        await post.settled(0)
    assert post.arrived(ONE) == [["a", "b"]]


async def test_a_chat_that_has_to_wait_is_put_off(post: Post) -> None:
    """Until it may be written to; it takes no place of those that are dealt with."""
    post.messenger.waits[ONE] = 30.0
    for ref in (ONE, TWO):
        await post.queue(ref, "a")
    async with post.working():
        await post.settled(1)
        assert post.arrived(ONE, TWO) == [[], ["a"]]
        assert post.messenger.tries == [f"{TWO}:{DAY}:0"]
        post.messenger.waits.clear()
        post.clock.advance(seconds=31)
        await post.settled(0)
    assert post.arrived(ONE) == [["a"]]


async def test_a_platform_that_does_not_serve(post: Post) -> None:
    """All wait, nothing is tried, nothing is lost."""
    post.messenger.serves = False
    await post.queue(ONE, "a", "b")
    async with post.working():
        for _ in range(5):
            post.deliveries.wake()
            await asyncio.sleep(0)
        assert (await post.settled(1)).sent == 0
        assert post.messenger.tries == []
        post.messenger.serves = True
        await post.settled(0)
    assert post.arrived(ONE) == [["a", "b"]]


@pytest.mark.parametrize(
    ("trouble", "pause"),
    [
        (Outcome.UNSENT, 2.0),
        (Delivery(outcome=Outcome.LIMITED, retry_after=35.0), 35.0),
        (Delivery(outcome=Outcome.MOVED, moved_to="-1005"), 0.0),
        (Outcome.FORBIDDEN, 60.0),
    ],
)
async def test_what_was_surely_not_sent_is_sent_later(
    post: Post, trouble: Delivery | Outcome, pause: float
) -> None:
    """When it may be; the parts after it wait for it."""
    post.messenger.plans[ONE] = [trouble]
    await post.queue(ONE, "a", "b")
    async with post.working():
        await post.until(lambda: len(post.messenger.tries) == 1)
        if pause:
            await post.settled(2)
            assert post.arrived(ONE) == [[]]
            post.clock.advance(seconds=pause)
        await post.settled(0)
    assert post.arrived(ONE) == [["a", "b"]]


async def test_unknown_is_never_sent_again(post: Post) -> None:
    """On a platform that would not know it again; it is counted, and the rest goes on."""
    post.messenger.plans[ONE] = [Outcome.UNKNOWN]
    await post.queue(ONE, "a", "b")
    async with post.working():
        figures = await post.settled(0)
        post.clock.advance(hours=1)
        await post.settled(0)
    assert post.messenger.tries == [f"{ONE}:{DAY}:0", f"{ONE}:{DAY}:1"]
    assert post.arrived(ONE) == [["b"]]
    assert figures.unknown == 1


async def test_unknown_is_sent_again_where_it_is_known_again(post: Post) -> None:
    """Under the same name, and soon enough."""
    ref = ChatRef("discord", "1")
    post.messenger = FakeMessenger("discord", deduplicates=120.0)
    post.messenger.plans[ref] = [Outcome.UNKNOWN]
    await post.queue(ref, "a", "b")
    async with post.working():
        await post.until(lambda: len(post.messenger.tries) == 1)
        await post.settled(2)
        post.clock.advance(seconds=2)
        figures = await post.settled(0)
    assert post.messenger.tries[0] == post.messenger.tries[1]
    assert figures.unknown == 0
    assert figures.sent == 2


async def test_a_message_that_is_refused(post: Post) -> None:
    """Our defect: it is counted, and the chat gets the rest."""
    post.messenger.plans[ONE] = [Outcome.REFUSED]
    await post.queue(ONE, "a", "b")
    async with post.working():
        figures = await post.settled(0)
    assert (figures.refused, figures.sent) == (1, 1)
    assert post.arrived(ONE) == [["b"]]


async def test_a_person_who_blocks_the_bot(post: Post) -> None:
    """Nothing more is sent to them, and it is kept that they are gone."""
    post.messenger.plans[ONE] = [Delivery(outcome=Outcome.GONE, is_final=True, reason="blocked")]
    await post.queue(ONE, "a", "b")
    await post.queue(TWO, "a")
    async with post.working():
        await post.until(lambda: bool(post.messenger.arrived[TWO]))
        await post.until(lambda: len(post.messenger.tries) == 2)
        await post.settled(0)
    assert post.messenger.arrived[ONE] == []
    assert await post.store.absence(ONE) == "blocked"


async def test_a_bug_with_one_part_stops_no_other(post: Post) -> None:
    """It is logged; the others arrive."""
    post.messenger.plans[ONE] = [ZeroDivisionError()]
    for ref in (ONE, TWO, THREE):
        await post.queue(ref, "a")
    async with post.working():
        await post.settled(1)
    assert post.arrived(TWO, THREE) == [["a"]] * 2


async def test_closing_waits_for_what_is_on_its_way(post: Post) -> None:
    """Nothing is begun any more; what was begun is kept as sent."""
    post.messenger.slow[ONE] = asyncio.Event()
    await post.queue(ONE, "a", "b")
    async with post.working():
        await post.until(lambda: len(post.messenger.tries) == 1)
        asyncio.get_running_loop().call_later(0.01, post.messenger.slow[ONE].set)
    assert post.arrived(ONE) == [["a"]]
    (figures,) = await post.store.outbox_figures()
    assert (figures.sent, figures.queued) == (1, 1)
    async with post.working():
        await post.settled(0)
    assert post.arrived(ONE) == [["a", "b"]]


@pytest.mark.parametrize(("name", "unknown"), [("telegram", 1), ("discord", 0)])
async def test_what_a_process_left_on_its_way(post: Post, name: str, unknown: int) -> None:
    """Closed before an answer came: of unknown outcome, or sent again where it is known again."""
    ref = ChatRef(name, "1")
    post.messenger = FakeMessenger(name, deduplicates=0.0 if unknown else 120.0)
    post.messenger.slow[ref] = asyncio.Event()
    await post.queue(ref, "a", "b")
    async with post.working(last_sends=0.0):
        await post.until(lambda: len(post.messenger.tries) == 1)
    post.messenger.slow.clear()
    async with post.working():
        figures = await post.settled(0)
    assert figures.unknown == unknown
    assert post.messenger.tries.count(f"{ref}:{DAY}:0") == 2 - unknown
    assert figures.sent == 2 - unknown


async def test_what_a_process_had_only_claimed(post: Post) -> None:
    """The next one sends it."""
    await post.queue(ONE, "a")
    assert len(await post.store.claim_parts("telegram", NOW, 10)) == 1
    async with post.working():
        await post.settled(0)
    assert post.arrived(ONE) == [["a"]]


@pytest.mark.parametrize("where", ["claim_parts", "begin_parts", "settle_parts", "recover_parts"])
async def test_a_store_in_trouble(post: Post, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    """Wherever it fails: nothing is sent twice, nothing lost."""
    monkeypatch.setattr(delivery, "TROUBLE", 0.001)
    works, troubles = getattr(post.store, where), [FULL, FULL]

    async def at_last(*args: Any, **more: Any) -> Any:
        if troubles:
            raise troubles.pop()
        return await works(*args, **more)

    def later() -> bool:
        post.clock.advance(seconds=1)
        return sum(map(len, post.messenger.arrived.values())) == 4

    monkeypatch.setattr(post.store, where, at_last)
    for ref in (ONE, TWO):
        await post.queue(ref, "a", "b")
    async with post.working():
        await post.until(later)
        await post.settled(0)
    assert post.arrived(ONE, TWO) == [["a", "b"]] * 2
    assert len(post.messenger.tries) == 4

"""Whatever becomes of digests, the outbox and the schedule on SQLite and in memory say the same."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import time, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from domain.chats import Chat, ChatRef, ChatSettings, Subscription, Updates
from domain.deliveries import (
    DeliveryDecision,
    OutboxPart,
    PartState,
    SchedulingDecision,
    Slot,
)
from domain.excerpts import Body
from domain.metadata.notices import LookBackTurn, ReadyNotice
from domain.metadata.updates import done_with
from domain.papers import AnnouncementKind, Paper
from domain.ports import Store
from domain.topics import Topic
from storage import open_store
from storage.memory import MemoryStore
from tests.storage.contracts.alike import (
    CHANGED,
    NOW,
    PAPERS,
    chat_of,
    due_of,
    part_of,
    rendered_of,
    sent_there,
    told_papers,
)
from tests.storage.invented import a_batch
from topics.language import parse_query

REFS = [ChatRef("telegram", "1"), ChatRef("telegram", "-5"), ChatRef("telegram", "-5", "7")]
TOPICS = [Topic("waves", parse_query("waves")), Topic("tides", parse_query("tides"))]
STATES = [PartState.SENT, PartState.UNKNOWN, PartState.REFUSED, PartState.GONE, PartState.QUEUED]


class BothOutboxes(RuleBasedStateMachine):
    """Two stores to which the same happens."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.runner = asyncio.Runner()
        self.real = open_store(Path(self.folder.name) / "papercrier.db")
        self.memory = MemoryStore()
        self.now = NOW
        self.claimed: list[tuple[OutboxPart, OutboxPart]] = []
        self.given_up: list[tuple[OutboxPart, OutboxPart]] = []

    def teardown(self) -> None:
        """Close the store and delete its file."""
        self.runner.run(self.real.close())
        self.runner.close()
        self.folder.cleanup()

    def both(self, ask: Callable[[Store], Awaitable[Any]]) -> tuple[Any, Any]:
        """What each answers."""
        return self.runner.run(_answer(ask, self.real)), self.runner.run(_answer(ask, self.memory))

    def same(self, ask: Callable[[Store], Awaitable[Any]]) -> Any:
        """What both answer."""
        real, memory = self.both(ask)
        assert real == memory
        return real

    @rule(ref=st.sampled_from(REFS), topic=st.sampled_from(TOPICS))
    def follow(self, ref: ChatRef, topic: Topic) -> None:
        """A topic, of a chat that may be new."""
        if self.same(lambda store: store.chat(ref)) is None:
            self.same(lambda store: store.save_chat(Chat(ref)))
        self.same(lambda store: store.subscribe([Subscription(ref, topic, self.now)]))

    @rule(ref=st.sampled_from(REFS), topic=st.sampled_from(TOPICS))
    def unfollow(self, ref: ChatRef, topic: Topic) -> None:
        """A topic that may not be followed."""
        self.same(lambda store: store.unsubscribe(ref, [topic.label]))

    @rule(
        ref=st.sampled_from(REFS),
        paused=st.booleans(),
        hour=st.sampled_from([8, 9]),
        updates=st.sampled_from(Updates),
        weekly=st.sampled_from([None, 4]),
    )
    def wish(
        self, ref: ChatRef, paused: bool, hour: int, updates: Updates, weekly: int | None
    ) -> None:
        """Another time, or a pause."""
        if self.same(lambda store: store.chat(ref)) is not None:
            chat_settings = ChatSettings(
                paused=paused, time=time(hour), updates=updates, weekly=weekly
            )
            self.same(lambda store: store.save_chat(Chat(ref, chat_settings)))

    @rule(ref=st.sampled_from(REFS), reason=st.sampled_from(["", "gone"]))
    def absent(self, ref: ChatRef, reason: str) -> None:
        """A chat is lost, or back."""
        self.same(lambda store: store.set_absence(ref, reason))

    @rule(ref=st.sampled_from(REFS))
    def forget(self, ref: ChatRef) -> None:
        """A chat, whatever is on its way to it."""
        self.same(lambda store: store.forget_chat(ref))

    @rule(old=st.sampled_from(["-5", "-6"]), new=st.sampled_from(["-5", "-6"]))
    def move(self, old: str, new: str) -> None:
        """A chat, to another's id or to a new one."""
        self.same(lambda store: store.move_chat("telegram", old, new))

    @rule(
        parts=st.integers(0, 3),
        seen=st.sets(st.sampled_from(PAPERS)),
        late=st.sampled_from([None, 0, 1, 30]),
        covered=st.booleans(),
    )
    def plan(self, parts: int, seen: set[str], late: int | None, covered: bool) -> None:
        """Digests for all that are due; looked at again at once, in an hour, later or never."""
        real, memory = self.both(lambda store: store.due_chats(["telegram"], self.now, 10))
        assert [chat_of(chat) for chat in real] == [chat_of(chat) for chat in memory]
        texts = [f"message {number} on 3103.0000{number}" for number in range(parts)]
        day = self.now.date()
        slot = Slot(day=day + timedelta(days=1), at=self.now)
        for store, due in ((self.real, real), (self.memory, memory)):
            turns = [
                SchedulingDecision(
                    scheduled=chat,
                    look_at=None if late is None else self.now + timedelta(hours=late),
                    slot=slot,
                    last=day,
                    covered=day if covered else chat.covered,
                    listing=day,
                    document=Body.of(json.dumps(texts)) if texts else None,
                    digest=Body.of(f"the digest of {day}") if texts else None,
                    seen=tuple(sorted(seen)),
                    notices=done_with(chat.notices, chat.chat.settings.updates),
                )
                for chat in due
            ]
            assert self.runner.run(store.take_turns(turns, self.now)) == len(turns)

    @rule(limit=st.integers(1, 3), edits=st.booleans())
    def notify(self, limit: int, edits: bool) -> None:
        """Whoever wants to hear at once of what became of a paper."""
        real, memory = self.both(lambda store: store.due_notices(["telegram"], limit))
        assert list(map(due_of, real)) == list(map(due_of, memory))
        for store, due in ((self.real, real), (self.memory, memory)):
            edit = "an edit" if edits else None
            ready = [ReadyNotice(one, '["3103.00001"]', one.told and edit) for one in due]
            assert self.runner.run(store.queue_notices(ready, self.now)) == len(due)
            assert self.runner.run(store.queue_notices(ready, self.now)) == 0

    @rule(limit=st.integers(1, 3), hours=st.sampled_from([0, 1, 200]), sends=st.booleans())
    def look_back(self, limit: int, hours: int, sends: bool) -> None:
        """Weeks that are over."""
        real, memory = self.both(lambda s: s.due_look_backs(["telegram"], self.now, limit))
        assert [replace(one, number=0) for one in real] == [replace(o, number=0) for o in memory]
        for store, due in ((self.real, real), (self.memory, memory)):
            later, text = self.now + timedelta(hours=hours), '["3103.00001"]' if sends else ""
            turns = [LookBackTurn(o, later, self.now.date(), text) for o in due]
            assert self.runner.run(store.take_look_backs(turns, self.now)) == len(due)

    @rule(paper=CHANGED, listed=st.sampled_from([None, -1, 0, 1]))
    def become(self, paper: Paper, listed: int | None) -> None:
        """A paper that may have been told is another one, as a listing or the API says."""
        if listed is None:
            self.same(lambda store: store.save_papers([paper]))
            return
        day = self.now.date() + timedelta(days=listed)
        batch = a_batch(paper.id.base, day=day, kind=AnnouncementKind.REPLACE)
        self.same(lambda store: store.save_batch(batch, [paper]))

    @rule(limit=st.integers(0, 3))
    def claim(self, limit: int) -> None:
        """Some of what is due."""
        real, memory = self.both(lambda s: s.claim_parts("telegram", self.now, limit))
        assert list(map(part_of, real)) == list(map(part_of, memory))
        real = self.runner.run(rendered_of(self.real, real))
        memory = self.runner.run(rendered_of(self.memory, memory))
        assert list(map(part_of, real)) == list(map(part_of, memory))
        self.claimed += zip(real, memory, strict=True)

    @rule(which=st.integers(0, 3))
    def begin(self, which: int) -> None:
        """A part that was claimed at some time."""
        if which < len(self.claimed):
            real, memory = self.claimed[which]
            begun = self.runner.run(self.real.begin_parts([real.id], self.now))
            assert len(self.runner.run(self.memory.begin_parts([memory.id], self.now))) == len(
                begun
            )

    @rule(
        which=st.integers(0, 3),
        state=st.sampled_from(STATES),
        unsent=st.booleans(),
        strike=st.booleans(),
        late=st.booleans(),
    )
    def settle(self, which: int, state: PartState, unsent: bool, strike: bool, late: bool) -> None:
        """A part that was claimed at some time, perhaps one that was taken up since."""
        claimed = self.given_up if late else self.claimed
        if which >= len(claimed):
            return
        real, memory = claimed.pop(which)
        decision = DeliveryDecision(
            state=state,
            due=self.now if state is PartState.QUEUED else None,
            reason=state.value,
            unsent=unsent,
            strike=strike,
            absent=real.chat if state is PartState.GONE else None,
            messages=(7, 8) if state is PartState.SENT else (),
            post="99" if unsent else "",
        )
        self.runner.run(self.real.settle_parts({real.id: decision}, self.now))
        self.runner.run(self.memory.settle_parts({memory.id: decision}, self.now))

    @rule(deduplicates=st.sampled_from([0.0, 120.0]), keeps=st.booleans())
    def recover(self, deduplicates: float, keeps: bool) -> None:
        """After a restart, or while one is being dealt with."""
        self.given_up += self.claimed[keeps:]
        self.claimed = self.claimed[:keeps]
        mine, theirs = [[pair[at].id for pair in self.claimed] for at in (0, 1)]
        asked = ("telegram", self.now, deduplicates)
        real = self.runner.run(self.real.recover_parts(*asked, mine))
        assert self.runner.run(self.memory.recover_parts(*asked, theirs)) == real

    @rule(hours=st.integers(0, 40))
    def wait(self, hours: int) -> None:
        """Time passes."""
        self.now += timedelta(hours=hours)

    @rule()
    def expire(self) -> None:
        """What has waited for too long."""
        self.same(lambda store: store.expire_stale(self.now - timedelta(hours=12)))

    @rule()
    def wake(self) -> None:
        """Who waits for announcements."""
        self.same(lambda store: store.wake_held(self.now))

    @rule()
    def tidy(self) -> None:
        """What is a month old."""
        self.same(lambda store: store.tidy(self.now))

    @rule(days=st.integers(0, 40))
    def clock(self, days: int) -> None:
        """The clock is noted; it may have been ahead."""
        self.same(lambda store: store.note_clock(self.now, self.now.date()))
        self.now -= timedelta(days=days)
        self.same(lambda store: store.note_clock(self.now, self.now.date()))
        self.same(lambda store: store.reset_due(self.now))

    @invariant()
    def figures_are_the_same(self) -> None:
        """What waits, what became of the rest, and what was told."""
        self.same(lambda store: store.outbox_figures())
        self.same(lambda store: store.unknown_parts(1))
        self.same(lambda store: store.usual_parts())
        self.same(lambda store: store.earlier_records(PAPERS))
        for ref in REFS:
            self.same(partial(told_papers, ref=ref))
            self.same(partial(sent_there, ref=ref))

    @invariant()
    def turns_are_the_same(self) -> None:
        """Who comes next, and what that needs."""
        until = self.now + timedelta(days=2)
        self.same(lambda store: store.next_looks(until))
        self.same(lambda store: store.needs(until))


async def _answer(ask: Callable[[Store], Awaitable[Any]], store: Store) -> Any:
    return await ask(store)


BothOutboxes.TestCase.settings = settings(max_examples=20, stateful_step_count=25, deadline=None)
TestBothOutboxes = BothOutboxes.TestCase

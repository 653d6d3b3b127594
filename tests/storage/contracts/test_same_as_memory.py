"""Whatever is done to both, the SQLite store and the one in memory say the same."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from domain.chats import Chat, ChatRef, KeptChat, Subscription
from domain.errors import StoreError
from domain.identifiers import PaperId
from domain.papers import Batch, Paper
from domain.ports import Store
from domain.summaries import Summary, SummaryKey
from storage import open_store
from storage.memory import MemoryStore
from tests.storage import invented

BASES = [PaperId(f"3103.0000{n}") for n in (1, 2)]
BASES += [PaperId("math/3103003"), PaperId("sample/3103004")]
IDS = [invented.HERE.chat_id, "-100999"]
REFS = [invented.HERE, invented.THERE, ChatRef("discord", "9"), ChatRef("telegram", IDS[1])]
FIRST, LAST = date(2031, 3, 2), date(2031, 3, 3)


class BothStores(RuleBasedStateMachine):
    """Two stores that are told the same."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.runner = asyncio.Runner()
        self.real = open_store(Path(self.folder.name) / "papercrier.db")
        self.fake = MemoryStore()
        self.keys: set[SummaryKey] = set()

    def teardown(self) -> None:
        """Close the store and delete its file."""
        self.runner.run(self.real.close())
        self.runner.close()
        self.folder.cleanup()

    def same(self, ask: Callable[[Store], Awaitable[Any]]) -> None:
        """Ask both the same, and compare what they answer."""

        async def answer(store: Store) -> object:
            try:
                return await ask(store)
            except StoreError as error:
                return type(error)

        real, fake = (self.runner.run(answer(store)) for store in (self.real, self.fake))
        assert real == fake

    @rule(papers=st.lists(invented.papers, max_size=3))
    def save_papers(self, papers: list[Paper]) -> None:
        """Papers alone."""
        self.same(lambda store: store.save_papers(papers))

    @rule(batch=invented.batches(), papers=st.lists(invented.papers, max_size=2))
    def save_batch(self, batch: Batch, papers: list[Paper]) -> None:
        """A batch with papers."""
        self.same(lambda store: store.save_batch(batch, papers))

    @rule(chat=invented.chats)
    def save_chat(self, chat: Chat) -> None:
        """A chat, new or changed."""
        self.same(lambda store: store.save_chat(chat))

    @rule(wanted=st.lists(invented.subscriptions, max_size=3))
    def subscribe(self, wanted: list[Subscription]) -> None:
        """Some subscriptions, perhaps of chats that are not known."""
        self.same(lambda store: store.subscribe(wanted))

    @rule(ref=invented.refs, labels=st.sets(st.sampled_from(["one", "two"])))
    def unsubscribe(self, ref: ChatRef, labels: set[str]) -> None:
        """No label, one, or both."""
        self.same(lambda store: store.unsubscribe(ref, labels))

    @rule(ref=invented.refs)
    def forget_chat(self, ref: ChatRef) -> None:
        """A chat, known or not."""
        self.same(lambda store: store.forget_chat(ref))

    @rule(old=st.sampled_from(IDS), new=st.sampled_from(IDS))
    def move_chat(self, old: str, new: str) -> None:
        """A chat, known or not, to an id that is known or not."""
        self.same(lambda store: store.move_chat("telegram", old, new))

    @rule(ref=invented.refs, manager=invented.refs, title=st.sampled_from(["one", "two"]))
    def keep_chat(self, ref: ChatRef, manager: ChatRef, title: str) -> None:
        """A chat, for the first time or again."""
        self.same(lambda store: store.keep_chat(KeptChat(ref, manager, title)))

    @rule(ref=invented.refs, manager=invented.refs)
    def release_chat(self, ref: ChatRef, manager: ChatRef) -> None:
        """Somebody who looks after a chat, or does not."""
        self.same(lambda store: store.release_chat(ref, manager))

    @rule(ref=invented.refs, reason=st.sampled_from(["", "gone"]))
    def set_absence(self, ref: ChatRef, reason: str) -> None:
        """A chat, gone or back."""
        self.same(lambda store: store.set_absence(ref, reason))

    @rule(key=invented.keys, summary=invented.summaries)
    def save_summary(self, key: SummaryKey, summary: Summary) -> None:
        """A summary, of a new key or of one that has its summary."""
        self.keys.add(key)
        self.same(lambda store: store.save_summary(key, summary))

    @rule(name=st.sampled_from(["a", "b"]), value=invented.words)
    def save_note(self, name: str, value: str) -> None:
        """A note."""
        self.same(lambda store: store.save_note(name, value))

    @invariant()
    def papers_are_the_same(self) -> None:
        """By id, and the recent ones."""
        self.same(lambda store: store.papers(BASES))
        self.same(lambda store: store.recent_papers(2))

    @invariant()
    def batches_are_the_same(self) -> None:
        """In a span, and the latest."""
        self.same(lambda store: store.batches(["cs", "math"], FIRST, LAST))
        self.same(lambda store: store.batch_states(["cs", "math"], FIRST, LAST))
        self.same(lambda store: store.latest_batches())

    @invariant()
    def what_awaits_metadata_is_the_same(self) -> None:
        """News, and what was only replaced."""
        self.same(lambda store: store.awaiting_metadata(FIRST, news=True))
        self.same(lambda store: store.awaiting_metadata(FIRST, news=False))

    @invariant()
    def chats_are_the_same(self) -> None:
        """Their settings, and what they follow."""
        for ref in REFS:
            self.same(partial(_chat, ref=ref))
        self.same(_queries)

    @invariant()
    def the_rest_is_the_same(self) -> None:
        """Summaries and notes."""
        for key in self.keys:
            self.same(partial(_summary, key=key))
        for name in "ab":
            self.same(partial(_note, name=name))


async def _chat(store: Store, ref: ChatRef) -> object:
    return (
        await store.chat(ref),
        await store.subscriptions(ref),
        await store.kept_chats(ref),
        await store.managers(ref),
        await store.absence(ref),
    )


async def _queries(store: Store) -> object:
    return sorted(map(str, await store.all_queries()))


async def _summary(store: Store, key: SummaryKey) -> object:
    return await store.summary(key)


async def _note(store: Store, name: str) -> object:
    return await store.note(name)


BothStores.TestCase.settings = settings(max_examples=15, stateful_step_count=20, deadline=None)
TestBothStores = BothStores.TestCase

"""What every `Store` must do with chats and what they follow."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from domain.chats import Chat, ChatRef, ChatSettings, Detail
from domain.errors import StoreError
from domain.ports import Store
from tests.storage.invented import (
    HERE,
    NOON,
    QUERIES,
    THERE,
    a_topic,
)

KINDS = (
    *("settings", "subscriptions", "told", "digests", "messages", "links", "buttons"),
    *("votes", "saved", "questions", "keys", "presses"),
    *("meetings", "group_saves", "ballots"),
)
NOTHING = dict.fromkeys(KINDS, 0)


class ChatContract:
    """Chats: their settings, what they follow, and being forgotten."""

    async def test_a_chat_comes_back_whole(self, store: Store) -> None:
        """With every setting."""
        settings = ChatSettings(
            time=time(7, 30),
            days=frozenset({0, 4}),
            zone="Europe/Berlin",
            language="zh",
            detail=Detail.BRIEF,
            limit=3,
            muted=("survey", "“quantum”"),
            paused=True,
        )
        await store.save_chat(Chat(HERE, settings))
        assert await store.chat(HERE) == Chat(HERE, settings)

    async def test_a_thread_is_a_chat_of_its_own(self, store: Store) -> None:
        """And so is the same number on another platform."""
        await store.save_chat(Chat(HERE))
        assert await store.chat(THERE) is None
        assert await store.chat(ChatRef("discord", HERE.chat_id, HERE.thread_id)) is None

    async def test_settings_are_replaced(self, store: Store) -> None:
        """What a chat follows stays."""
        await store.save_chat(Chat(HERE))
        await store.subscribe([a_topic()])
        changed = Chat(HERE, ChatSettings(paused=True, days=frozenset()))
        await store.save_chat(changed)
        assert await store.chat(HERE) == changed
        assert await store.subscriptions(HERE) == [a_topic()]

    async def test_subscriptions_come_oldest_first(self, store: Store) -> None:
        """Those of one moment in the order they were made."""
        await store.save_chat(Chat(HERE))
        last, first, second = (
            a_topic(QUERIES[0], since=NOON + timedelta(microseconds=1)),
            a_topic(QUERIES[1]),
            a_topic(QUERIES[2]),
        )
        assert await store.subscribe([last, first]) == 2
        assert await store.subscribe([second]) == 1
        assert await store.subscriptions(HERE) == [first, second, last]

    @pytest.mark.parametrize("query", QUERIES, ids=str)
    async def test_queries_come_back_as_the_same_tree(self, store: Store, query: object) -> None:
        """Whatever its shape."""
        (wanted,) = (known for known in QUERIES if known == query)
        await store.save_chat(Chat(HERE))
        await store.subscribe([a_topic(wanted)])
        assert await store.subscriptions(HERE) == [a_topic(wanted)]
        assert await store.all_queries() == [wanted]

    async def test_the_same_query_is_kept_as_it_was(self, store: Store) -> None:
        """Under its first label, since its first moment; another chat's is its own."""
        await store.save_chat(Chat(HERE))
        await store.save_chat(Chat(THERE))
        first = a_topic(label="first")
        again = a_topic(label="again", since=NOON - timedelta(days=1))
        assert await store.subscribe([first, again]) == 1
        assert await store.subscribe([again, a_topic(chat=THERE)]) == 1
        assert await store.subscriptions(HERE) == [first]

    async def test_only_known_chats_subscribe(self, store: Store) -> None:
        """Otherwise none of what was asked for is added."""
        await store.save_chat(Chat(HERE))
        with pytest.raises(StoreError, match="telegram:-100123 is not known"):
            await store.subscribe([a_topic(), a_topic(chat=THERE)])
        assert await store.subscriptions(HERE) == []
        assert await store.all_queries() == []

    async def test_a_topic_in_another_s_place(self, store: Store) -> None:
        """Followed since the old one was; other chats' stay."""
        for ref in (HERE, THERE):
            await store.save_chat(Chat(ref))
            await store.subscribe([a_topic(QUERIES[0], ref, label="a")])
        (before,) = await store.subscriptions(HERE)
        new = a_topic(QUERIES[1], HERE, label="a").topic
        await store.replace_topic(HERE, before.topic, new)
        (after,) = await store.subscriptions(HERE)
        assert (after.topic, after.since) == (new, before.since)
        assert [s.topic for s in await store.subscriptions(THERE)] == [before.topic]
        await store.replace_topic(HERE, before.topic, new)
        assert len(await store.subscriptions(HERE)) == 1

    async def test_unsubscribe_by_label(self, store: Store) -> None:
        """All of those labels, of that chat alone."""
        for ref in (HERE, THERE):
            await store.save_chat(Chat(ref))
            await store.subscribe(
                [
                    a_topic(QUERIES[0], ref, label="a"),
                    a_topic(QUERIES[1], ref, label="b"),
                    a_topic(QUERIES[2], ref, label="a"),
                ]
            )
        assert await store.unsubscribe(HERE, ["a", "unheard of"]) == 2
        assert await store.unsubscribe(HERE, ["a"]) == 0
        assert await store.unsubscribe(HERE, []) == 0
        assert [own.topic.label for own in await store.subscriptions(HERE)] == ["b"]
        assert len(await store.subscriptions(THERE)) == 3

    async def test_all_queries_are_those_somebody_follows(self, store: Store) -> None:
        """Each once, for as long as there is one who follows it."""
        for ref in (HERE, THERE):
            await store.save_chat(Chat(ref))
            await store.subscribe([a_topic(query, ref) for query in QUERIES[:2]])
        await store.unsubscribe(HERE, [str(QUERIES[0])])
        assert sorted(map(str, await store.all_queries())) == sorted(map(str, QUERIES[:2]))
        await store.unsubscribe(THERE, [str(QUERIES[0])])
        assert await store.all_queries() == [QUERIES[1]]
        await store.forget_chat(HERE)
        assert await store.all_queries() == [QUERIES[1]]
        await store.forget_chat(THERE)
        assert await store.all_queries() == []

    async def test_forgetting_a_chat(self, store: Store) -> None:
        """Everything of it goes and is counted; its other threads stay."""
        for ref in (HERE, THERE):
            await store.save_chat(Chat(ref))
            await store.subscribe([a_topic(query, ref) for query in QUERIES])
        gone = await store.forget_chat(HERE)
        assert gone == NOTHING | {"settings": 1, "subscriptions": len(QUERIES)}
        assert await store.chat(HERE) is None
        assert await store.subscriptions(HERE) == []
        assert await store.chat(THERE) == Chat(THERE)
        assert len(await store.subscriptions(THERE)) == len(QUERIES)

    async def test_forgetting_a_stranger(self, store: Store) -> None:
        """There was nothing of it."""
        assert await store.forget_chat(HERE) == NOTHING

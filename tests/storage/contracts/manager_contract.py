"""What every `Store` must do when chats move, go away, and are looked after."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from domain.chats import Chat, ChatRef, ChatSettings, KeptChat
from domain.ports import Store
from tests.storage.invented import HERE, NOON, QUERIES, THERE, a_topic

ANN, BEN = ChatRef("telegram", "7"), ChatRef("telegram", "8")
NEW_THERE = replace(THERE, chat_id="-100999")
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
NEW_HERE = replace(HERE, chat_id="-100999")


class ManagerContract:
    """Chats that get a new id, that cannot be written to, that somebody looks after."""

    async def test_a_chat_moves_with_its_threads(self, store: Store) -> None:
        """Settings and topics go with it; nothing is left under the old id."""
        settings = ChatSettings(limit=3)
        for ref in (HERE, THERE):
            await store.save_chat(Chat(ref, settings))
            await store.subscribe([a_topic(QUERIES[0], ref)])
        await store.keep_chat(KeptChat(THERE, ANN, "Group"))
        await store.set_absence(THERE, "gone")
        assert await store.move_chat("telegram", THERE.chat_id, NEW_THERE.chat_id) == 2
        for old, new in ((HERE, NEW_HERE), (THERE, NEW_THERE)):
            assert await store.chat(old) is None
            assert await store.subscriptions(old) == []
            assert await store.chat(new) == Chat(new, settings)
            assert await store.subscriptions(new) == [a_topic(QUERIES[0], new)]
        assert await store.kept_chats(ANN) == [KeptChat(NEW_THERE, ANN, "Group")]
        assert await store.absence(THERE) == await store.absence(NEW_THERE) == ""
        assert await store.move_chat("telegram", THERE.chat_id, NEW_THERE.chat_id) == 0

    async def test_moving_to_a_chat_that_is_known(self, store: Store) -> None:
        """It keeps its settings and gains the topics that it does not follow yet."""
        await store.save_chat(Chat(THERE, ChatSettings(limit=3)))
        await store.subscribe([a_topic(QUERIES[0], THERE), a_topic(QUERIES[1], THERE)])
        await store.save_chat(Chat(NEW_THERE, ChatSettings(limit=5)))
        known = a_topic(QUERIES[0], NEW_THERE, label="its own")
        await store.subscribe([known])
        await store.move_chat("telegram", THERE.chat_id, NEW_THERE.chat_id)
        moved = await store.chat(NEW_THERE)
        assert moved is not None
        assert moved.settings.limit == 5
        followed = await store.subscriptions(NEW_THERE)
        assert {s.topic.label for s in followed} == {"its own", str(QUERIES[1])}

    async def test_only_that_platform_moves(self, store: Store) -> None:
        """The same number elsewhere is another chat."""
        other = replace(THERE, platform="discord")
        await store.save_chat(Chat(other))
        assert await store.move_chat("telegram", THERE.chat_id, NEW_THERE.chat_id) == 0
        assert await store.chat(other) == Chat(other)

    async def test_who_looks_after_what(self, store: Store) -> None:
        """The one remembered last comes first, under its last title."""
        await store.keep_chat(KeptChat(THERE, ANN, "Old title"))
        await store.keep_chat(KeptChat(NEW_THERE, ANN, "Other"))
        await store.keep_chat(KeptChat(THERE, BEN, "Title"))
        await store.keep_chat(KeptChat(THERE, ANN, "Title"))
        anns = [KeptChat(THERE, ANN, "Title"), KeptChat(NEW_THERE, ANN, "Other")]
        assert await store.kept_chats(ANN) == anns
        assert [kept.manager for kept in await store.managers(THERE)] == [ANN, BEN]
        await store.release_chat(THERE, ANN)
        assert await store.kept_chats(ANN) == anns[1:]
        assert await store.managers(THERE) == [KeptChat(THERE, BEN, "Title")]

    async def test_being_forgotten_ends_looking_after(self, store: Store) -> None:
        """Whether the manager asks for it or the chat."""
        await store.keep_chat(KeptChat(THERE, ANN))
        await store.keep_chat(KeptChat(NEW_THERE, ANN))
        await store.keep_chat(KeptChat(NEW_THERE, BEN))
        assert (await store.forget_chat(ANN))["links"] == 2
        assert (await store.forget_chat(NEW_THERE))["links"] == 1
        assert await store.managers(NEW_THERE) == []

    async def test_a_chat_that_cannot_be_written_to(self, store: Store) -> None:
        """Its threads cannot either; one thread alone can be gone, too."""
        assert await store.absence(THERE) == ""
        await store.save_chat(Chat(HERE))
        await store.set_absence(THERE, "kicked")
        await store.end_absences(THERE.platform, "banned")
        await store.end_absences("elsewhere", "kicked")
        assert await store.absence(THERE) == "kicked"
        await store.end_absences(THERE.platform, "kicked")
        assert await store.absence(THERE) == ""
        await store.set_absence(THERE, "kicked")
        assert await store.absence(HERE) == await store.absence(THERE) == "kicked"
        await store.set_absence(HERE, "deleted")
        assert await store.absence(HERE) == "deleted"
        await store.set_absence(THERE, "")
        assert await store.absence(THERE) == ""
        assert await store.absence(HERE) == "deleted"
        assert await store.absence(ANN) == ""

    async def test_no_absence_is_kept_of_whom_nothing_else_is(self, store: Store) -> None:
        """Who asked to be forgotten, and then blocks us, stays forgotten; a manager does not."""
        await store.save_chat(Chat(ANN))
        await store.forget_chat(ANN)
        await store.set_absence(ANN, "blocked")
        assert await store.absence(ANN) == ""
        await store.keep_chat(KeptChat(THERE, BEN))
        for ref in (THERE, BEN):
            await store.set_absence(ref, "gone")
            assert await store.absence(ref) == "gone"


class ButtonContract:
    """Commands of buttons, each for its time."""

    async def test_a_button_has_its_time(self, store: Store) -> None:
        """Shown again it lasts longer, never shorter; then it is over."""
        await store.save_button("a", THERE, "/help", NOON + DAY)
        await store.save_button("a", THERE, "/help", NOON)
        assert await store.button("a", NOON + DAY - SECOND) == "/help"
        assert await store.button("a", NOON + DAY) is None
        await store.save_button("a", THERE, "/help", NOON + 2 * DAY)
        assert await store.button("a", NOON + DAY) == "/help"
        assert await store.button("b", NOON) is None

    async def test_a_chats_buttons_go_with_it(self, store: Store) -> None:
        """To its new id, and with all else that is forgotten; other threads' stay."""
        await store.save_button("a", THERE, "/help", NOON + DAY)
        await store.save_button("b", HERE, "/start", NOON + DAY)
        await store.move_chat("telegram", THERE.chat_id, NEW_THERE.chat_id)
        (row,) = (await store.traces(NEW_THERE))["buttons"]
        assert row["command"] == "/help"
        assert (await store.traces(THERE))["buttons"] == []
        assert (await store.forget_chat(NEW_THERE))["buttons"] == 1
        assert await store.button("a", NOON) is None
        assert await store.button("b", NOON) == "/start"

    async def test_traces_of_a_chat(self, store: Store) -> None:
        """What stands in the way of writing to it, and who looks after it; nothing of others."""
        await store.keep_chat(KeptChat(THERE, ANN, "Group"))
        await store.set_absence(THERE, "kicked")
        traces = await store.traces(THERE)
        assert [row["reason"] for row in traces["absences"]] == ["kicked"]
        assert [row["keeper_chat_id"] for row in traces["managers"]] == [ANN.chat_id]
        assert not any((await store.traces(BEN)).values())

"""What every `Store` must do with what was asked of papers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from domain.chats import ChatRef
from domain.deliveries import SentMessage
from domain.ports import Store
from domain.requests import Turn
from tests.storage.invented import NOON

ADA, GROUP = ChatRef("telegram", "7"), ChatRef("telegram", "-100", "5")
FIRST = Turn("2403.00001", "How many lanterns?", NOON)
LATER = Turn("2403.00001", "And ropes?", NOON + timedelta(minutes=1), refused=True)


class QuestionContract:
    """The last turns of conversations."""

    async def test_the_newest_turns_of_each_chat(self, store: Store) -> None:
        """The newest first, ten at most; each thread has its own."""
        assert await store.turns(ADA) == []
        for turn in (FIRST, LATER):
            await store.keep_turn(ADA, turn)
        await store.keep_turn(GROUP, FIRST)
        assert await store.turns(ADA) == [LATER, FIRST]
        assert await store.turns(GROUP) == [FIRST]
        assert await store.turns(replace(GROUP, thread_id="")) == []
        for number in range(12):
            await store.keep_turn(ADA, replace(LATER, question=f"{number}?"))
        assert [turn.question for turn in await store.turns(ADA)] == [
            f"{number}?" for number in range(11, 1, -1)
        ]

    async def test_turns_are_forgotten_and_move_with_their_chat(self, store: Store) -> None:
        """They are told by /export, and gone after a day."""
        for chat in (ADA, GROUP):
            await store.keep_turn(chat, FIRST)
        await store.move_chat("telegram", GROUP.chat_id, "-200")
        moved = replace(GROUP, chat_id="-200")
        assert await store.turns(moved) == [FIRST]
        (told,) = (await store.traces(ADA))["questions"]
        assert (told["paper"], told["question"]) == (FIRST.paper, FIRST.question)
        assert (await store.forget_chat(ADA))["questions"] == 1
        assert await store.turns(ADA) == []
        await store.keep_turn(moved, replace(LATER, at=NOON + timedelta(hours=20)))
        await store.tidy(NOON + timedelta(hours=25))
        assert [turn.question for turn in await store.turns(moved)] == [LATER.question]

    async def test_papers_told_lately(self, store: Store) -> None:
        """The first of each message, the newest message first, each paper once."""
        told = ((1, "2403.00001 2403.00009"), (2, "2403.00002"), (3, "2403.00001"), (4, "2403.4"))
        for number, papers in told:
            chat = GROUP if number == 4 else ADA
            at = NOON + timedelta(minutes=number)
            message = SentMessage(chat=chat, id=number, papers=tuple(papers.split()), at=at)
            await store.keep_sent([message])
        assert await store.told_lately(ADA, 3) == ["2403.00001", "2403.00002"]
        assert await store.told_lately(ADA, 1) == ["2403.00001"]
        assert await store.told_lately(replace(ADA, chat_id="8"), 3) == []

    async def test_papers_told_before_a_moment(self, store: Store) -> None:
        """All of each message, the newest first, each paper once with when it was told last."""
        for number, papers in ((1, "2403.1 2403.2"), (2, "2403.2 2403.3"), (3, "2403.4")):
            at = NOON + timedelta(minutes=number)
            message = SentMessage(chat=ADA, id=number, papers=tuple(papers.split()), at=at)
            await store.keep_sent([message])
        first, second = (NOON + timedelta(minutes=number) for number in (1, 2))
        told = await store.told_before(ADA, NOON + timedelta(minutes=3), 5)
        assert told == [("2403.2", second), ("2403.3", second), ("2403.1", first)]
        assert await store.told_before(ADA, second, 1) == [("2403.1", first)]
        assert await store.told_before(GROUP, NOON + timedelta(days=1), 5) == []

"""The last turns of conversations, in memory."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

from domain.chats import ChatRef
from domain.requests import Turn
from storage.memory.tables import InMemory
from storage.question_rules import LOOKED_AT, TURNS, first_of_each


class QuestionsInMemory(InMemory):
    """The `domain.ports.Questions` port."""

    async def keep_turn(self, chat: ChatRef, turn: Turn) -> None:
        """Keep a question that was put."""
        own = [replace(turn, at=turn.at.replace(microsecond=0)), *await self.turns(chat)]
        self._kept.turns[chat] = own[:TURNS]

    async def turns(self, chat: ChatRef) -> list[Turn]:
        """What was asked in a chat, the newest first."""
        return list(self._kept.turns.get(chat, ()))

    async def told_lately(self, chat: ChatRef, most: int) -> list[str]:
        """Base ids of the papers that its last messages began with."""
        own = (one for one in self._kept.sent.values() if one.chat == chat)
        newest = sorted(own, key=lambda one: (one.at, one.id), reverse=True)
        return first_of_each((one.papers for one in islice(newest, LOOKED_AT)), most)

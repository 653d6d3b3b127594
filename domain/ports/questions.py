"""What was asked of papers, as a port."""

from __future__ import annotations

from typing import Protocol

from domain.chats import ChatRef
from domain.requests import Turn


class Questions(Protocol):
    """The last turns of each conversation, a day long; `Chats.forget_chat` deletes them."""

    async def keep_turn(self, chat: ChatRef, turn: Turn) -> None:
        """Keep a question that was put; of a chat's, the newest few are kept."""
        ...

    async def turns(self, chat: ChatRef) -> list[Turn]:
        """What was asked in a chat, or in a thread of it, the newest first."""
        ...

    async def told_lately(self, chat: ChatRef, most: int) -> list[str]:
        """Base ids of the papers that its last messages began with, the newest first, each once."""
        ...

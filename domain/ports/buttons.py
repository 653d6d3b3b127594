"""What buttons do, and what keys open, as ports."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from domain.chats import AccessKey, ChatRef


class ButtonCommands(Protocol):
    """The commands of buttons that cannot hold them themselves, each for a time."""

    async def save_button(self, name: str, chat: ChatRef, command: str, until: datetime) -> None:
        """Keep what a button of a chat's sends until a moment, or for as long as it was kept."""
        ...

    async def button(self, name: str, now: datetime) -> str | None:
        """What a button sends; None where it is not known or its time is over."""
        ...


class Keys(Protocol):
    """The keys of each chat, one for each thing that it opens; `Chats.forget_chat` ends them."""

    async def keep_key(self, key: AccessKey) -> None:
        """Keep a key, in place of the chat's other to the same thing."""
        ...

    async def key(self, name: str) -> AccessKey | None:
        """What a key opens; None where there is no such key, or no longer."""
        ...

    async def keys_of(self, chat: ChatRef) -> list[AccessKey]:
        """The keys of a chat, by what they open."""
        ...

    async def keys_opening(self, kind: str) -> list[AccessKey]:
        """All keys to one kind of thing, by name: that is the first word of what they open."""
        ...

    async def drop_key(self, chat: ChatRef, opens: str) -> bool:
        """End a chat's key to something; whether there was one."""
        ...

"""Keys that open something of a chat's, in memory."""

from __future__ import annotations

from dataclasses import replace

from domain.chats import AccessKey, ChatRef
from storage.memory.tables import InMemory


class KeysInMemory(InMemory):
    """The `domain.ports.Keys` port."""

    async def keep_key(self, key: AccessKey) -> None:
        """Keep a key, in place of the chat's other to the same thing."""
        self._kept.keys[key.chat, key.opens] = replace(key, at=key.at.replace(microsecond=0))

    async def key(self, name: str) -> AccessKey | None:
        """What a key opens."""
        return next((key for key in self._kept.keys.values() if key.name == name), None)

    async def keys_of(self, chat: ChatRef) -> list[AccessKey]:
        """The keys of a chat, by what they open."""
        own = (key for key in self._kept.keys.values() if key.chat == chat)
        return sorted(own, key=lambda key: key.opens)

    async def keys_opening(self, kind: str) -> list[AccessKey]:
        """All keys to one kind of thing, by name."""
        some = (key for key in self._kept.keys.values() if key.opens.split(" ")[0] == kind)
        return sorted(some, key=lambda key: key.name)

    async def drop_key(self, chat: ChatRef, opens: str) -> bool:
        """End a chat's key to something."""
        return self._kept.keys.pop((chat, opens), None) is not None

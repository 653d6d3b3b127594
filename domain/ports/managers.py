"""Who looks after chats, and which cannot be written to, as a port."""

from __future__ import annotations

from typing import Protocol

from domain.chats import ChatRef, KeptChat


class Managers(Protocol):
    """Managers of chats, and chats that are absent."""

    async def keep_chat(self, kept: KeptChat) -> None:
        """Remember who looks after a chat; the one remembered last comes first."""
        ...

    async def kept_chats(self, manager: ChatRef) -> list[KeptChat]:
        """What somebody looks after, the one remembered last first."""
        ...

    async def managers(self, chat: ChatRef) -> list[KeptChat]:
        """Who looks after a chat, the one remembered last first."""
        ...

    async def release_chat(self, chat: ChatRef, manager: ChatRef) -> None:
        """Forget that somebody looks after a chat."""
        ...

    async def set_absence(self, ref: ChatRef, reason: str) -> None:
        """Keep why a chat cannot be written to; with an empty reason, that it can again.

        Of a chat that is not known and that nobody looks after, nothing is kept.
        """
        ...

    async def end_absences(self, platform: str, reason: str) -> None:
        """Keep that all chats of a platform that could not be written to for a reason now can."""
        ...

    async def absence(self, ref: ChatRef) -> str:
        """Why a chat, or the chat that a thread is in, cannot be written to; empty if it can."""
        ...

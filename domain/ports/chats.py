"""Who is served and what they follow, as a port."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from domain.chats import Chat, ChatRef, Subscription
from domain.topics import Query, Topic


class Chats(Protocol):
    """Chats, their settings and what they follow."""

    async def chat(self, ref: ChatRef) -> Chat | None:
        """A chat, if it is known."""
        ...

    async def save_chat(self, chat: Chat) -> None:
        """Keep a chat and its settings."""
        ...

    async def forget_chat(self, ref: ChatRef) -> Mapping[str, int]:
        """Delete everything kept of a chat, also from the disk; say how many rows of what.

        Those are "settings", "subscriptions", "told" papers, "digests", "links" to chats that it
        looks after or that look after it, "buttons", "messages" sent to it, "questions" asked in
        it, and its "votes" and "saved" papers.
        """
        ...

    async def traces(self, ref: ChatRef) -> Mapping[str, Sequence[Mapping[str, object]]]:
        """What is kept of a chat beside settings, topics, papers told and links, as plain data.

        By what it is: a list of rows, each by the names of its columns.
        """
        ...

    async def move_chat(self, platform: str, old_id: str, new_id: str) -> int:
        """Give a chat, with all its threads, the new id that its platform gave it.

        Where the new id is known already, its own settings stay, and it gains what it does not
        follow yet. Returns how many chats and threads moved.
        """
        ...

    async def subscriptions(self, ref: ChatRef) -> list[Subscription]:
        """What a chat follows, oldest first."""
        ...

    async def subscribe(self, subscriptions: Sequence[Subscription]) -> int:
        """Add subscriptions of known chats; one of the same query is kept as it was.

        Returns how many were added.
        """
        ...

    async def unsubscribe(self, ref: ChatRef, labels: Collection[str]) -> int:
        """End subscriptions by label; how many ended."""
        ...

    async def replace_topic(self, ref: ChatRef, old: Topic, new: Topic) -> None:
        """Have a chat follow a topic in place of another, as of when it followed that."""
        ...

    async def all_queries(self) -> list[Query]:
        """Every distinct query that anybody follows."""
        ...

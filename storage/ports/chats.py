"""Chats, what they follow, who looks after them, what they press and like."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Generator, Iterable, Mapping, Sequence
from datetime import datetime

from domain.chats import (
    AccessKey,
    Chat,
    ChatRef,
    KeptChat,
    Press,
    Profile,
    SavedPaper,
    Subscription,
    Vote,
)
from domain.concurrency.slices import in_slices
from domain.requests import Turn
from domain.topics import Query, Topic
from storage import traces
from storage.ports.threads import OnThreads
from storage.records import query_of
from storage.rows import buttons as button_rows
from storage.rows import chats as chat_rows
from storage.rows import keys as key_rows
from storage.rows import managers as manager_rows
from storage.rows import questions as question_rows
from storage.rows import tastes as taste_rows

_TRIES = 20
_PAUSE = 0.1
"""Seconds between the tries to empty the log, while somebody reads what is older."""


class ChatsInTables(OnThreads):
    """The ports `Chats`, `Managers`, `ButtonCommands`, `Tastes`, `Questions` and `Keys`."""

    async def chat(self, ref: ChatRef) -> Chat | None:
        """A chat, if it is known."""
        return await self._reader.run(chat_rows.load, ref)

    async def save_chat(self, chat: Chat) -> None:
        """Keep a chat and its settings."""
        await self._writer.run(chat_rows.save, chat)

    async def forget_chat(self, ref: ChatRef) -> Mapping[str, int]:
        """Delete everything of a chat, also from the file; how many rows of what."""
        gone = await self._writer.run(traces.forget, ref)
        for _ in range(_TRIES):
            if await self._writer.empty_log():
                break
            await asyncio.sleep(_PAUSE)
        return gone

    async def traces(self, ref: ChatRef) -> Mapping[str, Sequence[Mapping[str, object]]]:
        """What is kept of a chat beside its settings, topics, papers told and links."""
        return await self._reader.run(traces.kept, ref)

    async def move_chat(self, platform: str, old_id: str, new_id: str) -> int:
        """Rewrite a chat's id everywhere; how many chats and threads of it moved."""
        return await self._writer.run(traces.move, platform, old_id, new_id)

    async def subscriptions(self, ref: ChatRef) -> list[Subscription]:
        """What a chat follows, oldest first."""
        return await self._reader.run(chat_rows.subscriptions, ref)

    async def subscribe(self, subscriptions: Sequence[Subscription]) -> int:
        """Add subscriptions of known chats; one of the same query is kept as it was."""
        return await self._writer.run(chat_rows.subscribe, tuple(subscriptions))

    async def unsubscribe(self, ref: ChatRef, labels: Collection[str]) -> int:
        """End subscriptions by label; how many ended."""
        return await self._writer.run(chat_rows.unsubscribe, ref, tuple(labels))

    async def replace_topic(self, ref: ChatRef, old: Topic, new: Topic) -> None:
        """Have a chat follow a topic in place of another, as of when it followed that."""
        await self._writer.run(chat_rows.replace_topic, ref, old, new)

    async def all_queries(self) -> list[Query]:
        """Every distinct query that anybody follows."""
        texts = await self._reader.run(chat_rows.all_normal_forms)
        return await in_slices(_queries(texts))

    async def keep_chat(self, kept: KeptChat) -> None:
        """Remember who looks after a chat."""
        await self._writer.run(manager_rows.save, kept)

    async def kept_chats(self, manager: ChatRef) -> list[KeptChat]:
        """What somebody looks after, the one remembered last first."""
        return await self._reader.run(manager_rows.kept_by, manager)

    async def managers(self, chat: ChatRef) -> list[KeptChat]:
        """Who looks after a chat, the one remembered last first."""
        return await self._reader.run(manager_rows.managers_of, chat)

    async def release_chat(self, chat: ChatRef, manager: ChatRef) -> None:
        """Forget that somebody looks after a chat."""
        await self._writer.run(manager_rows.release, chat, manager)

    async def set_absence(self, ref: ChatRef, reason: str) -> None:
        """Keep why a chat cannot be written to, or that it can again."""
        await self._writer.run(manager_rows.set_absence, ref, reason)

    async def end_absences(self, platform: str, reason: str) -> None:
        """Keep that chats can be written to that could not for a reason."""
        await self._writer.run(manager_rows.end_absences, platform, reason)

    async def absence(self, ref: ChatRef) -> str:
        """Why a chat, or the chat that a thread is in, cannot be written to."""
        return await self._reader.run(manager_rows.absence, ref)

    async def save_button(self, name: str, chat: ChatRef, command: str, until: datetime) -> None:
        """Keep what a button of a chat's sends, until a moment."""
        await self._writer.run(button_rows.save, name, chat, command, until)

    async def button(self, name: str, now: datetime) -> str | None:
        """What a button sends, unless its time is over."""
        return await self._reader.run(button_rows.load, name, now)

    async def keep_vote(self, owner: ChatRef, vote: Vote) -> None:
        """Keep a vote, in place of an older one on the paper."""
        await self._writer.run(taste_rows.keep_vote, owner, vote)

    async def drop_vote(self, owner: ChatRef, paper: str) -> bool:
        """Take back a vote; whether there was one."""
        return await self._writer.run(taste_rows.drop_vote, owner, paper)

    async def votes(self, owner: ChatRef) -> list[Vote]:
        """All of them, the newest first."""
        return await self._reader.run(taste_rows.votes, owner)

    async def keep_press(self, chat: ChatRef, press: Press) -> None:
        """Keep what a member of a group made of a paper."""
        await self._writer.run(taste_rows.keep_press, chat, press)

    async def drop_press(self, chat: ChatRef, person: str, paper: str) -> bool:
        """Take back a member's press; whether there was one."""
        return await self._writer.run(taste_rows.drop_press, chat, person, paper)

    async def presses(self, chat: ChatRef) -> list[Press]:
        """Those of all members of a group, the newest first."""
        return await self._reader.run(taste_rows.presses, chat)

    async def keep_paper(self, owner: ChatRef, saved: SavedPaper) -> None:
        """Keep a paper to be found again."""
        await self._writer.run(taste_rows.keep_papers, owner, [saved])

    async def keep_papers(self, owner: ChatRef, saved: Collection[SavedPaper]) -> None:
        """Keep papers to be found again, all at once."""
        await self._writer.run(taste_rows.keep_papers, owner, saved)

    async def drop_paper(self, owner: ChatRef, paper: str) -> bool:
        """Keep a paper no longer; whether it was."""
        return await self._writer.run(taste_rows.drop_paper, owner, paper)

    async def kept_papers(self, owner: ChatRef) -> list[SavedPaper]:
        """All of them, the newest first."""
        return await self._reader.run(taste_rows.saved, owner)

    async def leave_out(self, owner: ChatRef, paper: str) -> bool:
        """Take a paper out of a profile; whether it was in."""
        return await self._writer.run(taste_rows.leave_out, owner, paper)

    async def set_owner(self, chat: ChatRef, owner: ChatRef) -> None:
        """Keep whose chat a private one is."""
        await self._writer.run(taste_rows.set_owner, chat, owner)

    async def liked(self, since: datetime, fewest: int) -> dict[str, int]:
        """How many people liked each paper since a moment, where that many did."""
        return await self._reader.run(taste_rows.liked, since, fewest)

    async def profiles(self, chats: Collection[ChatRef]) -> dict[ChatRef, Profile]:
        """What owners or members of some chats made of papers; chats without any are missing."""
        return await self._reader.run(taste_rows.profiles, chats)

    async def keep_turn(self, chat: ChatRef, turn: Turn) -> None:
        """Keep a question that was answered."""
        await self._writer.run(question_rows.keep, chat, turn)

    async def turns(self, chat: ChatRef) -> list[Turn]:
        """What was asked in a chat, the newest first."""
        return await self._reader.run(question_rows.turns, chat)

    async def told_lately(self, chat: ChatRef, most: int) -> list[str]:
        """Base ids of the papers that its last messages began with."""
        return await self._reader.run(question_rows.told_lately, chat, most)

    async def keep_key(self, key: AccessKey) -> None:
        """Keep a key, in place of the chat's other to the same thing."""
        await self._writer.run(key_rows.keep, key)

    async def key(self, name: str) -> AccessKey | None:
        """What a key opens."""
        return await self._reader.run(key_rows.load, name)

    async def keys_of(self, chat: ChatRef) -> list[AccessKey]:
        """The keys of a chat, by what they open."""
        return await self._reader.run(key_rows.of_chat, chat)

    async def keys_opening(self, kind: str) -> list[AccessKey]:
        """All keys to one kind of thing, by name."""
        return await self._reader.run(key_rows.opening, kind)

    async def drop_key(self, chat: ChatRef, opens: str) -> bool:
        """End a chat's key to something."""
        return await self._writer.run(key_rows.drop, chat, opens)


def _queries(texts: Iterable[str]) -> Generator[None, None, list[Query]]:
    """The queries of normal forms; thousands of them take a second to parse."""
    queries = []
    for text in texts:
        queries.append(query_of(text))
        yield
    return queries

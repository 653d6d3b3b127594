"""Votes and saved papers, in memory."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Final

from domain.chats import ChatRef, Profile, SavedPaper, Vote
from storage.memory.tables import InMemory

_MOST: Final = 1_000
"""Saved papers of a profile, the newest."""


class TastesInMemory(InMemory):
    """The `domain.ports.Tastes` port."""

    async def keep_vote(self, owner: ChatRef, vote: Vote) -> None:
        """Keep a vote."""
        self._kept.votes[owner, vote.paper] = replace(vote, at=vote.at.replace(microsecond=0))

    async def drop_vote(self, owner: ChatRef, paper: str) -> bool:
        """Take back a vote; whether there was one."""
        return self._kept.votes.pop((owner, paper), None) is not None

    async def votes(self, owner: ChatRef) -> list[Vote]:
        """All of them, the newest first."""
        own = (vote for (whose, _), vote in self._kept.votes.items() if whose == owner)
        return sorted(sorted(own, key=lambda vote: vote.paper), key=lambda v: v.at, reverse=True)

    async def keep_paper(self, owner: ChatRef, saved: SavedPaper) -> None:
        """Keep a paper to be found again."""
        await self.keep_papers(owner, [saved])

    async def keep_papers(self, owner: ChatRef, saved: Collection[SavedPaper]) -> None:
        """Keep several."""
        for one in saved:
            read_at = one.read_at and one.read_at.replace(microsecond=0)
            kept = replace(one, at=one.at.replace(microsecond=0), read_at=read_at)
            self._kept.saved[owner, one.paper] = kept

    async def drop_paper(self, owner: ChatRef, paper: str) -> bool:
        """Keep a paper no longer; whether it was."""
        return self._kept.saved.pop((owner, paper), None) is not None

    async def kept_papers(self, owner: ChatRef) -> list[SavedPaper]:
        """All of them, the newest first."""
        own = (saved for (whose, _), saved in self._kept.saved.items() if whose == owner)
        return sorted(sorted(own, key=lambda one: one.paper), key=lambda one: one.at, reverse=True)

    async def leave_out(self, owner: ChatRef, paper: str) -> bool:
        """Take a paper out of a profile; whether it was in."""
        saved = self._kept.saved.get((owner, paper))
        was_in = saved is not None and saved.in_profile
        if saved is not None:
            self._kept.saved[owner, paper] = replace(saved, in_profile=False)
        return await self.drop_vote(owner, paper) or was_in

    async def set_owner(self, chat: ChatRef, owner: ChatRef) -> None:
        """Keep whose chat a private one is."""
        self._kept.owners[chat] = owner

    async def profiles(self, chats: Collection[ChatRef]) -> dict[ChatRef, Profile]:
        """What the owners of some chats made of papers; chats without any are missing."""
        found = {}
        for chat in chats:
            owner = self._kept.owners.get(chat)
            if owner is not None:
                votes, saved = await self.votes(owner), await self.kept_papers(owner)
                found[chat] = Profile(tuple(votes), tuple(saved[:_MOST]))
        return {chat: profile for chat, profile in found.items() if profile != Profile()}

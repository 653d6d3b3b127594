"""Votes and saved papers, in memory."""

from __future__ import annotations

from dataclasses import replace

from domain.chats import ChatRef, SavedPaper, Vote
from storage.memory.tables import InMemory


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
        self._kept.saved[owner, saved.paper] = replace(saved, at=saved.at.replace(microsecond=0))

    async def drop_paper(self, owner: ChatRef, paper: str) -> bool:
        """Keep a paper no longer; whether it was."""
        return self._kept.saved.pop((owner, paper), None) is not None

    async def kept_papers(self, owner: ChatRef) -> list[SavedPaper]:
        """All of them, the newest first."""
        own = (saved for (whose, _), saved in self._kept.saved.items() if whose == owner)
        return sorted(sorted(own, key=lambda one: one.paper), key=lambda one: one.at, reverse=True)

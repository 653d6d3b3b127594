"""What people made of papers, as a port."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from domain.chats import ChatRef, Press, Profile, SavedPaper, Vote


class Tastes(Protocol):
    """Votes and saved papers, by whose they are; `Chats.forget_chat` deletes them.

    Presses are a group's, and are deleted with it as well as with the person.
    """

    async def keep_vote(self, owner: ChatRef, vote: Vote) -> None:
        """Keep a vote, in place of an older one on the paper."""
        ...

    async def drop_vote(self, owner: ChatRef, paper: str) -> bool:
        """Take back a vote; whether there was one."""
        ...

    async def votes(self, owner: ChatRef) -> list[Vote]:
        """All of them, the newest first."""
        ...

    async def keep_press(self, chat: ChatRef, press: Press) -> None:
        """Keep what a member of a group made of a paper, in place of an older press on it."""
        ...

    async def drop_press(self, chat: ChatRef, person: str, paper: str) -> bool:
        """Take back a member's press; whether there was one."""
        ...

    async def presses(self, chat: ChatRef) -> list[Press]:
        """Those of all members of a group, the newest first."""
        ...

    async def keep_paper(self, owner: ChatRef, saved: SavedPaper) -> None:
        """Keep a paper to be found again, as of now where it was kept before."""
        ...

    async def keep_papers(self, owner: ChatRef, saved: Collection[SavedPaper]) -> None:
        """Keep several, all at once."""
        ...

    async def drop_paper(self, owner: ChatRef, paper: str) -> bool:
        """Keep a paper no longer; whether it was."""
        ...

    async def kept_papers(self, owner: ChatRef) -> list[SavedPaper]:
        """All of them, the newest first."""
        ...

    async def leave_out(self, owner: ChatRef, paper: str) -> bool:
        """Take a paper out of a profile; whether it was in.

        Its vote is dropped, and in a group the presses of all; saved it stays.
        """
        ...

    async def set_owner(self, chat: ChatRef, owner: ChatRef) -> None:
        """Keep whose chat a private one is."""
        ...

    async def profiles(self, chats: Collection[ChatRef]) -> dict[ChatRef, Profile]:
        """What the owners of some chats made of papers, or their members where they have none.

        Chats without any are missing.
        """
        ...

    async def liked(self, since: datetime, fewest: int) -> dict[str, int]:
        """How many people liked each paper since a moment, anywhere: by base id.

        They wished for more like it, or saved it. Papers that fewer liked are missing, so that
        nothing is told of one of them.
        """
        ...

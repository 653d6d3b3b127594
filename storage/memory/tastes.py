"""Votes, saved papers and the presses of groups, in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from domain.chats import ChatRef, Press, Profile, SavedPaper, Vote
from storage.memory.tables import InMemory, Kept

_MOST: Final = 1_000
"""Saved papers of a profile, the newest."""

_MOST_PRESSES: Final = 2_000
"""Presses of a group's profile, the newest."""


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

    async def keep_press(self, chat: ChatRef, press: Press) -> None:
        """Keep what a member of a group made of a paper."""
        kept = replace(press, at=press.at.replace(microsecond=0))
        self._kept.presses[chat, press.person, press.paper] = kept

    async def drop_press(self, chat: ChatRef, person: str, paper: str) -> bool:
        """Take back a member's press; whether there was one."""
        return self._kept.presses.pop((chat, person, paper), None) is not None

    async def presses(self, chat: ChatRef) -> list[Press]:
        """Those of all members of a group, the newest first."""
        own = (press for (where, *_), press in self._kept.presses.items() if where == chat)
        by_name = sorted(own, key=lambda press: (press.paper, press.person))
        return sorted(by_name, key=lambda press: press.at, reverse=True)

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
        pressed = [key for key in self._kept.presses if (key[0], key[2]) == (owner, paper)]
        for key in pressed:
            del self._kept.presses[key]
        return await self.drop_vote(owner, paper) or was_in or bool(pressed)

    async def set_owner(self, chat: ChatRef, owner: ChatRef) -> None:
        """Keep whose chat a private one is."""
        self._kept.owners[chat] = owner

    async def profiles(self, chats: Collection[ChatRef]) -> dict[ChatRef, Profile]:
        """What owners or members of some chats made of papers; chats without any are missing."""
        found = {}
        for chat in chats:
            owner = self._kept.owners.get(chat)
            if owner is not None:
                votes, saved = await self.votes(owner), await self.kept_papers(owner)
                found[chat] = Profile(tuple(votes), tuple(saved[:_MOST]))
            else:
                found[chat] = Profile(presses=tuple((await self.presses(chat))[:_MOST_PRESSES]))
        return {chat: profile for chat, profile in found.items() if profile != Profile()}

    async def liked(self, since: datetime, fewest: int) -> dict[str, int]:
        """How many people liked each paper since a moment, where that many did."""
        kept, first = self._kept, since.replace(microsecond=0)
        who = {
            *((paper, w.platform, w.chat_id) for (w, paper), v in kept.votes.items()
              if v.is_more and v.at >= first),
            *((paper, w.platform, w.chat_id) for (w, paper), one in kept.saved.items()
              if not one.is_imported and one.at >= first),
            *((paper, c.platform, person) for (c, person, paper), one in kept.presses.items()
              if one.is_more and one.at >= first),
        }  # fmt: skip
        counts = Counter(paper for paper, _, _ in who)
        return {paper: count for paper, count in counts.items() if count >= fewest}


def press_traces(kept: Kept, ref: ChatRef) -> dict[str, Sequence[Mapping[str, object]]]:
    """How many of a group's members pressed what, and what a person pressed in groups."""
    own = (ref.platform, ref.chat_id, ref.thread_id)
    here = {key: press for key, press in kept.presses.items() if key[0] == ref}
    pressed = Counter(paper for _, _, paper in here)
    liked = Counter(paper for (_, _, paper), press in here.items() if press.is_more)
    return {
        "presses": [
            {"paper": paper, "liked": liked[paper], "of": pressed[paper]}
            for paper in sorted(pressed)
        ],
        "pressed": [
            {"chat_id": chat.chat_id, "paper": paper}
            for chat, person, paper in kept.presses
            if (chat.platform, person, "") == own
        ],
    }


def forget_presses(kept: Kept, ref: ChatRef) -> int:
    """Delete a group's presses, or a person's in all groups; how many there were."""
    own = (ref.platform, ref.chat_id, ref.thread_id)
    gone = [
        (chat, person, paper)
        for chat, person, paper in kept.presses
        if chat == ref or (chat.platform, person, "") == own
    ]
    for key in gone:
        del kept.presses[key]
    return len(gone)

"""Groups that read together, as a port."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Protocol

from domain.chats import ChatRef, Press
from domain.groups.meetings import Meeting, MeetingRule, MeetingTurn, ReadingGroup


class ReadingGroups(Protocol):
    """When groups meet, their meetings, and what members save there."""

    async def set_reading_group(
        self, ref: ChatRef, rule: MeetingRule | None, now: datetime
    ) -> None:
        """Keep when a known chat meets, from now on; None for no longer.

        A meeting that is being prepared goes on by its own rule, or is dropped.
        """
        ...

    async def reading_group(self, ref: ChatRef) -> ReadingGroup | None:
        """What is kept of a chat that reads together; None of one that does not."""
        ...

    async def due_groups(
        self, platforms: Collection[str], now: datetime, limit: int, leaving: Collection[int] = ()
    ) -> list[ReadingGroup]:
        """Groups for which something is to be done, by moment.

        None of a chat that cannot be written to, nor of those whose numbers are in `leaving`.
        """
        ...

    async def take_meetings(self, turns: Sequence[MeetingTurn], now: datetime) -> int:
        """Keep what was decided for groups, all of it in one transaction; how many were kept.

        Messages are queued to be rendered and sent; no meeting has two of a kind. A turn is left
        out where its group has changed, or somebody has voted by button meanwhile. Once it is
        decided what is read, what has not gone out of a meeting's messages before never does.
        """
        ...

    async def meetings(self, ref: ChatRef) -> list[Meeting]:
        """The meetings of a chat, the newest first."""
        ...

    async def meeting_in(self, ref: ChatRef) -> tuple[ChatRef, date] | None:
        """The chat and the day of the meeting that a thread was made for; None for any other."""
        ...

    async def cast_vote(self, ref: ChatRef, day: date, person: str, choice: int) -> Meeting | None:
        """Keep a vote by button in place of an older one of the person, or take back the same.

        The meeting as it is then; None where it is not voted on by buttons, or no more.
        """
        ...

    async def keep_counts(self, platform: str, poll: str, counts: Sequence[int]) -> None:
        """Keep how the votes of a platform's poll stand, until it is decided what is read."""
        ...

    async def keep_minutes(self, ref: ChatRef, day: date, text: str) -> None:
        """Keep what was noted of a meeting, in place of what was."""
        ...

    async def keep_group_save(self, chat: ChatRef, press: Press) -> None:
        """Keep that a member saved a paper in a group."""
        ...

    async def drop_group_saves(self, platform: str, person: str, paper: str) -> None:
        """A person saves a paper no longer, in whatever group they did."""
        ...

    async def group_saves(self, chat: ChatRef) -> list[Press]:
        """What members saved in a group, the newest first."""
        ...

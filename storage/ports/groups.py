"""Groups that read together: what is due, their meetings, and what members save."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from domain.chats import ChatRef, Press
from domain.groups.meetings import Meeting, MeetingRule, MeetingTurn, ReadingGroup
from storage.ports.threads import OnThreads
from storage.rows.groups import meetings as meeting_rows
from storage.rows.groups import saves as save_rows
from storage.rows.groups import taking


class GroupsInTables(OnThreads):
    """The `domain.ports.ReadingGroups` port."""

    async def set_reading_group(
        self, ref: ChatRef, rule: MeetingRule | None, now: datetime
    ) -> None:
        """Keep when a known chat meets, from now on."""
        await self._writer.run(meeting_rows.set_group, ref, rule, now)

    async def reading_group(self, ref: ChatRef) -> ReadingGroup | None:
        """What is kept of a chat that reads together."""
        return await self._reader.run(meeting_rows.group, ref)

    async def due_groups(
        self, platforms: Collection[str], now: datetime, limit: int, leaving: Collection[int] = ()
    ) -> list[ReadingGroup]:
        """Groups for which something is to be done, by moment."""
        wanted, busy = tuple(platforms), tuple(leaving)
        return await self._reader.run(meeting_rows.due, wanted, now, limit, busy)

    async def take_meetings(self, turns: Sequence[MeetingTurn], now: datetime) -> int:
        """Keep what was decided for groups; how many turns were kept."""
        return await self._writer.run(taking.take, tuple(turns), now)

    async def meetings(self, ref: ChatRef) -> list[Meeting]:
        """The meetings of a chat, the newest first."""
        return await self._reader.run(meeting_rows.meetings, ref)

    async def meeting_in(self, ref: ChatRef) -> tuple[ChatRef, date] | None:
        """The chat and the day of the meeting that a thread was made for."""
        return await self._reader.run(meeting_rows.in_thread, ref)

    async def cast_vote(self, ref: ChatRef, day: date, person: str, choice: int) -> Meeting | None:
        """Keep a vote by button, or take back the same."""
        return await self._writer.run(meeting_rows.cast, ref, day, person, choice)

    async def keep_counts(self, platform: str, poll: str, counts: Sequence[int]) -> None:
        """Keep how the votes of a platform's poll stand."""
        await self._writer.run(meeting_rows.keep_counts, platform, poll, tuple(counts))

    async def keep_minutes(self, ref: ChatRef, day: date, text: str) -> None:
        """Keep what was noted of a meeting."""
        await self._writer.run(meeting_rows.keep_minutes, ref, day, text)

    async def keep_group_save(self, chat: ChatRef, press: Press) -> None:
        """Keep that a member saved a paper in a group."""
        await self._writer.run(save_rows.keep, chat, press)

    async def drop_group_saves(self, platform: str, person: str, paper: str) -> None:
        """A paper is saved no longer."""
        await self._writer.run(save_rows.drop, platform, person, paper)

    async def group_saves(self, chat: ChatRef) -> list[Press]:
        """What members saved in a group, the newest first."""
        return await self._reader.run(save_rows.saves, chat)

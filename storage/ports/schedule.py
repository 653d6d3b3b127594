"""When chats have their turn, what they were told, and what is kept for how long."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from domain.chats import ChatRef
from domain.concurrency.slices import in_slices
from domain.deliveries import Need, ScheduledChat, SchedulingDecision
from domain.excerpts import Body
from domain.metadata.notices import DueLookBack, DueNotice, LookBackTurn, ReadyNotice
from storage import future_rows, retention, traces
from storage.database import Database
from storage.ports.forms import Forms
from storage.ports.threads import OnThreads
from storage.retention_rules import Kept
from storage.rows import buttons as button_rows
from storage.rows import notices as notice_rows
from storage.rows import schedule as schedule_rows
from storage.rows.schedule import NeedRow

_NEEDS_AT_ONCE = 500
"""Chats of which it is read in one go what they need."""


class ScheduleInTables(OnThreads):
    """The `domain.ports.Schedule`, `Notices`, `LookBacks` and `Retention` ports."""

    _kept: Kept
    _forms: Forms

    async def due_chats(
        self,
        platforms: Collection[str],
        now: datetime,
        limit: int,
        leaving: Collection[int] = (),
        parts: Collection[int] | None = None,
    ) -> list[ScheduledChat]:
        """Chats to look at now, those whose moment was earliest first, then by number."""
        asked = tuple(platforms), now, limit, tuple(leaving)
        some = None if parts is None else tuple(parts)
        return await self._reader.run(schedule_rows.due, *asked, some)

    async def next_look(self, platforms: Collection[str]) -> datetime | None:
        """When the next chat is to be looked at; None where none is."""
        return await self._reader.run(schedule_rows.next_look, tuple(platforms))

    async def next_looks(self, until: datetime) -> list[tuple[str, datetime, int]]:
        """By platform and moment, how many chats have their turn until then; by moment."""
        return await self._reader.run(schedule_rows.next_looks, until)

    async def needs(self, until: datetime) -> list[Need]:
        """What the digests due until then need, those that are alike together; most chats first."""
        alike: Counter[NeedRow] = Counter()
        last = 0
        # Some at a time, as others want to read, too.
        while some := await self._reader.run(schedule_rows.needs, until, last, _NEEDS_AT_ONCE):
            alike.update(row for _, row in some)
            last = some[-1][0]
        return await in_slices(schedule_rows.needs_of(alike))

    async def usual_parts(self) -> dict[str, float]:
        """How many messages the digests of late had on the average, by platform."""
        return await self._reader.run(schedule_rows.usual_parts)

    async def wake_held(self, now: datetime, parts: Collection[int] | None = None) -> None:
        """Have chats looked at now whose digest waits for announcements."""
        some = None if parts is None else tuple(parts)
        await self._writer.run(schedule_rows.wake_held, now, some)

    async def take_turns(self, turns: Sequence[SchedulingDecision], now: datetime) -> int:
        """Keep what was decided for chats that have not changed since; how many."""
        given, keep = tuple(turns), self._forms.keep_texts
        if keep is not None and any(turn.document is not None for turn in given):
            await self._writer.run(keep, given, now)
        return await self._writer.run(self._forms.take_turns, given, now)

    async def printed_pages(
        self, names: Collection[bytes], since: datetime
    ) -> dict[bytes, tuple[Body, Body | None]]:
        """What other processes have kept with turns since then, by page."""
        look = self._forms.pages
        return await self._reader.run(look, tuple(names), since) if look and names else {}

    async def seen(
        self, wanted: Mapping[ChatRef, Collection[str]]
    ) -> dict[ChatRef, frozenset[str]]:
        """Of the papers asked about, those that each chat has been told."""
        return await self._reader.run(schedule_rows.seen, dict(wanted))

    async def delivered_papers(self, ref: ChatRef) -> list[tuple[str, date]]:
        """The papers that a chat was told, and on which day; by day."""
        return await self._reader.run(schedule_rows.told, ref)

    async def due_notices(self, platforms: Collection[str], limit: int) -> list[DueNotice]:
        """Important notices of chats that want them at once, not told yet; as they came."""
        return await self._reader.run(notice_rows.due, tuple(platforms), limit)

    async def queue_notices(self, ready: Sequence[ReadyNotice], now: datetime) -> int:
        """Queue notices that are still to be told, and keep that they are; how many."""
        return await self._writer.run(notice_rows.queue, tuple(ready), now)

    async def due_look_backs(
        self,
        platforms: Collection[str],
        now: datetime,
        limit: int,
        leaving: Collection[int] = (),
    ) -> list[DueLookBack]:
        """Look backs that are due, or are to be worked out; by moment."""
        busy = tuple(leaving)
        return await self._reader.run(notice_rows.weeks_over, tuple(platforms), now, limit, busy)

    async def take_look_backs(self, turns: Sequence[LookBackTurn], now: datetime) -> int:
        """Keep what was decided for look backs; how many turns were kept."""
        return await self._writer.run(notice_rows.take_weeks, tuple(turns), now)

    async def note_clock(self, now: datetime, listed: date) -> bool:
        """Keep what the clock shows; where it showed more before, void what came of that."""
        return await self._writer.run(future_rows.note_clock, now, listed)

    async def settled(self, now: datetime) -> datetime:
        """Until when it is sure that time has passed."""
        return await self._writer.run(retention.settled, now)

    async def tidy(self, now: datetime) -> None:
        """Forget what no digest needs any more, and buttons whose time is over.

        Where somebody was forgotten since, the file is written anew at a quiet moment.
        """
        await retention.tidy(self._writer, self._for_bulk, now, kept=self._kept)
        if await self._writer.run(_tidy, now) and await self._writer.write_anew():
            await self._writer.run(traces.is_clean)
        await self._writer.empty_log()


def _tidy(database: Database, now: datetime) -> bool:
    """Forget what is not needed; whether to write the file anew."""
    button_rows.tidy(database, now)
    return traces.is_time_to_clean(database, now)

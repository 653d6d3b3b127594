"""When chats have their turn, what they were told, and what is kept for how long, in memory."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from domain.chats import ChatRef
from domain.concurrency.processes import part_of
from domain.deliveries import Need, PartState, ScheduledChat, SchedulingDecision
from domain.excerpts import Body
from storage import turn_rules
from storage.memory import updates
from storage.memory.tables import ChatRow, DigestRow, InMemory, Kept, PartRow
from storage.question_rules import REMEMBERED
from storage.retention_rules import ANNOUNCED, DIGESTS, TOLD, settled_until
from storage.turn_rules import TurnRow, seconds

_LATELY = 1000
_SETTLED = "tidied-until"


class ScheduleInMemory(InMemory):
    """The `domain.ports.Schedule` port."""

    async def due_chats(
        self,
        platforms: Collection[str],
        now: datetime,
        limit: int,
        leaving: Collection[int] = (),
        parts: Collection[int] | None = None,
    ) -> list[ScheduledChat]:
        """Chats to look at now, those whose moment was earliest first, then by number."""
        due = sorted(
            (turns.look_at, row.number, row, turns)
            for row, turns in _scheduled(self._kept)
            if row.ref.platform in platforms
            and turns.look_at is not None
            and turns.look_at <= seconds(now)
            and row.number not in leaving
            and (parts is None or part_of(row.number) in parts)
        )
        return [_whole(self._kept, row, turns) for _, _, row, turns in due[:limit]]

    async def next_look(self, platforms: Collection[str]) -> datetime | None:
        """When the next chat is to be looked at; None where none is."""
        looks = [
            turns.look_at
            for row, turns in _scheduled(self._kept)
            if row.ref.platform in platforms and turns.look_at is not None
        ]
        return datetime.fromtimestamp(min(looks), UTC) if looks else None

    async def next_looks(self, until: datetime) -> list[tuple[str, datetime, int]]:
        """By platform and moment, how many chats have their turn until then; by moment."""
        looks = Counter(
            (turns.slot_at, row.ref.platform) for row, turns in _coming(self._kept, until)
        )
        return [
            (platform, datetime.fromtimestamp(at or 0, UTC), count)
            for (at, platform), count in sorted(looks.items(), key=lambda look: look[0][0] or 0)
        ]

    async def needs(self, until: datetime) -> list[Need]:
        """What the digests due until then need, those that are alike together."""
        alike: Counter[Need] = Counter()
        for row, turns in _coming(self._kept, until):
            chat_settings = row.settings
            need = Need(
                queries=tuple(sorted((own.topic.query for own in row.followed), key=str)),
                language=chat_settings.language,
                limit=chat_settings.limit,
                muted=chat_settings.muted,
                covered=_day(turns.covered),
                chats=0,
            )
            alike[need] += 1
        found = [replace(need, chats=count) for need, count in alike.items()]
        return sorted(found, key=lambda need: (-need.chats, [str(query) for query in need.queries]))

    async def usual_parts(self) -> dict[str, float]:
        """How many messages the digests of late had on the average, by platform."""
        digests = sorted(
            (digest for row in self._kept.chats.values() for digest in row.digests),
            key=lambda digest: -digest.number,
        )
        counts = defaultdict(list)
        rendered = [one for one in digests if not one.document and not one.at_once]
        for digest in rendered[:_LATELY]:
            counts[digest.chat.ref.platform].append(len(digest.parts))
        return {platform: sum(parts) / len(parts) for platform, parts in counts.items()}

    async def wake_held(self, now: datetime, parts: Collection[int] | None = None) -> None:
        """Have chats looked at now whose digest waits for announcements."""
        for row, turns in _scheduled(self._kept):
            is_asked = parts is None or part_of(row.number) in parts
            is_later = turns.look_at is not None and turns.look_at > seconds(now)
            if turns.held and is_later and is_asked:
                row.turns = replace(turns, look_at=seconds(now))

    async def take_turns(self, turns: Sequence[SchedulingDecision], now: datetime) -> int:
        """Keep what was decided for chats that have not changed since; how many."""
        if any(turn.document is not None and turn.last is None for turn in turns):
            raise ValueError("a digest has a day")
        rows = {row.number: row for row in self._kept.chats.values()}
        return sum(_taken(self._kept, rows.get(t.scheduled.number), t, now) for t in turns)

    async def printed_pages(
        self, names: Collection[bytes], since: datetime
    ) -> dict[bytes, tuple[Body, Body | None]]:
        """None: no other process plans."""
        return {}

    async def seen(
        self, wanted: Mapping[ChatRef, Collection[str]]
    ) -> dict[ChatRef, frozenset[str]]:
        """Of the papers asked about, those that each chat has been told."""
        kept = self._kept.chats
        return {
            ref: frozenset(kept[ref].told if ref in kept else ()) & frozenset(papers)
            for ref, papers in wanted.items()
        }

    async def delivered_papers(self, ref: ChatRef) -> list[tuple[str, date]]:
        """The papers that a chat was told, and on which day; by day."""
        row = self._kept.chats.get(ref)
        told = ((paper, day) for paper, (_, day) in (row.told if row else {}).items())
        return sorted(told, key=lambda one: (one[1], one[0]))

    async def settled(self, now: datetime) -> datetime:
        """Until when it is sure that time has passed."""
        notes = self._kept.notes
        moment = settled_until(notes.get(_SETTLED), now)
        notes[_SETTLED] = moment.isoformat()
        return moment

    async def tidy(self, now: datetime) -> None:
        """Forget what is kept for no longer."""
        kept = self._kept
        for row in kept.chats.values():
            row.digests = [d for d in row.digests if d.is_open or d.planned_at >= now - DIGESTS]
            oldest = (now - TOLD).date()
            row.told = {p: (n, day) for p, (n, day) in row.told.items() if day >= oldest}
        updates.tidy(kept)
        first = (now - ANNOUNCED).date()
        kept.batches = {key: batch for key, batch in kept.batches.items() if key[1] >= first}
        kept.sent = {key: one for key, one in kept.sent.items() if one.at >= now - TOLD}
        for chat, turns in kept.turns.items():
            kept.turns[chat] = [turn for turn in turns if turn.at >= now - REMEMBERED]
        kept.keys = {
            key: one
            for key, one in kept.keys.items()
            if one.at >= now - DIGESTS or not one.opens.startswith("digest ")
        }
        kept.buttons = {name: one for name, one in kept.buttons.items() if one[2] > now}


def _scheduled(kept: Kept) -> list[tuple[ChatRow, TurnRow]]:
    return [(row, row.turns) for row in kept.chats.values() if row.turns is not None]


def _coming(kept: Kept, until: datetime) -> list[tuple[ChatRow, TurnRow]]:
    return [
        (row, turns)
        for row, turns in _scheduled(kept)
        if turns.look_at is not None
        and turns.slot_at is not None
        and turns.slot_at <= seconds(until)
    ]


def _whole(kept: Kept, row: ChatRow, turns: TurnRow) -> ScheduledChat:
    untold = {
        digest.listing
        for digest in row.digests
        if digest.listing is not None
        and not digest.told
        and any(part.state is PartState.UNKNOWN for part in digest.parts)
    }
    followed = sorted(row.followed, key=lambda own: own.since)
    return ScheduledChat(
        number=row.number,
        version=turns.version,
        chat=row.chat,
        topics=tuple(own.topic for own in followed),
        slot=turn_rules.slot_of(turns),
        last=_day(turns.last),
        covered=_day(turns.covered),
        since=None if turns.since is None else datetime.fromisoformat(turns.since),
        untold=tuple(sorted(untold)),
        notices=updates.to_tell(kept, row),
    )


def _taken(kept: Kept, row: ChatRow | None, turn: SchedulingDecision, now: datetime) -> bool:
    if row is None or row.turns is None or row.turns.version != turn.scheduled.version:
        return False
    row.turns = turn_rules.turn_taken(row.turns, turn)
    if turn.document is not None and turn.last is not None:
        _queue(kept, row, turn, turn.last, now)
    return True


def _text(body: Body | None) -> str:
    return "" if body is None else body.text


def _queue(kept: Kept, row: ChatRow, turn: SchedulingDecision, day: date, now: datetime) -> None:
    """Queue a digest. One of the same day that is there already stays the only one."""
    if any(digest.slot == day and not digest.at_once for digest in row.digests):
        return
    is_behind = bool(row.open_parts)
    before = turn.scheduled.covered
    digest = DigestRow(
        number=next(kept.numbers),
        chat=row,
        slot=day,
        planned_at=now,
        covered_before=None if before is None else before.isoformat(),
        listing=turn.listing,
        record=_text(turn.digest),
        document=_text(turn.document),
    )
    state = PartState.BEHIND if is_behind else PartState.QUEUED
    digest.parts.append(PartRow(next(kept.numbers), digest, 0, now, state))
    for each in row.digests:
        each.told = each.told or each.listing in turn.scheduled.untold
    row.digests.append(digest)
    for paper in turn.seen:
        row.told.setdefault(paper, (digest.number, day))
    updates.follow(kept, turn.seen, turn.listing.isoformat() if turn.listing else "")
    for told in turn.notices:
        if told in row.notices:
            row.notices[told] = digest.number


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)

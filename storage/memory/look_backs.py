"""Weekly look backs, in memory."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime

from domain.deliveries import PartState
from domain.metadata.notices import DueLookBack, LookBackTurn
from domain.metadata.updates import LOOK_BACK
from storage.memory.tables import ChatRow, DigestRow, InMemory, Kept, PartRow
from storage.turn_rules import seconds


class LookBacksInMemory(InMemory):
    """The `domain.ports.LookBacks` port."""

    async def due_look_backs(
        self,
        platforms: Collection[str],
        now: datetime,
        limit: int,
        leaving: Collection[int] = (),
    ) -> list[DueLookBack]:
        """Look backs that are due, or are to be worked out; by moment."""
        kept = self._kept
        due = sorted(
            (row.look_back_at, row.number, row)
            for row in kept.chats.values()
            if row.look_back_at is not None and row.look_back_at <= seconds(now)
            if row.ref.platform in platforms and row.number not in leaving
            if kept.is_served(row) and not _has_turn(row, seconds(now))
        )
        return [_due(row, at) for at, _, row in due[:limit]]

    async def take_look_backs(self, turns: Sequence[LookBackTurn], now: datetime) -> int:
        """Keep what was decided for look backs; how many turns were kept."""
        rows = {row.number: row for row in self._kept.chats.values()}
        return sum(_taken(self._kept, rows.get(turn.due.number), turn, now) for turn in turns)


def _has_turn(row: ChatRow, now: int) -> bool:
    """Whether a digest is due, which comes first: what it tells is not missed."""
    turns = row.turns
    if turns is None or turns.look_at is None:
        return False
    return turns.slot_at is None or turns.slot_at <= now


def _due(row: ChatRow, at: int) -> DueLookBack:
    followed = sorted(row.followed, key=lambda own: own.since)
    return DueLookBack(
        number=row.number,
        chat=row.chat,
        topics=tuple(own.topic for own in followed),
        at=datetime.fromtimestamp(at, UTC) if at else None,
    )


def _taken(kept: Kept, row: ChatRow | None, turn: LookBackTurn, now: datetime) -> bool:
    before = 0 if turn.due.at is None else seconds(turn.due.at)
    if row is None or row.look_back_at != before:
        return False
    row.look_back_at = None if turn.next_at is None else seconds(turn.next_at)
    if turn.day is not None and turn.document:
        _queue(kept, row, turn.day, turn.document, now)
    return True


def _queue(kept: Kept, row: ChatRow, day: date, document: str, now: datetime) -> None:
    if any(digest.slot == day and digest.at_once == LOOK_BACK for digest in row.digests):
        return
    state = PartState.BEHIND if row.open_parts else PartState.QUEUED
    digest = DigestRow(
        number=next(kept.numbers),
        chat=row,
        slot=day,
        planned_at=now,
        covered_before=None,
        listing=None,
        document=document,
        at_once=LOOK_BACK,
    )
    digest.parts.append(PartRow(next(kept.numbers), digest, 0, now, state))
    row.digests.append(digest)

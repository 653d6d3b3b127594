"""What was kept under a clock that was ahead, put right in memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from domain.papers import Batch, BatchState
from storage.clock_rules import LEAST, LONGEST_BUTTON, READ_AGAIN, SEEN_AT, SLACK
from storage.memory.tables import ChatRow, InMemory, Kept
from storage.turn_rules import TurnRow, looked_at_anew, seconds

_DAY = timedelta(days=1)


class ClockInMemory(InMemory):
    """The part of the `domain.ports.Retention` port that deals with clocks."""

    async def note_clock(self, now: datetime, listed: date) -> bool:
        """Keep what the clock shows; where it showed more before, void what came of that."""
        notes = self._kept.notes
        before = notes.get(SEEN_AT)
        is_back = before is not None and datetime.fromisoformat(before) > now + SLACK
        if is_back and any(
            batch.date > listed and batch.announcements for batch in self._kept.batches.values()
        ):
            return False
        notes[SEEN_AT] = now.isoformat()
        if not is_back:
            return False
        _put_right(self._kept, now.replace(microsecond=0), listed)
        return True


def _put_right(kept: Kept, now: datetime, listed: date) -> None:
    for row in kept.chats.values():
        if row.turns is not None:
            row.turns = _turns(row, row.turns, now, listed)
        _digests(row, now, listed)
        if row.look_back_at is not None and row.look_back_at > seconds(now):
            row.look_back_at = 0
        row.followed = [replace(own, since=now) if own.since > now else own for own in row.followed]
    kept.batches = {
        key: _batch(batch, now, listed)
        for key, batch in kept.batches.items()
        if batch.date <= listed or batch.announcements
    }
    kept.sent = {key: replace(one, at=min(one.at, now)) for key, one in kept.sent.items()}
    last = now + LONGEST_BUTTON
    kept.buttons = {n: (ref, one, min(end, last)) for n, (ref, one, end) in kept.buttons.items()}


def _turns(row: ChatRow, turns: TurnRow, now: datetime, listed: date) -> TurnRow:
    """Turns to come, and those had that did not come, are worked out anew."""
    if turns.covered is not None and turns.covered > listed.isoformat():
        turns = replace(turns, covered=_covered(row, now, listed))
    farthest = (now.date() + _DAY).isoformat()
    had = {
        digest.slot.isoformat(): digest.planned_at for digest in row.digests if not digest.at_once
    }
    if turns.last is not None and (turns.last > farthest or had.get(turns.last, now) > now):
        known = [day for day, at in had.items() if day <= farthest and at <= now]
        turns = replace(turns, last=max(known, default=None))
    moment = seconds(now)
    if turns.look_at is not None and turns.look_at > moment:
        if turns.slot_at is None or turns.slot_at > moment:
            turns = looked_at_anew(turns, is_served=True)
        else:
            turns = replace(turns, look_at=moment)
    if turns.since is not None and datetime.fromisoformat(turns.since) > now:
        turns = replace(turns, since=now.astimezone(UTC).isoformat())
    return turns


def _covered(row: ChatRow, now: datetime, listed: date) -> str:
    """How far a chat was covered, where it is not certain rather less."""
    known = [
        (digest.planned_at > now, digest.covered_before)
        for digest in row.digests
        if digest.covered_before is not None and digest.covered_before <= listed.isoformat()
    ]
    ahead = [covered for is_ahead, covered in known if is_ahead]
    before = [covered for is_ahead, covered in known if not is_ahead]
    return min(ahead, default="") or max(before, default="") or (listed - LEAST).isoformat()


def _digests(row: ChatRow, now: datetime, listed: date) -> None:
    """Digests of turns to come get days long past; what waits is due now."""
    covered = row.turns.covered if row.turns else None
    for digest in sorted(row.digests, key=lambda digest: digest.number):
        is_ahead = digest.slot > now.date() + _DAY or digest.planned_at > now
        if is_ahead and not digest.at_once:
            first = min(each.slot for each in row.digests if not each.at_once)
            digest.slot = min(first, now.date() - 3 * _DAY) - _DAY
        digest.planned_at = min(digest.planned_at, now)
        if digest.listing is not None and digest.listing > listed:
            digest.listing = None
        if digest.covered_before is not None and digest.covered_before > listed.isoformat():
            digest.covered_before = covered
        for part in digest.parts:
            part.due = min(part.due, now) if part.state.is_open else part.due
            if part.first_tried is not None and part.first_tried > now:
                part.first_tried = datetime.fromtimestamp(0, UTC)
            if part.settled_at is not None and part.settled_at > now:
                part.settled_at = now


def _batch(batch: Batch, now: datetime, listed: date) -> Batch:
    """What was read at no time is read again."""
    if batch.date > listed or batch.checked_at is None or batch.checked_at <= now:
        return batch
    state = BatchState.WAITING if batch.counts is None else BatchState.PARTIAL
    return replace(batch, state=state, reason=READ_AGAIN, checked_at=None)

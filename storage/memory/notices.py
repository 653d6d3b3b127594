"""What became of papers, for chats that do not wait for their next digest, in memory."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from domain.deliveries import PartState, SentMessage
from domain.metadata.notices import DueNotice, ReadyNotice
from domain.metadata.updates import AtOnce, Notice, PaperUpdate
from storage.memory import updates
from storage.memory.tables import ChatRow, DigestRow, InMemory, Kept, PartRow


class NoticesInMemory(InMemory):
    """The `domain.ports.Notices` port."""

    async def due_notices(self, platforms: Collection[str], limit: int) -> list[DueNotice]:
        """Important notices of chats that want them at once, not told yet; as they came."""
        kept = self._kept
        due = [
            _due(kept, row, notice)
            for row in kept.chats.values()
            if row.ref.platform in platforms and row.settings.updates.is_at_once
            if kept.is_served(row) and not row.open_parts
            for notice in updates.to_tell(kept, row)
            if notice.update.kind.is_important
        ]
        return sorted(due, key=lambda one: (one.notice.number, one.number))[:limit]

    async def queue_notices(self, ready: Sequence[ReadyNotice], now: datetime) -> int:
        """Queue notices that are still to be told, and keep that they are; how many."""
        return sum(_queued(self._kept, one, now) for one in ready)


def _due(kept: Kept, row: ChatRow, notice: Notice) -> DueNotice:
    told = min(_telling(kept, row, notice.update.paper), key=_order, default=None)
    parts, before, since = 0, tuple[Notice, ...](), tuple[PaperUpdate, ...]()
    for digest in row.digests:
        if told and digest.slot == told.digest and not digest.at_once:
            count = sum(
                (one.digest, one.chat) == (told.digest, told.chat) for one in kept.sent.values()
            )
            if count == len(digest.parts) and not digest.document:
                parts, before = count, _told_with(kept, row, digest.number)
                since = _since(kept, row, digest.number)
    return DueNotice(
        number=row.number,
        chat=row.chat,
        notice=notice,
        told=told,
        parts=parts,
        before=before,
        since=since,
    )


def _order(one: SentMessage) -> tuple[object, ...]:
    """The first digest; its first message may but announce what its last one tells."""
    return (one.digest, -one.part, one.id)


def _telling(kept: Kept, row: ChatRow, paper: str) -> Iterator[SentMessage]:
    """The messages of digests that told a paper; in a forum they stand in a digest's post."""
    threads = {row.ref.thread_id, *(digest.post for digest in row.digests if digest.post)}
    for one in kept.sent.values():
        is_here = (one.chat.platform, one.chat.chat_id) == (row.ref.platform, row.ref.chat_id)
        if is_here and one.chat.thread_id in threads and one.digest and paper in one.papers:
            yield one


def _told_with(kept: Kept, row: ChatRow, digest: int) -> tuple[Notice, ...]:
    numbers = sorted(number for number, told in row.notices.items() if told == digest)
    return tuple(Notice(number, kept.updates[number]) for number in numbers)


def _since(kept: Kept, row: ChatRow, digest: int) -> tuple[PaperUpdate, ...]:
    papers = {base for base, (number, _) in row.told.items() if number == digest}
    last = {
        update.paper: number
        for number, update in sorted(kept.updates.items())
        if update.kind.is_important and update.paper in papers
    }
    return tuple(kept.updates[number] for number in sorted(last.values()))


def _queued(kept: Kept, ready: ReadyNotice, now: datetime) -> bool:
    due = ready.due
    row = kept.chats.get(due.chat.ref)
    update = due.notice.number
    if row is None or row.notices.get(update, 0) is not None:
        return False
    message = due.told.id if due.told else 0
    planned = _planned(kept, row, due, AtOnce(update, message), now)
    planned.document = ready.document
    row.notices[update] = planned.number
    if ready.edit is not None:
        edit = _planned(kept, row, due, AtOnce(update, message, edits=True), now)
        edit.parts[0].payload = ready.edit
    if row.turns is not None:
        # The next digest may be in the making, and tell the same: it is made anew.
        row.turns = replace(row.turns, version=row.turns.version + 1)
    return True


def _planned(kept: Kept, row: ChatRow, due: DueNotice, what: AtOnce, now: datetime) -> DigestRow:
    post = due.told.chat.thread_id if due.told else ""
    digest = DigestRow(
        number=next(kept.numbers),
        chat=row,
        slot=now.date(),
        planned_at=now,
        covered_before=None,
        listing=None,
        post=post if post != row.ref.thread_id else "",
        at_once=what,
    )
    state = PartState.BEHIND if row.open_parts else PartState.QUEUED
    digest.parts.append(PartRow(next(kept.numbers), digest, 0, now, state))
    row.digests.append(digest)
    return digest

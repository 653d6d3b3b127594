"""Parts of digests on their way to chats, in memory."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from domain.chats import ChatRef
from domain.concurrency.clocks import is_known_again
from domain.deliveries import (
    DeliveryDecision,
    OutboxFigures,
    OutboxPart,
    Parcel,
    PartState,
    SentMessage,
)
from storage.memory import groups, updates
from storage.memory.chats import set_absence
from storage.memory.tables import ChatRow, DigestRow, InMemory, Kept, PartRow

_TAKEN = (PartState.CLAIMED, PartState.SENDING)
_WAITING = (PartState.BEHIND, PartState.QUEUED)
_ARRIVED = (PartState.SENT, PartState.UNKNOWN)


class OutboxInMemory(InMemory):
    """The `domain.ports.Outbox` port."""

    async def claim_parts(self, platform: str, now: datetime, limit: int) -> list[OutboxPart]:
        """Take parts that are due, those first that may have been sent already."""
        queued = [
            part
            for part in _on(self._kept, platform)
            if part.state is PartState.QUEUED and part.due <= now
            if not groups.is_too_late(part, now)
        ]
        queued.sort(key=lambda part: (part.first_tried is None, part.due, part.number))
        for part in queued[:limit]:
            part.state = PartState.CLAIMED
        taken = sorted(queued[:limit], key=lambda part: (part.due, part.number))
        return [_claimed(part) for part in taken]

    async def next_due(self, platform: str) -> datetime | None:
        """When the next part is due that may be claimed."""
        parts = _on(self._kept, platform)
        return min((part.due for part in parts if part.state is PartState.QUEUED), default=None)

    async def keep_rendered(self, rendered: Mapping[int, Sequence[Parcel]]) -> list[OutboxPart]:
        """Put the messages of claimed documents in their place."""
        kept = self._kept
        parts = [part for part in kept.parts() if part.number in rendered]
        for part in parts:
            if part.state is PartState.CLAIMED and part.digest.document and rendered[part.number]:
                _put_messages(kept, part, rendered[part.number])
        parts.sort(key=lambda part: (part.due, part.number))
        return [_claimed(part) for part in parts if part.state is PartState.CLAIMED]

    async def begin_parts(self, ids: Sequence[int], now: datetime) -> frozenset[int]:
        """Keep that claimed parts may be on their way; those that may."""
        claimed = [
            part
            for part in self._kept.parts()
            if part.number in ids and part.state is PartState.CLAIMED
        ]
        for part in claimed:
            part.state = PartState.SENDING
            part.attempts += 1
            part.first_tried = part.first_tried or now
        return frozenset(part.number for part in claimed)

    async def settle_parts(self, decisions: Mapping[int, DeliveryDecision], now: datetime) -> None:
        """Keep what became of parts."""
        for part in self._kept.parts():
            if part.number in decisions:
                decision = decisions[part.number]
                is_late = decision.state is PartState.SENT and _may_have_arrived(part)
                if is_late and part.state is PartState.UNKNOWN:
                    self._kept.tallies[part.digest.chat.ref.platform, "unknown"] -= 1
                if is_late or part.state in _TAKEN:
                    _settle(self._kept, part, decision, now)

    async def recover_parts(
        self,
        platform: str,
        now: datetime,
        deduplicates: float,
        keeping: Collection[int] = (),
    ) -> int:
        """Put in order what was claimed and nobody deals with; how many are unknown now."""
        unknown = 0
        for part in _on(self._kept, platform):
            if part.state not in _TAKEN or part.number in keeping:
                continue
            what = part.digest.at_once
            is_repeatable = what is not None and what.can_be_repeated
            is_known = is_repeatable or _is_known(part, now, deduplicates)
            if part.state is PartState.CLAIMED or is_known:
                part.state = PartState.QUEUED
                continue
            reason = "the process ended while it was being sent"
            _settle(self._kept, part, DeliveryDecision(state=PartState.UNKNOWN, reason=reason), now)
            unknown += 1
        return unknown

    async def reset_due(self, now: datetime) -> None:
        """Have all that waits to be sent due now at the latest."""
        for part in self._kept.parts():
            if part.state in _WAITING:
                part.due = min(part.due, now)

    async def expire_stale(self, before: datetime) -> int:
        """End digests planned before a moment of which nothing was begun; how many."""
        stale = [
            digest
            for row in self._kept.chats.values()
            for digest in row.digests
            if digest.planned_at < before and digest.is_open and _is_untouched(digest)
        ]
        for digest in stale:
            _take_back(self._kept, digest)
            _move_up(digest.chat)
        return len(stale)

    async def outbox_figures(self) -> list[OutboxFigures]:
        """How matters stand with deliveries, by platform."""
        tallies, parts = self._kept.tallies, self._kept.parts()
        waiting = [part for part in parts if part.state.is_open]
        platforms = {platform for platform, _ in tallies}
        platforms |= {part.digest.chat.ref.platform for part in waiting}
        found = []
        for platform in sorted(platforms):
            due = [part.due for part in waiting if part.digest.chat.ref.platform == platform]
            names = ("sent", "unknown", "refused", "gone", "plain", "limited")
            counts = {name: tallies[platform, name] for name in names}
            oldest = min(due, default=None)
            found.append(OutboxFigures(platform=platform, queued=len(due), oldest=oldest, **counts))
        return found

    async def unknown_parts(self, limit: int) -> list[tuple[ChatRef, date, int, str]]:
        """The last parts that may not have arrived, or were refused."""
        troubles = (PartState.UNKNOWN, PartState.REFUSED)
        rows = [part for part in self._kept.parts() if part.state in troubles and part.settled_at]
        rows.sort(key=lambda part: part.settled_at or part.due, reverse=True)
        return [
            (p.digest.chat.ref, p.digest.slot, p.part, f"{p.state.value}: {p.reason}")
            for p in rows[:limit]
        ]


def _on(kept: Kept, platform: str) -> list[PartRow]:
    return [part for part in kept.parts() if part.digest.chat.ref.platform == platform]


def _claimed(part: PartRow) -> OutboxPart:
    digest = part.digest
    return OutboxPart(
        id=part.number,
        chat=digest.chat.ref,
        slot=digest.slot,
        part=part.part,
        parts=0 if digest.document else len(digest.parts),
        payload=part.payload,
        document=digest.document,
        attempts=part.attempts,
        first_tried=part.first_tried,
        post=digest.post,
        strikes=digest.chat.turns.strikes if digest.chat.turns else 0,
        sound=digest.chat.settings.sound,
        zone=digest.chat.settings.zone,
        plain=digest.chat.settings.plain,
        at_once=digest.at_once,
    )


def _put_messages(kept: Kept, first: PartRow, parcels: Sequence[Parcel]) -> None:
    digest = first.digest
    first.payload, first.papers = parcels[0].payload, parcels[0].papers
    digest.document = ""
    for part, one in enumerate(parcels[1:], 1):
        number = next(kept.numbers)
        row = PartRow(number, digest, part, first.due, PartState.BEHIND, one.payload, one.papers)
        digest.parts.append(row)


def _may_have_arrived(part: PartRow) -> bool:
    """Whether nobody knows of a part that was begun, and the chat was not told so."""
    if part.state is PartState.QUEUED:
        return part.first_tried is not None
    return part.state is PartState.UNKNOWN and not part.digest.told


def _is_known(part: PartRow, now: datetime, deduplicates: float) -> bool:
    """Whether the platform would know it again; what was tried in the future nobody knows."""
    tried = part.first_tried
    return tried is not None and is_known_again((now - tried).total_seconds(), deduplicates, 0)


def _is_untouched(digest: DigestRow) -> bool:
    return all(part.state in _WAITING and part.first_tried is None for part in digest.parts)


def _settle(kept: Kept, part: PartRow, decision: DeliveryDecision, now: datetime) -> None:
    digest, chat = part.digest, part.digest.chat
    part.state, part.due, part.reason = decision.state, decision.due or part.due, decision.reason
    part.settled_at = None if decision.state.is_open else now
    part.first_tried = None if decision.unsent else part.first_tried
    digest.post = decision.post or digest.post
    _keep_sent(kept, part, decision, now)
    _count_strike(chat, decision)
    for what, counts in (
        (decision.state.value, not decision.state.is_open),
        ("plain", decision.is_plain),
        ("limited", decision.limited),
    ):
        kept.tallies[chat.ref.platform, what] += counts
    if decision.absent is not None:
        set_absence(kept, decision.absent, decision.reason)
    if digest.at_once is not None:
        groups.settled(chat, digest.slot, digest.at_once, decision)
    if decision.state is PartState.GONE:
        _end(kept, digest)
    if not decision.state.is_open:
        _move_up(chat)


def _keep_sent(kept: Kept, part: PartRow, decision: DeliveryDecision, now: datetime) -> None:
    where = decision.chat or part.digest.chat.ref
    where = replace(where, thread_id=part.digest.post or where.thread_id)
    at = now.replace(microsecond=0)
    for number in decision.messages:
        kept.sent[where.platform, where.chat_id, number] = SentMessage(
            chat=where,
            id=number,
            papers=part.papers,
            at=at,
            digest=None if part.digest.at_once else part.digest.slot,
            part=part.part,
        )


def _count_strike(chat: ChatRow, decision: DeliveryDecision) -> None:
    if chat.turns is None:
        return
    if decision.strike:
        chat.turns = replace(chat.turns, strikes=chat.turns.strikes + 1)
    elif decision.state is PartState.SENT:
        chat.turns = replace(chat.turns, strikes=0)


def _end(kept: Kept, digest: DigestRow) -> None:
    """End a digest whose chat is gone; where nothing of it arrived, its papers are not told."""
    if not any(part.state in _ARRIVED for part in digest.parts):
        _take_back(kept, digest)
        return
    for part in digest.parts:
        part.state = PartState.GONE if part.state.is_open else part.state


def _take_back(kept: Kept, digest: DigestRow) -> None:
    chat = digest.chat
    chat.told = {p: one for p, one in chat.told.items() if one[0] != digest.number}
    updates.take_back(kept, chat, digest.number)
    chat.digests.remove(digest)
    if chat.turns is not None:
        covered = chat.turns.covered
        if not digest.at_once:
            known = [covered, digest.covered_before]
            covered = None if None in known else min(filter(None, known))
        chat.turns = replace(chat.turns, version=chat.turns.version + 1, covered=covered)


def _move_up(chat: ChatRow) -> None:
    """The first that is still to be sent can be claimed."""
    if chat.open_parts and chat.open_parts[0].state is PartState.BEHIND:
        chat.open_parts[0].state = PartState.QUEUED

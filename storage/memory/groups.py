"""Groups that read together, in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from domain.chats import ChatRef, Press
from domain.deliveries import DeliveryDecision, PartState
from domain.groups.meetings import (
    Held,
    Meeting,
    MeetingMessage,
    MeetingRule,
    MeetingState,
    MeetingTurn,
    ReadingGroup,
    Step,
)
from domain.metadata.updates import AtOnce
from storage.memory.tables import ChatRow, DigestRow, GroupRow, InMemory, Kept, PartRow
from storage.turn_rules import seconds

_OPEN = (MeetingState.VOTING, MeetingState.CLOSING)


class GroupsInMemory(InMemory):
    """The `domain.ports.ReadingGroups` port."""

    async def set_reading_group(
        self, ref: ChatRef, rule: MeetingRule | None, now: datetime
    ) -> None:
        """Keep when a known chat meets."""
        self._kept.chats[ref].group = GroupRow(rule, now.replace(microsecond=0))

    async def reading_group(self, ref: ChatRef) -> ReadingGroup | None:
        """What is kept of a chat that reads together."""
        row = self._kept.chats.get(ref)
        return None if row is None or row.group is None else _group(row, row.group)

    async def due_groups(
        self, platforms: Collection[str], now: datetime, limit: int, leaving: Collection[int] = ()
    ) -> list[ReadingGroup]:
        """Groups for which something is to be done, by moment."""
        rows = [
            (row.group.next_at, row.number, row, row.group)
            for row in self._kept.chats.values()
            if row.group is not None and row.group.next_at <= seconds(now)
            if row.ref.platform in platforms and row.number not in leaving
            if not self._kept.absence(row.ref)
        ]
        return [
            _group(row, own) for _, _, row, own in sorted(rows, key=lambda one: one[:2])[:limit]
        ]

    async def take_meetings(self, turns: Sequence[MeetingTurn], now: datetime) -> int:
        """Keep what was decided for groups; how many turns were kept."""
        rows = {row.number: row for row in self._kept.chats.values()}
        return sum(_taken(self._kept, rows.get(turn.due.number), turn, now) for turn in turns)

    async def meetings(self, ref: ChatRef) -> list[Meeting]:
        """The meetings of a chat, the newest first."""
        row = self._kept.chats.get(ref)
        return _meetings(row) if row else []

    async def meeting_in(self, ref: ChatRef) -> tuple[ChatRef, date] | None:
        """The chat and the day of the meeting that a thread was made for."""
        found = (
            (row.ref, day)
            for row in self._kept.chats.values()
            for day, one in row.meetings.items()
            if (row.ref.platform, row.ref.chat_id) == (ref.platform, ref.chat_id)
            if one.thread and one.thread == ref.thread_id
        )
        return max(found, key=lambda one: one[1], default=None)

    async def cast_vote(self, ref: ChatRef, day: date, person: str, choice: int) -> Meeting | None:
        """Keep a vote by button, or take back the same."""
        row = self._kept.chats.get(ref)
        known = row.meetings.get(day) if row else None
        if row is None or known is None or known.state is not MeetingState.VOTING or known.poll:
            return None
        if not 0 <= choice < len(known.candidates):
            return None
        if row.ballots.pop((day, person), None) != choice:
            row.ballots[day, person] = choice
        return replace(known, counts=_tally(row, known))

    async def keep_counts(self, platform: str, poll: str, counts: Sequence[int]) -> None:
        """Keep how the votes of a platform's poll stand."""
        for row in self._kept.chats.values():
            for day, one in row.meetings.items():
                if (row.ref.platform, one.poll) == (platform, poll) and one.state in _OPEN:
                    row.meetings[day] = replace(one, counts=tuple(counts))

    async def keep_minutes(self, ref: ChatRef, day: date, text: str) -> None:
        """Keep what was noted of a meeting."""
        row = self._kept.chats.get(ref)
        if row is not None and day in row.meetings:
            row.meetings[day] = replace(row.meetings[day], minutes=text)

    async def keep_group_save(self, chat: ChatRef, press: Press) -> None:
        """Keep that a member saved a paper in a group."""
        kept = replace(press, at=press.at.replace(microsecond=0))
        self._kept.group_saves.setdefault((chat, press.person, press.paper), kept)

    async def drop_group_saves(self, platform: str, person: str, paper: str) -> None:
        """A paper is saved no longer."""
        saves = self._kept.group_saves
        for key in [k for k in saves if (k[0].platform, k[1], k[2]) == (platform, person, paper)]:
            del saves[key]

    async def group_saves(self, chat: ChatRef) -> list[Press]:
        """What members saved in a group, the newest first."""
        own = [press for (where, *_), press in self._kept.group_saves.items() if where == chat]
        return sorted(own, key=lambda one: (-one.at.timestamp(), one.paper, one.person))


def is_too_late(part: PartRow, now: datetime) -> bool:
    """Whether it is a reminder whose group is due: its meeting may have begun."""
    group, what = part.digest.chat.group, part.digest.at_once
    is_fresh = part.first_tried is None and what is not None and what.step is Step.REMINDER
    return is_fresh and group is not None and group.next_at <= seconds(now)


def settled(row: ChatRow, day: date, at_once: AtOnce, decision: DeliveryDecision) -> None:
    """Keep what became of a message of a meeting, and what its platform has made of it."""
    meeting = row.meetings.get(day)
    if at_once.step is None or decision.state.is_open or at_once.edits or meeting is None:
        return
    held = decision.held or Held()
    first = decision.messages[0] if decision.messages else 0
    match at_once.step:
        case Step.VOTE:
            meeting = replace(meeting, message=first, poll=held.poll)
        case Step.CARD:
            meeting = replace(meeting, card=first, thread=held.thread)
        case Step.REMINDER:
            meeting = replace(meeting, reminder=first)
        case Step.CLOSE:
            meeting = replace(meeting, counts=held.counts or meeting.counts)
            if row.group is not None:
                row.group.next_at = 0
    row.meetings[day] = meeting


def forget(kept: Kept, row: ChatRow | None, ref: ChatRef) -> dict[str, int]:
    """Delete what a person did in groups, and a group's saves; how many of what."""
    saves = [k for k in kept.group_saves if k[0] == ref or _is_of(k[0].platform, k[1], ref)]
    for key in saves:
        del kept.group_saves[key]
    gone = 0
    for other in kept.chats.values():
        for one in [k for k in other.ballots if _is_of(other.ref.platform, k[1], ref)]:
            del other.ballots[one]
            gone += 1
    meetings = len(row.meetings) if row else 0
    return {"meetings": meetings, "group_saves": len(saves), "ballots": gone}


def traces(
    kept: Kept, row: ChatRow | None, ref: ChatRef
) -> Mapping[str, Sequence[Mapping[str, object]]]:
    """What is kept of a chat's meetings, and of what a person did in groups."""
    own = row.group if row else None
    here = Counter(paper for chat, _, paper in kept.group_saves if chat == ref)
    return {
        "reading_group": [{"rule": str(own.rule or "")}] if own else [],
        "meetings": [
            {"day": day.isoformat(), "state": one.state.value, "minutes": one.minutes}
            for day, one in sorted((row.meetings if row else {}).items())
        ],
        "ballots": [
            {"chat_id": other.ref.chat_id, "day": day.isoformat(), "choice": choice}
            for other in kept.chats.values()
            for (day, person), choice in other.ballots.items()
            if _is_of(other.ref.platform, person, ref)
        ],
        "saved_here": [{"paper": paper, "of": count} for paper, count in sorted(here.items())],
        "saved_in_groups": [
            {"chat_id": chat.chat_id, "paper": paper}
            for chat, person, paper in kept.group_saves
            if _is_of(chat.platform, person, ref)
        ],
    }


def _is_of(platform: str, person: str, ref: ChatRef) -> bool:
    return (platform, person, "") == (ref.platform, ref.chat_id, ref.thread_id)


def _group(row: ChatRow, own: GroupRow) -> ReadingGroup:
    meetings = _meetings(row)
    meeting = next((one for one in meetings if not one.state.is_over), None)
    is_sending = meeting is not None and any(
        digest.is_open and _is_of_meeting(digest, meeting.day) for digest in row.digests
    )
    return ReadingGroup(
        number=row.number,
        chat=row.chat,
        rule=own.rule,
        since=own.since,
        next_at=datetime.fromtimestamp(own.next_at, UTC) if own.next_at else None,
        meeting=meeting,
        last=next((one.day for one in meetings if one.state.is_over), None),
        is_sending=is_sending,
    )


def _is_of_meeting(digest: DigestRow, day: date, steps: Sequence[Step] = tuple(Step)) -> bool:
    what = digest.at_once
    return what is not None and what.step in steps and not what.edits and digest.slot == day


def _meetings(row: ChatRow) -> list[Meeting]:
    return [
        replace(one, counts=_tally(row, one))
        if one.state is MeetingState.VOTING and not one.poll
        else one
        for _, one in sorted(row.meetings.items(), reverse=True)
    ]


def _tally(row: ChatRow, meeting: Meeting) -> tuple[int, ...]:
    votes = Counter(choice for (day, _), choice in row.ballots.items() if day == meeting.day)
    return tuple(votes[number] for number in range(len(meeting.candidates)))


def _taken(kept: Kept, row: ChatRow | None, turn: MeetingTurn, now: datetime) -> bool:
    was, meeting = turn.due, turn.meeting
    before = 0 if was.next_at is None else seconds(was.next_at)
    own = row.group if row else None
    if row is None or own is None or (own.next_at, own.rule) != (before, was.rule):
        return False
    if was.meeting is not None and meeting is not None and _has_changed(row, was.meeting):
        return False
    own.next_at = 0 if turn.next_at is None else seconds(turn.next_at)
    row.group = None if turn.ends else own
    if meeting is not None:
        _keep(row, meeting, turn.outdated)
        for message in turn.messages:
            _queue(kept, row, meeting.day, message, now)
    return True


def _has_changed(row: ChatRow, before: Meeting) -> bool:
    """Whether somebody has voted by button since it was decided what is read."""
    if before.poll or before.state is not MeetingState.VOTING:
        return False
    return _tally(row, before) != before.counts


def _keep(row: ChatRow, meeting: Meeting, outdated: Sequence[Step]) -> None:
    known = row.meetings.get(meeting.day, meeting)
    row.meetings[meeting.day] = replace(
        known,
        state=meeting.state,
        candidates=meeting.candidates,
        counts=meeting.counts,
        chosen=meeting.chosen,
    )
    if outdated:
        row.digests = [
            digest
            for digest in row.digests
            if not (_is_of_meeting(digest, meeting.day, outdated) and _is_untouched(digest))
        ]
        if row.open_parts and row.open_parts[0].state is PartState.BEHIND:
            row.open_parts[0].state = PartState.QUEUED
    if meeting.state not in _OPEN:
        row.ballots = {key: one for key, one in row.ballots.items() if key[0] != meeting.day}


def _is_untouched(digest: DigestRow) -> bool:
    waiting = (PartState.BEHIND, PartState.QUEUED)
    return all(part.state in waiting and part.first_tried is None for part in digest.parts)


def _queue(kept: Kept, row: ChatRow, day: date, message: MeetingMessage, now: datetime) -> None:
    what = AtOnce(day.toordinal(), message.answers, message.edits, message.step)
    if any(d.slot == day and d.at_once and str(d.at_once) == str(what) for d in row.digests):
        return
    state = PartState.BEHIND if row.open_parts else PartState.QUEUED
    digest = DigestRow(
        number=next(kept.numbers),
        chat=row,
        slot=day,
        planned_at=now,
        covered_before=None,
        listing=None,
        document="" if message.edits else message.document,
        at_once=what,
    )
    payload = message.document if message.edits else ""
    digest.parts.append(PartRow(next(kept.numbers), digest, 0, now, state, payload))
    row.digests.append(digest)

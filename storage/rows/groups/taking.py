"""What was decided for groups that read together, and what platforms tell of their messages."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from domain.concurrency.processes import News
from domain.deliveries import DeliveryDecision, PartState
from domain.groups.meetings import Held, Meeting, MeetingMessage, MeetingState, MeetingTurn, Step
from domain.metadata.updates import AtOnce
from storage.database import Database, Listed
from storage.rows.groups.meetings import names_of, tally
from storage.rows.schedule import HAS_OPEN, MOVE_UP, QUEUE, kept_payload
from storage.turn_rules import seconds

_TAKE: Final = """
    UPDATE reading_groups SET next_at = ? WHERE chat = ? AND next_at = ? AND rule = ?
"""

_KEEP: Final = """
    INSERT INTO meetings (chat, day, rule, state, candidates, counts, chosen)
    VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (chat, day) DO UPDATE SET state = excluded.state, chosen = excluded.chosen,
        candidates = excluded.candidates, counts = excluded.counts
"""

_PLAN: Final = """
    INSERT INTO digests (chat, slot, parts, planned_at, document, at_once, message)
    VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (chat, slot) DO NOTHING RETURNING id
"""

_UNTOUCHED: Final = """
    DELETE FROM digests WHERE chat = ? AND at_once IN (SELECT value FROM json_each(?))
    AND NOT EXISTS (
        SELECT 1 FROM outbox
        WHERE digest = digests.id AND (first_tried IS NOT NULL OR state NOT IN ('behind', 'queued'))
    )
"""


_TOO_LATE: Final = f"""
    SELECT outbox.id FROM outbox JOIN digests ON digests.id = outbox.digest
    JOIN reading_groups ON reading_groups.chat = digests.chat
    WHERE outbox.id IN (SELECT value FROM json_each(?)) AND first_tried IS NULL
    AND at_once LIKE '%{Step.REMINDER}' AND next_at <= ?
"""  # noqa: S608


def too_late(database: Database, parts: Sequence[int], now: datetime) -> set[int]:
    """Reminders among parts whose group is due: their meeting may have begun."""
    rows = database.execute(_TOO_LATE, [Listed(parts), seconds(now)])
    return {number for (number,) in rows}


def take(database: Database, turns: Sequence[MeetingTurn], now: datetime) -> int:
    """Keep what was decided for groups that are as they were; how many."""
    if any(turn.messages for turn in turns):
        database.tell(News.PARTS)
    return sum(_taken(database, turn, now) for turn in turns)


def _taken(database: Database, turn: MeetingTurn, now: datetime) -> bool:
    was, chat, meeting = turn.due, turn.due.number, turn.meeting
    if _has_changed(database, chat, was.meeting, meeting):
        return False
    at = 0 if turn.next_at is None else seconds(turn.next_at)
    before = 0 if was.next_at is None else seconds(was.next_at)
    rule = str(was.rule) if was.rule else ""
    if not database.execute(_TAKE, [at, chat, before, rule]).rowcount:
        return False
    if turn.ends:
        database.execute("DELETE FROM reading_groups WHERE chat = ?", [chat])
    if meeting is not None:
        _keep(database, chat, meeting, turn.outdated)
        for message in turn.messages:
            _queue(database, turn, meeting, message, now.timestamp())
    return True


def _has_changed(
    database: Database, chat: int, before: Meeting | None, after: Meeting | None
) -> bool:
    """Whether somebody has voted by button since it was decided what is read."""
    if before is None or after is None or before.poll or before.state is not MeetingState.VOTING:
        return False
    return tally(database, chat, before) != before.counts


def _keep(database: Database, chat: int, meeting: Meeting, outdated: Sequence[Step]) -> None:
    day = meeting.day.isoformat()
    candidates = [[one.paper, one.title, one.likes] for one in meeting.candidates]
    row = [chat, day, str(meeting.rule), meeting.state.value]
    row += [json.dumps(candidates, ensure_ascii=False), json.dumps(meeting.counts), meeting.chosen]
    database.execute(_KEEP, row)
    if outdated:
        database.execute(_UNTOUCHED, [chat, Listed(names_of(meeting.day, outdated))])
        database.execute(MOVE_UP, [chat])
    if meeting.state not in (MeetingState.VOTING, MeetingState.CLOSING):
        database.execute("DELETE FROM ballots WHERE chat = ? AND day = ?", [chat, day])


def _queue(
    database: Database, turn: MeetingTurn, meeting: Meeting, message: MeetingMessage, moment: float
) -> None:
    chat = turn.due.number
    what = AtOnce(meeting.day.toordinal(), message.answers, message.edits, message.step)
    number = kept_payload(database, message.document)
    document = None if message.edits else number
    row = [chat, f"{meeting.day}{what}", int(message.edits), moment, document]
    row += [str(what).strip(), message.answers]
    (is_behind,) = database.execute(HAS_OPEN, [chat]).fetchone()
    planned = database.execute(_PLAN, row).fetchone()
    if planned is not None:
        state = PartState.BEHIND if is_behind else PartState.QUEUED
        platform = turn.due.chat.ref.platform
        database.execute(QUEUE, [planned[0], platform, state.value, moment])
        if message.edits:
            packed = "UPDATE outbox SET payload = ? WHERE digest = ?"
            database.execute(packed, [number, planned[0]])


def settled(
    database: Database,
    chat: int,
    day: date,
    at_once: AtOnce | None,
    decision: DeliveryDecision,
) -> None:
    """Keep what became of a message of a meeting, and what its platform has made of it."""
    if at_once is None or decision.state.is_open or at_once.edits:
        return
    held, key = decision.held or Held(), [chat, day.isoformat()]
    first = decision.messages[0] if decision.messages else 0
    match at_once.step:
        case Step.VOTE:
            sql = "UPDATE meetings SET message = ?, poll = ? WHERE chat = ? AND day = ?"
            database.execute(sql, [first, held.poll, *key])
        case Step.CARD:
            sql = "UPDATE meetings SET card = ?, thread = ? WHERE chat = ? AND day = ?"
            database.execute(sql, [first, held.thread, *key])
        case Step.REMINDER:
            sql = "UPDATE meetings SET reminder = ? WHERE chat = ? AND day = ?"
            database.execute(sql, [first, *key])
        case Step.CLOSE:
            if held.counts:
                sql = "UPDATE meetings SET counts = ? WHERE chat = ? AND day = ?"
                database.execute(sql, [json.dumps(held.counts), *key])
            # What is read can be told now.
            database.execute("UPDATE reading_groups SET next_at = 0 WHERE chat = ?", [chat])

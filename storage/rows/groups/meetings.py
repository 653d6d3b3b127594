"""Meetings of groups that read together as rows: what is due, what was decided, what is kept."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, Final

from domain.chats import Chat, ChatRef
from domain.groups.meetings import (
    Candidate,
    Meeting,
    MeetingRule,
    MeetingState,
    ReadingGroup,
    Step,
)
from storage.database import Database, Listed
from storage.records import SETTINGS, settings_of
from storage.rows.chats import id_of
from storage.turn_rules import seconds

_COLUMNS: Final = (
    "day, rule, state, candidates, counts, chosen, message, card, reminder, poll, thread, minutes"
)

_GROUPS: Final = f"""
    SELECT chats.id, chats.platform, chat_id, thread_id, rule, since, next_at, {SETTINGS}
    FROM reading_groups JOIN chats ON chats.id = reading_groups.chat
"""  # noqa: S608

_DUE: Final = f"""
    {_GROUPS} WHERE next_at <= :now AND chats.platform IN (SELECT value FROM json_each(:platforms))
    AND chats.id NOT IN (SELECT value FROM json_each(:leaving))
    AND NOT EXISTS (
        SELECT 1 FROM absences
        WHERE absences.platform = chats.platform AND absences.chat_id = chats.chat_id
        AND absences.thread_id IN ('', chats.thread_id)
    )
    ORDER BY next_at, chats.id LIMIT :limit
"""  # noqa: S608

_MEETINGS: Final = f"SELECT {_COLUMNS} FROM meetings WHERE chat = ? ORDER BY day DESC"  # noqa: S608

_IS_SENDING: Final = """
    SELECT EXISTS (
        SELECT 1 FROM digests JOIN outbox ON outbox.digest = digests.id
        WHERE chat = ? AND at_once IN (SELECT value FROM json_each(?))
        AND state IN ('behind', 'queued', 'claimed', 'sending')
    )
"""

_SET: Final = """
    INSERT INTO reading_groups (chat, rule, since, next_at) VALUES (?, ?, ?, 0)
    ON CONFLICT (chat) DO UPDATE
    SET rule = excluded.rule, since = excluded.since, next_at = excluded.next_at
"""

_CAST: Final = """
    INSERT INTO ballots (chat, day, person, choice) VALUES (?, ?, ?, ?)
    ON CONFLICT (chat, day, person) DO UPDATE SET choice = excluded.choice
"""

_COUNTED: Final = """
    UPDATE meetings SET counts = ? WHERE poll = ? AND state IN ('voting', 'closing')
    AND chat IN (SELECT id FROM chats WHERE platform = ?)
"""

_IN_THREAD: Final = """
    SELECT thread_id, day FROM meetings JOIN chats ON chats.id = meetings.chat
    WHERE (chats.platform, chat_id, thread) = (?, ?, ?) AND thread <> '' ORDER BY day DESC LIMIT 1
"""


def set_group(database: Database, ref: ChatRef, rule: MeetingRule | None, now: datetime) -> None:
    """Keep when a known chat meets; what is being prepared goes on, or ends where it does."""
    kept = str(rule) if rule else ""
    database.execute(_SET, [id_of(database, ref), kept, seconds(now)])


def group(database: Database, ref: ChatRef) -> ReadingGroup | None:
    """A chat that reads together."""
    sql = f"{_GROUPS} WHERE chats.id = ?"
    row = database.execute(sql, [id_of(database, ref)]).fetchone()
    return None if row is None else _group(database, row)


def due(
    database: Database,
    platforms: Collection[str],
    now: datetime,
    limit: int,
    leaving: Sequence[int] = (),
) -> list[ReadingGroup]:
    """Groups for which something is to be done, by moment."""
    values = {
        "platforms": Listed(platforms),
        "now": seconds(now),
        "leaving": Listed(leaving),
        "limit": limit,
    }
    rows = database.execute(_DUE, values).fetchall()
    return [_group(database, row) for row in rows]


def meetings(database: Database, ref: ChatRef) -> list[Meeting]:
    """The meetings of a chat, the newest first."""
    return _meetings(database, id_of(database, ref))


def in_thread(database: Database, ref: ChatRef) -> tuple[ChatRef, date] | None:
    """The chat and the day of the meeting that a thread was made for."""
    row = database.execute(_IN_THREAD, [ref.platform, ref.chat_id, ref.thread_id]).fetchone()
    if row is None:
        return None
    return replace(ref, thread_id=row[0]), date.fromisoformat(row[1])


def cast(database: Database, ref: ChatRef, day: date, person: str, choice: int) -> Meeting | None:
    """Keep a vote by button, or take back the same; the meeting then, if it is voted on so."""
    chat = id_of(database, ref)
    known = {one.day: one for one in _meetings(database, chat)}.get(day)
    if known is None or known.state is not MeetingState.VOTING or known.poll:
        return None
    if not 0 <= choice < len(known.candidates):
        return None
    ballot = [chat, day.isoformat(), person]
    same = "DELETE FROM ballots WHERE (chat, day, person, choice) = (?, ?, ?, ?)"
    if not database.execute(same, [*ballot, choice]).rowcount:
        database.execute(_CAST, [*ballot, choice])
    return replace(known, counts=tally(database, chat, known))


def keep_counts(database: Database, platform: str, poll: str, counts: Sequence[int]) -> None:
    """Keep how the votes of a platform's poll stand, while it matters."""
    database.execute(_COUNTED, [json.dumps(counts), poll, platform])


def keep_minutes(database: Database, ref: ChatRef, day: date, text: str) -> None:
    """Keep what was noted of a meeting."""
    database.execute(
        "UPDATE meetings SET minutes = ? WHERE chat = ? AND day = ?",
        [text, id_of(database, ref), day.isoformat()],
    )


def tally(database: Database, chat: int | None, meeting: Meeting) -> tuple[int, ...]:
    """The votes by button for each candidate of a meeting."""
    rows = database.execute(
        "SELECT choice FROM ballots WHERE chat = ? AND day = ?", [chat, meeting.day.isoformat()]
    )
    votes = Counter(choice for (choice,) in rows)
    return tuple(votes[number] for number in range(len(meeting.candidates)))


def names_of(day: date, steps: Iterable[Step] = Step) -> list[str]:
    """What the messages of a meeting are called in the outbox."""
    return [f"{day.toordinal()}{step}" for step in steps]


def forget(database: Database, ref: ChatRef) -> int:
    """Delete the meetings of a chat, and that there are any; how many there were."""
    chat = [id_of(database, ref)]
    database.execute("DELETE FROM reading_groups WHERE chat = ?", chat)
    database.execute("DELETE FROM ballots WHERE chat = ?", chat)
    return database.execute("DELETE FROM meetings WHERE chat = ?", chat).rowcount


def forget_person(database: Database, owner: ChatRef) -> int:
    """Delete the votes of a person that still count; how many."""
    return database.execute(
        "DELETE FROM ballots WHERE person = ?"
        " AND chat IN (SELECT id FROM chats WHERE platform = ?)",
        [owner.chat_id, owner.platform],
    ).rowcount


def _group(database: Database, row: Any) -> ReadingGroup:
    number, platform, chat_id, thread_id, rule, since, next_at, *chat_settings = row
    all_of_them = _meetings(database, number)
    meeting = next((one for one in all_of_them if not one.state.is_over), None)
    over = (one.day for one in all_of_them if one.state.is_over)
    is_sending = False
    if meeting is not None:
        asked = [number, Listed(names_of(meeting.day))]
        is_sending = bool(database.execute(_IS_SENDING, asked).fetchone()[0])
    return ReadingGroup(
        number=number,
        chat=Chat(ChatRef(platform, chat_id, thread_id), settings_of(chat_settings)),
        rule=MeetingRule.of(rule) if rule else None,
        since=datetime.fromtimestamp(since, UTC),
        next_at=datetime.fromtimestamp(next_at, UTC) if next_at else None,
        meeting=meeting,
        last=next(over, None),
        is_sending=is_sending,
    )


def _meetings(database: Database, chat: int | None) -> list[Meeting]:
    found = [_meeting(row) for row in database.execute(_MEETINGS, [chat]).fetchall()]
    return [
        replace(one, counts=tally(database, chat, one))
        if one.state is MeetingState.VOTING and not one.poll
        else one
        for one in found
    ]


def _meeting(row: Any) -> Meeting:
    day, rule, state, candidates, counts, chosen, *ids, poll, thread, minutes = row
    message, card, reminder = ids
    return Meeting(
        day=date.fromisoformat(day),
        rule=MeetingRule.of(rule),
        state=MeetingState(state),
        candidates=tuple(Candidate(*one) for one in json.loads(candidates)),
        counts=tuple(json.loads(counts)),
        chosen=chosen,
        message=message,
        card=card,
        reminder=reminder,
        poll=poll,
        thread=thread,
        minutes=minutes,
    )

"""All that is kept of one chat, wherever it lies: what /export tells and /forgetme deletes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from domain.chats import ChatRef
from domain.deliveries import PartState
from storage.database import Database, Listed
from storage.records import instant_of, instant_text
from storage.rows import chats as chat_rows
from storage.rows import keys as key_rows
from storage.rows import managers as manager_rows
from storage.rows import notes as note_rows
from storage.rows import questions as question_rows
from storage.rows import sent as sent_rows
from storage.rows import tastes as taste_rows
from storage.rows.groups import meetings as meeting_rows
from storage.rows.groups import saves as save_rows
from storage.turn_rules import seconds

BEARING: Final = (
    *("chats", "subscriptions", "queries", "schedule", "digests", "outbox", "payloads", "seen"),
    *("kept_chats", "absences", "buttons", "sent_messages", "digest_records"),
    *("votes", "saved_papers", "profile_owners", "presses", "notices", "questions"),
    *("access_keys", "reading_groups", "meetings", "ballots", "group_saves"),
)
"""The tables that have something of chats and people in them, and nothing of it once forgotten.

Notes have counts of people's summaries for a day, which `app.fair_use.quotas` deletes. A new table
belongs here, and into what follows, or it holds nothing of anybody.
"""

_FORGOTTEN: Final = "somebody was forgotten"
"""Name of the note that the file is to be written anew; since when that is known, UTC."""

_LONGEST: Final = timedelta(hours=24)
"""How long a quiet moment is waited for."""

_QUIET: Final = timedelta(minutes=10)
"""For how long no digest is due in a quiet moment."""

_BUSY: Final = """
    SELECT EXISTS (SELECT 1 FROM outbox WHERE state IN (SELECT value FROM json_each(?)))
    OR EXISTS (SELECT 1 FROM schedule WHERE look_at <= ?)
"""

_MOMENTS: Final = frozenset(
    {
        *("slot_at", "look_at", "planned_at", "due", "first_tried", "settled_at"),
        *("sent_at", "expires", "at", "read_at", "since_moment", "next_at"),
    }
)
"""Columns with seconds of the Unix clock."""

_CHAT: Final = "platform = ? AND chat_id = ? AND thread_id = ?"

_KEPT: Final[dict[str, str]] = {
    "schedule": """
        SELECT slot, slot_at, NULLIF(look_at, 0) AS look_at, held, last, covered, since, strikes
        FROM schedule JOIN chats ON chats.id = schedule.chat
        WHERE (chats.platform, chat_id, thread_id) = (?, ?, ?)
    """,
    "digests": """
        SELECT slot, parts, planned_at, covered_before, listing, post, told,
            payloads.body AS document, digest_records.body AS record
        FROM digests JOIN chats ON chats.id = digests.chat
        LEFT JOIN payloads ON payloads.id = digests.document
        LEFT JOIN digest_records ON digest_records.id = digests.record
        WHERE (chats.platform, chat_id, thread_id) = (?, ?, ?)
        ORDER BY digests.id
    """,
    "messages": """
        SELECT slot, part, state, due, attempts, first_tried, settled_at, reason, body, papers
        FROM outbox
        JOIN digests ON digests.id = outbox.digest
        JOIN chats ON chats.id = digests.chat
        LEFT JOIN payloads ON payloads.id = outbox.payload
        WHERE (chats.platform, chat_id, thread_id) = (?, ?, ?)
        ORDER BY digests.id, part
    """,
    "sent": """
        SELECT message, papers, sent_at, digest, part
        FROM sent_messages
        WHERE (platform, chat_id, thread_id) = (?, ?, ?) ORDER BY sent_at, message
    """,
    "absences": """
        SELECT reason FROM absences WHERE (platform, chat_id, thread_id) = (?, ?, ?)
    """,
    "managers": """
        SELECT keeper_platform, keeper_chat_id, keeper_thread_id, title FROM kept_chats
        WHERE (platform, chat_id, thread_id) = (?, ?, ?) ORDER BY id DESC
    """,
    "buttons": """
        SELECT command, expires FROM buttons
        WHERE (platform, chat_id, thread_id) = (?, ?, ?) ORDER BY expires, name
    """,
    "notices": """
        SELECT paper, name, words, digest IS NOT NULL AS is_told
        FROM notices JOIN paper_updates ON paper_updates.id = paper_update
        JOIN chats ON chats.id = notices.chat
        WHERE (chats.platform, chat_id, thread_id) = (?, ?, ?) ORDER BY paper_updates.id
    """,
    "questions": """
        SELECT paper, question, at FROM questions
        WHERE (platform, chat_id, thread_id) = (?, ?, ?) AND question <> '' ORDER BY id
    """,
    "keys": """
        SELECT opens, at FROM access_keys
        WHERE (platform, chat_id, thread_id) = (?, ?, ?) ORDER BY opens
    """,
    "votes": """
        SELECT paper, is_more, at FROM votes
        WHERE (platform, chat_id, thread_id) = (?, ?, ?) ORDER BY at, paper
    """,
    "saved": """
        SELECT paper, title, at, in_profile, note, read_at, is_imported FROM saved_papers
        WHERE (platform, chat_id, thread_id) = (?, ?, ?) ORDER BY at, paper
    """,
    "presses": """
        SELECT paper, CAST(sum(is_more) AS INTEGER) AS liked, count(*) AS of FROM presses
        WHERE (platform, chat_id, thread_id) = (?, ?, ?) GROUP BY paper ORDER BY paper
    """,
    "pressed": """
        SELECT chat_id, thread_id, paper, is_more, at FROM presses
        WHERE (platform, person, '') = (?, ?, ?) ORDER BY at, paper
    """,
    "reading_group": """
        SELECT rule, reading_groups.since AS since_moment, NULLIF(next_at, 0) AS next_at
        FROM reading_groups JOIN chats ON chats.id = reading_groups.chat
        WHERE (chats.platform, chat_id, thread_id) = (?, ?, ?)
    """,
    "meetings": """
        SELECT day, rule, state, candidates, counts, chosen, minutes
        FROM meetings JOIN chats ON chats.id = meetings.chat
        WHERE (chats.platform, chat_id, thread_id) = (?, ?, ?) ORDER BY day
    """,
    "ballots": """
        SELECT chats.chat_id, thread_id, day, choice
        FROM ballots JOIN chats ON chats.id = ballots.chat
        WHERE (chats.platform, person, '') = (?, ?, ?) ORDER BY day, chats.chat_id
    """,
    "saved_here": """
        SELECT paper, count(*) AS of FROM group_saves
        WHERE (platform, chat_id, thread_id) = (?, ?, ?) GROUP BY paper ORDER BY paper
    """,
    "saved_in_groups": """
        SELECT chat_id, thread_id, paper, at FROM group_saves
        WHERE (platform, person, '') = (?, ?, ?) ORDER BY at, paper
    """,
    "profile_owner": """
        SELECT owner FROM profile_owners WHERE (platform, chat_id, thread_id) = (?, ?, ?)
    """,
}
"""What is kept beside settings, topics, papers told and links. Moments are told in UTC.

Of a group's presses the numbers alone: whose they are is told to nobody but whoever pressed.
"""


def kept(database: Database, ref: ChatRef) -> dict[str, list[dict[str, Any]]]:
    """What is kept of a chat beside its settings, topics, papers told and links, by what it is."""
    found = {}
    for name, query in _KEPT.items():
        rows = database.execute(query, _place(ref))
        columns = [column[0] for column in rows.description]
        found[name] = [_told(dict(zip(columns, row, strict=True))) for row in rows]
    return found


def _told(row: dict[str, Any]) -> dict[str, Any]:
    """A row as it is told, moments as ``2024-03-08 06:00:00``."""
    for name in _MOMENTS & row.keys():
        if row[name] is not None:
            row[name] = f"{datetime.fromtimestamp(row[name], UTC):%Y-%m-%d %H:%M:%S}"
    return row


def forget(database: Database, ref: ChatRef) -> dict[str, int]:
    """Delete everything kept of a chat; how many rows of what."""
    place = _place(ref)
    buttons = database.execute(f"DELETE FROM buttons WHERE {_CHAT}", place).rowcount  # noqa: S608
    meetings = meeting_rows.forget(database, ref)
    gone = chat_rows.forget(database, ref)
    gone["messages"] = sent_rows.forget(database, ref)
    # Of a message that was sent nobody knows any more whose it was.
    database.execute(
        "DELETE FROM payloads WHERE NOT EXISTS"
        " (SELECT 1 FROM outbox WHERE outbox.payload = payloads.id)"
        " AND NOT EXISTS (SELECT 1 FROM digests WHERE document = payloads.id)"
    )
    gone |= {"links": manager_rows.forget(database, ref), "buttons": buttons}
    gone["questions"] = question_rows.forget(database, ref)
    gone["keys"] = key_rows.forget(database, ref)
    gone |= taste_rows.forget(database, ref)
    gone["meetings"] = meetings
    gone["group_saves"] = save_rows.forget(database, ref)
    gone["ballots"] = meeting_rows.forget_person(database, ref)
    if any(gone.values()) and note_rows.load(database, _FORGOTTEN) is None:
        note_rows.save(database, _FORGOTTEN, "")
    return gone


def is_time_to_clean(database: Database, now: datetime) -> bool:
    """Whether to write the file anew: somebody was forgotten, and it is quiet or long ago."""
    since = note_rows.load(database, _FORGOTTEN)
    if since is None:
        return False
    known = min(instant_of(since or None) or now, now)
    note_rows.save(database, _FORGOTTEN, instant_text(known) or "")
    is_open = Listed([state.value for state in PartState if state.is_open])
    (is_busy,) = database.execute(_BUSY, [is_open, seconds(now + _QUIET)]).fetchone()
    return not is_busy or now - known >= _LONGEST


def is_clean(database: Database) -> None:
    """Keep that the file was written anew."""
    note_rows.forget(database, _FORGOTTEN, "")


def move(database: Database, platform: str, old_id: str, new_id: str) -> int:
    """Give a chat and its threads a new id everywhere; how many there were."""
    manager_rows.move(database, platform, old_id, new_id)
    taste_rows.move(database, platform, old_id, new_id)
    question_rows.move(database, platform, old_id, new_id)
    key_rows.move(database, platform, old_id, new_id)
    save_rows.move(database, platform, old_id, new_id)
    if old_id != new_id:
        sent_rows.move(database, platform, old_id)
    database.execute(
        "UPDATE buttons SET chat_id = ? WHERE platform = ? AND chat_id = ?",
        [new_id, platform, old_id],
    )
    return chat_rows.move(database, platform, old_id, new_id)


def _place(ref: ChatRef) -> Sequence[str]:
    return [ref.platform, ref.chat_id, ref.thread_id]

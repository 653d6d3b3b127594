"""Messages that were sent, and digests as they were meant, as rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Final

from domain.chats import ChatRef
from domain.deliveries import SentMessage
from storage.database import Database, Listed
from storage.question_rules import LOOKED_AT, each_once
from storage.records import words_of, words_text
from storage.turn_rules import seconds

_COLUMNS: Final = (
    *("platform", "chat_id", "message", "thread_id", "papers", "sent_at", "digest", "part"),
)

_SAVE: Final = f"""
    INSERT INTO sent_messages ({", ".join(_COLUMNS)})
    VALUES ({", ".join("?" for _ in _COLUMNS)})
    ON CONFLICT (platform, chat_id, message) DO UPDATE SET
        thread_id = excluded.thread_id,
        papers = excluded.papers,
        sent_at = excluded.sent_at,
        digest = excluded.digest,
        part = excluded.part
"""  # noqa: S608

_DROP_RECORDS: Final = """
    DELETE FROM digest_records WHERE id IN (SELECT value FROM json_each(?))
    AND NOT EXISTS (SELECT 1 FROM digests WHERE record = digest_records.id)
"""


def save(database: Database, messages: Iterable[SentMessage]) -> None:
    """Keep messages; an id that is there again is another message by now."""
    database.executemany(_SAVE, map(_row, messages))


def as_json(messages: Iterable[SentMessage]) -> str:
    """Messages as a list of rows by their columns, each once."""
    rows = {row[:3]: dict(zip(_COLUMNS, row, strict=True)) for row in map(_row, messages)}
    return json.dumps(list(rows.values()), ensure_ascii=False)


def load(database: Database, chat: ChatRef, message: int) -> SentMessage | None:
    """A message by its id, if it is known."""
    row = database.execute(
        "SELECT thread_id, papers, sent_at, digest, part FROM sent_messages"
        " WHERE platform = ? AND chat_id = ? AND message = ?",
        [chat.platform, chat.chat_id, message],
    ).fetchone()
    if row is None:
        return None
    thread, papers, sent_at, digest, part = row
    return SentMessage(
        chat=ChatRef(chat.platform, chat.chat_id, thread),
        id=message,
        papers=words_of(papers),
        at=datetime.fromtimestamp(sent_at, UTC),
        digest=None if digest is None else date.fromisoformat(digest),
        part=part,
    )


def told_before(
    database: Database, chat: ChatRef, moment: datetime, most: int
) -> list[tuple[str, datetime]]:
    """Papers that a chat's last messages before a moment tell, and when they did."""
    rows = database.execute(
        "SELECT papers, sent_at FROM sent_messages"
        " WHERE (platform, chat_id, thread_id) = (?, ?, ?) AND sent_at < ?"
        " ORDER BY sent_at DESC, message DESC LIMIT ?",
        [chat.platform, chat.chat_id, chat.thread_id, seconds(moment), LOOKED_AT],
    )
    each = ((words_of(papers), datetime.fromtimestamp(at, UTC)) for papers, at in rows)
    return each_once(each, most)


def forget(database: Database, chat: ChatRef) -> int:
    """Delete what was sent to a chat; how many messages."""
    return database.execute(
        "DELETE FROM sent_messages WHERE platform = ? AND chat_id = ? AND thread_id = ?",
        [chat.platform, chat.chat_id, chat.thread_id],
    ).rowcount


def move(database: Database, platform: str, old_id: str) -> None:
    """Forget what was sent under an id that is no more: under the new one, ids begin anew."""
    database.execute(
        "DELETE FROM sent_messages WHERE platform = ? AND chat_id = ?", [platform, old_id]
    )


def record(database: Database, chat: ChatRef, day: date) -> str | None:
    """The digest of a day as it was meant."""
    row = database.execute(
        "SELECT body FROM digest_records JOIN digests ON digests.record = digest_records.id"
        " JOIN chats ON chats.id = digests.chat"
        " WHERE (chats.platform, chat_id, thread_id, slot) = (?, ?, ?, ?)",
        [chat.platform, chat.chat_id, chat.thread_id, day.isoformat()],
    ).fetchone()
    return None if row is None else str(row[0])


def days(database: Database, chat: ChatRef) -> list[date]:
    """The days of digests that are kept as they were meant, newest first."""
    rows = database.execute(
        "SELECT DISTINCT slot FROM digests JOIN chats ON chats.id = digests.chat"
        " WHERE (chats.platform, chat_id, thread_id) = (?, ?, ?) AND record IS NOT NULL"
        " ORDER BY slot DESC",
        [chat.platform, chat.chat_id, chat.thread_id],
    )
    return [date.fromisoformat(slot) for (slot,) in rows]


def records(database: Database, chat: ChatRef, first: date, last: date) -> list[tuple[date, str]]:
    """The digests of some days as they were meant, the newest first."""
    rows = database.execute(
        "SELECT slot, body FROM digest_records JOIN digests ON digests.record = digest_records.id"
        " JOIN chats ON chats.id = digests.chat"
        " WHERE (chats.platform, chat_id, thread_id) = (?, ?, ?) AND slot BETWEEN ? AND ?"
        " ORDER BY slot DESC",
        [chat.platform, chat.chat_id, chat.thread_id, first.isoformat(), last.isoformat()],
    )
    return [(date.fromisoformat(slot), body) for slot, body in rows]


def records_of(database: Database, chat: int | None) -> list[int]:
    """Numbers of the records that a chat's digests have."""
    rows = database.execute(
        "SELECT DISTINCT record FROM digests WHERE chat = ? AND record IS NOT NULL", [chat]
    )
    return [number for (number,) in rows]


def drop_records(database: Database, numbers: Sequence[int]) -> None:
    """Delete those of some records that no digest has any more."""
    database.execute(_DROP_RECORDS, [Listed(numbers)])


def _row(message: SentMessage) -> tuple[object, ...]:
    chat, digest = message.chat, message.digest
    return (
        *(chat.platform, chat.chat_id, message.id, chat.thread_id),
        *(words_text(message.papers), seconds(message.at)),
        *(None if digest is None else digest.isoformat(), message.part),
    )

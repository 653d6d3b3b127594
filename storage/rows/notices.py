"""What chats are sent beside digests, notices and weekly look backs, as rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, Final

from domain.chats import Chat, ChatRef
from domain.concurrency.processes import News
from domain.deliveries import PartState, SentMessage
from domain.metadata.notices import DueLookBack, DueNotice, LookBackTurn, ReadyNotice
from domain.metadata.updates import LOOK_BACK, AtOnce, Notice, PaperUpdate, UpdateKind
from domain.topics import Topic
from storage.database import Database, Listed
from storage.records import SETTINGS, settings_of, words_of, words_text
from storage.rows import updates as update_rows
from storage.rows.schedule import HAS_OPEN, QUEUE, followed, kept_payload
from storage.turn_rules import seconds

_IMPORTANT: Final = Listed([kind.value for kind in UpdateKind if kind.is_important])

_DUE: Final = f"""
    SELECT paper_updates.id, paper, name, kind, title, words,
        chats.id, chats.platform, chat_id, thread_id, {SETTINGS}
    FROM notices INDEXED BY notices_to_tell CROSS JOIN chats ON chats.id = notices.chat
    JOIN paper_updates ON paper_updates.id = paper_update
    WHERE updates IN ('at once', 'all at once') AND digest IS NULL AND paused = 0
    AND chats.platform IN (SELECT value FROM json_each(:platforms))
    AND kind IN (SELECT value FROM json_each(:kinds))
    AND EXISTS (SELECT 1 FROM subscriptions WHERE subscriptions.chat = chats.id)
    AND NOT EXISTS (
        SELECT 1 FROM absences
        WHERE absences.platform = chats.platform AND absences.chat_id = chats.chat_id
        AND absences.thread_id IN ('', chats.thread_id)
    )
    AND NOT EXISTS (
        SELECT 1 FROM digests JOIN outbox ON outbox.digest = digests.id
        WHERE digests.chat = chats.id AND state IN ('behind', 'queued', 'claimed', 'sending')
    )
    ORDER BY paper_updates.id, chats.id LIMIT :limit
"""  # noqa: S608
"""Looked up from what is to be told: mostly nothing is, and chats are many."""

_TOLD: Final = """
    SELECT message, thread_id, papers, sent_at, digest, part FROM sent_messages
    WHERE platform = :platform AND chat_id = :chat_id AND digest IS NOT NULL
    AND instr(papers, :paper) > 0
    AND (
        thread_id = :thread
        OR thread_id IN (SELECT post FROM digests WHERE chat = :chat AND post <> '')
    )
    ORDER BY digest, part DESC, message LIMIT 1
"""
"""The message that told a paper; in a forum it stands in the post of its digest.

The first message of a digest may but announce what the last one tells.
"""

_WHOLE: Final = """
    SELECT id, parts FROM digests WHERE chat = :chat AND slot = :slot AND parts = (
        SELECT COUNT(*) FROM sent_messages WHERE (platform, chat_id) = (:platform, :chat_id)
        AND digest = :slot AND thread_id = :thread
    )
"""

_TOLD_WITH: Final = """
    SELECT paper_updates.id, paper, name, kind, title, words
    FROM notices JOIN paper_updates ON paper_updates.id = paper_update
    WHERE chat = ? AND digest = ? ORDER BY paper_updates.id
"""

_SINCE: Final = """
    SELECT id, paper, name, kind, title, words FROM paper_updates WHERE id IN (
        SELECT MAX(id) FROM seen JOIN paper_updates ON paper_updates.paper = seen.paper
        WHERE chat = ? AND digest = ? AND kind IN (SELECT value FROM json_each(?))
        GROUP BY seen.paper
    ) ORDER BY id
"""

_IS_DUE: Final = """
    SELECT EXISTS (
        SELECT 1 FROM notices WHERE chat = ? AND paper_update = ? AND digest IS NULL
    )
"""

_PLAN: Final = """
    INSERT INTO digests (chat, slot, parts, planned_at, post, document, at_once, message)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id
"""

_WEEKS_OVER: Final = f"""
    SELECT id, platform, chat_id, thread_id, look_back_at, {SETTINGS}
    FROM chats INDEXED BY look_backs_to_come
    WHERE platform IN (SELECT value FROM json_each(:platforms)) AND look_back_at <= :now
    AND paused = 0 AND id NOT IN (SELECT value FROM json_each(:leaving))
    AND EXISTS (SELECT 1 FROM subscriptions WHERE subscriptions.chat = chats.id)
    AND NOT EXISTS (
        SELECT 1 FROM absences
        WHERE absences.platform = chats.platform AND absences.chat_id = chats.chat_id
        AND absences.thread_id IN ('', chats.thread_id)
    )
    AND NOT EXISTS (
        SELECT 1 FROM schedule WHERE chat = chats.id
        AND look_at IS NOT NULL AND (slot_at IS NULL OR slot_at <= :now)
    )
    ORDER BY look_back_at, id LIMIT :limit
"""  # noqa: S608
"""A digest that is due comes first: what it tells is not missed."""

_TAKE_WEEK: Final = """
    UPDATE chats SET look_back_at = ? WHERE id = ? AND look_back_at = ?
"""

_PLAN_WEEK: Final = """
    INSERT INTO digests (chat, slot, parts, planned_at, document, at_once)
    VALUES (?, ?, 0, ?, ?, ?) ON CONFLICT (chat, slot) DO NOTHING RETURNING id
"""


def due(database: Database, platforms: Collection[str], limit: int) -> list[DueNotice]:
    """Important notices of chats that want them at once, not told yet; as they came."""
    values = {"platforms": Listed(platforms), "kinds": _IMPORTANT, "limit": limit}
    rows = database.execute(_DUE, values).fetchall()
    return [_due(database, row) for row in rows]


def queue(database: Database, ready: Sequence[ReadyNotice], now: datetime) -> int:
    """Queue notices that are still to be told, and keep that they are; how many."""
    if queued := sum(_queued(database, one, now) for one in ready):
        database.tell(News.PARTS)
    return queued


def _due(database: Database, row: Sequence[Any]) -> DueNotice:
    number, platform, chat_id, thread, *settings = row[6:]
    notice, ref = _notice(row[:6]), ChatRef(platform, chat_id, thread)
    told = _told(database, number, ref, notice.update.paper)
    found = DueNotice(number=number, chat=Chat(ref, settings_of(settings)), notice=notice)
    if told is None or told.digest is None:
        return found
    values = {
        "chat": number,
        "slot": told.digest.isoformat(),
        "platform": platform,
        "chat_id": chat_id,
        "thread": told.chat.thread_id,
    }
    digest, parts = database.execute(_WHOLE, values).fetchone() or (0, 0)
    before = map(_notice, database.execute(_TOLD_WITH, [number, digest]))
    since = map(_notice, database.execute(_SINCE, [number, digest, _IMPORTANT]))
    return replace(
        found,
        told=told,
        parts=parts,
        before=tuple(before),
        since=tuple(one.update for one in since),
    )


def _notice(row: Sequence[Any]) -> Notice:
    number, paper, key, kind, title, words = row
    update = PaperUpdate(paper=paper, title=title, kind=UpdateKind(kind), key=key, words=words)
    return Notice(number, update)


def _told(database: Database, number: int, ref: ChatRef, paper: str) -> SentMessage | None:
    values = {
        "platform": ref.platform,
        "chat_id": ref.chat_id,
        "thread": ref.thread_id,
        "chat": number,
        "paper": words_text([paper])[1:-1],
    }
    row = database.execute(_TOLD, values).fetchone()
    if row is None:
        return None
    message, thread, papers, sent_at, digest, part = row
    return SentMessage(
        chat=ChatRef(ref.platform, ref.chat_id, thread),
        id=message,
        papers=words_of(papers),
        at=datetime.fromtimestamp(sent_at, UTC),
        digest=date.fromisoformat(digest),
        part=part,
    )


def _queued(database: Database, ready: ReadyNotice, now: datetime) -> bool:
    due = ready.due
    update = due.notice.number
    if not database.execute(_IS_DUE, [due.number, update]).fetchone()[0]:
        return False
    document = kept_payload(database, ready.document)
    message = due.told.id if due.told else 0
    row = _planned(database, due, AtOnce(update, message), now, document)
    update_rows.keep_told(database, due.number, row, [update])
    if ready.edit is not None:
        edit = _planned(database, due, AtOnce(update, message, edits=True), now)
        payload = kept_payload(database, ready.edit)
        database.execute("UPDATE outbox SET payload = ? WHERE digest = ?", [payload, edit])
    # The next digest may be in the making, and tell the same: it is made anew.
    database.execute("UPDATE schedule SET version = version + 1 WHERE chat = ?", [due.number])
    return True


def _planned(
    database: Database, due: DueNotice, what: AtOnce, now: datetime, document: int | None = None
) -> int:
    """Keep a message to be sent; the number that stands for it."""
    moment = now.timestamp()
    ref, told = due.chat.ref, due.told
    post = told.chat.thread_id if told and told.chat.thread_id != ref.thread_id else ""
    (is_behind,) = database.execute(HAS_OPEN, [due.number]).fetchone()
    slot, parts = f"{now.date()}{what}", int(document is None)
    row = [due.number, slot, parts, moment, post, document, str(what).strip(), what.message]
    digest = int(database.execute(_PLAN, row).fetchone()[0])
    state = PartState.BEHIND if is_behind else PartState.QUEUED
    database.execute(QUEUE, [digest, ref.platform, state.value, moment])
    return digest


def weeks_over(
    database: Database,
    platforms: Collection[str],
    now: datetime,
    limit: int,
    leaving: Sequence[int] = (),
) -> list[DueLookBack]:
    """Look backs to be dealt with now, by moment."""
    values = {
        "platforms": Listed(platforms),
        "now": seconds(now),
        "leaving": Listed(leaving),
        "limit": limit,
    }
    rows = database.execute(_WEEKS_OVER, values).fetchall()
    topics = followed(database, Listed([row[0] for row in rows]))
    return [_week_over(row, topics) for row in rows]


def take_weeks(database: Database, turns: Sequence[LookBackTurn], now: datetime) -> int:
    """Keep turns of chats that wish for them as they did; how many."""
    if any(turn.document for turn in turns):
        database.tell(News.PARTS)
    return sum(_taken_week(database, turn, now) for turn in turns)


def _week_over(row: Any, topics: defaultdict[int, list[Topic]]) -> DueLookBack:
    number, platform, chat_id, thread_id, at, *chat_settings = row
    return DueLookBack(
        number=number,
        chat=Chat(ChatRef(platform, chat_id, thread_id), settings_of(chat_settings)),
        topics=tuple(topics[number]),
        at=datetime.fromtimestamp(at, UTC) if at else None,
    )


def _taken_week(database: Database, turn: LookBackTurn, now: datetime) -> bool:
    was = turn.due
    at = None if turn.next_at is None else seconds(turn.next_at)
    before = 0 if was.at is None else seconds(was.at)
    if not database.execute(_TAKE_WEEK, [at, was.number, before]).rowcount:
        return False
    if turn.day is not None and turn.document:
        _queue_week(database, turn, now.timestamp())
    return True


def _queue_week(database: Database, turn: LookBackTurn, moment: float) -> None:
    number = turn.due.number
    slot, what = f"{turn.day}{LOOK_BACK}", str(LOOK_BACK).strip()
    document = kept_payload(database, turn.document)
    (is_behind,) = database.execute(HAS_OPEN, [number]).fetchone()
    planned = database.execute(_PLAN_WEEK, [number, slot, moment, document, what]).fetchone()
    if planned is not None:
        state = PartState.BEHIND if is_behind else PartState.QUEUED
        row = [planned[0], turn.due.chat.ref.platform, state.value, moment]
        database.execute(QUEUE, row)

"""Chats and what they follow as rows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from domain.chats import Chat, ChatRef, Subscription
from domain.errors import StoreError
from domain.messages import sentence
from domain.topics import Topic
from storage import turn_rules
from storage.database import Database, Listed
from storage.records import (
    SETTINGS,
    instant_text,
    query_of,
    query_text,
    settings_of,
    settings_row,
)
from storage.rows import sent as sent_rows
from storage.rows import turns
from storage.turn_rules import TurnRow

_SAVE: Final = """
    INSERT INTO chats (
        platform, chat_id, thread_id,
        time, days, zone, language, detail, paper_limit, muted, paused,
        as_announced, quiet_note, sound, plain, paper_order, updates, weekly, unread
    )
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (platform, chat_id, thread_id) DO UPDATE SET
        time = excluded.time,
        days = excluded.days,
        zone = excluded.zone,
        language = excluded.language,
        detail = excluded.detail,
        paper_limit = excluded.paper_limit,
        muted = excluded.muted,
        paused = excluded.paused,
        as_announced = excluded.as_announced,
        quiet_note = excluded.quiet_note,
        sound = excluded.sound,
        plain = excluded.plain, paper_order = excluded.paper_order,
        updates = excluded.updates, weekly = excluded.weekly, unread = excluded.unread
"""

_SETTINGS: Final = f"""
    SELECT {SETTINGS}
    FROM chats WHERE platform = ? AND chat_id = ? AND thread_id = ?
"""  # noqa: S608

_FOLLOW: Final = """
    INSERT INTO subscriptions (chat, query, label, since)
    SELECT ?, queries.id, ?, ? FROM queries WHERE normal_form = ?
    ON CONFLICT (chat, query) DO NOTHING
"""

_DROP_QUERIES: Final = """
    DELETE FROM queries WHERE id IN (SELECT value FROM json_each(?))
    AND NOT EXISTS (SELECT 1 FROM subscriptions WHERE query = queries.id)
"""

_TAKEN_OVER: Final = (
    *(("subscriptions", "query"), ("seen", "paper"), ("digests", "slot")),
    *(("notices", "paper_update"), ("meetings", "day"), ("reading_groups", "1")),
)
"""Tables of what a chat has, each with the column of which it has one of each, or one in all."""

_FOLLOWED: Final = """
    SELECT label, normal_form, since
    FROM subscriptions JOIN queries ON queries.id = query
    WHERE chat = ?
    ORDER BY since, subscriptions.id
"""


def save(database: Database, chat: Chat) -> None:
    """Keep a chat and its settings."""
    before = load(database, chat.ref)
    database.execute(_SAVE, [*_place(chat.ref), *settings_row(chat.settings)])
    turns.note_week(database, before, chat)
    number = id_of(database, chat.ref)
    if before is None or number is None:
        return
    was, now = before.settings, chat.settings

    def rule(row: TurnRow, served: bool) -> TurnRow:
        return turn_rules.settings_changed(row, was, now, is_served=served)

    turns.change(database, number, rule)


def load(database: Database, ref: ChatRef) -> Chat | None:
    """A chat, if it is known."""
    row = database.execute(_SETTINGS, _place(ref)).fetchone()
    return None if row is None else Chat(ref, settings_of(row))


def forget(database: Database, ref: ChatRef) -> dict[str, int]:
    """Delete everything kept of a chat; how many rows of what."""
    chat = id_of(database, ref)
    records = sent_rows.records_of(database, chat)
    told = database.execute("DELETE FROM seen WHERE chat = ?", [chat]).rowcount
    digests = database.execute("DELETE FROM digests WHERE chat = ?", [chat]).rowcount
    followed = _end(database, "chat = ?", [chat])
    settings = database.execute("DELETE FROM chats WHERE id = ?", [chat]).rowcount
    sent_rows.drop_records(database, records)
    return {"settings": settings, "subscriptions": len(followed), "told": told, "digests": digests}


def move(database: Database, platform: str, old_id: str, new_id: str) -> int:
    """Give a chat and its threads a new id; how many there were."""
    rows = database.execute(
        "SELECT id, thread_id FROM chats WHERE platform = ? AND chat_id = ?", [platform, old_id]
    ).fetchall()
    for chat, thread in rows:
        there = id_of(database, ChatRef(platform, new_id, thread))
        if there is None:
            database.execute("UPDATE chats SET chat_id = ? WHERE id = ?", [new_id, chat])
        elif there != chat:
            _take_over(database, there, chat)
    return len(rows)


def _take_over(database: Database, there: int, chat: int) -> None:
    """Give a chat what another has that it has not; the other is no more."""
    gained = [
        database.execute(
            f"UPDATE {table} SET chat = ? WHERE chat = ?"  # noqa: S608
            f" AND {key} NOT IN (SELECT {key} FROM {table} WHERE chat = ?)",
            [there, chat, there],
        ).rowcount
        for table, key in _TAKEN_OVER
    ]
    _end(database, "chat = ?", [chat])
    database.execute("DELETE FROM seen WHERE chat = ?", [chat])
    database.execute("DELETE FROM chats WHERE id = ?", [chat])
    if gained[0]:
        turns.change(
            database,
            there,
            lambda row, served: turn_rules.topics_taken_over(row, is_served=served),
            new=True,
        )


def subscriptions(database: Database, ref: ChatRef) -> list[Subscription]:
    """What a chat follows, oldest first."""
    rows = database.execute(_FOLLOWED, [id_of(database, ref)]).fetchall()
    return [
        Subscription(ref, Topic(label, query_of(text)), datetime.fromisoformat(since))
        for label, text, since in rows
    ]


def subscribe(database: Database, wanted: Sequence[Subscription]) -> int:
    """Add subscriptions that are not there yet; how many were added.

    Raises:
        StoreError: a chat is not known.
    """
    ids: dict[ChatRef, int] = {}
    added = 0
    for subscription in wanted:
        ref = subscription.chat
        if ref not in ids:
            known = id_of(database, ref)
            if known is None:
                raise StoreError(
                    sentence("The chat {ref} is not known.", ref=ref),
                    hint=sentence("Send /start, then subscribe again."),
                )
            ids[ref] = known
        text = query_text(subscription.topic.query)
        database.execute(
            "INSERT INTO queries (normal_form) VALUES (?) ON CONFLICT DO NOTHING", [text]
        )
        since = instant_text(subscription.since)
        row = [ids[ref], subscription.topic.label, since, text]
        if database.execute(_FOLLOW, row).rowcount:
            added += 1
            _followed(database, ids[ref], since or "")
    return added


def _followed(database: Database, chat: int, since: str) -> None:
    def rule(row: TurnRow, served: bool) -> TurnRow:
        return turn_rules.topic_followed(row, since, is_served=served)

    turns.change(database, chat, rule, new=True)


def _end(database: Database, where: str, values: Sequence[object]) -> list[int]:
    """End subscriptions; queries that nobody follows any more go. Gives those that they were of."""
    rows = database.execute(
        f"DELETE FROM subscriptions WHERE {where} RETURNING query",  # noqa: S608
        values,
    ).fetchall()
    queries = [query for (query,) in rows]
    database.execute(_DROP_QUERIES, [Listed(queries)])
    return queries


def _dropped(database: Database, chat: int | None, where: str, values: Sequence[object]) -> int:
    """End some of a chat's subscriptions, and its turns where it follows nothing then; how many."""
    ended = len(_end(database, f"chat = ? AND {where}", [chat, *values]))
    if chat is not None and ended:
        rest = database.execute("SELECT 1 FROM subscriptions WHERE chat = ? LIMIT 1", [chat])
        follows_any = rest.fetchone() is not None
        turns.change(
            database,
            chat,
            lambda row, _: turn_rules.topics_dropped(row, follows_any=follows_any),
        )
    return ended


def unsubscribe(database: Database, ref: ChatRef, labels: Collection[str]) -> int:
    """End a chat's subscriptions by label; how many ended."""
    among = "label IN (SELECT value FROM json_each(?))"
    return _dropped(database, id_of(database, ref), among, [Listed(labels)])


def replace_topic(database: Database, ref: ChatRef, old: Topic, new: Topic) -> None:
    """Have a chat follow a topic in place of another, as of when it followed that."""
    same = [s for s in subscriptions(database, ref) if s.topic == old]
    # The new one first: a chat that follows nothing for a moment would count as a new one.
    subscribe(database, [Subscription(ref, new, s.since) for s in same])
    is_old = "label = ? AND query = (SELECT id FROM queries WHERE normal_form = ?)"
    _dropped(database, id_of(database, ref), is_old, [old.label, query_text(old.query)])


def all_normal_forms(database: Database) -> list[str]:
    """Every query that anybody follows, once, in its normal form."""
    return [text for (text,) in database.execute("SELECT normal_form FROM queries ORDER BY id")]


def _place(ref: ChatRef) -> tuple[str, str, str]:
    return (ref.platform, ref.chat_id, ref.thread_id)


def id_of(database: Database, ref: ChatRef) -> int | None:
    """A chat's number, if it is known."""
    row = database.execute(
        "SELECT id FROM chats WHERE platform = ? AND chat_id = ? AND thread_id = ?", _place(ref)
    ).fetchone()
    return None if row is None else int(row[0])

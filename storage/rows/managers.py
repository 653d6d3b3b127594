"""Who looks after a chat, and which chats cannot be written to, as rows."""

from __future__ import annotations

from typing import Final

from domain.chats import ChatRef, KeptChat
from storage.database import Database
from storage.rows import turns
from storage.rows.renaming import rename

_CHAT: Final = "platform = ? AND chat_id = ? AND thread_id = ?"
_KEEPER: Final = "keeper_platform = ? AND keeper_chat_id = ? AND keeper_thread_id = ?"

_ALIKE: Final = ("thread_id", "keeper_platform", "keeper_chat_id", "keeper_thread_id")

_SAVE: Final = """
    INSERT INTO kept_chats (
        platform, chat_id, thread_id,
        keeper_platform, keeper_chat_id, keeper_thread_id, title
    )
    VALUES (?, ?, ?, ?, ?, ?, ?)
"""

_SELECT: Final = """
    SELECT platform, chat_id, thread_id,
        keeper_platform, keeper_chat_id, keeper_thread_id, title
    FROM kept_chats
"""


_SAVE_ABSENCE: Final = """
    INSERT INTO absences (platform, chat_id, thread_id, reason)
    SELECT :platform, :chat, :thread, :reason
    WHERE EXISTS (SELECT 1 FROM chats WHERE (platform, chat_id) = (:platform, :chat))
    OR EXISTS (SELECT 1 FROM kept_chats WHERE (platform, chat_id) = (:platform, :chat))
    OR EXISTS (
        SELECT 1 FROM kept_chats
        WHERE (keeper_platform, keeper_chat_id) = (:platform, :chat)
    )
"""


def save(database: Database, kept: KeptChat) -> None:
    """Remember who looks after a chat; a new row, so that it is the last."""
    release(database, kept.chat, kept.manager)
    database.execute(_SAVE, [*_place(kept.chat), *_place(kept.manager), kept.title])


def kept_by(database: Database, manager: ChatRef) -> list[KeptChat]:
    """What somebody looks after, the last first."""
    return _found(database, _KEEPER, manager)


def managers_of(database: Database, chat: ChatRef) -> list[KeptChat]:
    """Who looks after a chat, the last first."""
    return _found(database, _CHAT, chat)


def release(database: Database, chat: ChatRef, manager: ChatRef) -> None:
    """Forget that somebody looks after a chat."""
    database.execute(
        f"DELETE FROM kept_chats WHERE {_CHAT} AND {_KEEPER}",  # noqa: S608
        [*_place(chat), *_place(manager)],
    )


def forget(database: Database, ref: ChatRef) -> int:
    """Delete what is kept of a chat here; how many it kept or was kept by."""
    was_absent = database.execute(f"DELETE FROM absences WHERE {_CHAT}", _place(ref)).rowcount  # noqa: S608
    if was_absent:
        turns.absence_changed(database, ref)
    return database.execute(
        f"DELETE FROM kept_chats WHERE ({_CHAT}) OR ({_KEEPER})",  # noqa: S608
        [*_place(ref), *_place(ref)],
    ).rowcount


def move(database: Database, platform: str, old_id: str, new_id: str) -> None:
    """Give a chat and its threads a new id; why it could not be written to is over with the old."""
    rename(database, "kept_chats", _ALIKE, platform, old_id, new_id)
    gone = database.execute(
        "DELETE FROM absences WHERE platform = ? AND chat_id = ? RETURNING thread_id",
        [platform, old_id],
    ).fetchall()
    for (thread,) in gone:
        turns.absence_changed(database, ChatRef(platform, old_id, thread))


def set_absence(database: Database, ref: ChatRef, reason: str) -> None:
    """Keep why a chat cannot be written to, or with an empty reason that it can.

    Of a chat of which nothing else is kept, nothing is: it may have asked to be forgotten.
    """
    changed = database.execute(f"DELETE FROM absences WHERE {_CHAT}", _place(ref)).rowcount  # noqa: S608
    if reason:
        chat = {"platform": ref.platform, "chat": ref.chat_id}
        chat |= {"thread": ref.thread_id, "reason": reason}
        changed += database.execute(_SAVE_ABSENCE, chat).rowcount
    if changed:
        turns.absence_changed(database, ref)


def end_absences(database: Database, platform: str, reason: str) -> None:
    """Keep that all chats of a platform that could not be written to for a reason now can."""
    ended = database.execute(
        "DELETE FROM absences WHERE platform = ? AND reason = ? RETURNING chat_id, thread_id",
        [platform, reason],
    ).fetchall()
    for chat_id, thread_id in ended:
        turns.absence_changed(database, ChatRef(platform, chat_id, thread_id))


def absence(database: Database, ref: ChatRef) -> str:
    """Why a chat, or the one that a thread is in, cannot be written to; empty if it can."""
    row = database.execute(
        "SELECT reason FROM absences"
        " WHERE platform = ? AND chat_id = ? AND thread_id IN (?, '')"
        " ORDER BY thread_id DESC",
        _place(ref),
    ).fetchone()
    return "" if row is None else str(row[0])


def _found(database: Database, where: str, ref: ChatRef) -> list[KeptChat]:
    rows = database.execute(f"{_SELECT} WHERE {where} ORDER BY id DESC", _place(ref))
    return [KeptChat(ChatRef(*row[:3]), ChatRef(*row[3:6]), row[6]) for row in rows]


def _place(ref: ChatRef) -> tuple[str, str, str]:
    return (ref.platform, ref.chat_id, ref.thread_id)

"""When a chat is looked at again after a change of it, by the rules that every store has."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from domain.chats import ChatRef
from storage.database import Database
from storage.turn_rules import TurnRow, looked_at_anew

_COLUMNS: Final = (
    *("version", "look_at", "slot", "slot_at", "held", "last", "covered", "since", "strikes"),
)

_LOAD: Final = f"SELECT {', '.join(_COLUMNS)} FROM schedule WHERE chat = ?"  # noqa: S608

_IS_SERVED: Final = """
    SELECT chats.paused = 0
    AND EXISTS (SELECT 1 FROM subscriptions WHERE subscriptions.chat = chats.id)
    AND NOT EXISTS (
        SELECT 1 FROM absences
        WHERE absences.platform = chats.platform
        AND absences.chat_id = chats.chat_id
        AND absences.thread_id IN ('', chats.thread_id)
    )
    FROM chats WHERE id = ?
"""

_SAVE: Final = f"""
    INSERT INTO schedule (chat, platform, {", ".join(_COLUMNS)})
    SELECT id, platform, {", ".join("?" for _ in _COLUMNS)} FROM chats WHERE id = ?
    ON CONFLICT (chat) DO UPDATE SET
    {", ".join(f"{name} = excluded.{name}" for name in _COLUMNS)}
"""  # noqa: S608


def load(database: Database, chat: int) -> TurnRow | None:
    """What is kept of a chat's turns; None where it never followed anything."""
    row = database.execute(_LOAD, [chat]).fetchone()
    if row is None:
        return None
    values = dict(zip(_COLUMNS, row, strict=True))
    return TurnRow(**{**values, "held": bool(values["held"])})


def change(
    database: Database, chat: int, rule: Callable[[TurnRow, bool], TurnRow], *, new: bool = False
) -> None:
    """Change what is kept of a chat's turns.

    Args:
        database: in a transaction, after the chat itself has changed.
        chat: its number.
        rule: gives what is kept from now on; told whether the chat gets digests at all.
        new: whether to begin with a chat that never followed anything.
    """
    row = load(database, chat) or (TurnRow() if new else None)
    if row is None:
        return
    (is_served,) = database.execute(_IS_SERVED, [chat]).fetchone()
    now = rule(row, bool(is_served))
    if now != row:
        database.execute(_SAVE, [*(getattr(now, name) for name in _COLUMNS), chat])


def absence_changed(database: Database, ref: ChatRef) -> None:
    """A chat or a thread of it is lost, or back: those meant are looked at anew."""
    chats = database.execute(
        "SELECT id FROM chats WHERE platform = ? AND chat_id = ? AND ? IN ('', thread_id)",
        [ref.platform, ref.chat_id, ref.thread_id],
    ).fetchall()
    for (chat,) in chats:
        change(database, chat, lambda row, served: looked_at_anew(row, is_served=served))

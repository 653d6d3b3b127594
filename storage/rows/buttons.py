"""The commands of buttons that cannot hold them themselves, as rows; each for a time."""

from __future__ import annotations

from datetime import datetime

from domain.chats import ChatRef
from storage.database import Database
from storage.turn_rules import seconds


def save(database: Database, name: str, chat: ChatRef, command: str, until: datetime) -> None:
    """Keep a command until a moment, or for as long as it was to be kept already."""
    database.execute(
        "INSERT INTO buttons (name, platform, chat_id, thread_id, command, expires)"
        " VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (name) DO UPDATE SET expires = excluded.expires"
        " WHERE excluded.expires > buttons.expires",
        [name, chat.platform, chat.chat_id, chat.thread_id, command, seconds(until)],
    )


def load(database: Database, name: str, now: datetime) -> str | None:
    """A button's command, unless its time is over."""
    row = database.execute(
        "SELECT command FROM buttons WHERE name = ? AND expires > ?", [name, seconds(now)]
    ).fetchone()
    return None if row is None else str(row[0])


def tidy(database: Database, now: datetime) -> None:
    """Forget those whose time is over."""
    database.execute("DELETE FROM buttons WHERE expires <= ?", [seconds(now)])

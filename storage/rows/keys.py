"""Keys that open something of a chat's, as rows."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from domain.chats import AccessKey, ChatRef
from storage.database import Database
from storage.rows.renaming import rename
from storage.turn_rules import seconds

_CHAT: Final = "platform = ? AND chat_id = ? AND thread_id = ?"
_COLUMNS: Final = "name, platform, chat_id, thread_id, opens, at"


def keep(database: Database, key: AccessKey) -> None:
    """Keep a key, in place of the chat's other to the same thing."""
    drop(database, key.chat, key.opens)
    row = [key.name, *_place(key.chat), key.opens, seconds(key.at)]
    database.execute(f"INSERT INTO access_keys ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)", row)  # noqa: S608


def load(database: Database, name: str) -> AccessKey | None:
    """What a key opens."""
    sql = f"SELECT {_COLUMNS} FROM access_keys WHERE name = ?"  # noqa: S608
    row = database.execute(sql, [name]).fetchone()
    return _key(row) if row else None


def of_chat(database: Database, chat: ChatRef) -> list[AccessKey]:
    """The keys of a chat, by what they open."""
    sql = f"SELECT {_COLUMNS} FROM access_keys WHERE {_CHAT} ORDER BY opens"  # noqa: S608
    return [_key(row) for row in database.execute(sql, _place(chat))]


def opening(database: Database, kind: str) -> list[AccessKey]:
    """All keys to one kind of thing, by name."""
    is_of_it = "(opens = ? OR opens LIKE ?)"
    sql = f"SELECT {_COLUMNS} FROM access_keys WHERE {is_of_it} ORDER BY name"  # noqa: S608
    return [_key(row) for row in database.execute(sql, [kind, f"{kind} %"])]


def drop(database: Database, chat: ChatRef, opens: str) -> bool:
    """End a chat's key to something; whether there was one."""
    sql = f"DELETE FROM access_keys WHERE {_CHAT} AND opens = ?"  # noqa: S608
    return database.execute(sql, [*_place(chat), opens]).rowcount > 0


def forget(database: Database, chat: ChatRef) -> int:
    """End all keys of a chat; how many."""
    sql = f"DELETE FROM access_keys WHERE {_CHAT}"  # noqa: S608
    return database.execute(sql, _place(chat)).rowcount


def move(database: Database, platform: str, old_id: str, new_id: str) -> None:
    """Give a chat's keys its new id; those that are to the same thing there end."""
    rename(database, "access_keys", ("thread_id", "opens"), platform, old_id, new_id)


def _key(row: tuple[Any, ...]) -> AccessKey:
    name, platform, chat_id, thread_id, opens, at = row
    chat = ChatRef(platform, chat_id, thread_id)
    return AccessKey(name, chat, opens, datetime.fromtimestamp(at, UTC))


def _place(chat: ChatRef) -> list[str]:
    return [chat.platform, chat.chat_id, chat.thread_id]

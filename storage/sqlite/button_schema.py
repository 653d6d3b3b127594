"""The part of the schema that the commands of buttons, and keys, are kept by, as migrations."""

from __future__ import annotations

from typing import Final

from sqlite_utils import Database


def buttons_that_expire(database: Database) -> None:
    """Commands of buttons, each with the chat that it is for and the end of its time.

    Those kept before were for ever and nobody's, so that nobody could have them forgotten.
    """
    database.execute("""
        CREATE TABLE buttons (
            name TEXT PRIMARY KEY,
            platform TEXT NOT NULL,
            chat_id TEXT NOT NULL,
            thread_id TEXT NOT NULL,
            command TEXT NOT NULL,
            expires INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID
    """)
    database.execute("CREATE INDEX buttons_by_chat ON buttons (platform, chat_id, thread_id)")
    database.execute("CREATE INDEX buttons_by_end ON buttons (expires)")
    database.execute("DELETE FROM notes WHERE name GLOB 'button:*' OR name GLOB 'deep-link:*'")
    database.execute("""
        DELETE FROM absences WHERE NOT EXISTS (
            SELECT 1 FROM chats
            WHERE (chats.platform, chats.chat_id) = (absences.platform, absences.chat_id)
        ) AND NOT EXISTS (
            SELECT 1 FROM kept_chats
            WHERE (kept_chats.platform, kept_chats.chat_id) = (absences.platform, absences.chat_id)
            OR (keeper_platform, keeper_chat_id) = (absences.platform, absences.chat_id)
        )
    """)


def keys_of_chats(database: Database) -> None:
    """Keys that open something of a chat's, each with what it opens."""
    database.execute("""
        CREATE TABLE access_keys (
            name TEXT PRIMARY KEY,
            platform TEXT NOT NULL,
            chat_id TEXT NOT NULL,
            thread_id TEXT NOT NULL,
            opens TEXT NOT NULL,
            at INTEGER NOT NULL,
            UNIQUE (platform, chat_id, thread_id, opens)
        ) STRICT, WITHOUT ROWID
    """)


STEPS: Final = (buttons_that_expire,)
LATER_STEPS: Final = (keys_of_chats,)

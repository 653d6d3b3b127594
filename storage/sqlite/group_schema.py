"""The part of the schema for groups that read together, as migrations."""

from __future__ import annotations

from typing import Final

from sqlite_utils import Database


def reading_groups(database: Database) -> None:
    """When groups meet, their meetings, the votes that still count, and what members save there."""
    for table in TABLES:
        database.execute(table)


TABLES: Final = (
    """
    CREATE TABLE reading_groups (
        chat INTEGER PRIMARY KEY REFERENCES chats ON DELETE CASCADE,
        rule TEXT NOT NULL,
        since INTEGER NOT NULL,
        next_at INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE INDEX groups_by_moment ON reading_groups (next_at)",
    """
    CREATE TABLE meetings (
        chat INTEGER NOT NULL REFERENCES chats ON DELETE CASCADE,
        day TEXT NOT NULL,
        rule TEXT NOT NULL,
        state TEXT NOT NULL,
        candidates TEXT NOT NULL,
        counts TEXT NOT NULL,
        chosen INTEGER,
        message INTEGER NOT NULL DEFAULT 0,
        card INTEGER NOT NULL DEFAULT 0,
        reminder INTEGER NOT NULL DEFAULT 0,
        poll TEXT NOT NULL DEFAULT '',
        thread TEXT NOT NULL DEFAULT '',
        minutes TEXT NOT NULL DEFAULT '',
        PRIMARY KEY (chat, day)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX meetings_by_poll ON meetings (poll) WHERE poll <> ''",
    """
    CREATE TABLE ballots (
        chat INTEGER NOT NULL REFERENCES chats ON DELETE CASCADE,
        day TEXT NOT NULL,
        person TEXT NOT NULL,
        choice INTEGER NOT NULL,
        PRIMARY KEY (chat, day, person)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX ballots_by_person ON ballots (person)",
    """
    CREATE TABLE group_saves (
        platform TEXT NOT NULL,
        chat_id TEXT NOT NULL,
        thread_id TEXT NOT NULL,
        person TEXT NOT NULL,
        paper TEXT NOT NULL,
        at INTEGER NOT NULL,
        PRIMARY KEY (platform, chat_id, thread_id, person, paper)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX group_saves_by_person ON group_saves (platform, person)",
)

"""The part of the schema that tastes and the ways of delivering are kept by, as migrations."""

from __future__ import annotations

from typing import Final

from sqlite_utils import Database


def votes_and_saved_papers(database: Database) -> None:
    """What people made of papers, by whose it is."""
    database.execute("""
        CREATE TABLE votes (
            platform TEXT NOT NULL,
            chat_id TEXT NOT NULL,
            thread_id TEXT NOT NULL,
            paper TEXT NOT NULL,
            is_more INTEGER NOT NULL CHECK (is_more IN (0, 1)),
            at INTEGER NOT NULL,
            PRIMARY KEY (platform, chat_id, thread_id, paper)
        ) STRICT, WITHOUT ROWID
    """)
    database.execute("""
        CREATE TABLE saved_papers (
            platform TEXT NOT NULL,
            chat_id TEXT NOT NULL,
            thread_id TEXT NOT NULL,
            paper TEXT NOT NULL,
            title TEXT NOT NULL,
            at INTEGER NOT NULL,
            PRIMARY KEY (platform, chat_id, thread_id, paper)
        ) STRICT, WITHOUT ROWID
    """)


def sound_and_form(database: Database) -> None:
    """When messages that come by themselves make a sound, and in which form they come."""
    database.execute("ALTER TABLE chats ADD COLUMN sound TEXT NOT NULL DEFAULT 'on'")
    database.execute("ALTER TABLE chats ADD COLUMN plain INTEGER NOT NULL DEFAULT 0")


def profiles(database: Database) -> None:
    """Whose each private chat is, which saved papers count, and what papers are ordered by."""
    database.execute("""
        CREATE TABLE profile_owners (
            platform TEXT NOT NULL,
            chat_id TEXT NOT NULL,
            thread_id TEXT NOT NULL,
            owner TEXT NOT NULL,
            PRIMARY KEY (platform, chat_id, thread_id)
        ) STRICT, WITHOUT ROWID
    """)
    database.execute("ALTER TABLE saved_papers ADD COLUMN in_profile INTEGER NOT NULL DEFAULT 1")
    database.execute("ALTER TABLE chats ADD COLUMN paper_order TEXT NOT NULL DEFAULT 'yours'")


def reading_lists_and_libraries(database: Database) -> None:
    """What somebody noted of a saved paper, when they read it, and what a library told of it."""
    for column in (
        "note TEXT NOT NULL DEFAULT ''",
        "read_at INTEGER",
        "abstract TEXT NOT NULL DEFAULT ''",
        "is_imported INTEGER NOT NULL DEFAULT 0",
    ):
        database.execute(f"ALTER TABLE saved_papers ADD COLUMN {column}")


def presses(database: Database) -> None:
    """What the members of groups made of papers there."""
    database.execute("""
        CREATE TABLE presses (
            platform TEXT NOT NULL,
            chat_id TEXT NOT NULL,
            thread_id TEXT NOT NULL,
            person TEXT NOT NULL,
            paper TEXT NOT NULL,
            is_more INTEGER NOT NULL CHECK (is_more IN (0, 1)),
            at INTEGER NOT NULL,
            PRIMARY KEY (platform, chat_id, thread_id, person, paper)
        ) STRICT, WITHOUT ROWID
    """)
    database.execute("CREATE INDEX presses_by_person ON presses (platform, person)")


def papers_not_read(database: Database) -> None:
    """What digests say of papers that are not read yet."""
    database.execute("ALTER TABLE chats ADD COLUMN unread TEXT NOT NULL DEFAULT 'off'")


STEPS: Final = (votes_and_saved_papers, sound_and_form, profiles)
LATER_STEPS: Final = (reading_lists_and_libraries,)
"""After those of other modules that have come between."""

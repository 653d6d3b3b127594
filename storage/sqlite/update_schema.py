"""The part of the schema for what becomes of told papers, and is asked of them, as migrations."""

from __future__ import annotations

import json
from typing import Final

from sqlite_utils import Database

from domain.links import is_code, project_links
from domain.metadata.comments import read_comment


def what_became_of_papers(database: Database) -> None:
    """Papers that were told, what became of each, and which chat is told of it with which digest.

    Of papers told before, what is known now counts as what was told.
    """
    database.execute("ALTER TABLE chats ADD COLUMN updates TEXT NOT NULL DEFAULT 'important'")
    database.execute("""
        CREATE TABLE told_papers (
            paper TEXT PRIMARY KEY,
            known TEXT NOT NULL
        ) STRICT, WITHOUT ROWID
    """)
    database.execute("""
        CREATE TABLE paper_updates (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            paper TEXT NOT NULL,
            name TEXT NOT NULL,
            kind TEXT NOT NULL,
            title TEXT NOT NULL,
            words TEXT NOT NULL,
            UNIQUE (paper, name)
        ) STRICT
    """)
    database.execute("""
        CREATE TABLE notices (
            chat INTEGER NOT NULL REFERENCES chats ON DELETE CASCADE,
            paper_update INTEGER NOT NULL REFERENCES paper_updates ON DELETE CASCADE,
            digest INTEGER,
            PRIMARY KEY (chat, paper_update)
        ) STRICT, WITHOUT ROWID
    """)
    database.execute("CREATE INDEX notices_to_tell ON notices (chat) WHERE digest IS NULL")
    database.execute("CREATE INDEX notices_by_update ON notices (paper_update)")
    database.execute("CREATE INDEX seen_by_paper ON seen (paper)")
    _follow_those_told(database)


def _follow_those_told(database: Database) -> None:
    (newest,) = database.execute("SELECT coalesce(max(date), '') FROM batches").fetchone()
    rows = database.execute(
        "SELECT base, version, withdrawn, origin, comment, journal_ref, doi, abstract FROM papers"
        " WHERE base IN (SELECT paper FROM seen)"
    ).fetchall()
    for base, version, withdrawn, origin, comment, journal_ref, doi, abstract in rows:
        known = {
            "listed": newest,
            "version": version or 0,
            "withdrawn": bool(withdrawn),
            "is_full": origin == "api",
            "venue": "" if withdrawn else read_comment(comment).venue,
            "journal_ref": journal_ref or "",
            "doi": doi or "",
            "code": next(filter(is_code, project_links(comment or "", abstract)), ""),
        }
        database.execute("INSERT INTO told_papers VALUES (?, ?)", [base, json.dumps(known)])


def questions_asked(database: Database) -> None:
    """The last questions of each chat, and the papers that they were put to."""
    database.execute("""
        CREATE TABLE questions (
            id INTEGER PRIMARY KEY,
            platform TEXT NOT NULL,
            chat_id TEXT NOT NULL,
            thread_id TEXT NOT NULL,
            paper TEXT NOT NULL,
            question TEXT NOT NULL,
            at INTEGER NOT NULL
        ) STRICT
    """)
    database.execute("CREATE INDEX questions_by_chat ON questions (platform, chat_id, thread_id)")
    database.execute("CREATE INDEX questions_by_moment ON questions (at)")


def notices_at_once(database: Database) -> None:
    """Messages that are of no digest: the update that each tells, and the message it answers."""
    database.execute("ALTER TABLE digests ADD COLUMN at_once TEXT NOT NULL DEFAULT ''")
    database.execute("ALTER TABLE digests ADD COLUMN message INTEGER NOT NULL DEFAULT 0")
    database.execute("""
        CREATE INDEX chats_told_at_once ON chats (platform)
        WHERE updates IN ('at once', 'all at once')
    """)


def records_before(database: Database) -> None:
    """What arXiv said of told papers in versions before the one that is kept."""
    database.execute("""
        CREATE TABLE earlier_records (
            paper TEXT NOT NULL,
            version INTEGER NOT NULL,
            title TEXT NOT NULL,
            abstract TEXT NOT NULL,
            authors TEXT NOT NULL,
            comment TEXT,
            updated TEXT,
            PRIMARY KEY (paper, version)
        ) STRICT, WITHOUT ROWID
    """)


def look_backs(database: Database) -> None:
    """On which day of the week chats wish for a look back, and when the next one is due.

    Seconds; 0 where that is to be worked out.
    """
    database.execute("ALTER TABLE chats ADD COLUMN weekly INTEGER")
    database.execute("ALTER TABLE chats ADD COLUMN look_back_at INTEGER")
    database.execute("""
        CREATE INDEX look_backs_to_come ON chats (platform, look_back_at)
        WHERE look_back_at IS NOT NULL
    """)


def questions_refused(database: Database) -> None:
    """Whether the paper said nothing to a question: what is asked next does not go on from it."""
    database.execute("ALTER TABLE questions ADD COLUMN refused INTEGER NOT NULL DEFAULT 0")


STEPS: Final = (what_became_of_papers, questions_asked)
LATER_STEPS: Final = (notices_at_once, records_before, look_backs)

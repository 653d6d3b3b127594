"""The schema, as named migrations; each is applied in one transaction with its record.

A migration that has been released is never changed: what must change gets a new one at the end.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from sqlite_utils import Database, Migrations

from domain.errors import StoreError
from domain.messages import sentence
from storage.records import message_text
from storage.sqlite import (
    button_schema,
    delivery_schema,
    group_schema,
    retention_schema,
    sent_schema,
    summary_schema,
    taste_schema,
    update_schema,
)
from storage.sqlite.old_reasons import message_of_old


def papers_and_batches(database: Database) -> None:
    """What arXiv said. An announcement may come before its paper's metadata."""
    database.execute("""
        CREATE TABLE papers (
            base TEXT PRIMARY KEY,
            version INTEGER,
            title TEXT NOT NULL,
            abstract TEXT NOT NULL,
            authors TEXT NOT NULL,
            categories TEXT NOT NULL,
            primary_category TEXT NOT NULL,
            comment TEXT,
            journal_ref TEXT,
            doi TEXT,
            published TEXT,
            updated TEXT,
            licence TEXT,
            withdrawn INTEGER NOT NULL CHECK (withdrawn IN (0, 1)),
            origin TEXT NOT NULL
        ) STRICT
    """)
    database.execute("""
        CREATE TABLE batches (
            archive TEXT NOT NULL,
            date TEXT NOT NULL,
            state TEXT NOT NULL,
            reason TEXT NOT NULL,
            count_new INTEGER,
            count_cross INTEGER,
            count_replace INTEGER,
            checked_at TEXT,
            PRIMARY KEY (archive, date)
        ) STRICT, WITHOUT ROWID
    """)
    database.execute("""
        CREATE TABLE announcements (
            archive TEXT NOT NULL,
            date TEXT NOT NULL,
            position INTEGER NOT NULL,
            kind TEXT NOT NULL,
            paper TEXT NOT NULL,
            version INTEGER,
            PRIMARY KEY (archive, date, position),
            FOREIGN KEY (archive, date) REFERENCES batches ON DELETE CASCADE
        ) STRICT, WITHOUT ROWID
    """)
    database.execute(
        "CREATE INDEX announcements_by_date ON announcements (date DESC, paper DESC, kind)"
    )


def chats_and_subscriptions(database: Database) -> None:
    """Who is served, and what they follow; a query stands once, for as long as it is followed."""
    database.execute("""
        CREATE TABLE chats (
            id INTEGER PRIMARY KEY,
            platform TEXT NOT NULL,
            chat_id TEXT NOT NULL,
            thread_id TEXT NOT NULL,
            time TEXT NOT NULL,
            days TEXT NOT NULL,
            zone TEXT NOT NULL,
            language TEXT NOT NULL,
            detail TEXT NOT NULL,
            paper_limit INTEGER NOT NULL,
            muted TEXT NOT NULL,
            paused INTEGER NOT NULL CHECK (paused IN (0, 1)),
            UNIQUE (platform, chat_id, thread_id)
        ) STRICT
    """)
    database.execute("""
        CREATE TABLE queries (
            id INTEGER PRIMARY KEY,
            normal_form TEXT NOT NULL UNIQUE
        ) STRICT
    """)
    database.execute("""
        CREATE TABLE subscriptions (
            id INTEGER PRIMARY KEY,
            chat INTEGER NOT NULL REFERENCES chats ON DELETE CASCADE,
            query INTEGER NOT NULL REFERENCES queries,
            label TEXT NOT NULL,
            since TEXT NOT NULL,
            UNIQUE (chat, query)
        ) STRICT
    """)
    database.execute("CREATE INDEX subscriptions_by_query ON subscriptions (query)")
    database.execute("""
        CREATE TRIGGER last_follower_left AFTER DELETE ON subscriptions
        WHEN NOT EXISTS (SELECT 1 FROM subscriptions WHERE query = OLD.query)
        BEGIN
            DELETE FROM queries WHERE id = OLD.query;
        END
    """)


def summaries(database: Database) -> None:
    """Summaries by what they were made of and with; a version of 0 is one that is not known."""
    database.execute("""
        CREATE TABLE summaries (
            paper TEXT NOT NULL,
            version INTEGER NOT NULL,
            language TEXT NOT NULL,
            basis TEXT NOT NULL,
            model TEXT NOT NULL,
            prompt TEXT NOT NULL,
            summary TEXT NOT NULL,
            UNIQUE (paper, version, language, basis, model, prompt)
        ) STRICT
    """)


def notes(database: Database) -> None:
    """Small facts that the process leaves for its next start."""
    database.execute("""
        CREATE TABLE notes (
            name TEXT PRIMARY KEY,
            value TEXT NOT NULL
        ) STRICT, WITHOUT ROWID
    """)


def keepers_and_absences(database: Database) -> None:
    """Who looks after a group or channel, and which chats cannot be written to."""
    database.execute("""
        CREATE TABLE kept_chats (
            id INTEGER PRIMARY KEY,
            platform TEXT NOT NULL,
            chat_id TEXT NOT NULL,
            thread_id TEXT NOT NULL,
            keeper_platform TEXT NOT NULL,
            keeper_chat_id TEXT NOT NULL,
            keeper_thread_id TEXT NOT NULL,
            title TEXT NOT NULL,
            UNIQUE (
                keeper_platform, keeper_chat_id, keeper_thread_id, platform, chat_id, thread_id
            )
        ) STRICT
    """)
    database.execute("CREATE INDEX kept_by_chat ON kept_chats (platform, chat_id, thread_id)")
    database.execute("""
        CREATE TABLE absences (
            platform TEXT NOT NULL,
            chat_id TEXT NOT NULL,
            thread_id TEXT NOT NULL,
            reason TEXT NOT NULL,
            PRIMARY KEY (platform, chat_id, thread_id)
        ) STRICT, WITHOUT ROWID
    """)


def reasons_as_messages(database: Database) -> None:
    """Why a batch stands as it does: a message as JSON, where it was a sentence in English."""
    rows = database.execute("SELECT archive, date, reason FROM batches WHERE reason <> ''")
    database.conn.executemany(
        "UPDATE batches SET reason = ? WHERE archive = ? AND date = ?",
        [(message_text(message_of_old(reason)), archive, day) for archive, day, reason in rows],
    )


def papers_checked(database: Database) -> None:
    """When arXiv last said of a paper that what is kept of it is the newest there is."""
    database.execute("ALTER TABLE papers ADD COLUMN checked_at TEXT")


def papers_formulas(database: Database) -> None:
    """What LaTeX the formulas of a paper's title and abstract were written in, as JSON."""
    database.execute("ALTER TABLE papers ADD COLUMN formulas TEXT NOT NULL DEFAULT ''")


def paper_vectors(database: Database) -> None:
    """What papers mean, by which model, and how long the text was that it was made of."""
    database.execute("""
        CREATE TABLE paper_vectors (
            paper TEXT PRIMARY KEY,
            model TEXT NOT NULL,
            letters INTEGER NOT NULL,
            vector BLOB NOT NULL
        ) STRICT
    """)


STEPS: Final = (
    papers_and_batches,
    chats_and_subscriptions,
    summaries,
    notes,
    keepers_and_absences,
    *delivery_schema.STEPS,
    *summary_schema.STEPS,
    *button_schema.STEPS,
    *retention_schema.STEPS,
    reasons_as_messages,
    papers_checked,
    *sent_schema.STEPS,
    *taste_schema.STEPS,
    papers_formulas,
    *update_schema.STEPS,
    *taste_schema.LATER_STEPS,
    *button_schema.LATER_STEPS,
    taste_schema.presses,
    *update_schema.LATER_STEPS,
    taste_schema.papers_not_read,
    group_schema.reading_groups,
    sent_schema.parts_have_owners,
    paper_vectors,
    update_schema.questions_refused,
)
_RECORDED_AS: Final = {"settings_of_digests": "wishes_for_digests"}
"""Steps that databases know by another name than they have here; a name is never taken back."""


def recorded_name(step: Callable[[Database], None]) -> str:
    """The name under which a database keeps that it has gone through a step."""
    return _RECORDED_AS.get(step.__name__, step.__name__)


_KNOWN: Final = frozenset(map(recorded_name, STEPS))

migrations: Final = Migrations("papercrier")
for _step in STEPS:
    migrations(name=recorded_name(_step))(_step)


def is_behind(database: Database, path: Path) -> bool:
    """Whether a database is of an older version of Papercrier; a new, empty one is not.

    Raises:
        StoreError: it is another program's, or was written by a newer Papercrier.
    """
    applied = _applied(database)
    if applied - _KNOWN:
        raise StoreError(
            sentence(
                "The database {path} was written by a newer version of Papercrier.", path=path
            ),
            hint=sentence("Update Papercrier, or name another file."),
        )
    if not applied and database.table_names():
        raise StoreError(
            sentence("{path} is the database of another program.", path=path),
            hint=sentence("Name another file; it is made if there is none."),
        )
    return bool(applied) and applied < _KNOWN


def migrate(database: Database, path: Path) -> None:
    """Bring a database to this program's schema; within the caller's transaction.

    Raises:
        StoreError: it is another program's, or was written by a newer Papercrier.
        sqlite3.OperationalError: it cannot be written.
    """
    is_behind(database, path)
    if _applied(database) < _KNOWN:
        migrations.apply(database)
    # Of a file that may only be read, nothing else would tell before the first write.
    database.execute("DELETE FROM notes WHERE FALSE")


def _applied(database: Database) -> set[str]:
    """The names of steps that a database has gone through; reads only."""
    if not database["_sqlite_migrations"].exists():
        return set()
    return {migration.name for migration in migrations.applied(database)}

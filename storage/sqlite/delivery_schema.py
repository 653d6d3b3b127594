"""The part of the schema that digests are scheduled and delivered by, as migrations."""

from __future__ import annotations

from typing import Final

from sqlite_utils import Database

_LOOK: Final = """
    CASE
        WHEN chats.paused
        OR NOT EXISTS (SELECT 1 FROM subscriptions WHERE subscriptions.chat = chats.id)
        OR EXISTS (
            SELECT 1 FROM absences
            WHERE absences.platform = chats.platform
            AND absences.chat_id = chats.chat_id
            AND absences.thread_id IN ('', chats.thread_id)
        )
        THEN NULL ELSE 0
    END
"""
"""When to look at a chat that has changed: at once, or never while it gets no digests."""


def wishes_for_digests(database: Database) -> None:
    """Digests as soon as announced, and whether quiet days are told."""
    database.execute("""
        ALTER TABLE chats ADD COLUMN as_announced INTEGER NOT NULL DEFAULT 0
        CHECK (as_announced IN (0, 1))
    """)
    database.execute("""
        ALTER TABLE chats ADD COLUMN quiet_note INTEGER NOT NULL DEFAULT 1
        CHECK (quiet_note IN (0, 1))
    """)


def schedule(database: Database) -> None:
    """When to look at each chat; kept true by triggers, so that no change can be forgotten.

    Moments are seconds of the Unix clock. `look_at` is 0 where the slot has to be worked out
    anew, and NULL where there is nothing to look for. `version` counts the chat's changes. `since`
    is when it began to follow anything, for its first digest.
    """
    database.execute("""
        CREATE TABLE schedule (
            chat INTEGER PRIMARY KEY REFERENCES chats ON DELETE CASCADE,
            platform TEXT NOT NULL,
            version INTEGER NOT NULL DEFAULT 0,
            look_at INTEGER,
            slot TEXT,
            slot_at INTEGER,
            held INTEGER NOT NULL DEFAULT 0 CHECK (held IN (0, 1)),
            last TEXT,
            covered TEXT,
            since TEXT,
            strikes INTEGER NOT NULL DEFAULT 0
        ) STRICT
    """)
    database.execute("""
        CREATE INDEX schedule_by_moment ON schedule (platform, look_at, chat)
        WHERE look_at IS NOT NULL
    """)
    database.execute(f"""
        INSERT INTO schedule (chat, platform, look_at)
        SELECT id, platform, {_LOOK} FROM chats
        WHERE EXISTS (SELECT 1 FROM subscriptions WHERE subscriptions.chat = chats.id)
    """)  # noqa: S608
    _follow_settings(database)
    _follow_subscriptions(database)
    _follow_absences(database)


def _anew(where: str) -> str:
    return f"""
        UPDATE schedule SET
            version = version + 1, slot = NULL, slot_at = NULL, held = 0,
            look_at = (SELECT {_LOOK} FROM chats WHERE chats.id = schedule.chat)
        WHERE {where}
    """  # noqa: S608


def _follow_settings(database: Database) -> None:
    database.execute(f"""
        CREATE TRIGGER other_time AFTER UPDATE OF time, days, zone, as_announced, paused ON chats
        WHEN (OLD.time, OLD.days, OLD.zone, OLD.as_announced, OLD.paused)
            IS NOT (NEW.time, NEW.days, NEW.zone, NEW.as_announced, NEW.paused)
        BEGIN
            {_anew("chat = NEW.id")};
        END
    """)
    database.execute("""
        CREATE TRIGGER pause_began AFTER UPDATE OF paused ON chats
        WHEN NEW.paused AND NOT OLD.paused
        BEGIN
            UPDATE schedule SET covered = NULL, since = NULL WHERE chat = NEW.id;
        END
    """)


def _follow_subscriptions(database: Database) -> None:
    database.execute(f"""
        CREATE TRIGGER topic_followed AFTER INSERT ON subscriptions
        BEGIN
            INSERT OR IGNORE INTO schedule (chat, platform)
            SELECT id, platform FROM chats WHERE id = NEW.chat;
            UPDATE schedule SET
                version = version + 1,
                since = CASE WHEN covered IS NULL AND look_at IS NULL THEN NEW.since ELSE since END
            WHERE chat = NEW.chat;
            {_anew("chat = NEW.chat AND look_at IS NULL")};
        END
    """)  # noqa: S608
    database.execute("""
        CREATE TRIGGER topic_dropped AFTER DELETE ON subscriptions
        BEGIN
            UPDATE schedule SET version = version + 1 WHERE chat = OLD.chat;
            UPDATE schedule SET
                look_at = NULL, slot = NULL, slot_at = NULL, held = 0,
                covered = NULL, since = NULL
            WHERE chat = OLD.chat
            AND NOT EXISTS (SELECT 1 FROM subscriptions WHERE subscriptions.chat = OLD.chat);
        END
    """)
    database.execute(f"""
        CREATE TRIGGER topic_taken_over AFTER UPDATE OF chat ON subscriptions
        BEGIN
            INSERT OR IGNORE INTO schedule (chat, platform)
            SELECT id, platform FROM chats WHERE id = NEW.chat;
            {_anew("chat = NEW.chat AND look_at IS NULL")};
        END
    """)  # noqa: S608


def _follow_absences(database: Database) -> None:
    for name, event, row in (("chat_lost", "INSERT", "NEW"), ("chat_back", "DELETE", "OLD")):
        those = f"""
            chat IN (
                SELECT id FROM chats
                WHERE platform = {row}.platform AND chat_id = {row}.chat_id
                AND {row}.thread_id IN ('', thread_id)
            )
        """  # noqa: S608
        database.execute(f"""
            CREATE TRIGGER {name} AFTER {event} ON absences
            BEGIN
                {_anew(those)};
            END
        """)


def outbox(database: Database) -> None:
    """Digests to be delivered, part by part; a payload that many chats get stands once."""
    database.execute("""
        CREATE TABLE digests (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            chat INTEGER NOT NULL REFERENCES chats ON DELETE CASCADE,
            slot TEXT NOT NULL,
            parts INTEGER NOT NULL,
            planned_at REAL NOT NULL,
            covered_before TEXT,
            listing TEXT,
            post TEXT NOT NULL DEFAULT '',
            told INTEGER NOT NULL DEFAULT 0 CHECK (told IN (0, 1)),
            UNIQUE (chat, slot)
        ) STRICT
    """)
    database.execute("""
        CREATE TABLE payloads (
            id INTEGER PRIMARY KEY,
            hash BLOB NOT NULL UNIQUE,
            body TEXT NOT NULL
        ) STRICT
    """)
    database.execute("""
        CREATE TABLE outbox (
            id INTEGER PRIMARY KEY,
            digest INTEGER NOT NULL REFERENCES digests ON DELETE CASCADE,
            part INTEGER NOT NULL,
            platform TEXT NOT NULL,
            state TEXT NOT NULL,
            due REAL NOT NULL,
            payload INTEGER REFERENCES payloads,
            attempts INTEGER NOT NULL DEFAULT 0,
            first_tried REAL,
            settled_at REAL,
            reason TEXT NOT NULL DEFAULT '',
            UNIQUE (digest, part)
        ) STRICT
    """)
    _index_outbox(database)
    _tables_of_what_was_told(database)


def _index_outbox(database: Database) -> None:
    database.execute(
        "CREATE INDEX outbox_to_claim ON outbox (platform, due, id) WHERE state = 'queued'"
    )
    database.execute("""
        CREATE INDEX outbox_taken ON outbox (platform, state)
        WHERE state IN ('claimed', 'sending')
    """)
    database.execute("""
        CREATE INDEX outbox_troubles ON outbox (settled_at)
        WHERE state IN ('unknown', 'refused')
    """)
    database.execute("CREATE INDEX outbox_by_payload ON outbox (payload)")


def _tables_of_what_was_told(database: Database) -> None:
    database.execute("""
        CREATE TABLE seen (
            chat INTEGER NOT NULL REFERENCES chats ON DELETE CASCADE,
            paper TEXT NOT NULL,
            digest INTEGER,
            day TEXT NOT NULL,
            PRIMARY KEY (chat, paper)
        ) STRICT, WITHOUT ROWID
    """)
    database.execute("""
        CREATE TABLE tallies (
            platform TEXT NOT NULL,
            what TEXT NOT NULL,
            count INTEGER NOT NULL,
            PRIMARY KEY (platform, what)
        ) STRICT, WITHOUT ROWID
    """)


def parts_to_be_known_again(database: Database) -> None:
    """Which parts may have been sent already, and are sent again while that is known."""
    database.execute("""
        CREATE INDEX outbox_tried ON outbox (platform, due, id)
        WHERE state = 'queued' AND first_tried IS NOT NULL
    """)


def pauses_end_with_nothing_to_tell(database: Database) -> None:
    """What was announced during a pause is not told after it, whatever was followed in it."""
    database.execute("DROP TRIGGER pause_began")
    database.execute("""
        CREATE TRIGGER pause_began_or_ended AFTER UPDATE OF paused ON chats
        WHEN NEW.paused IS NOT OLD.paused
        BEGIN
            UPDATE schedule SET covered = NULL, since = NULL WHERE chat = NEW.id;
        END
    """)


STEPS: Final = (
    wishes_for_digests,
    schedule,
    outbox,
    parts_to_be_known_again,
    pauses_end_with_nothing_to_tell,
)

"""The part of the schema that what was sent is kept by, as migrations."""

from __future__ import annotations

from typing import Final

from sqlite_utils import Database


def what_was_sent(database: Database) -> None:
    """Messages with the papers they tell; digests as nouns, one that many chats get once.

    A digest's document waits in `payloads` until sending begins; then its messages take its place.
    Those queued before are messages already, and nobody knows which papers each of them tells.
    """
    database.execute("""
        CREATE TABLE sent_messages (
            platform TEXT NOT NULL,
            chat_id TEXT NOT NULL,
            message INTEGER NOT NULL,
            thread_id TEXT NOT NULL,
            papers TEXT NOT NULL,
            sent_at INTEGER NOT NULL,
            digest TEXT,
            part INTEGER NOT NULL,
            PRIMARY KEY (platform, chat_id, message)
        ) STRICT, WITHOUT ROWID
    """)
    database.execute("CREATE INDEX sent_by_moment ON sent_messages (sent_at)")
    database.execute("""
        CREATE TABLE digest_records (
            id INTEGER PRIMARY KEY,
            hash BLOB NOT NULL UNIQUE,
            used REAL NOT NULL,
            body TEXT NOT NULL
        ) STRICT
    """)
    database.execute("CREATE INDEX records_by_use ON digest_records (used)")
    database.execute("ALTER TABLE digests ADD COLUMN record INTEGER REFERENCES digest_records")
    database.execute("ALTER TABLE digests ADD COLUMN document INTEGER REFERENCES payloads")
    database.execute("CREATE INDEX digests_by_record ON digests (record)")
    database.execute("""
        CREATE INDEX digests_by_document ON digests (document) WHERE document IS NOT NULL
    """)
    database.execute("ALTER TABLE outbox ADD COLUMN papers TEXT NOT NULL DEFAULT '[]'")


def claims_with_a_lease(database: Database) -> None:
    """In whose name a part is claimed, and until when; those claimed before are nobody's."""
    database.execute("ALTER TABLE outbox ADD COLUMN owner TEXT NOT NULL DEFAULT ''")
    database.execute("ALTER TABLE outbox ADD COLUMN leased_until REAL NOT NULL DEFAULT 0")


def rules_in_code(database: Database) -> None:
    """When a chat is looked at again is decided in `storage.turn_rules`, for every store."""
    for name in (
        *("last_follower_left", "other_time", "pause_began_or_ended", "topic_followed"),
        *("topic_dropped", "topic_taken_over", "chat_lost", "chat_back"),
    ):
        database.execute(f"DROP TRIGGER {name}")


STEPS: Final = (what_was_sent, claims_with_a_lease, rules_in_code)


def parts_have_owners(database: Database) -> None:
    """Which process has claimed a part, and which one had it last; in a file there is only one."""
    for name in ("owner", "leased_until"):
        database.execute(f"ALTER TABLE outbox DROP COLUMN {name}")
    for name in ("owner", "last_owner"):
        database.execute(f"ALTER TABLE outbox ADD COLUMN {name} INTEGER")
    database.execute("UPDATE outbox SET owner = 0 WHERE state IN ('claimed', 'sending')")

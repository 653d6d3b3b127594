"""Tables that came after the first ones of PostgreSQL."""

from __future__ import annotations

from typing import Final

OF_READING_GROUPS: Final = """
CREATE TABLE reading_groups (
    chat BIGINT PRIMARY KEY REFERENCES chats ON DELETE CASCADE,
    rule TEXT NOT NULL,
    since BIGINT NOT NULL,
    next_at BIGINT NOT NULL
);
CREATE INDEX groups_by_moment ON reading_groups (next_at);
CREATE TABLE meetings (
    chat BIGINT NOT NULL REFERENCES chats ON DELETE CASCADE,
    day TEXT NOT NULL,
    rule TEXT NOT NULL,
    state TEXT NOT NULL,
    candidates TEXT NOT NULL,
    counts TEXT NOT NULL,
    chosen BIGINT,
    message BIGINT NOT NULL DEFAULT 0,
    card BIGINT NOT NULL DEFAULT 0,
    reminder BIGINT NOT NULL DEFAULT 0,
    poll TEXT NOT NULL DEFAULT '',
    thread TEXT NOT NULL DEFAULT '',
    minutes TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (chat, day)
);
CREATE INDEX meetings_by_poll ON meetings (poll) WHERE poll <> '';
CREATE TABLE ballots (
    chat BIGINT NOT NULL REFERENCES chats ON DELETE CASCADE,
    day TEXT NOT NULL,
    person TEXT NOT NULL,
    choice BIGINT NOT NULL,
    PRIMARY KEY (chat, day, person)
);
CREATE INDEX ballots_by_person ON ballots (person);
CREATE TABLE group_saves (
    platform TEXT NOT NULL,
    chat_id TEXT NOT NULL,
    thread_id TEXT NOT NULL,
    person TEXT NOT NULL,
    paper TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (platform, chat_id, thread_id, person, paper)
);
CREATE INDEX group_saves_by_person ON group_saves (platform, person);
"""

OF_SEVERAL_PROCESSES: Final = """
ALTER TABLE processes
    ADD version TEXT COLLATE "C" NOT NULL DEFAULT '',
    ADD ended TIMESTAMPTZ;
CREATE TABLE heartbeats (
    process BIGINT PRIMARY KEY REFERENCES processes ON DELETE CASCADE,
    alive_until TIMESTAMPTZ NOT NULL
) WITH (fillfactor = 50);
UPDATE processes SET ended = now();
DELETE FROM leases;
ALTER TABLE leases DROP fence, DROP until, ADD since TIMESTAMPTZ NOT NULL DEFAULT now();
CREATE INDEX leases_by_owner ON leases (owner);
ALTER TABLE outbox DROP owner, DROP leased_until, ADD owner BIGINT, ADD last_owner BIGINT;
UPDATE outbox SET owner = 0 WHERE state IN ('claimed', 'sending');
ALTER TABLE outbox ADD CHECK ((owner IS NOT NULL) = (state IN ('claimed', 'sending')));
CREATE INDEX outbox_by_owner ON outbox (owner) WHERE owner IS NOT NULL;
"""

OF_VECTORS: Final = """
CREATE TABLE paper_vectors (
    paper TEXT PRIMARY KEY,
    model TEXT NOT NULL,
    letters BIGINT NOT NULL,
    vector BYTEA NOT NULL
);
"""

OF_MANY_SENDERS: Final = """
DROP INDEX outbox_taken;
DROP INDEX outbox_by_payload;
CREATE INDEX outbox_by_payload ON outbox (payload) WHERE payload IS NOT NULL;
ALTER TABLE seen DROP CONSTRAINT seen_chat_fkey;
"""
"""What a digest tells is kept with the digest, which has its chat: to look for that once more for
each paper took a third of the time. Whoever deletes a chat deletes what it was told; what an older
version leaves, which relied on the server for that, goes with time."""

"""Tables of what processes at work on one database share, and a single one has in memory."""

from __future__ import annotations

from typing import Final

OF_SHARING: Final = """
CREATE TABLE gates (
    name TEXT PRIMARY KEY,
    holder TEXT NOT NULL DEFAULT '',
    busy_until TIMESTAMPTZ NOT NULL DEFAULT 'epoch',
    free_at TIMESTAMPTZ NOT NULL DEFAULT 'epoch',
    crawl_at TIMESTAMPTZ NOT NULL DEFAULT 'epoch',
    urgent_until TIMESTAMPTZ NOT NULL DEFAULT 'epoch',
    note TEXT NOT NULL DEFAULT ''
);
CREATE UNLOGGED TABLE allowances (
    name TEXT PRIMARY KEY,
    used DOUBLE PRECISION NOT NULL,
    at TIMESTAMPTZ NOT NULL
);
CREATE TABLE updates (
    bot TEXT NOT NULL,
    id BIGINT NOT NULL,
    chat TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL,
    owner BIGINT,
    until TIMESTAMPTZ,
    tries BIGINT NOT NULL DEFAULT 0,
    at TIMESTAMPTZ NOT NULL DEFAULT now(),
    PRIMARY KEY (bot, id),
    CHECK ((owner IS NOT NULL) = (state IN ('taken', 'answering')))
);
CREATE INDEX open_updates ON updates (bot, chat, id) WHERE state <> 'done';
CREATE INDEX updates_by_age ON updates (at);
"""

OF_PACES: Final = """
CREATE UNLOGGED TABLE paces (
    name TEXT PRIMARY KEY,
    next_at TIMESTAMPTZ NOT NULL,
    urgent_at TIMESTAMPTZ NOT NULL
) WITH (fillfactor = 50);
"""

OF_PAGES: Final = """
CREATE UNLOGGED TABLE pages (
    name BYTEA PRIMARY KEY,
    document BIGINT NOT NULL REFERENCES payloads ON DELETE CASCADE,
    record BIGINT REFERENCES digest_records ON DELETE CASCADE,
    at DOUBLE PRECISION NOT NULL
);
CREATE INDEX pages_by_document ON pages (document);
CREATE INDEX pages_by_record ON pages (record);
"""

OF_RESTS: Final = "ALTER TABLE paces ADD rest_until TIMESTAMPTZ NOT NULL DEFAULT 'epoch'"

OF_PARTS: Final = """
CREATE INDEX schedule_by_part ON schedule (platform, (chat / 1024 % 16), look_at, chat)
    WHERE look_at IS NOT NULL;
"""

BEARING_SHARED: Final = ("updates", "allowances")
"""Those with something of chats and people, which goes by itself."""

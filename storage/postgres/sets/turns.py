"""Chats' turns kept: the chats in one statement, and what is queued for them in another."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from domain.concurrency.processes import News
from domain.deliveries import SchedulingDecision
from storage.database import Database
from storage.rows import turns as turn_rows

_TAKE: Final = """
    UPDATE schedule SET
        version = schedule.version + 1, look_at = turn.look_at, slot = turn.slot,
        slot_at = turn.slot_at, held = turn.held, last = turn.last, covered = turn.covered
    FROM jsonb_to_recordset(CAST(? AS jsonb)) AS turn (
        chat BIGINT, version BIGINT, look_at BIGINT, slot TEXT, slot_at BIGINT, held BIGINT,
        last TEXT, covered TEXT
    )
    WHERE schedule.chat = turn.chat AND schedule.version = turn.version
    RETURNING schedule.chat
"""

_QUEUE: Final = """
    WITH papers AS MATERIALIZED (
        SELECT CAST(:papers AS jsonb) AS of_chat
    ), new AS (
        INSERT INTO digests
            (chat, slot, parts, planned_at, covered_before, listing, document, record)
        SELECT chat, slot, 0, :moment, covered, listing, document, record
        FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS given (
            chat BIGINT, slot TEXT, covered TEXT, listing TEXT, document BIGINT, record BIGINT
        )
        ON CONFLICT (chat, slot) DO NOTHING RETURNING id, chat, slot
    ), told AS (
        INSERT INTO seen (chat, paper, digest, day)
        SELECT new.chat, paper.value, new.id, new.slot
        FROM new CROSS JOIN papers
        CROSS JOIN jsonb_array_elements_text(of_chat -> CAST(new.chat AS TEXT)) AS paper (value)
        ON CONFLICT DO NOTHING
    ), queued AS (
        INSERT INTO outbox (digest, part, platform, state, due)
        SELECT new.id, 0, platform, CASE WHEN open.part IS NULL THEN 'queued' ELSE 'behind' END,
            :moment
        FROM new LEFT JOIN chats ON chats.id = new.chat
        LEFT JOIN LATERAL (
            SELECT part.id AS part
            FROM (SELECT id FROM digests WHERE digests.chat = new.chat OFFSET 0) AS earlier
            CROSS JOIN LATERAL (
                SELECT id FROM outbox WHERE outbox.digest = earlier.id
                AND state IN ('behind', 'queued', 'claimed', 'sending') OFFSET 0
            ) AS part
            LIMIT 1
        ) AS open ON 1 = 1
        ORDER BY new.id
    )
    SELECT chat, slot, id FROM new
"""


def take(database: Database, turns: Sequence[SchedulingDecision], now: datetime) -> int:
    """Keep turns of chats that have not changed since; how many."""
    first = turn_rows.first_of_each(turns)
    values = json.dumps([turn_rows.row_of(turn) for turn in first.values()])
    rows = database.execute(_TAKE, [values]).fetchall()
    unchanged = {chat for (chat,) in rows}
    taken = [turn for chat, turn in first.items() if chat in unchanged]
    told = [turn for turn in taken if turn.document is not None]
    if told:
        moment = now.timestamp()
        digests = turn_rows.digests_of(database, told, moment)
        queued = {
            "papers": json.dumps({digest["chat"]: digest.pop("papers") for digest in digests}),
            "rows": json.dumps(digests),
            "moment": moment,
        }
        database.tell(News.PARTS)
        new = {(chat, slot): number for chat, slot, number in database.execute(_QUEUE, queued)}
        turn_rows.keep_told(database, told, new)
    return len(taken)

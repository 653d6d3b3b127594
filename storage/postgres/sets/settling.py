"""Parts that arrived as most do, settled in two statements for all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from domain.deliveries import DeliveryDecision
from storage.database import Database, Listed
from storage.rows import outbox as outbox_rows
from storage.rows import sent as sent_rows
from storage.rows.sharing.gaps import gap_of
from storage.rows.together import arrived

_ARRIVED: Final = """
    WITH done AS (
        UPDATE outbox SET state = 'sent', settled_at = :moment, reason = '', payload = NULL,
            last_owner = owner, owner = NULL
        WHERE id = ANY (CAST(:parts AS BIGINT[])) AND owner IS NOT DISTINCT FROM :owner
        AND state IN ('claimed', 'sending')
        AND EXISTS (SELECT 1 FROM digests WHERE digests.id = digest AND at_once = '')
        RETURNING id, digest, part, papers
    )
    SELECT done.digest, chat, chats.platform, chat_id, thread_id, slot, at_once, part, papers,
        post, done.id
    FROM done LEFT JOIN digests ON digests.id = done.digest
    LEFT JOIN chats ON chats.id = digests.chat
"""

_FOLLOWED: Final = """
    WITH told AS MATERIALIZED (
        SELECT * FROM unnest(CAST(:chats AS BIGINT[]), CAST(:dues AS DOUBLE PRECISION[]))
            AS told (chat, due)
    ), calm AS (
        UPDATE schedule SET strikes = 0 WHERE chat = ANY (:chats) AND strikes > 0
    ), kept AS (
        INSERT INTO sent_messages
            (platform, chat_id, message, thread_id, papers, sent_at, digest, part)
        SELECT platform, chat_id, message, thread_id, papers, sent_at, digest, part
        FROM jsonb_to_recordset(CAST(:messages AS jsonb)) AS sent (
            platform TEXT, chat_id TEXT, message BIGINT, thread_id TEXT, papers TEXT,
            sent_at BIGINT, digest TEXT, part BIGINT
        )
        ON CONFLICT (platform, chat_id, message) DO UPDATE SET
            thread_id = excluded.thread_id,
            papers = excluded.papers,
            sent_at = excluded.sent_at,
            digest = excluded.digest,
            part = excluded.part
    ), next AS MATERIALIZED (
        SELECT first.id, told.due FROM told CROSS JOIN LATERAL (
            SELECT open.id, open.state
            FROM (SELECT id FROM digests WHERE digests.chat = told.chat OFFSET 0) AS digest
            CROSS JOIN LATERAL (
                SELECT id, part, state FROM outbox WHERE outbox.digest = digest.id
                AND state IN ('behind', 'queued', 'claimed', 'sending') OFFSET 0
            ) AS open
            ORDER BY digest.id, open.part LIMIT 1
        ) AS first
        WHERE first.state = 'behind'
    )
    UPDATE outbox
    SET state = 'queued', due = greatest(due, (SELECT next.due FROM next WHERE next.id = outbox.id))
    WHERE id = ANY (ARRAY(SELECT id FROM next)) AND state = 'behind'
"""


def settle(database: Database, decisions: Mapping[int, DeliveryDecision], now: datetime) -> None:
    """Keep what became of parts; of those with more to be said one after another."""
    moment = now.timestamp()
    usual = arrived.usual_ones(decisions)
    done = _arrived(database, usual, decisions, moment) if usual else frozenset[int]()
    rest = {number: decision for number, decision in decisions.items() if number not in done}
    if rest:
        outbox_rows.settle_each(database, rest, moment)


def _arrived(
    database: Database,
    usual: Mapping[int, Sequence[int]],
    decisions: Mapping[int, DeliveryDecision],
    moment: float,
) -> frozenset[int]:
    rows: list[Any] = []
    for owner, numbers in usual.items():
        told = {"parts": Listed(numbers), "owner": owner, "moment": moment}
        rows += database.execute(_ARRIVED, told).fetchall()
    if not rows:
        return frozenset()
    dues = {row[1]: moment + gap_of(row[3]) for row in rows}
    values = {
        "chats": Listed(dues),
        # Whoever sends alone remembers when a chat was written to.
        "dues": Listed(dues.values() if database.process else (0.0 for _ in dues)),
        "messages": sent_rows.as_json(
            one
            for row in rows
            for one in arrived.messages_of(row[2:-1], decisions[row[-1]], moment)
        ),
    }
    database.execute(_FOLLOWED, values)
    for (platform, what), times in arrived.tally(rows, decisions).items():
        arrived.count(database, platform, what, times)
    return frozenset(row[-1] for row in rows)

"""Parts claimed, documents among them rendered, and begun with: a statement each.

An owner is compared by ``IS NOT DISTINCT FROM``, which no index is used for: by owner there are
also those of thousands of parts that were settled since the last vacuum.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from domain.deliveries import OutboxPart, Parcel
from domain.excerpts import Body
from domain.groups.meetings import Step
from storage.database import Database, Listed
from storage.postgres.planning import by_rows, need_not_wait
from storage.records import words_text
from storage.rows import outbox as outbox_rows
from storage.rows.together.bodies import kept_bodies
from storage.turn_rules import seconds

_CLAIM: Final = f"""
    WITH tried AS MATERIALIZED (
        SELECT id, digest, part, payload, attempts, first_tried, due FROM outbox
        WHERE platform = :platform AND state = 'queued' AND first_tried IS NOT NULL AND due <= :now
        ORDER BY due, id LIMIT :limit FOR UPDATE SKIP LOCKED
    ), fresh AS MATERIALIZED (
        SELECT id, digest, part, payload, attempts, first_tried, due FROM outbox
        WHERE platform = :platform AND state = 'queued' AND first_tried IS NULL AND due <= :now
        ORDER BY due, id LIMIT greatest(:limit - (SELECT count(*) FROM tried), 0)
        FOR UPDATE SKIP LOCKED
    ), picked AS MATERIALIZED (
        SELECT found.id, chats.platform, chat_id, thread_id, digests.slot, part, parts,
            payloads.body, documents.body AS document, attempts, first_tried, post, strikes, sound,
            zone, plain, at_once, message, due
        FROM (SELECT * FROM tried UNION ALL SELECT * FROM fresh) AS found
        LEFT JOIN digests ON digests.id = found.digest
        LEFT JOIN chats ON chats.id = digests.chat
        LEFT JOIN payloads ON payloads.id = found.payload
        LEFT JOIN payloads AS documents ON documents.id = digests.document
        LEFT JOIN schedule ON schedule.chat = digests.chat
        WHERE NOT (first_tried IS NULL AND at_once LIKE '%{Step.REMINDER}' AND EXISTS (
            SELECT 1 FROM reading_groups AS met WHERE met.chat = digests.chat AND next_at <= :second
        ))
    ), taken AS (
        UPDATE outbox SET state = 'claimed', owner = :me
        WHERE id = ANY (ARRAY(SELECT id FROM picked))
    )
    SELECT id, platform, chat_id, thread_id, slot, part, parts, body, document, attempts,
        first_tried, post, strikes, sound, zone, plain, at_once, message, :me, due
    FROM picked
"""  # noqa: S608

_PUT: Final = """
    WITH ours AS (
        UPDATE outbox SET
            payload = (CAST(:payloads AS BIGINT[]))[array_position(CAST(:parts AS BIGINT[]), id)],
            papers = (CAST(:papers AS TEXT[]))[array_position(CAST(:parts AS BIGINT[]), id)]
        WHERE id = ANY (CAST(:parts AS BIGINT[]))
        AND state = 'claimed' AND owner IS NOT DISTINCT FROM :me
        AND EXISTS (SELECT 1 FROM digests WHERE digests.id = digest AND document IS NOT NULL)
        RETURNING id, digest, platform, part, due, attempts, first_tried, owner,
            (CAST(:counts AS BIGINT[]))[array_position(CAST(:parts AS BIGINT[]), id)] AS parts
    ), others AS (
        INSERT INTO outbox (digest, part, platform, state, due, payload, papers)
        SELECT digest, place, platform, 'behind', due, payload, papers
        FROM jsonb_to_recordset(CAST(:behind AS jsonb))
            AS told (first BIGINT, place BIGINT, payload BIGINT, papers TEXT)
        JOIN ours ON ours.id = told.first
    ), digest AS (
        UPDATE digests SET document = NULL,
            parts = (SELECT ours.parts FROM ours WHERE ours.digest = digests.id)
        WHERE id = ANY (ARRAY(SELECT digest FROM ours))
    )
    SELECT ours.id, chats.platform, chat_id, thread_id, digests.slot, ours.part, ours.parts,
        NULL, NULL, attempts, first_tried, post, strikes, sound, zone, plain, at_once, message,
        owner, due
    FROM ours LEFT JOIN digests ON digests.id = ours.digest
    LEFT JOIN chats ON chats.id = digests.chat
    LEFT JOIN schedule ON schedule.chat = chats.id
"""


_BEGIN: Final = """
    UPDATE outbox SET state = 'sending', attempts = attempts + 1,
        first_tried = COALESCE(first_tried, :now)
    WHERE id = ANY (CAST(:parts AS BIGINT[]))
    AND state = 'claimed' AND owner IS NOT DISTINCT FROM :me
    RETURNING id
"""


@by_rows
def claim(database: Database, platform: str, now: datetime, limit: int) -> list[OutboxPart]:
    """Take parts that are due, the longest due first, past those that another is taking.

    Where the server crashes before one of them is begun with, it was not taken.
    """
    need_not_wait(database)
    values = {
        "platform": platform,
        "now": now.timestamp(),
        "second": seconds(now),
        "limit": limit,
        "me": database.process,
    }
    return _parts(database.execute(_CLAIM, values).fetchall())


@by_rows
def begin(database: Database, ids: Sequence[int], now: datetime) -> frozenset[int]:
    """Keep that parts which this process has claimed may be on their way; those that may."""
    values = {"parts": Listed(ids), "now": now.timestamp(), "me": database.process}
    return frozenset(number for (number,) in database.execute(_BEGIN, values))


def keep_rendered(database: Database, rendered: Mapping[int, Sequence[Parcel]]) -> list[OutboxPart]:
    """Put the messages of documents in their place; the parts that were claimed for them.

    Whoever begins with one of them waits until this is kept as well.
    """
    need_not_wait(database)
    given = {part: parcels for part, parcels in rendered.items() if parcels}
    bodies = {one.payload: Body.of(one.payload) for some in given.values() for one in some}
    known = kept_bodies(database, list(bodies.values()))

    def row(parcel: Parcel) -> dict[str, Any]:
        return {"payload": known[bodies[parcel.payload]], "papers": words_text(parcel.papers)}

    first = [row(parcels[0]) for parcels in given.values()]
    behind = [
        {"first": part, "place": place, **row(parcel)}
        for part, parcels in given.items()
        for place, parcel in enumerate(parcels)
        if place
    ]
    values = {
        "parts": Listed(given),
        "payloads": Listed(one["payload"] for one in first),
        "papers": Listed(one["papers"] for one in first),
        "counts": Listed(map(len, given.values())),
        "behind": json.dumps(behind),
        "me": database.process,
    }
    rows = database.execute(_PUT, values).fetchall()
    put = _parts([(*row[:7], rendered[row[0]][0].payload, *row[8:]) for row in rows])
    # Those that were put in their place before are given as they are.
    rest = Listed(rendered.keys() - {part.id for part in put})
    return put + (outbox_rows.claimed(database, rest) if rest else [])


def _parts(rows: list[Any]) -> list[OutboxPart]:
    """Parts of rows that end with the moment when each was due, the longest due first."""
    rows.sort(key=lambda row: (row[-1], row[0]))
    return [outbox_rows.part_of(row[:-1]) for row in rows]

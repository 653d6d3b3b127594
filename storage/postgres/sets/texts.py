"""What many chats get, kept before their turns are, apart from what is held against others.

Planners of different chats tell the same pages, of which the first to come to one keeps it. In a
serializable transaction each would be held against the others that look whether it is there:
texts are found by their hashes, so all of them stand on the same pages of an index. That
a text is there means nothing by itself, and one that nobody needs is tidied away; where that
comes in between, the turn keeps it anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from domain.deliveries import SchedulingDecision
from domain.excerpts import Body
from storage.database import Database, Listed
from storage.postgres.planning import by_rows, need_not_wait
from storage.rows.turns import USED

_MISSING: Final = """
    SELECT place FROM unnest(CAST(:names AS BYTEA[])) WITH ORDINALITY AS wanted (name, place)
    WHERE NOT EXISTS (SELECT 1 FROM {table} WHERE hash = name)
"""

_KEEP_PAYLOADS: Final = """
    INSERT INTO payloads (hash, body)
    SELECT * FROM unnest(CAST(:names AS BYTEA[]), CAST(:texts AS TEXT[]))
    ON CONFLICT (hash) DO NOTHING
"""

_KEEP_RECORDS: Final = """
    INSERT INTO digest_records (hash, used, body)
    SELECT name, :moment, text
    FROM unnest(CAST(:names AS BYTEA[]), CAST(:texts AS TEXT[])) AS given (name, text)
    ON CONFLICT (hash) DO NOTHING
"""

_USED: Final = """
    UPDATE digest_records SET used = :moment WHERE id IN (
        SELECT id FROM digest_records
        WHERE hash = ANY (CAST(:names AS BYTEA[])) AND used < :moment - :often
        ORDER BY id FOR UPDATE SKIP LOCKED
    )
"""


_KEEP_PAGES: Final = """
    INSERT INTO pages (name, document, record, at)
    SELECT given.name, payloads.id, digest_records.id, :moment
    FROM unnest(
        CAST(:names AS BYTEA[]), CAST(:documents AS BYTEA[]), CAST(:records AS BYTEA[])
    ) AS given (name, document, record)
    JOIN payloads ON payloads.hash = given.document
    LEFT JOIN digest_records ON digest_records.hash = given.record
    ON CONFLICT (name) DO UPDATE
    SET document = excluded.document, record = excluded.record, at = excluded.at
"""

_PAGES: Final = """
    SELECT name, payloads.body, digest_records.body
    FROM pages JOIN payloads ON payloads.id = document
    LEFT JOIN digest_records ON digest_records.id = record
    WHERE name = ANY (CAST(:names AS BYTEA[])) AND at >= :since
"""


def pages(
    database: Database, names: Sequence[bytes], since: datetime
) -> dict[bytes, tuple[Body, Body | None]]:
    """Documents and digests of pages that were kept since some moment, as far as they are there."""
    rows = database.execute(_PAGES, {"names": Listed(names), "since": since.timestamp()})
    return {
        bytes(name): (Body.of(document), None if digest is None else Body.of(digest))
        for name, document, digest in rows
    }


@by_rows
def keep(database: Database, turns: Sequence[SchedulingDecision], now: datetime) -> None:
    """Keep the pages and records of turns that are not there yet."""
    need_not_wait(database)
    moment = now.timestamp()
    documents = [turn.document for turn in turns]
    new = _keep(database, "payloads", _KEEP_PAYLOADS, documents, moment)
    records = [turn.digest for turn in turns]
    _keep(database, "digest_records", _KEEP_RECORDS, records, moment)
    names = Listed({body.name for body in records if body is not None})
    database.execute(_USED, {"names": names, "moment": moment, "often": USED})
    printed = {turn.page: turn for turn in turns if turn.page and turn.document in new}
    if printed:
        of_pages = [printed[name] for name in sorted(printed)]
        values = {
            "names": Listed(turn.page for turn in of_pages),
            "documents": Listed(turn.document.name for turn in of_pages if turn.document),
            "records": Listed(turn.digest.name if turn.digest else None for turn in of_pages),
            "moment": moment,
        }
        database.execute(_KEEP_PAGES, values)


def _keep(
    database: Database, table: str, statement: str, wanted: Sequence[Body | None], moment: float
) -> frozenset[Body]:
    """Keep texts that are not there yet; which these were."""
    # In the same order for everybody: of two that keep the same, one waits for the other.
    bodies = sorted({body for body in wanted if body is not None}, key=lambda body: body.name)
    asked = {"names": Listed(body.name for body in bodies)}
    missing = [
        bodies[place - 1]
        for (place,) in database.execute(_MISSING.format(table=table), asked).fetchall()
    ]
    if missing:
        values = {
            "names": Listed(body.name for body in missing),
            "texts": Listed(body.text for body in missing),
            "moment": moment,
        }
        database.execute(statement, values)
    return frozenset(missing)

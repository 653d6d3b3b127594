"""The messages of documents put in their place, for all parts that were claimed at a moment."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from domain.deliveries import Parcel
from domain.excerpts import Body
from storage.database import Database, Listed
from storage.records import words_text
from storage.rows.together.bodies import kept_bodies

_UNRENDERED: Final = """
    SELECT outbox.id, digests.id FROM outbox JOIN digests ON digests.id = outbox.digest
    WHERE outbox.id IN (SELECT value FROM json_each(?)) AND state = 'claimed' AND owner = ?
    AND document IS NOT NULL
"""

_PUT: Final = """
    UPDATE outbox SET
        payload = CAST(json_extract(value, '$.payload') AS BIGINT),
        papers = json_extract(value, '$.papers')
    FROM json_each(?) WHERE outbox.id = CAST(json_extract(value, '$.part') AS BIGINT)
"""

_BEHIND: Final = """
    INSERT INTO outbox (digest, part, platform, state, due, payload, papers)
    SELECT digest, ?, platform, 'behind', due, ?, ? FROM outbox WHERE id = ?
"""

_RENDERED: Final = """
    UPDATE digests SET parts = CAST(json_extract(value, '$.parts') AS BIGINT), document = NULL
    FROM json_each(?) WHERE digests.id = CAST(json_extract(value, '$.digest') AS BIGINT)
"""


def put(database: Database, rendered: Mapping[int, Sequence[Parcel]]) -> None:
    """Put the messages of parts whose digests are not rendered in the place of their documents."""
    found = database.execute(_UNRENDERED, [Listed(rendered), database.process]).fetchall()
    digests = {number: digest for number, digest in found if rendered[number]}
    if not digests:
        return
    bodies = {one.payload: Body.of(one.payload) for part in digests for one in rendered[part]}
    known = kept_bodies(database, list(bodies.values()))

    def row(parcel: Parcel) -> tuple[Any, str]:
        return known[bodies[parcel.payload]], words_text(parcel.papers)

    first = {part: row(rendered[part][0]) for part in digests}
    database.execute(_PUT, [Listed(_put(part, *told) for part, told in first.items())])
    behind = [
        (place, *row(parcel), part)
        for part in digests
        for place, parcel in enumerate(rendered[part])
        if place
    ]
    if behind:
        database.executemany(_BEHIND, behind)
    told = [
        json.dumps({"digest": digest, "parts": len(rendered[part])})
        for part, digest in digests.items()
    ]
    database.execute(_RENDERED, [Listed(told)])


def _put(part: int, payload: int, papers: str) -> str:
    return json.dumps({"part": part, "payload": payload, "papers": papers})

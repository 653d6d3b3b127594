"""Texts that many are to get, each kept once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from domain.excerpts import Body
from storage.database import Database, Listed

_NAMED: Final = """
    SELECT json_group_array(json_array(place, id))
    FROM (SELECT CAST(value AS INTEGER) AS place FROM json_each(:places)) AS wanted
    JOIN {table} ON hash = substr(:names, 1 + 16 * place, 16)
"""

_KEEP_PAYLOAD: Final = "INSERT INTO payloads (hash, body) VALUES (:name, :text) RETURNING id"

_KEEP_RECORD: Final = """
    INSERT INTO digest_records (hash, used, body) VALUES (:name, :moment, :text) RETURNING id
"""


def kept_bodies(database: Database, bodies: Sequence[Body | None]) -> dict[Body, int]:
    """Keep what is to be sent, as far as it is not there yet; the number of each."""
    return _kept(database, "payloads", _KEEP_PAYLOAD, bodies)


def kept_records(
    database: Database, bodies: Sequence[Body | None], moment: float
) -> dict[Body, int]:
    """Keep digests as they are recorded; the number of each."""
    return _kept(database, "digest_records", _KEEP_RECORD, bodies, moment)


def one_value(database: Database, statement: str, values: Sequence[Any] | dict[str, Any]) -> Any:
    """The one value that a statement gives, which is JSON."""
    (value,) = database.execute(statement, values).fetchone()
    return json.loads(value)


def _kept(
    database: Database,
    table: str,
    keep: str,
    wanted: Sequence[Body | None],
    moment: float = 0.0,
) -> dict[Body, int]:
    """Keep texts in a table, those that are not there yet; the number of each."""
    bodies = [body for body in dict.fromkeys(wanted) if body is not None]
    names = b"".join(body.name for body in bodies)
    values = {"places": Listed(range(len(bodies))), "names": names}
    rows = one_value(database, _NAMED.format(table=table), values)
    known = {bodies[place]: int(number) for place, number in rows}
    for body in bodies:
        if body not in known:
            row = {"name": body.name, "text": body.text, "moment": moment}
            (known[body],) = database.execute(keep, row).fetchone()
    return known

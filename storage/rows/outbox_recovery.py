"""Parts that were claimed and that nobody deals with any more, as rows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from domain.deliveries import DeliveryDecision, Lease, PartState
from domain.metadata.updates import AtOnce
from storage.database import Database, Listed
from storage.rows.outbox import settle

_RENEW: Final = """
    UPDATE outbox SET leased_until = :until
    WHERE id IN (SELECT value FROM json_each(:kept)) AND owner = :owner
"""

_ORPHANS: Final = """
    SELECT id, state, first_tried, (SELECT at_once FROM digests WHERE id = digest)
    FROM outbox
    WHERE platform = :platform AND state IN ('claimed', 'sending')
    AND id NOT IN (SELECT value FROM json_each(:kept))
    AND (:is_all = 1 OR owner = :owner OR leased_until NOT BETWEEN :now AND :until)
"""


def recover(
    database: Database,
    platform: str,
    now: datetime,
    deduplicates: float,
    keeping: Sequence[int],
    lease: Lease | None = None,
) -> int:
    """Put in order what was claimed and nobody deals with; how many are unknown now."""
    moment = now.timestamp()
    owner, until = ("", math.inf) if lease is None else (lease.owner, lease.until.timestamp())
    kept = Listed(keeping)
    if lease is not None:
        database.execute(_RENEW, {"until": until, "owner": owner, "kept": kept})
    values = {"platform": platform, "owner": owner, "now": moment, "until": until, "kept": kept}
    values["is_all"] = lease is None
    orphans = database.execute(_ORPHANS, values).fetchall()
    # What was tried in the future was tried by a clock that has been set back: nobody knows when.
    unknown = {
        number
        for number, state, tried, at_once in orphans
        if state == PartState.SENDING and (tried is None or not 0 <= moment - tried < deduplicates)
        if not ((what := AtOnce.of(at_once, 0)) and what.can_be_repeated)
    }
    database.execute(
        "UPDATE outbox SET state = 'queued' WHERE id IN (SELECT value FROM json_each(?))",
        [Listed([row[0] for row in orphans if row[0] not in unknown])],
    )
    reason = "the process ended while it was being sent"
    decision = DeliveryDecision(state=PartState.UNKNOWN, reason=reason)
    settle(database, dict.fromkeys(unknown, decision), now)
    return len(unknown)

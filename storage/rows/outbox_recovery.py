"""Parts that were claimed and that nobody deals with any more, as rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from domain.concurrency.clocks import is_known_again
from domain.deliveries import DeliveryDecision, PartState
from domain.metadata.updates import AtOnce
from storage.database import Database, Listed
from storage.rows.outbox import settle

_ORPHANS: Final = """
    SELECT id, state, first_tried, owner, (SELECT at_once FROM digests WHERE id = digest)
    FROM outbox
    WHERE platform = :platform AND state IN ('claimed', 'sending')
    AND NOT (owner = :me AND id IN (SELECT value FROM json_each(:kept)))
    AND owner NOT IN (SELECT value FROM json_each(:others))
"""

_OTHERS: Final = "SELECT id FROM processes WHERE ended IS NULL AND id <> ?"

_QUEUE_AGAIN: Final = """
    UPDATE outbox SET state = 'queued', last_owner = owner, owner = NULL
    WHERE id IN (SELECT value FROM json_each(?))
"""


def recover(
    database: Database, platform: str, now: datetime, deduplicates: float, keeping: Sequence[int]
) -> int:
    """Put in order what was claimed and nobody deals with; how many are unknown now."""
    moment, me = now.timestamp(), database.process
    others = [number for (number,) in database.execute(_OTHERS, [me])] if me else []
    values = {"platform": platform, "me": me, "kept": Listed(keeping), "others": Listed(others)}
    orphans = database.execute(_ORPHANS, values).fetchall()
    # What was tried in the future was tried by a clock that has been set back: nobody knows when.
    unknown = {
        number: owner
        for number, state, tried, owner, at_once in orphans
        if state == PartState.SENDING
        and (tried is None or not is_known_again(moment - tried, deduplicates, me))
        if not ((what := AtOnce.of(at_once, 0)) and what.can_be_repeated)
    }
    again = Listed(row[0] for row in orphans if row[0] not in unknown)
    if again:
        database.execute(_QUEUE_AGAIN, [again])
    reason = "the process ended while it was being sent"
    decision = DeliveryDecision(state=PartState.UNKNOWN, reason=reason)
    settle(database, {one: replace(decision, owner=was) for one, was in unknown.items()}, now)
    return len(unknown)

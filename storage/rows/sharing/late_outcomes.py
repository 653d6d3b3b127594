"""What became of a part whose owner was taken for dead while it was sent, as rows."""

from __future__ import annotations

from typing import Final

from domain.deliveries import DeliveryDecision, PartState
from storage.database import Database
from storage.rows.together import arrived

_SENT_AFTER_ALL: Final = """
    UPDATE outbox SET state = 'sent', settled_at = ?, reason = ?, payload = NULL
    WHERE id = ? AND last_owner = ? AND first_tried IS NOT NULL AND (state = 'queued' OR (
        state = 'unknown' AND EXISTS (SELECT 1 FROM digests WHERE id = digest AND told = 0)
    ))
"""


def sent_after_all(
    database: Database, number: int, decision: DeliveryDecision, moment: float
) -> bool:
    """Keep that a part arrived whose owner was taken for dead; whether it is not too late."""
    told = database.execute("SELECT state, platform FROM outbox WHERE id = ?", [number]).fetchone()
    late = [moment, decision.reason, number, decision.owner]
    if told is None or not database.execute(_SENT_AFTER_ALL, late).rowcount:
        return False
    if told[0] == PartState.UNKNOWN:
        arrived.count(database, told[1], PartState.UNKNOWN.value, -1)
    return True

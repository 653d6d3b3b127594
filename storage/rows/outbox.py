"""Parts of digests on their way to chats, as rows.

A chat has at most one part that may be claimed; those after it wait behind it, and the next one
moves up when it is settled.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from domain.chats import ChatRef, Sound
from domain.deliveries import DeliveryDecision, OutboxPart, Parcel, PartState
from domain.metadata.updates import AtOnce
from storage.database import Database, Listed
from storage.rows import managers as manager_rows
from storage.rows import sent as sent_rows
from storage.rows import updates as update_rows
from storage.rows.groups import taking as group_rows
from storage.rows.schedule import MOVE_UP
from storage.rows.sharing.gaps import put_off
from storage.rows.sharing.late_outcomes import sent_after_all
from storage.rows.together import arrived
from storage.rows.together import rendered as rendered_rows

OPEN: Final = "('behind', 'queued', 'claimed', 'sending')"

_TRIED: Final = """
    SELECT id FROM outbox
    WHERE platform = ? AND state = 'queued' AND first_tried IS NOT NULL AND due <= ?
    ORDER BY due, id LIMIT ?
"""

_QUEUED: Final = """
    SELECT id FROM outbox
    WHERE platform = ? AND state = 'queued' AND first_tried IS NULL AND due <= ?
    ORDER BY due, id LIMIT ?
"""

_CLAIMED: Final = """
    SELECT outbox.id, chats.platform, chat_id, thread_id, digests.slot, part, parts,
        payloads.body, documents.body, attempts, first_tried, post, strikes, sound, zone, plain,
        at_once, message, owner
    FROM outbox
    JOIN digests ON digests.id = outbox.digest
    JOIN chats ON chats.id = digests.chat
    LEFT JOIN payloads ON payloads.id = outbox.payload
    LEFT JOIN payloads AS documents ON documents.id = digests.document
    LEFT JOIN schedule ON schedule.chat = chats.id
    WHERE outbox.id IN (SELECT value FROM json_each(?)) AND state = 'claimed' AND owner = ?
    ORDER BY due, outbox.id
"""

_SETTLE: Final = """
    UPDATE outbox SET state = ?, due = COALESCE(?, due), settled_at = ?, reason = ?,
        first_tried = CASE ? WHEN 1 THEN NULL ELSE first_tried END,
        payload = CASE ? WHEN 1 THEN NULL ELSE payload END,
        last_owner = owner, owner = NULL
    WHERE id = ? AND state IN ('claimed', 'sending') AND owner = ?
"""

_BEGIN: Final = """
    UPDATE outbox SET state = 'sending', attempts = attempts + 1,
        first_tried = COALESCE(first_tried, ?)
    WHERE id IN (SELECT value FROM json_each(?)) AND state = 'claimed' AND owner = ?
    RETURNING id
"""

_GONE: Final = f"""
    UPDATE outbox SET state = 'gone', owner = NULL WHERE digest = ? AND state IN {OPEN}
"""  # noqa: S608

_KEEP_POST: Final = "UPDATE digests SET post = :post WHERE id = :digest AND :post <> ''"

_UNTOUCHED: Final = f"""
    SELECT digests.id, chat FROM digests
    WHERE planned_at < ?
    AND EXISTS (SELECT 1 FROM outbox WHERE digest = digests.id AND state IN {OPEN})
    AND NOT EXISTS (
        SELECT 1 FROM outbox
        WHERE digest = digests.id AND (first_tried IS NOT NULL OR state NOT IN ('behind', 'queued'))
    )
"""  # noqa: S608


def claim(database: Database, platform: str, now: datetime, limit: int) -> list[OutboxPart]:
    """Take parts that are due, the longest due first.

    Those that may have been sent already go before all others: the platform knows them again for
    a short time only.
    """
    moment = now.timestamp()
    rows = database.execute(_TRIED, [platform, moment, limit]).fetchall()
    rows += database.execute(_QUEUED, [platform, moment, limit - len(rows)]).fetchall()
    found = [row[0] for row in rows]
    late = group_rows.too_late(database, found, now) if found else set()
    if not (kept := [number for number in found if number not in late]):
        return []
    ids = Listed(kept)
    database.execute(
        "UPDATE outbox SET state = 'claimed', owner = ?"
        " WHERE id IN (SELECT value FROM json_each(?))",
        [database.process, ids],
    )
    return claimed(database, ids)


def claimed(database: Database, ids: Listed) -> list[OutboxPart]:
    """Of some parts those that this process has claimed, the longest due first."""
    return [part_of(row) for row in database.execute(_CLAIMED, [ids, database.process])]


def keep_rendered(database: Database, rendered: Mapping[int, Sequence[Parcel]]) -> list[OutboxPart]:
    """Put the messages of documents in their place; the parts that were claimed for them."""
    rendered_rows.put(database, rendered)
    return claimed(database, Listed(rendered))


def begin(database: Database, ids: Sequence[int], now: datetime) -> frozenset[int]:
    """Keep that parts which this process has claimed may be on their way; those that may."""
    begun = database.execute(_BEGIN, [now.timestamp(), Listed(ids), database.process])
    return frozenset(number for (number,) in begun.fetchall())


def settle(database: Database, decisions: Mapping[int, DeliveryDecision], now: datetime) -> None:
    """Keep what became of parts."""
    done = arrived.settle(database, decisions, now.timestamp())
    rest = {number: decision for number, decision in decisions.items() if number not in done}
    settle_each(database, rest, now.timestamp())


def settle_each(
    database: Database, decisions: Mapping[int, DeliveryDecision], moment: float
) -> None:
    """Keep what became of parts of which there is more to be said."""
    for number, decision in decisions.items():
        _settle(database, number, decision, moment)


def reset_due(database: Database, now: datetime) -> None:
    """Have all that waits to be sent due now at the latest."""
    database.execute(
        "UPDATE outbox SET due = ? WHERE state IN ('behind', 'queued') AND due > ?",
        [now.timestamp(), now.timestamp()],
    )


def fold(database: Database, before: datetime) -> int:
    """End digests planned before a moment of which nothing was begun; how many."""
    rows = database.execute(_UNTOUCHED, [before.timestamp()]).fetchall()
    for digest, chat in rows:
        _take_back(database, digest, chat)
        database.execute(MOVE_UP, [chat])
    return len(rows)


def part_of(row: Any) -> OutboxPart:
    """A part by a row of what is claimed."""
    number, platform, chat_id, thread_id, slot, part, parts, payload, document, *rest = row
    attempts, first_tried, post, strikes, sound, zone, plain, at_once, message, owner = rest
    return OutboxPart(
        id=number,
        chat=ChatRef(platform, chat_id, thread_id),
        slot=arrived.day_of(slot),
        part=part,
        parts=parts,
        payload=payload or "",
        document=document or "",
        attempts=attempts,
        first_tried=moment_of(first_tried),
        post=post,
        strikes=strikes or 0,
        sound=Sound.of(sound),
        zone=zone,
        plain=bool(plain),
        at_once=AtOnce.of(at_once, message),
        owner=owner,
    )


def moment_of(stamp: float | None) -> datetime | None:
    """A moment from seconds of the Unix clock."""
    return None if stamp is None else datetime.fromtimestamp(stamp, UTC)


def _settle(database: Database, number: int, decision: DeliveryDecision, moment: float) -> None:
    state = decision.state
    due = None if decision.due is None else decision.due.timestamp()
    is_sent = state is PartState.SENT
    settled_at = None if state.is_open else moment
    became = [state.value, due, settled_at, decision.reason, decision.unsent, is_sent]
    done = database.execute(_SETTLE, [*became, number, decision.owner])
    if not done.rowcount and not (is_sent and sent_after_all(database, number, decision, moment)):
        # The chat was forgotten meanwhile, and all that was meant for it; or it is another's.
        return
    digest, chat, *where, _ = database.execute(arrived.WHERE, [Listed([number])]).fetchone()
    platform = where[0]
    database.execute(_KEEP_POST, {"post": decision.post, "digest": digest})
    if decision.messages:
        sent_rows.save(database, arrived.messages_of(where, decision, moment))
    if decision.strike:
        database.execute("UPDATE schedule SET strikes = strikes + 1 WHERE chat = ?", [chat])
    elif is_sent:
        database.execute("UPDATE schedule SET strikes = 0 WHERE chat = ? AND strikes > 0", [chat])
    for what, counts in (
        (state.value, not state.is_open),
        ("plain", decision.is_plain),
        ("limited", decision.limited),
    ):
        if counts:
            arrived.count(database, platform, what)
    if decision.absent is not None:
        manager_rows.set_absence(database, decision.absent, decision.reason)
    group_rows.settled(database, chat, arrived.day_of(where[3]), AtOnce.of(where[4], 0), decision)
    if state is PartState.GONE:
        _end(database, digest, chat)
    if not state.is_open:
        put_off(database, [(chat, where[1])], moment)
        database.execute(MOVE_UP, [chat])


def _end(database: Database, digest: int, chat: int) -> None:
    """End a digest whose chat is gone; where nothing of it arrived, its papers are not told."""
    (is_begun,) = database.execute(
        "SELECT EXISTS (SELECT 1 FROM outbox WHERE digest = ? AND state IN ('sent', 'unknown'))",
        [digest],
    ).fetchone()
    if is_begun:
        database.execute(_GONE, [digest])
    else:
        _take_back(database, digest, chat)


def _take_back(database: Database, digest: int, chat: int) -> None:
    database.execute("DELETE FROM seen WHERE chat = ? AND digest = ?", [chat, digest])
    update_rows.take_back(database, chat, digest)
    # The next digest may be in the making, with this one taken for told: it is made anew.
    database.execute(
        "UPDATE schedule SET version = version + 1, covered = (SELECT CASE"
        " WHEN at_once = '' AND covered >= covered_before THEN covered_before"
        " WHEN at_once = '' AND covered_before IS NULL THEN NULL"
        " ELSE covered END FROM digests WHERE id = ?)"
        " WHERE chat = ?",
        [digest, chat],
    )
    database.execute("DELETE FROM digests WHERE id = ?", [digest])

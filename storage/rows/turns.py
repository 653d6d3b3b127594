"""Chats' turns as rows: when a chat is looked at again after a change, and what was decided for it.

What is decided for many chats is kept in few statements. Python lets other threads go on while a
statement runs, and waits for its turn again after each row that one gives; so each is for all, and
gives what it has to give as one value.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from domain.chats import Chat, ChatRef
from domain.concurrency.processes import News
from domain.deliveries import SchedulingDecision
from storage.database import Database, Listed
from storage.rows import updates as update_rows
from storage.rows.together.bodies import kept_bodies, kept_records, one_value
from storage.turn_rules import TurnRow, is_other_week, looked_at_anew, seconds

_COLUMNS: Final = (
    *("version", "look_at", "slot", "slot_at", "held", "last", "covered", "since", "strikes"),
)

_LOAD: Final = f"SELECT {', '.join(_COLUMNS)} FROM schedule WHERE chat = ?"  # noqa: S608

_IS_SERVED: Final = """
    SELECT chats.paused = 0
    AND EXISTS (SELECT 1 FROM subscriptions WHERE subscriptions.chat = chats.id)
    AND NOT EXISTS (
        SELECT 1 FROM absences
        WHERE absences.platform = chats.platform
        AND absences.chat_id = chats.chat_id
        AND absences.thread_id IN ('', chats.thread_id)
    )
    FROM chats WHERE id = ?
"""

_SAVE: Final = f"""
    INSERT INTO schedule (chat, platform, {", ".join(_COLUMNS)})
    SELECT id, platform, {", ".join("?" for _ in _COLUMNS)} FROM chats WHERE id = ?
    ON CONFLICT (chat) DO UPDATE SET
    {", ".join(f"{name} = excluded.{name}" for name in _COLUMNS)}
"""  # noqa: S608

_CHAT: Final = "CAST(json_extract(value, '$.chat') AS BIGINT)"

_UNCHANGED: Final = f"""
    SELECT json_group_array(chat) FROM schedule JOIN (SELECT value FROM json_each(?)) AS turns
    ON chat = {_CHAT} AND version = CAST(json_extract(value, '$.version') AS BIGINT)
"""  # noqa: S608

_TAKE: Final = f"""
    UPDATE schedule SET
        version = version + 1,
        look_at = CAST(json_extract(value, '$.look_at') AS BIGINT),
        slot = json_extract(value, '$.slot'),
        slot_at = CAST(json_extract(value, '$.slot_at') AS BIGINT),
        held = CAST(json_extract(value, '$.held') AS BIGINT),
        last = json_extract(value, '$.last'),
        covered = json_extract(value, '$.covered')
    FROM json_each(?) WHERE chat = {_CHAT}
"""  # noqa: S608

USED: Final = 3_600.0
"""Seconds after which it is kept anew that a digest's record is used."""

_USED: Final = f"""
    UPDATE digest_records SET used = :moment
    WHERE used < :moment - {USED} AND id IN (SELECT value FROM json_each(:known))
"""  # noqa: S608

_PLAN: Final = f"""
    INSERT INTO digests
        (chat, slot, parts, planned_at, covered_before, listing, document, record)
    SELECT {_CHAT}, json_extract(value, '$.slot'), 0, :moment,
        json_extract(value, '$.covered'), json_extract(value, '$.listing'),
        CAST(json_extract(value, '$.document') AS BIGINT),
        CAST(json_extract(value, '$.record') AS BIGINT)
    FROM json_each(:rows)
"""  # noqa: S608

_PLANNED: Final = f"""
    SELECT json_group_array(json_array(chat, digests.slot, id))
    FROM (SELECT value FROM json_each(?)) AS turns CROSS JOIN digests
    WHERE chat = {_CHAT} AND digests.slot = json_extract(value, '$.slot')
"""  # noqa: S608
"""By chat, and not by how high their ids are: others queue digests of other chats meanwhile."""

_QUEUE: Final = """
    INSERT INTO outbox (digest, part, platform, state, due)
    SELECT new.id, 0, platform, CASE WHEN EXISTS (
        SELECT 1 FROM digests AS earlier JOIN outbox AS part ON part.digest = earlier.id
        WHERE earlier.chat = new.chat AND part.state IN ('behind', 'queued', 'claimed', 'sending')
    ) THEN 'behind' ELSE 'queued' END, :moment
    FROM digests AS new JOIN chats ON chats.id = new.chat
    WHERE new.id IN (SELECT value FROM json_each(:new)) ORDER BY new.id
"""

_SEEN: Final = """
    INSERT INTO seen (chat, paper, digest, day)
    SELECT CAST(json_extract(turn, '$.chat') AS BIGINT), paper.value,
        CAST(json_extract(turn, '$.digest') AS BIGINT), json_extract(turn, '$.slot')
    FROM (SELECT value AS turn FROM json_each(?)) AS turns
    CROSS JOIN json_each(turn, '$.papers') AS paper
    WHERE 1 = 1 ON CONFLICT DO NOTHING
"""

_TOLD: Final = """
    UPDATE digests SET told = 1
    WHERE chat = ? AND id < ? AND listing IN (SELECT value FROM json_each(?))
"""


def load(database: Database, chat: int) -> TurnRow | None:
    """What is kept of a chat's turns; None where it never followed anything."""
    row = database.execute(_LOAD, [chat]).fetchone()
    if row is None:
        return None
    values = dict(zip(_COLUMNS, row, strict=True))
    return TurnRow(**{**values, "held": bool(values["held"])})


def change(
    database: Database, chat: int, rule: Callable[[TurnRow, bool], TurnRow], *, new: bool = False
) -> None:
    """Change what is kept of a chat's turns.

    Args:
        database: in a transaction, after the chat itself has changed.
        chat: its number.
        rule: gives what is kept from now on; told whether the chat gets digests at all.
        new: whether to begin with a chat that never followed anything.
    """
    row = load(database, chat) or (TurnRow() if new else None)
    if row is None:
        return
    (is_served,) = database.execute(_IS_SERVED, [chat]).fetchone()
    now = rule(row, bool(is_served))
    if now.look_at != row.look_at:
        database.tell(News.TURNS)
    if now != row:
        database.execute(_SAVE, [*(getattr(now, name) for name in _COLUMNS), chat])


def note_week(database: Database, before: Chat | None, chat: Chat) -> None:
    """Have it worked out anew when a chat's week is over, where it wishes otherwise.

    And when its reading group meets, where its clocks are others.
    """
    if is_other_week(None if before is None else before.settings, chat.settings):
        at, ref = None if chat.settings.weekly is None else 0, chat.ref
        database.execute(
            "UPDATE chats SET look_back_at = ?"
            " WHERE platform = ? AND chat_id = ? AND thread_id = ?",
            [at, ref.platform, ref.chat_id, ref.thread_id],
        )
    if before is not None and before.settings.zone != chat.settings.zone:
        database.execute(
            "UPDATE reading_groups SET next_at = 0 WHERE chat IN ("
            "SELECT id FROM chats WHERE platform = ? AND chat_id = ? AND thread_id = ?)",
            [chat.ref.platform, chat.ref.chat_id, chat.ref.thread_id],
        )


def absence_changed(database: Database, ref: ChatRef) -> None:
    """A chat or a thread of it is lost, or back: those meant are looked at anew."""
    chats = database.execute(
        "SELECT id FROM chats WHERE platform = ? AND chat_id = ? AND ? IN ('', thread_id)",
        [ref.platform, ref.chat_id, ref.thread_id],
    ).fetchall()
    for (chat,) in chats:
        change(database, chat, lambda row, served: looked_at_anew(row, is_served=served))


def take(database: Database, turns: Sequence[SchedulingDecision], now: datetime) -> int:
    """Keep turns of chats that have not changed since; how many."""
    first = first_of_each(turns)
    rows = {chat: json.dumps(row_of(turn)) for chat, turn in first.items()}
    unchanged = set(one_value(database, _UNCHANGED, [Listed(rows.values())]))
    taken = [turn for chat, turn in first.items() if chat in unchanged]
    database.execute(_TAKE, [Listed(row for chat, row in rows.items() if chat in unchanged)])
    _queue(database, [turn for turn in taken if turn.document is not None], now.timestamp())
    return len(taken)


def first_of_each(turns: Sequence[SchedulingDecision]) -> dict[int, SchedulingDecision]:
    """Turns by chat: after one its chat is another one, so that the first of several is kept.

    Raises:
        ValueError: a digest has no day.
    """
    if any(turn.document is not None and turn.last is None for turn in turns):
        raise ValueError("a digest has a day")
    first = {turn.scheduled.number: turn for turn in reversed(turns)}
    return dict(reversed(first.items()))


def row_of(turn: SchedulingDecision) -> dict[str, Any]:
    """What a chat's row becomes, and the version that it is decided for."""
    slot = turn.slot
    return {
        "chat": turn.scheduled.number,
        "version": turn.scheduled.version,
        "look_at": None if turn.look_at is None else seconds(turn.look_at),
        "slot": None if slot is None else slot.day.isoformat(),
        "slot_at": None if slot is None else seconds(slot.at),
        "held": int(slot is not None and turn.look_at is not None and turn.look_at > slot.at),
        "last": _text(turn.last),
        "covered": _text(turn.covered),
    }


def _queue(database: Database, turns: Sequence[SchedulingDecision], moment: float) -> None:
    """Queue digests; where one of the same day is there, it stays the only one."""
    if not turns:
        return
    database.tell(News.PARTS)
    rows = digests_of(database, turns, moment)
    there = _planned(database, rows)
    new = [row for row in rows if (row["chat"], row["slot"]) not in there]
    database.execute(_PLAN, {"rows": Listed(map(json.dumps, new)), "moment": moment})
    planned = _planned(database, new)
    database.execute(_QUEUE, {"new": Listed(planned.values()), "moment": moment})
    for row in new:
        row["digest"] = planned[row["chat"], row["slot"]]
    database.execute(_SEEN, [Listed(map(json.dumps, new))])
    keep_told(database, turns, planned)


def keep_told(
    database: Database,
    turns: Sequence[SchedulingDecision],
    planned: Mapping[tuple[int, str], int],
) -> None:
    """Keep what new digests, by chat and day, tell beside their papers, and follow the papers."""
    told: dict[str, set[str]] = defaultdict(set)
    for turn in turns:
        digest = planned.get((turn.scheduled.number, _text(turn.last) or ""))
        if digest is not None:
            told[_text(turn.listing) or ""].update(turn.seen)
            _keep_told(database, turn, digest)
    # Of all together: what many are told is looked up once.
    for listing, papers in told.items():
        update_rows.follow(database, papers, listing)


def _planned(database: Database, rows: Sequence[dict[str, Any]]) -> dict[tuple[int, str], int]:
    """The digests that are there of some chats and days."""
    found = one_value(database, _PLANNED, [Listed(map(json.dumps, rows))])
    return {(chat, slot): digest for chat, slot, digest in found}


def digests_of(
    database: Database, turns: Sequence[SchedulingDecision], moment: float
) -> list[dict[str, Any]]:
    """What is kept of each digest; what many get is kept once."""
    documents = kept_bodies(database, [turn.document for turn in turns])
    records = kept_records(database, [turn.digest for turn in turns], moment)
    database.execute(_USED, {"moment": moment, "known": Listed(records.values())})
    return [
        {
            "chat": turn.scheduled.number,
            "slot": _text(turn.last),
            "covered": _text(turn.scheduled.covered),
            "listing": _text(turn.listing),
            "document": documents[turn.document],
            "record": records[turn.digest] if turn.digest else None,
            "papers": turn.seen,
        }
        for turn in turns
        if turn.document
    ]


def _keep_told(database: Database, turn: SchedulingDecision, digest: int) -> None:
    """Keep what a digest tells beside papers; most tell nothing."""
    chat = turn.scheduled.number
    if turn.notices:
        update_rows.keep_told(database, chat, digest, turn.notices)
    if turn.scheduled.untold:
        days = Listed(day.isoformat() for day in turn.scheduled.untold)
        database.execute(_TOLD, [chat, digest, days])


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()

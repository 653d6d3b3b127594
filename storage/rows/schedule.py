"""When chats have their turn, and what they were told, as rows."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Generator, Mapping, Sequence
from datetime import UTC, date, datetime
from hashlib import blake2b
from typing import Any, Final, NamedTuple

from domain.chats import Chat, ChatRef
from domain.concurrency.processes import PARTS, TOGETHER
from domain.deliveries import Need, ScheduledChat, Slot
from domain.metadata.updates import Notice
from domain.topics import Topic
from storage.database import Database, Listed
from storage.records import SETTINGS, query_of, settings_of, words_of
from storage.rows import updates as update_rows
from storage.rows.chats import id_of
from storage.turn_rules import seconds

_OF_PARTS: Final = f"""
    schedule.chat / {TOGETHER} % {PARTS} IN (SELECT value FROM json_each(:parts))
"""  # noqa: S608

_DUE: Final = f"""
    SELECT look_at, schedule.chat, version, slot, slot_at, last, covered, since,
        chats.platform, chat_id, thread_id, {SETTINGS}
    FROM schedule JOIN chats ON chats.id = schedule.chat
    WHERE schedule.platform = :platform AND look_at <= :now
    AND schedule.chat NOT IN (SELECT value FROM json_each(:busy))
    ORDER BY look_at, schedule.chat
    LIMIT :limit
"""  # noqa: S608

_FIRST_OF_A_PART: Final = f"""
    SELECT * FROM (
        SELECT look_at AS at, chat AS number FROM schedule
        WHERE platform = :platform AND chat / {TOGETHER} % {PARTS} = {{part:d}} AND look_at <= :now
        AND chat NOT IN (SELECT value FROM json_each(:busy))
        ORDER BY look_at, chat LIMIT :limit
    ) AS part_{{part:d}}
"""  # noqa: S608
"""Each part by itself, by an index: whoever looks through all has those of others in the way."""

_DUE_OF_PARTS: Final = f"""
    SELECT look_at, schedule.chat, version, slot, slot_at, last, covered, since,
        chats.platform, chat_id, thread_id, {SETTINGS}
    FROM (SELECT * FROM ({{first}}) AS each ORDER BY at, number LIMIT :limit) AS due
    JOIN schedule ON schedule.chat = number JOIN chats ON chats.id = number
    ORDER BY at, number
"""  # noqa: S608

_NEXT: Final = "SELECT MIN(look_at) FROM schedule WHERE platform = ? AND look_at IS NOT NULL"

_WAKE: Final = "UPDATE schedule SET look_at = :now WHERE held = 1 AND look_at > :now"

_FOLLOWED: Final = """
    SELECT subscriptions.chat, label, normal_form
    FROM subscriptions JOIN queries ON queries.id = query
    WHERE subscriptions.chat IN (SELECT value FROM json_each(?))
    ORDER BY since, subscriptions.id
"""

_UNTOLD: Final = """
    SELECT DISTINCT chat, listing FROM digests JOIN outbox ON outbox.digest = digests.id
    WHERE chat IN (SELECT value FROM json_each(?)) AND state = 'unknown' AND told = 0
    AND listing IS NOT NULL ORDER BY listing
"""

_NEEDS: Final = """
    SELECT schedule.chat, language, paper_limit, muted, covered
    FROM schedule JOIN chats ON chats.id = schedule.chat
    WHERE schedule.chat > ? AND look_at IS NOT NULL AND slot_at <= ?
    ORDER BY schedule.chat LIMIT ?
"""

_QUERIES: Final = """
    SELECT chat, normal_form FROM subscriptions JOIN queries ON queries.id = query
    WHERE chat IN (SELECT value FROM json_each(?))
    ORDER BY normal_form
"""

QUEUE: Final = """
    INSERT INTO outbox (digest, part, platform, state, due) VALUES (?, 0, ?, ?, ?)
"""

_SEEN: Final = """
    SELECT json_group_array(json_array(platform, chat_id, thread_id, seen.paper))
    FROM (SELECT value AS asked FROM json_each(?)) AS wanted
    CROSS JOIN chats CROSS JOIN json_each(asked, '$.papers') AS paper CROSS JOIN seen
    WHERE platform = json_extract(asked, '$.platform') AND chat_id = json_extract(asked, '$.chat')
    AND thread_id = json_extract(asked, '$.thread')
    AND seen.chat = chats.id AND seen.paper = paper.value
"""

MOVE_UP: Final = """
    UPDATE outbox SET state = 'queued'
    WHERE state = 'behind' AND id = (
        SELECT outbox.id FROM digests JOIN outbox ON outbox.digest = digests.id
        WHERE chat = ? AND state IN ('behind', 'queued', 'claimed', 'sending')
        ORDER BY digests.id, part LIMIT 1
    )
"""

HAS_OPEN: Final = """
    SELECT EXISTS (
        SELECT 1 FROM digests JOIN outbox ON outbox.digest = digests.id
        WHERE chat = ? AND state IN ('behind', 'queued', 'claimed', 'sending')
    )
"""


class NeedRow(NamedTuple):
    """What one chat's digest needs, as it is kept."""

    queries: tuple[str, ...]
    language: str
    limit: int
    muted: str
    covered: str | None


def due(
    database: Database,
    platforms: Collection[str],
    now: datetime,
    limit: int,
    leaving: Sequence[int] = (),
    parts: Sequence[int] | None = None,
) -> list[ScheduledChat]:
    """Chats to look at now, those whose moment was earliest first; without those left out."""
    rows: list[Any] = []
    asked: dict[str, Any] = {"now": seconds(now), "busy": Listed(leaving), "limit": limit}
    statement = _DUE if parts is None else _due_of(parts)
    for platform in platforms:
        rows += database.execute(statement, {**asked, "platform": platform}).fetchall()
    rows = [row[1:] for row in sorted(rows, key=lambda row: row[:2])[:limit]]
    chats = Listed([row[0] for row in rows])
    topics = followed(database, chats)
    untold: dict[int, list[date]] = defaultdict(list)
    for chat, day in database.execute(_UNTOLD, [chats]):
        untold[chat].append(date.fromisoformat(day))
    notices = update_rows.to_tell(database, chats)
    return [_scheduled(row, topics[row[0]], untold[row[0]], tuple(notices[row[0]])) for row in rows]


def _due_of(parts: Sequence[int]) -> str:
    first = " UNION ALL ".join(_FIRST_OF_A_PART.format(part=part) for part in sorted(parts))
    return _DUE_OF_PARTS.format(first=first)


def followed(database: Database, chats: Listed) -> defaultdict[int, list[Topic]]:
    """What chats follow, by their numbers, oldest first."""
    topics: defaultdict[int, list[Topic]] = defaultdict(list)
    for chat, label, text in database.execute(_FOLLOWED, [chats]):
        topics[chat].append(Topic(label, query_of(text)))
    return topics


def next_look(database: Database, platforms: Collection[str]) -> datetime | None:
    """When the next chat is to be looked at; None where none is."""
    rows = (database.execute(_NEXT, [platform]).fetchone() for platform in platforms)
    return min((datetime.fromtimestamp(at, UTC) for (at,) in rows if at is not None), default=None)


def next_looks(database: Database, until: datetime) -> list[tuple[str, datetime, int]]:
    """By platform and moment, how many chats have their turn until then."""
    rows = database.execute(
        "SELECT platform, slot_at, COUNT(*) FROM schedule"
        " WHERE look_at IS NOT NULL AND slot_at <= ? GROUP BY platform, slot_at ORDER BY slot_at",
        [seconds(until)],
    )
    return [(platform, datetime.fromtimestamp(at, UTC), count) for platform, at, count in rows]


def needs(database: Database, until: datetime, after: int, limit: int) -> list[tuple[int, NeedRow]]:
    """What the digests due until then need, for some chats after a number, with their numbers."""
    rows = database.execute(_NEEDS, [after, seconds(until), limit]).fetchall()
    queries: dict[int, list[str]] = defaultdict(list)
    for chat, text in database.execute(_QUERIES, [Listed([row[0] for row in rows])]):
        queries[chat].append(text)
    return [
        (chat, NeedRow(tuple(queries[chat]), language, most, muted, covered))
        for chat, language, most, muted, covered in rows
    ]


def needs_of(alike: Mapping[NeedRow, int]) -> Generator[None, None, list[Need]]:
    """Needs by how many chats have the same, most chats first; in `in_slices`."""
    found = []
    for row, count in sorted(alike.items(), key=lambda item: (-item[1], item[0].queries)):
        need = Need(
            queries=tuple(query_of(text) for text in row.queries),
            language=row.language,
            limit=row.limit,
            muted=words_of(row.muted),
            covered=_day(row.covered),
            chats=count,
        )
        found.append(need)
        yield
    return found


def usual_parts(database: Database) -> dict[str, float]:
    """How many messages the digests of late had on the average, by platform."""
    rows = database.execute(
        "SELECT platform, AVG(parts) FROM (SELECT chat, parts FROM digests"
        " WHERE parts > 0 AND at_once = '' ORDER BY id DESC LIMIT 1000) AS late"
        " JOIN chats ON chats.id = chat GROUP BY platform"
    )
    return {platform: float(parts) for platform, parts in rows}


def wake_held(database: Database, now: datetime, parts: Sequence[int] | None = None) -> None:
    """Have chats looked at now whose digest waits for announcements."""
    if parts is None:
        database.execute(_WAKE, {"now": seconds(now)})
    else:
        asked = {"now": seconds(now), "parts": Listed(parts)}
        database.execute(f"{_WAKE} AND {_OF_PARTS}", asked)


def seen(
    database: Database, wanted: Mapping[ChatRef, Collection[str]]
) -> dict[ChatRef, frozenset[str]]:
    """Of the papers asked about, those that each chat has been told."""
    asked = Listed(
        json.dumps(
            {
                "platform": ref.platform,
                "chat": ref.chat_id,
                "thread": ref.thread_id,
                "papers": list(papers),
            }
        )
        for ref, papers in wanted.items()
    )
    # One value for all: Python waits for its turn after each row.
    (rows,) = database.execute(_SEEN, [asked]).fetchone()
    found: dict[ChatRef, set[str]] = {ref: set() for ref in wanted}
    for platform, chat_id, thread_id, paper in json.loads(rows):
        found[ChatRef(platform, chat_id, thread_id)].add(paper)
    return {ref: frozenset(papers) for ref, papers in found.items()}


def told(database: Database, ref: ChatRef) -> list[tuple[str, date]]:
    """The papers that a chat was told, and on which day; by day."""
    rows = database.execute(
        "SELECT paper, day FROM seen WHERE chat = ? ORDER BY day, paper", [id_of(database, ref)]
    )
    return [(paper, date.fromisoformat(day)) for paper, day in rows]


def _scheduled(
    row: Any, topics: Sequence[Topic], untold: Sequence[date], notices: tuple[Notice, ...]
) -> ScheduledChat:
    number, version, slot, slot_at, last, covered, since, *rest = row
    platform, chat_id, thread_id, *chat_settings = rest
    return ScheduledChat(
        number=number,
        version=version,
        chat=Chat(ChatRef(platform, chat_id, thread_id), settings_of(chat_settings)),
        topics=tuple(topics),
        slot=_slot(slot, slot_at),
        last=_day(last),
        covered=_day(covered),
        since=None if since is None else datetime.fromisoformat(since),
        untold=tuple(untold),
        notices=notices,
    )


def _slot(day: str | None, at: int | None) -> Slot | None:
    if day is None or at is None:
        return None
    return Slot(day=date.fromisoformat(day), at=datetime.fromtimestamp(at, UTC))


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def kept_payload(database: Database, body: str) -> int:
    """Keep what is to be sent; its number, the same for all that are to get the same."""
    digest = blake2b(body.encode(), digest_size=16).digest()
    if known := database.execute("SELECT id FROM payloads WHERE hash = ?", [digest]).fetchone():
        return int(known[0])
    kept = "INSERT INTO payloads (hash, body) VALUES (?, ?) RETURNING id"
    return int(database.execute(kept, [digest, body]).fetchone()[0])

"""How matters stand with deliveries, from their rows."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, datetime

from domain.chats import ChatRef
from domain.deliveries import OutboxFigures
from storage.database import Database
from storage.rows.outbox import OPEN, moment_of
from storage.rows.together.arrived import day_of


def figures(database: Database) -> list[OutboxFigures]:
    """How matters stand with deliveries, by platform."""
    tallies = defaultdict[str, Counter[str]](Counter)
    for platform, what, count in database.execute("SELECT platform, what, count FROM tallies"):
        tallies[platform][what.partition("/")[0]] += count
    rows = database.execute(
        f"SELECT platform, COUNT(*), MIN(due) FROM outbox WHERE state IN {OPEN}"  # noqa: S608
        " GROUP BY platform"
    )
    waiting = {platform: (count, oldest) for platform, count, oldest in rows}
    return [
        OutboxFigures(
            platform=platform,
            queued=waiting.get(platform, (0, None))[0],
            oldest=moment_of(waiting.get(platform, (0, None))[1]),
            **{
                what: tallies[platform][what]
                for what in ("sent", "unknown", "refused", "gone", "plain", "limited")
            },
        )
        for platform in sorted({*tallies, *waiting})
    ]


def next_due(database: Database, platform: str) -> datetime | None:
    """When the next part is due that may be claimed, maybe long since; None where none is."""
    row = database.execute(
        "SELECT due FROM outbox WHERE platform = ? AND state = 'queued' ORDER BY due LIMIT 1",
        [platform],
    ).fetchone()
    return moment_of(row[0]) if row else None


def troubles(database: Database, limit: int) -> list[tuple[ChatRef, date, int, str]]:
    """The last parts that may not have arrived, or were refused."""
    rows = database.execute(
        "SELECT chats.platform, chat_id, thread_id, slot, part, outbox.state, reason FROM outbox"
        " JOIN digests ON digests.id = outbox.digest JOIN chats ON chats.id = digests.chat"
        " WHERE outbox.state IN ('unknown', 'refused') ORDER BY settled_at DESC LIMIT ?",
        [limit],
    )
    return [(ChatRef(*row[:3]), day_of(row[3]), row[4], f"{row[5]}: {row[6]}") for row in rows]

"""Parts that arrived as most do, with nothing more to be said of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, Final

from domain.chats import ChatRef
from domain.deliveries import DeliveryDecision, PartState, SentMessage
from storage.database import Database, Listed
from storage.records import words_of
from storage.rows import sent as sent_rows
from storage.rows.sharing.gaps import put_off

WHERE: Final = """
    SELECT digests.id, chat, chats.platform, chat_id, thread_id, slot, at_once, part, papers, post,
        outbox.id
    FROM outbox JOIN digests ON digests.id = outbox.digest JOIN chats ON chats.id = digests.chat
    WHERE outbox.id IN (SELECT value FROM json_each(?))
"""

_ARRIVED: Final = """
    UPDATE outbox SET state = 'sent', settled_at = ?, reason = '', payload = NULL,
        last_owner = owner, owner = NULL
    WHERE id IN (SELECT value FROM json_each(?)) AND state IN ('claimed', 'sending') AND owner = ?
    AND EXISTS (SELECT 1 FROM digests WHERE digests.id = digest AND at_once = '')
    RETURNING id
"""

_NO_STRIKES: Final = """
    UPDATE schedule SET strikes = 0
    WHERE strikes > 0 AND chat IN (SELECT value FROM json_each(?))
"""

_MOVE_UP: Final = """
    UPDATE outbox SET state = 'queued'
    WHERE state = 'behind' AND id IN (
        SELECT (
            SELECT next.id FROM digests JOIN outbox AS next ON next.digest = digests.id
            WHERE digests.chat = chats.id
            AND next.state IN ('behind', 'queued', 'claimed', 'sending')
            ORDER BY digests.id, next.part LIMIT 1
        )
        FROM chats WHERE chats.id IN (SELECT value FROM json_each(?))
    )
"""

_COUNT: Final = """
    INSERT INTO tallies VALUES (?, ?, ?)
    ON CONFLICT (platform, what) DO UPDATE SET count = tallies.count + excluded.count
"""


def settle(
    database: Database, decisions: Mapping[int, DeliveryDecision], moment: float
) -> frozenset[int]:
    """Keep what became of those parts that arrived as most do; which these are."""
    done = [
        number
        for owner, numbers in usual_ones(decisions).items()
        for (number,) in database.execute(_ARRIVED, [moment, Listed(numbers), owner]).fetchall()
    ]
    if not done:
        return frozenset()
    rows = database.execute(WHERE, [Listed(done)]).fetchall()
    sent_rows.save(
        database,
        (one for row in rows for one in messages_of(row[2:-1], decisions[row[-1]], moment)),
    )
    chats = Listed(row[1] for row in rows)
    database.execute(_NO_STRIKES, [chats])
    for (platform, what), times in tally(rows, decisions).items():
        count(database, platform, what, times)
    put_off(database, ((row[1], row[3]) for row in rows), moment)
    database.execute(_MOVE_UP, [chats])
    return frozenset(done)


def usual_ones(decisions: Mapping[int, DeliveryDecision]) -> Mapping[int, list[int]]:
    """Those parts that arrived as most do, by their owner."""
    by_owner = defaultdict[int, list[int]](list)
    for number, decision in decisions.items():
        if _is_usual(decision):
            by_owner[decision.owner].append(number)
    return by_owner


def messages_of(
    where: Sequence[Any], decision: DeliveryDecision, moment: float
) -> Iterator[SentMessage]:
    """The messages of a part that arrived, by what `WHERE` tells of it from its platform on."""
    platform, chat_id, thread, slot, at_once, part, papers, post = where
    place = decision.chat or ChatRef(platform, chat_id, thread)
    place = replace(place, thread_id=decision.post or post or thread)
    at, day = datetime.fromtimestamp(moment, UTC), None if at_once else day_of(slot)
    told = words_of(papers)
    for one in decision.messages:
        yield SentMessage(chat=place, id=one, papers=told, at=at, digest=day, part=part)


def count(database: Database, platform: str, what: str, times: int = 1) -> None:
    """Count what became of parts.

    Each of several processes has counts of its own, with its number behind a slash: one count for
    all would let only one of them settle at a time.
    """
    what = f"{what}/{database.process}" if database.process else what
    database.execute(_COUNT, [platform, what, times])


def day_of(slot: str) -> date:
    """The day of a turn; that of a notice has the notice's name behind it."""
    return date.fromisoformat(slot[: len("YYYY-MM-DD")])


def _is_usual(decision: DeliveryDecision) -> bool:
    """Whether nothing but the messages' ids, and maybe a limit, is to be kept of it."""
    usual = DeliveryDecision(
        state=PartState.SENT,
        messages=decision.messages,
        limited=decision.limited,
        is_plain=decision.is_plain,
        owner=decision.owner,
    )
    return decision == usual


def tally(
    rows: Sequence[Any], decisions: Mapping[int, DeliveryDecision]
) -> Mapping[tuple[str, str], int]:
    """What is to be counted of parts that arrived, as `WHERE` tells of them, by platform."""
    found = defaultdict[tuple[str, str], int](int)
    for row in rows:
        platform, decision = row[2], decisions[row[-1]]
        found[platform, PartState.SENT.value] += 1
        found[platform, "plain"] += decision.is_plain
        found[platform, "limited"] += decision.limited
    return {name: times for name, times in found.items() if times}

"""What platforms have sent, as rows of a server's database.

An update is *waiting*, then *taken* by a process, which begins with it: what comes later in the
chat waits for that; then maybe *answering*, while what takes long is done; and *done* in the end.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

import structlog

from domain.concurrency.processes import News
from domain.ports.sharing.inbox import KeptUpdate
from storage.database import Database, Listed
from storage.ports.threads import StoreThread

log = structlog.get_logger(__name__)

LEASE: Final = 60.0
"""Seconds after which one that was not heard of is anybody's, though its process is alive."""

MOST_TRIES: Final = 5
"""How often one is taken before it is given up."""

MOST_WAITING: Final = 100
"""Updates of one chat that may wait."""

_DAYS: Final = 2

_KEEP: Final = """
    INSERT INTO updates (bot, id, chat, body, state)
    SELECT :bot, :id, :chat, :body, 'waiting' WHERE :most > (
        SELECT count(*) FROM updates WHERE bot = :bot AND chat = :chat AND state <> 'done'
    )
    ON CONFLICT DO NOTHING
"""

_CLAIM: Final = """
    WITH picked AS MATERIALIZED (
        SELECT bot, id FROM updates AS one
        WHERE bot = :bot AND state = 'waiting'
            AND NOT EXISTS (
                SELECT 1 FROM updates AS earlier
                WHERE earlier.bot = one.bot AND earlier.chat = one.chat AND earlier.id < one.id
                    AND earlier.state IN ('waiting', 'taken')
            )
            AND NOT EXISTS (
                SELECT 1 FROM updates AS other
                WHERE other.bot = one.bot AND other.chat = one.chat
                    AND other.state = 'answering' AND other.owner <> :me
            )
        ORDER BY id LIMIT :limit FOR UPDATE SKIP LOCKED
    )
    UPDATE updates SET
        state = 'taken', owner = :me, tries = tries + 1,
        until = clock_timestamp() + make_interval(secs => :lease)
    FROM picked WHERE updates.bot = picked.bot AND updates.id = picked.id
    RETURNING updates.id, chat, body
"""

_BEGUN: Final = """
    UPDATE updates SET state = 'answering'
    WHERE bot = ? AND owner = ? AND state = 'taken' AND id IN (SELECT value FROM json_each(?))
"""

_DONE: Final = """
    UPDATE updates SET state = 'done', owner = NULL, chat = '', body = ''
    WHERE bot = ? AND owner = ? AND id IN (SELECT value FROM json_each(?))
"""

_HAND_BACK: Final = """
    UPDATE updates SET state = 'waiting', owner = NULL, tries = tries - 1
    WHERE bot = ? AND owner = ? AND id IN (SELECT value FROM json_each(?))
"""

_HOLD: Final = """
    UPDATE updates SET until = clock_timestamp() + make_interval(secs => ?)
    WHERE bot = ? AND owner = ? AND id IN (SELECT value FROM json_each(?))
"""

_LOST: Final = """
    state IN ('taken', 'answering') AND (
        until < clock_timestamp() OR NOT EXISTS (
            SELECT 1 FROM processes WHERE processes.id = updates.owner AND ended IS NULL
        )
    )
"""

_GIVE_UP: Final = f"""
    UPDATE updates SET state = 'done', owner = NULL, chat = '', body = ''
    WHERE bot = ? AND tries >= ? AND {_LOST} RETURNING id
"""  # noqa: S608

_FREE: Final = f"""
    UPDATE updates SET state = 'waiting', owner = NULL WHERE bot = ? AND {_LOST}
"""  # noqa: S608

_TIDY: Final = "DELETE FROM updates WHERE bot = ? AND at < now() - make_interval(days => ?)"


class InboxRows:
    """A `domain.ports.Inbox`."""

    def __init__(self, thread: StoreThread) -> None:
        """Args: thread that writes."""
        self._thread = thread

    async def keep_updates(
        self, bot: str, updates: Sequence[KeptUpdate], *, take: int = 0
    ) -> list[KeptUpdate]:
        """Keep what came in, and take some of what waits."""
        return await self._thread.run(_keep, bot, tuple(updates), take)

    async def claim_updates(
        self, bot: str, limit: int, *, held: Collection[int] | None = None
    ) -> list[KeptUpdate]:
        """Take what nobody deals with, the oldest first, for this process to deal with."""
        ids = None if held is None else tuple(held)
        return await self._thread.run(_claim, bot, limit, ids)

    async def begun_with(self, bot: str, ids: Collection[int]) -> None:
        """Let later ones of the chats be begun with, while these are still dealt with here."""
        await self._thread.run(_mark, _BEGUN, bot, tuple(ids))

    async def dealt_with(self, bot: str, ids: Collection[int]) -> None:
        """Keep that they are through; nothing but their numbers stays."""
        await self._thread.run(_mark, _DONE, bot, tuple(ids))

    async def hand_back(self, bot: str, ids: Collection[int]) -> None:
        """Let other processes deal with some that are not through here."""
        await self._thread.run(_mark, _HAND_BACK, bot, tuple(ids))

    async def tidy_updates(self, bot: str) -> None:
        """Forget what is two days old."""
        await self._thread.run(_tidy, bot)


def _keep(
    database: Database, bot: str, updates: Sequence[KeptUpdate], take: int
) -> list[KeptUpdate]:
    kept = 0
    for update in updates:
        values = {"bot": bot, "id": update.id, "chat": update.chat, "body": update.body}
        kept += database.execute(_KEEP, values | {"most": MOST_WAITING}).rowcount
    taken = _taken(database, bot, take) if kept and take > 0 else []
    if kept and {update.id for update in updates} - {mine.id for mine in taken}:
        database.tell(News.UPDATES)
    return taken


def _claim(
    database: Database, bot: str, limit: int, held: Sequence[int] | None
) -> list[KeptUpdate]:
    if held is not None:
        _keep_hold(database, bot, held)
    return _taken(database, bot, limit)


def _taken(database: Database, bot: str, limit: int) -> list[KeptUpdate]:
    values = {"bot": bot, "me": database.process, "limit": limit, "lease": LEASE}
    rows = database.execute(_CLAIM, values).fetchall()
    return [KeptUpdate(*row) for row in sorted(rows)]


def _keep_hold(database: Database, bot: str, ids: Sequence[int]) -> None:
    if ids:
        database.execute(_HOLD, [LEASE, bot, database.process, Listed(ids)])
    for (number,) in database.execute(_GIVE_UP, [bot, MOST_TRIES]).fetchall():
        log.error("update given up, as processes ended over it", bot=bot, update=number)
    database.execute(_FREE, [bot])


def _mark(database: Database, statement: str, bot: str, ids: Sequence[int]) -> None:
    database.execute(statement, [bot, database.process, Listed(ids)])


def _tidy(database: Database, bot: str) -> None:
    database.execute(_TIDY, [bot, _DAYS])

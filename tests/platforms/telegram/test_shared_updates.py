"""What is kept of updates for several processes, while the database cannot be used."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from contextlib import suppress

from structlog.testing import capture_logs
from telegram import Bot, Update

from bot.platforms.telegram.inbox import SharedUpdates
from domain.errors import StoreError
from domain.messages import as_is
from domain.ports.sharing.inbox import KeptUpdate
from storage.memory.store import MemoryStore

TOKEN = "4242:a-token"


class Away:
    """An inbox that gives one update, and then cannot be used."""

    def __init__(self) -> None:
        self.asked = 0

    async def keep_updates(
        self, bot: str, updates: Sequence[KeptUpdate], *, take: int = 0
    ) -> list[KeptUpdate]:
        """Nothing is new."""
        return []

    async def claim_updates(
        self, bot: str, limit: int, *, held: Collection[int] | None = None
    ) -> list[KeptUpdate]:
        """One that nobody understands, so that it is through at once."""
        return [KeptUpdate(1, "11", "{}")]

    async def begun_with(self, bot: str, ids: Collection[int]) -> None:
        """Fail."""
        await self.dealt_with(bot, ids)

    async def dealt_with(self, bot: str, ids: Collection[int]) -> None:
        """Fail."""
        await asyncio.sleep(0)
        self.asked += 1
        raise StoreError(as_is("The server is away."))

    async def hand_back(self, bot: str, ids: Collection[int]) -> None:
        """Fail."""
        await self.dealt_with(bot, ids)

    async def tidy_updates(self, bot: str) -> None:
        """Nothing is old."""


async def test_a_database_that_is_away_is_left_in_peace() -> None:
    """What became of an update is kept later, and not tried again without a pause."""
    inbox = Away()
    shared = SharedUpdates(inbox, MemoryStore(), Bot(TOKEN), _fail)
    running = asyncio.create_task(shared.run())
    for _ in range(200):
        await asyncio.sleep(0)
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    assert inbox.asked == 1


class Hanging(Away):
    """An inbox that hangs where something is to be kept, and then cannot be used."""

    async def keep_updates(
        self, bot: str, updates: Sequence[KeptUpdate], *, take: int = 0
    ) -> list[KeptUpdate]:
        """Fail."""
        await self.dealt_with(bot, ())
        return []


async def test_what_is_not_kept_after_all_is_told_in_one_line() -> None:
    """Where whoever asked was cancelled meanwhile, as at the loss of the role."""
    shared = SharedUpdates(Hanging(), MemoryStore(), Bot(TOKEN), _fail)
    keeping = asyncio.create_task(shared.keep([Update(7)]))
    await asyncio.sleep(0)
    keeping.cancel()
    with capture_logs() as logs:
        await asyncio.gather(keeping, return_exceptions=True)
        for _ in range(5):
            await asyncio.sleep(0)
    assert [line["event"] for line in logs] == ["updates not kept"]


def _fail(update: Update) -> None:
    raise ValueError(update.update_id)

"""What is kept of updates for several processes, while the database cannot be used."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from contextlib import suppress

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


def _fail(update: Update) -> None:
    raise ValueError(update.update_id)

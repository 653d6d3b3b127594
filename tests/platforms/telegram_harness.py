"""The Telegram adapter on the thin Telegram, with the sample announcement for papers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.services import Services
from bot.container import open_container
from bot.platforms.supervision import Supervisor
from bot.platforms.telegram.adapter import TelegramAdapter
from bot.platforms.telegram.sending.pacing import Pace
from bot.settings import Settings
from domain.ports import PaperSource
from tests.fakes.clock import SettableClock
from tests.fakes.telegram_objects import Shown
from tests.fakes.telegram_server import TOKEN, FakeTelegram

ANN, BEN = 11, 12
GROUP, CHANNEL = -1001, -1002
NOW = "2024-03-08T06:00:00Z"


@dataclass(slots=True)
class TelegramHarness:
    """An adapter that is kept open, and the people before it."""

    telegram: FakeTelegram
    services: Services
    adapter: TelegramAdapter
    supervisor: Supervisor
    serving: asyncio.Task[None]

    async def ask(self, text: str, *, chat: int = ANN, contains: str = "", **more: Any) -> Shown:
        """Say something and wait for the first message after it."""
        number = await self.telegram.say(chat, text, **more)
        return await self.telegram.next(chat, after=number, contains=contains)

    async def press(self, shown: Shown, label: str, *, user: int = 0) -> Shown:
        """Press a button and wait for what it brings: a change in place, or a new message.

        What is shown while something takes longer is not it: that depends on the machine.
        """
        newest = max(message.id for message in self.telegram.messages(shown.chat))
        edits = shown.edits
        await self.telegram.press(shown, label, user=user)

        def brought() -> Shown | None:
            later = [m for m in self.telegram.messages(shown.chat) if m.id > newest]
            changed = [shown] if shown.edits > edits else []
            return next((m for m in (*changed, *later) if not m.text.endswith(" …")), None)

        found = await self.telegram.until(brought)
        assert isinstance(found, Shown)
        return found

    async def settled(self) -> None:
        """Wait until everything that was said before has been taken."""
        number = await self.telegram.say(BEN, "/about")
        await self.telegram.next(BEN, after=number, contains="About")

    async def over(self) -> None:
        """Wait until all that was said has been taken, then end: after this nothing comes."""
        await self.settled()
        await self.stop()

    async def stop(self) -> None:
        """End it as the process does; again it does no harm."""
        if self.serving.done():
            return
        self.serving.cancel()
        await asyncio.wait({self.serving})
        await self.adapter.close()
        await self.supervisor.stopped()


@asynccontextmanager
async def telegram_harness(
    folder: Path, telegram: FakeTelegram, *, source: PaperSource | None = None, **settings: Any
) -> AsyncIterator[TelegramHarness]:
    """Telegram served, on the database in a folder, with the sample for papers or a source."""
    made = Settings(database=folder / "papercrier.db", telegram_api_url=telegram.url, **settings)
    clock = SettableClock(NOW)
    async with open_container(made, sample=source is None, source=source, clock=clock) as services:
        # Nothing here is told apart by how fast it comes; the pace has tests of its own.
        pace = Pace(in_all=(500, 1.0), in_a_chat=(100, 1.0), in_a_group=(100, 1.0))
        adapter = TelegramAdapter(services, made, TOKEN, long_poll=2, patience=1, pace=pace)
        supervisor = Supervisor(
            adapter, services.store, services.clock, first_pause=0.05, longest_pause=0.2
        )
        serving = asyncio.create_task(supervisor.run())
        harness = TelegramHarness(telegram, services, adapter, supervisor, serving)
        try:
            yield harness
        finally:
            await harness.stop()

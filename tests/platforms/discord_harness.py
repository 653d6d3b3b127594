"""The Discord adapter on the thin Discord, with the sample announcement for papers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import SecretStr

from app.services import Services
from bot.container import open_container
from bot.platforms.discord.adapter import DiscordAdapter
from bot.platforms.supervision import AdapterTrouble
from bot.settings import Settings
from domain.chats import ChatRef
from domain.deliveries import OutboxPart
from domain.documents import Document
from domain.ports import PaperSource
from rendering.common.parcels import packed
from tests.fakes.discord_server import FakeDiscord
from tests.patience import PATIENCE


@dataclass(slots=True)
class Served:
    """An adapter that is being served.

    Attributes:
        discord: what it is served to.
        troubles: why it ended, each time that it did.
        ups: how often it was ready.
    """

    discord: FakeDiscord
    adapter: DiscordAdapter
    services: Services
    troubles: list[AdapterTrouble]
    ups: int = 0
    task: asyncio.Task[None] | None = None

    async def serve(self) -> None:
        """Open the adapter once; return when it is ready, or has ended in trouble."""
        ready = asyncio.Event()

        async def up() -> None:
            self.ups += 1
            ready.set()

        async def run() -> None:
            try:
                await self.adapter.serve(up)
            except AdapterTrouble as trouble:
                self.troubles.append(trouble)
                ready.set()

        self.task = asyncio.create_task(run())
        async with asyncio.timeout(PATIENCE):
            await ready.wait()

    async def stop(self) -> None:
        """Close it as the process does at its end."""
        if self.task is not None:
            self.task.cancel()
            await asyncio.gather(self.task, return_exceptions=True)
        await self.adapter.close()


def settings_for(discord: FakeDiscord, folder: Path) -> Settings:
    """Settings that know only the thin Discord."""
    return Settings(
        discord_token=SecretStr(discord.token),
        discord_api_url=discord.api_url,
        discord_gateway_url=discord.gateway_url,
        database=folder / "papercrier.db",
    )


@asynccontextmanager
async def harness(
    folder: Path,
    discord: FakeDiscord,
    source: PaperSource | None = None,
    *,
    patience: float = 0.05,
    **more: str,
) -> AsyncIterator[Served]:
    """The adapter, not yet opened; closed in the end. Its papers are the sample, or a source's."""
    settings = settings_for(discord, folder).model_copy(update=more)
    async with open_container(settings, sample=source is None, source=source) as services:
        adapter = DiscordAdapter(services, settings, discord.token, patience=patience)
        served = Served(discord, adapter, services, [])
        try:
            yield served
        finally:
            await served.stop()


def part_of(document: Document, channel: str, number: int = 0) -> OutboxPart:
    """A part of a digest, as it comes from the outbox."""
    payloads = packed("discord", document)
    return OutboxPart(
        id=1,
        chat=ChatRef("discord", channel),
        slot=date(2024, 3, 8),
        part=number,
        parts=len(payloads),
        payload=payloads[number],
    )


async def begun() -> None:
    """Nothing keeps the part from being sent."""

"""What the tests of the front ends share."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import discord.http
import pytest
import pytest_asyncio
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.fakes.discord_server import FakeDiscord
from tests.fakes.telegram_server import FakeTelegram
from tests.platforms.discord_harness import Served, harness
from tests.platforms.telegram_harness import TelegramHarness, telegram_harness


@pytest.fixture(autouse=True)
def _discord_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """discord.py keeps its addresses in classes; each test leaves them as it found them."""
    monkeypatch.setattr(Route, "BASE", Route.BASE)
    monkeypatch.setattr(discord.http, "Ratelimit", discord.http.Ratelimit)
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", DiscordWebSocket.DEFAULT_GATEWAY)


@pytest_asyncio.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    """Discord, served."""
    async with FakeDiscord() as discord, harness(tmp_path, discord) as container_:
        await container_.serve()
        yield container_


@pytest_asyncio.fixture
async def telegram(tmp_path: Path) -> AsyncIterator[TelegramHarness]:
    """Telegram, served."""
    async with FakeTelegram() as fake, telegram_harness(tmp_path, fake) as container_:
        await fake.until(lambda: fake.polls)
        yield container_

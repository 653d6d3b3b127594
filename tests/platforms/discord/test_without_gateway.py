"""A process that has not Discord's gateway sends all the same, to channels of every kind."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from bot.platforms.discord.adapter import DiscordAdapter
from bot.platforms.discord.sending.forms import forms_of
from domain.chats import ChatRef
from domain.deliveries import Outcome
from domain.documents import Document
from rendering.discord.layout import to_discord
from tests.fakes.discord_objects import FORUM, GENERAL, NEWS
from tests.fakes.discord_server import FakeDiscord
from tests.platforms.discord_harness import begun, harness, part_of, settings_for

HELLO = Document.say("hello")
LAYOUT = to_discord(Document(title="Models", blocks=HELLO.blocks))[0]


async def test_it_sends_while_another_has_the_gateway(tmp_path: Path) -> None:
    """And opens it when it is this process's."""
    ours = asyncio.Event()

    async def listening(work: Callable[[], Awaitable[None]]) -> None:
        await ours.wait()
        await work()

    async with FakeDiscord() as discord, harness(tmp_path, discord) as served:
        adapter = DiscordAdapter(
            served.services,
            settings_for(discord, tmp_path),
            discord.token,
            patience=0.05,
            listening=listening,
        )
        up = asyncio.Event()

        async def is_up() -> None:
            up.set()

        serving = asyncio.create_task(adapter.serve(is_up))
        while not adapter.messenger.is_serving():  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        for channel in (GENERAL, NEWS, FORUM):
            delivery = await adapter.messenger.deliver(part_of(HELLO, channel), begun)
            assert (channel, delivery.outcome) == (channel, Outcome.SENT)
        assert bool(delivery.thread), "a forum gets a post"
        # No layout is published, and nobody has told whether embeds may be sent.
        client = adapter._sending()
        assert client is not None
        assert [*forms_of(LAYOUT, client.get_channel(int(NEWS)))]
        sent = await adapter.send(ChatRef("discord", GENERAL), HELLO)
        assert sent.outcome is Outcome.SENT
        ours.set()
        await asyncio.wait_for(up.wait(), 10)
        assert adapter.messenger.is_serving()
        await adapter.close()
        serving.cancel()
        await asyncio.wait({serving})

"""Sending by itself over a strict Discord: every kind of channel, and the faults of a send."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from discord.gateway import DiscordWebSocket
from discord.http import Route
from pydantic import SecretStr

from bot.container import open_container
from bot.platforms.discord.adapter import DiscordAdapter
from bot.settings import Settings
from domain.chats import ChatRef
from domain.deliveries import Outcome
from domain.documents import Button, Buttons, Document, Paragraph, Picture, inline
from tests.corpus.chat_kit import kit
from tests.corpus.discord_stage import staged, text_of

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(64)
DIGEST = Document(
    "Diffusion models — 8 March 2024",
    (
        *(Paragraph(inline("word " * 500)) for _ in range(6)),
        Picture(inline("Figure 1: nothing"), image=PICTURE),
        Buttons(((Button("Help", command="/help"),),)),
    ),
)


def run(stage: Any, folder: Path, scenario: Callable[[DiscordAdapter], Awaitable[None]]) -> None:
    """Serve the adapter to the stage while a scenario runs."""

    async def served() -> None:
        settings = Settings(
            discord_token=SecretStr(kit_token),
            discord_api_url=stage.discord.api_url,
            discord_gateway_url=stage.discord.gateway_url,
            database=folder / "papercrier.db",
        )
        ready = asyncio.Event()

        async def up() -> None:
            ready.set()

        async with open_container(settings, sample=True) as services:
            adapter = DiscordAdapter(services, settings, kit_token, patience=0.2)
            serving = asyncio.create_task(adapter.serve(up))
            async with asyncio.timeout(60):
                await ready.wait()
                await scenario(adapter)
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)
            await adapter.close()

    kit_token = stage.discord.token
    asyncio.run(served())


@pytest.fixture(autouse=True)
def _discord_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Route, "BASE", Route.BASE)
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", DiscordWebSocket.DEFAULT_GATEWAY)


def test_every_kind_of_channel_takes_a_digest(shared: Path, tmp_path: Path) -> None:
    """Text, announcement (published), a forum that wants a tag, a thread, a private chat."""
    kit(shared)
    with staged(shared, enforce_limits=True) as stage:
        discord = stage.discord
        general, news, forum = (discord.channel(n) for n in ("general", "news", "papers"))
        thread = discord.new_channel("talk", "thread", parent_id=general)
        tag = {"id": "77", "name": "Papers", "moderated": False, "emoji_id": None}
        tags = [{**tag, "emoji_name": None}]
        discord.change_channel("papers", available_tags=tags, flags=1 << 4)
        refs = [
            ChatRef("discord", general),
            ChatRef("discord", news),
            ChatRef("discord", forum),
            ChatRef("discord", general, thread),
            ChatRef("discord", discord.dm("alice")),
        ]

        async def scenario(adapter: DiscordAdapter) -> None:
            for ref in refs:
                delivery = await adapter.send(ref, DIGEST, f"digest {ref}")
                assert delivery.outcome is Outcome.SENT, delivery
                assert len(delivery.messages) > 1
            for _ in range(100):
                shown = discord.messages(news)
                if all(message["flags"] & 1 for message in shown):
                    break
                await asyncio.sleep(0.1)

        run(stage, tmp_path, scenario)
        assert all(message["flags"] & 1 for message in discord.messages(news))
        assert "8 March 2024" in text_of(discord.messages(thread)[0])
        assert stage.complaints() == {}


def test_a_used_up_quota_of_publishing_delays_only_that(shared: Path, tmp_path: Path) -> None:
    """The messages come at once, and are published when Discord takes it again."""
    kit(shared)
    with staged(shared) as stage:
        discord = stage.discord
        news = discord.channel("news")
        discord.fail_429(5, path=f"/channels/{news}/messages/.*/crosspost")

        async def scenario(adapter: DiscordAdapter) -> None:
            for channel, text in (("news", "one"), ("news", "two"), ("general", "three")):
                ref = ChatRef("discord", discord.channel(channel))
                assert (await adapter.send(ref, Document.say(text))).outcome is Outcome.SENT
            assert [m["flags"] & 1 for m in discord.messages(news)] == [0, 0]
            while not all(m["flags"] & 1 for m in discord.messages(news)):  # noqa: ASYNC110
                await asyncio.sleep(0.1)

        run(stage, tmp_path, scenario)
        assert [m["content"] for m in discord.messages(news)] == ["one", "two"]


def test_a_lost_send_is_not_doubled(shared: Path, tmp_path: Path) -> None:
    """Neither where it had arrived, nor where it had not, nor after an error of the server's."""
    kit(shared)
    with staged(shared) as stage:
        discord = stage.discord
        general = ChatRef("discord", discord.channel("general"))

        async def scenario(adapter: DiscordAdapter) -> None:
            for kind in ("drop_before", "drop_after", "error"):
                discord.fault(kind, path="/channels/.*/messages", status=503)
                delivery = await adapter.send(general, Document.say(kind))
                assert delivery.outcome is Outcome.SENT

        run(stage, tmp_path, scenario)
        shown = [message["content"] for message in discord.messages("general")]
        assert shown == ["drop\\_before", "drop\\_after", "error"]


def test_what_cannot_be_sent_is_told_apart(shared: Path, tmp_path: Path) -> None:
    """Permissions, closed private chats, channels that are gone, servers that were left."""
    kit(shared)
    with staged(shared) as stage:
        discord = stage.discord
        hello = Document.say("hello")
        discord.deny("random", "SEND_MESSAGES")
        discord.control.post("dm_closed", {"user_id": discord.user("boris")})
        expected = {
            discord.channel("random"): Outcome.FORBIDDEN,
            discord.dm("boris"): Outcome.FORBIDDEN,
            "123456789012345678": Outcome.GONE,
        }

        async def scenario(adapter: DiscordAdapter) -> None:
            for channel, outcome in expected.items():
                delivery = await adapter.send(ChatRef("discord", channel), hello)
                assert delivery.outcome is outcome, delivery
            discord.control.post("kick_bot", {"guild_id": discord.guild()})
            ref = ChatRef("discord", discord.channel("general"))
            assert (await adapter.send(ref, hello)).outcome in (Outcome.FORBIDDEN, Outcome.GONE)

        run(stage, tmp_path, scenario)

"""Commands and views in simcord's Discord, which checks what it is sent as Discord does."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import discord
import simcord
from discord import app_commands

from app.services import Services
from bot.container import open_container
from bot.platforms.discord.commands import add_commands
from bot.platforms.discord.controls import CommandButton, CommandSelect
from bot.platforms.discord.interactions import Asking
from bot.platforms.discord.server_clock import ServerClock
from bot.platforms.suggestions import Lately, Suggestions
from bot.settings import Settings
from domain.chats import ChatRef
from domain.deliveries import Delivery, Outcome
from domain.documents import Document
from storage.memory import MemoryStore
from tests.fakes.discord_objects import buttons_of, components_of

Interaction = discord.Interaction[Any]


class Client(discord.Client):
    """As much of a client as answers commands and buttons."""

    def __init__(self, services: Services) -> None:
        super().__init__(intents=discord.Intents(guilds=True))
        self.tree = app_commands.CommandTree(self)
        self.server_clock = ServerClock()
        self.asking = Asking(services, Lately(), _unsent, _nothing_waits, self.server_clock)
        add_commands(self.tree, self.asking, Suggestions(services, Lately()))
        self.add_dynamic_items(CommandButton, CommandSelect)

    async def setup_hook(self) -> None:
        """Tell of the commands."""
        await self.tree.sync()

    async def press(self, interaction: Interaction, place: int | None, data: str) -> None:
        """A button was pressed."""
        await self.asking.press(interaction, place, data)


@dataclass(frozen=True, slots=True)
class Room:
    """A channel on a server, somebody who manages it and somebody who does not."""

    channel: Any
    manager: Any
    reader: Any
    store: MemoryStore
    server_clock: ServerClock

    @property
    def ref(self) -> ChatRef:
        """The channel as a chat."""
        return ChatRef("discord", str(self.channel.id))


@asynccontextmanager
async def simulated(tmp_path: Path) -> AsyncIterator[Room]:
    """A simulated Discord with a client of ours in it.

    It waits until nothing is going on any more, and threads it cannot see: so the store is in
    memory.
    """
    store = MemoryStore()
    async with open_container(Settings(database=tmp_path / "unused.db"), sample=True) as services:
        client = Client(replace(services, store=store, library=store))
        async with simcord.run(client) as env:
            guild = env.create_guild()
            role = guild.create_role("managers", permissions=discord.Permissions(manage_guild=True))
            manager = guild.add_member(env.create_user("manager"), roles=[role])
            reader = guild.add_member(env.create_user("reader"))
            papers = guild.create_text_channel("papers")
            yield Room(papers, manager, reader, store, client.server_clock)


async def _unsent(ref: ChatRef, document: Document, nonce: str | None) -> Delivery:
    return Delivery(outcome=Outcome.UNSENT)


async def _nothing_waits(ref: ChatRef) -> None:
    """Here nothing is ever published."""


async def test_the_menu_leads_from_a_field_to_its_topics(tmp_path: Path) -> None:
    """In place for whoever asked for it; for anybody else beside it, and for them alone."""
    async with simulated(tmp_path) as room:
        started = await room.reader.slash(room.channel, "start")
        assert not started.ephemeral
        topics = await room.manager.click(started.response, label="Robotics")
        assert topics.ephemeral
        assert topics.response.components
        again = await room.reader.click(started.response, label="Robotics")
        assert again.response.id == started.response.id


async def test_settings_change_in_place(tmp_path: Path) -> None:
    """Each choice edits the one message; so does a switch."""
    async with simulated(tmp_path) as room:
        shown = await room.manager.slash(room.channel, "settings")
        assert shown.ephemeral
        for label in ("Days: weekdays", "Detail: headline"):
            await choose(room.manager, shown.response, label)
        await room.manager.click(shown.response, label="✓ A line on quiet days")
        chat = await room.store.chat(room.ref)
        assert chat is not None
        assert chat.settings.days == frozenset(range(5))
        assert chat.settings.detail == "headline"
        assert not chat.settings.quiet_note
        held = buttons_of({"components": shown.response.components})["Detail: headline"]
        assert held["default"]


async def test_what_can_no_longer_be_answered_is_not_done(tmp_path: Path) -> None:
    """Its person was told that nobody answers, and may have asked for something else since."""
    async with simulated(tmp_path) as room:
        await room.manager.slash(room.channel, "limit", value=5)
        before = await room.store.chat(room.ref)
        passed = datetime.now(UTC) + timedelta(seconds=12)
        room.server_clock.heard(format_datetime(passed, usegmt=True))
        with suppress(AssertionError):
            await room.manager.slash(room.channel, "limit", value=7)
        assert before is not None
        assert await room.store.chat(room.ref) == before


async def choose(person: Any, message: Any, label: str) -> None:
    """Choose an option of a select."""
    selects = [one for one in components_of({"components": message.components}) if "options" in one]
    (select,) = (one for one in selects if label in [each["label"] for each in one["options"]])
    (value,) = (one["value"] for one in select["options"] if one["label"] == label)
    await person.select(message, [value], custom_id=select["custom_id"])


async def test_commands_for_admins_are_not_offered_to_others(tmp_path: Path) -> None:
    """By default; whoever manages the server may change that."""
    async with simulated(tmp_path) as room:
        offered = room.reader.available_commands(room.channel)
        assert {"help", "digest", "summarize"} <= set(offered)
        assert not {"settings", "subscribe", "forgetme"} & set(offered)
        assert "settings" in room.manager.available_commands(room.channel)


async def test_typing_is_answered_with_suggestions(tmp_path: Path) -> None:
    """As Discord wants them."""
    async with simulated(tmp_path) as room:
        found = await room.manager.autocomplete(room.channel, "subscribe", "topic", "robot")
        assert "Robotics" in [choice["value"] for choice in found]

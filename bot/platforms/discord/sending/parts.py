"""A rendered message in discord.py's own terms."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import discord
from discord import ui

from bot.platforms.buttons import ButtonData
from bot.platforms.discord.buttons import view_of
from domain.chats import ChatRef
from rendering.discord.embeds import DiscordMessage


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What a message is made of; discord.py wants it differently for each way of sending.

    Files are read by being sent, so parts are made anew for every attempt.
    """

    content: str
    embeds: Sequence[discord.Embed]
    files: Sequence[discord.File]
    view: ui.View | None

    def to_send(self) -> dict[str, Any]:
        """Arguments for whatever sends a new message."""
        given = {
            "content": self.content,
            "embeds": self.embeds,
            "files": self.files,
            "view": self.view,
        }
        return {name: value for name, value in given.items() if value}

    def to_edit(self) -> dict[str, Any]:
        """Arguments for whatever edits one; what the old message had is gone."""
        return {
            "content": self.content or None,
            "embeds": self.embeds,
            "attachments": self.files,
            "view": self.view,
        }


async def parts_of(
    message: DiscordMessage, buttons: ButtonData, chat: ChatRef, place: int | None = None
) -> Parts:
    """The parts of a message.

    Args:
        message: as rendered.
        buttons: keeps the commands that are too long for a button.
        chat: the chat that its buttons are for.
        place: the channel that its buttons are for, where that is not the one it is shown in.
    """
    embeds = []
    for embed in message.embeds:
        made = discord.Embed(
            title=embed.title or None,
            url=embed.url or None,
            description=embed.description or None,
            colour=embed.colour,
        )
        if embed.author:
            made.set_author(name=embed.author)
        if embed.image:
            made.set_image(url=embed.image)
        embeds.append(made)
    files = [discord.File(io.BytesIO(file.data), filename=file.name) for file in message.files]
    view = await view_of(buttons, message.buttons, chat, place)
    return Parts(content=message.content, embeds=embeds, files=files, view=view)

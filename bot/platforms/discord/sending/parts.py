"""A rendered message in discord.py's own terms."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

import discord
from discord import ui
from discord.ui.view import BaseView

from bot.platforms.buttons import ButtonData
from bot.platforms.discord.controls import name_of
from domain.chats import ChatRef
from domain.documents import Button
from rendering.discord.classic import DiscordMessage, Embed
from rendering.discord.layout import LayoutMessage

Component = Mapping[str, Any]

_ROW, _BUTTON = 1, 2
_GREY, _LINK = 2, 5


class _Ready(BaseView):
    """Components as they were rendered.

    They are no items of discord.py's: what is pressed is answered by the dynamic items that the
    client knows, so that nothing is kept for a message, and nothing ends with it.
    """

    def __init__(self, components: Sequence[Component]) -> None:
        super().__init__(timeout=None)
        self._ready = [dict(component) for component in components]
        self.stop()

    def to_components(self) -> list[dict[str, Any]]:
        """What the API is given."""
        return self._ready


class ReadyRows(_Ready, ui.View):
    """Rows of buttons below a classic message."""


class ReadyLayout(_Ready, ui.LayoutView):
    """All of a message."""

    def has_components_v2(self) -> bool:
        """Whether the message consists of components alone."""
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What a message is made of; discord.py wants it differently for each way of sending.

    Files are read by being sent, so parts are made anew for every attempt.
    """

    content: str = ""
    embeds: Sequence[discord.Embed] = ()
    files: Sequence[discord.File] = ()
    view: ui.View | ui.LayoutView | None = None

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
    message: LayoutMessage | DiscordMessage,
    buttons: ButtonData,
    chat: ChatRef,
    place: int | None = None,
) -> Parts:
    """The parts of a message.

    Args:
        message: as rendered.
        buttons: keeps the commands that are too long for a button.
        chat: the chat that its buttons are for.
        place: the channel that its buttons are for, where that is not the one it is shown in.
    """

    async def named(number: int, command: str) -> str:
        return name_of(number, place, await buttons.of(command, chat))

    files = [discord.File(io.BytesIO(file.data), filename=file.name) for file in message.files]
    if isinstance(message, LayoutMessage):
        names = [await named(number, command) for number, command in enumerate(message.commands)]
        return Parts(files=files, view=ReadyLayout(message.named(names)))
    rows: list[Component] = []
    numbers = count()
    for row in message.buttons:
        shown = [_button(one, await named(next(numbers), one.command)) for one in row]
        rows.append({"type": _ROW, "components": shown})
    return Parts(
        content=message.content,
        embeds=list(map(_embed, message.embeds)),
        files=files,
        view=ReadyRows(rows) if rows else None,
    )


def _button(button: Button, name: str) -> Component:
    leads = {"style": _LINK, "url": button.url}
    sends = {"style": _GREY, "custom_id": name}
    return {"type": _BUTTON, "label": button.label, **(sends if button.command else leads)}


def _embed(embed: Embed) -> discord.Embed:
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
    return made

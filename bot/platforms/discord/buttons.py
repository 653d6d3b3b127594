"""Buttons on Discord: each carries its command or its name, so it works after a restart."""

from __future__ import annotations

import re
from typing import Any, Final, Protocol, cast

import discord
from discord import ui

from bot.platforms.buttons import ButtonData
from domain.chats import ChatRef
from domain.documents import Button
from rendering.common.keyboards import Rows

_PATTERN: Final = re.compile(r"pc:(?P<place>\d*):(?P<number>\d{1,2}):(?P<data>.*)", re.DOTALL)


class Pressed(Protocol):
    """Who answers when a button is pressed."""

    async def press(self, interaction: discord.Interaction, place: int | None, data: str) -> None:
        """Answer.

        Args:
            interaction: the press.
            place: the channel that the command is for; None for the one it is pressed in.
            data: what `bot.platforms.buttons.ButtonData.command` takes.
        """
        ...


class CommandButton(ui.DynamicItem[ui.Button[Any]], template=_PATTERN):
    """A button that sends a command."""

    def __init__(self, item: ui.Button[Any], place: int | None, data: str) -> None:
        super().__init__(item)
        self._place = place
        self._data = data

    @classmethod
    async def from_custom_id(  # type: ignore[override]
        cls, interaction: discord.Interaction, item: ui.Button[Any], match: re.Match[str], /
    ) -> CommandButton:
        """The button that was pressed."""
        return cls(item, int(match["place"]) if match["place"] else None, match["data"])

    async def callback(self, interaction: discord.Interaction) -> None:
        """Answer the press."""
        await cast("Pressed", interaction.client).press(interaction, self._place, self._data)


def is_ours(custom_id: str) -> bool:
    """Whether a component of this id is one of our buttons."""
    return _PATTERN.fullmatch(custom_id) is not None


async def view_of(
    buttons: ButtonData, rows: Rows, chat: ChatRef, place: int | None = None
) -> ui.View | None:
    """Buttons as Discord takes them; None where there are none.

    Args:
        buttons: keeps the commands that are too long for a button.
        rows: at most five of five.
        chat: the chat that the commands are for.
        place: the channel that the commands are for; None for the one they are shown in.
    """
    if not rows:
        return None
    view = ui.View(timeout=None)
    placed = [(button, height) for height, row in enumerate(rows) for button in row]
    for number, (button, height) in enumerate(placed):
        data = await buttons.of(button.command, chat) if button.command else ""
        view.add_item(_item(button, data, height, number, place))
    return view


def _item(button: Button, data: str, row: int, number: int, place: int | None) -> ui.Item[Any]:
    if not data:
        return ui.Button(label=button.label, url=button.url, row=row)
    # The number keeps two buttons of one command apart, as Discord wants them.
    custom_id = f"pc:{place or ''}:{number}:{data}"
    item: ui.Button[Any] = ui.Button(label=button.label, custom_id=custom_id, row=row)
    return CommandButton(item, place, data)

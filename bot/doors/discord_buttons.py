"""Buttons on Discord: each carries its command, so it works after a restart and for ever."""

from __future__ import annotations

import re
from typing import Any, Final, Protocol, cast

import discord
from discord import ui

from bot.doors.buttons import to_button
from domain.documents import Button
from domain.ports import Store
from rendering.keyboards import Rows

LONGEST_ID: Final = 100
"""Code points of a custom id, after Discord's documentation of components."""

_PATTERN: Final = re.compile(r"pc:(?P<place>\d*):(?P<number>\d{1,2}):(?P<data>.*)", re.DOTALL)


class Pressed(Protocol):
    """Who answers when a button is pressed."""

    async def press(self, interaction: discord.Interaction, place: int | None, data: str) -> None:
        """Answer.

        Args:
            interaction: the press.
            place: the channel that the command is for; None for the one it is pressed in.
            data: what `bot.doors.buttons.from_button` takes.
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


async def view_of(store: Store, rows: Rows, place: int | None = None) -> ui.View | None:
    """Buttons as Discord takes them; None where there are none.

    Args:
        store: keeps the commands that are too long for a button.
        rows: at most five of five.
        place: the channel that the commands are for; None for the one they are shown in.
    """
    if not rows:
        return None
    view = ui.View(timeout=None)
    placed = [(button, height) for height, row in enumerate(rows) for button in row]
    for number, (button, height) in enumerate(placed):
        view.add_item(await _item(store, button, height, number, place))
    return view


async def _item(
    store: Store, button: Button, row: int, number: int, place: int | None
) -> ui.Item[Any]:
    if not button.command:
        return ui.Button(label=button.label, url=button.url, row=row)
    # The number keeps two buttons of one command apart, as Discord wants them.
    data = await to_button(store, button.command)
    custom_id = f"pc:{place or ''}:{number}:{data}"
    item: ui.Button[Any] = ui.Button(label=button.label, custom_id=custom_id, row=row)
    return CommandButton(item, place, data)

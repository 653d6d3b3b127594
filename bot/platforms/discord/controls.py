"""Buttons and selects on Discord: each carries its commands, so it works after a restart."""

from __future__ import annotations

import re
from typing import Any, Final, Protocol, cast

import discord
from discord import ui

from rendering.discord.controls import SELECT

_BUTTON: Final = re.compile(r"pc:(?P<place>\d*):\d{1,3}:(?P<data>.*)", re.DOTALL)
_SELECT: Final = re.compile(rf"{SELECT}\d+")


class Pressed(Protocol):
    """Who answers when something is pressed or chosen."""

    async def press(self, interaction: discord.Interaction, place: int | None, data: str) -> None:
        """Answer.

        Args:
            interaction: the press.
            place: the channel that the command is for; None for the one it is pressed in.
            data: what `bot.platforms.buttons.ButtonData.command` takes.
        """
        ...


class CommandButton(ui.DynamicItem[ui.Button[Any]], template=_BUTTON):
    """A button that sends a command."""

    @classmethod
    async def from_custom_id(  # type: ignore[override]
        cls, interaction: discord.Interaction, item: ui.Button[Any], match: re.Match[str], /
    ) -> CommandButton:
        """The button that was pressed."""
        return cls(item)

    async def callback(self, interaction: discord.Interaction) -> None:
        """Answer the press."""
        await _pressed(interaction, self.custom_id)


class CommandSelect(ui.DynamicItem[ui.Select[Any]], template=_SELECT):
    """A select each of whose options sends a command."""

    @classmethod
    async def from_custom_id(  # type: ignore[override]
        cls, interaction: discord.Interaction, item: ui.Select[Any], match: re.Match[str], /
    ) -> CommandSelect:
        """The select in which something was chosen."""
        return cls(item)

    async def callback(self, interaction: discord.Interaction) -> None:
        """Answer the choice."""
        await _pressed(interaction, next(iter(self.item.values), ""))


def name_of(number: int, place: int | None, data: str) -> str:
    """The name of a button or an option: unlike any other of its message, and what it sends.

    Args:
        number: its own within the message.
        place: the channel that its command is for; None for the one it is shown in.
        data: `bot.platforms.buttons.ButtonData`.
    """
    return f"pc:{place or ''}:{number}:{data}"


def is_ours(custom_id: str) -> bool:
    """Whether a component of this id is one of ours."""
    return any(pattern.fullmatch(custom_id) for pattern in (_BUTTON, _SELECT))


async def _pressed(interaction: discord.Interaction, name: str) -> None:
    match = _BUTTON.fullmatch(name)
    place = int(match["place"]) if match and match["place"] else None
    answering = cast("Pressed", interaction.client)
    await answering.press(interaction, place, match["data"] if match else "")

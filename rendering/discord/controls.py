"""Buttons and selects of a layout, and what each of them sends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from domain.choices import Choice, Option
from domain.documents import Button, Menu
from rendering.common.chat_text import chat_text, is_seen
from rendering.common.keyboards import keyboards
from rendering.common.plain import sanitise
from rendering.common.splitting import shortened
from rendering.discord.classic import LONGEST_LABEL
from rendering.discord.layout_size import MOST_COMPONENTS, Component

SELECT: Final = "pcs:"
"""What the name of a select begins with."""

MOST_OPTIONS: Final = 25
_LONGEST_OPTION: Final = 100
_ROW, _BUTTON, _SELECT = 1, 2, 3
_GREY, _LINK = 2, 5
_WIDEST: Final = 5
_SEEN_AT_ONCE: Final = 64
_MARGIN: Final = 4
"""Around a label, in letters, as in the width of a message on a large screen."""

Row = tuple[Button, ...]


class Controls:
    """Makes the controls of one document; knows what they send.

    A button's ``custom_id`` and an option's ``value`` are ``"#0"`` for the first command. A select
    is called by its number, as it sends nothing of its own.
    """

    def __init__(self) -> None:
        self.commands: list[str] = []
        self._selects = 0

    def row(self, row: Sequence[Button]) -> Component:
        """A row of at most five buttons."""
        return {"type": _ROW, "components": list(map(self.button, row))}

    def button(self, button: Button) -> Component:
        """A button, with what it sends noted."""
        if button.url:
            return {"type": _BUTTON, "style": _LINK, "label": button.label, "url": button.url}
        return {
            "type": _BUTTON,
            "style": _GREY,
            "label": button.label,
            "custom_id": self._sends(button.command),
        }

    def select(self, choice: Choice) -> Component | None:
        """A select in a row of its own; None where Discord would not take it."""
        if not _is_taken(choice):
            return None
        select: dict[str, Any] = {
            "type": _SELECT,
            "custom_id": f"{SELECT}{self._selects}",
            "options": [
                self._option(option, holds=option.command == choice.holds)
                for option in choice.options
            ],
        }
        if is_seen(name := _shown(choice.name)):
            select["placeholder"] = shortened(name, _LONGEST_OPTION)
        self._selects += 1
        return {"type": _ROW, "components": [select]}

    def _option(self, option: Option, *, holds: bool) -> Component:
        labels = map(_shown, (option.label, option.command))
        label = next(filter(is_seen, labels), "…")
        told = {"label": shortened(label, _LONGEST_OPTION), "value": self._sends(option.command)}
        return {**told, "default": True} if holds else told

    def _sends(self, command: str) -> str:
        self.commands.append(command)
        return f"#{len(self.commands) - 1}"


def board(rows: Iterable[Iterable[Button]]) -> list[Row]:
    """Rows that Discord takes."""
    boards = keyboards(rows, width=_WIDEST, height=MOST_COMPONENTS, label=LONGEST_LABEL)
    return [row for board in boards for row in board]


def filled(rows: Sequence[Row]) -> list[Row]:
    """Rows put together as far as one is short enough to be seen at once."""
    full: list[Row] = []
    for row in rows:
        together = (*full[-1], *row) if full else ()
        if together and len(together) <= _WIDEST and _width(together) <= _SEEN_AT_ONCE:
            full[-1] = together
        else:
            full.append(row)
    return full


def _width(row: Row) -> int:
    return sum(len(button.label) + _MARGIN for button in row)


def opened_by_selects(menu: Menu) -> set[str]:
    """The commands that nobody needs who has a menu's selects."""
    return {one.opens for one in menu.choices if one.opens.startswith("/") and _is_taken(one)}


def _is_taken(choice: Choice) -> bool:
    commands = {option.command for option in choice.options}
    return "" not in commands and 0 < len(commands) == len(choice.options) <= MOST_OPTIONS


def renamed(tree: Any, names: Mapping[str, str]) -> Any:
    """A tree of components in which controls have other names."""
    if isinstance(tree, Mapping):
        return {
            name: names.get(value, value)
            if name in ("custom_id", "value")
            else renamed(value, names)
            for name, value in tree.items()
        }
    return [renamed(value, names) for value in tree] if isinstance(tree, list) else tree


def _shown(text: str) -> str:
    return chat_text(sanitise(text)).strip()

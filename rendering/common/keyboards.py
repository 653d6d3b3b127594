"""Buttons in rows that a platform takes: none too wide, no label too long, no keyboard too big."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from domain.documents import Button
from rendering.common.chat_text import chat_address, chat_text, is_seen
from rendering.common.plain import sanitise
from rendering.common.splitting import shortened

Rows = tuple[tuple[Button, ...], ...]
T = TypeVar("T")


def keyboards(
    rows: Iterable[Iterable[Button]], *, width: int, height: int, label: int
) -> list[Rows]:
    """Buttons in order, in as many keyboards as they need.

    A button that neither sends nor opens anything is left out, as is one that opens what is no
    address of the web; one without a label is named after what it does.

    Args:
        rows: the document's.
        width: buttons in a row.
        height: rows in a keyboard.
        label: code points of a label.
    """
    shown = [tuple(filter(None, (_shown(button, label) for button in row))) for row in rows]
    narrow = [part for row in shown for part in in_turns(row, width)]
    if len(narrow) > height and sum(map(len, narrow)) <= width * height:
        # One fuller keyboard reads better than two.
        buttons = [button for row in narrow for button in row]
        narrow = in_turns(buttons, -(-len(buttons) // height))
    return [tuple(part) for part in in_turns(narrow, height)]


def in_turns(items: Sequence[T], most: int) -> list[tuple[T, ...]]:
    """Items in order, `most` at a time."""
    return [tuple(items[start : start + most]) for start in range(0, len(items), most)]


def _shown(button: Button, label: int) -> Button | None:
    url = "" if button.command else chat_address(button.url)
    if not (button.command or url):
        return None
    texts = (chat_text(sanitise(text)).strip() for text in (button.label, button.command, url))
    text = next(filter(is_seen, texts), "…")
    return Button(shortened(text, label), button.command, url)

"""A layout in simpler forms: for where Discord takes no layouts, or not this one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from domain.documents import Button, Span
from rendering.common.keyboards import Rows, in_turns
from rendering.common.lines import Line
from rendering.common.splitting import split
from rendering.discord.classic import (
    KEYBOARD,
    LONGEST_CONTENT,
    MOST_EMBEDS,
    NOTHING,
    DiscordMessage,
    Embed,
    fits_content,
)
from rendering.discord.layout import LayoutMessage
from rendering.discord.layout_size import found
from rendering.discord.markup import WORD_JOINER, markdown

_SECTION: Final = 9
_NUMBERED: Final = re.compile(r"\W{0,8}(\d{1,3})\\?\. ")
_MARKS: Final = re.compile(
    r"```\n(?P<table>(?:[^`\n]|`(?!``)|\n(?!```))*+)\n```|`(?P<code>[^`]++)`|\\(?P<sign>.)"
    rf"|\]\([^)\s]*+\)|[*\[{WORD_JOINER}]|^(?:\#{{1,3}}|-\#|>)\ ",
    re.MULTILINE,
)


def in_embeds(message: LayoutMessage) -> DiscordMessage:
    """A layout as embeds with its buttons below; it is one message, too."""
    (container,) = message.components
    text = "\n".join(found(container, "content"))
    colour = container["accent_color"]
    images = [media["url"] for media in found(container, "media")]
    first, *others = images[:MOST_EMBEDS] or [""]
    embeds = [
        Embed(description=text, image=first, colour=colour, plain=_read(text)),
        *(Embed(image=image, colour=colour) for image in others),
    ]
    rows = _rows(message, container)
    if text in ("", NOTHING) and not first:
        return DiscordMessage(content=NOTHING, buttons=rows)
    return DiscordMessage(embeds=tuple(embeds), buttons=rows, files=message.files)


def in_plain(message: DiscordMessage) -> tuple[DiscordMessage, ...]:
    """A message as text alone, in as many as it needs: for where Discord refuses it as it is."""
    text = "\n\n".join(filter(None, (embed.plain for embed in message.embeds))) or message.content
    lines = [Line((Span(line),)) for line in text.splitlines()]
    parts = split(lines, fits_content, LONGEST_CONTENT)
    return tuple(DiscordMessage(content=markdown(part)) for part in parts if markdown(part))


def _read(text: str) -> str:
    """Our own Markdown as it is read."""
    return _MARKS.sub(lambda match: match["table"] or match["code"] or match["sign"] or "", text)


def _rows(message: LayoutMessage, container: Mapping[str, Any]) -> Rows:
    """What can be pressed or chosen, as far as there is room for it below a message."""
    width, height = KEYBOARD
    buttons = list(_buttons(message, container))[: width * height]
    return tuple(in_turns(buttons, width))


def _buttons(message: LayoutMessage, part: Mapping[str, Any]) -> Iterator[Button]:
    """Buttons and options in order; one beside a numbered text is named by its number too."""
    for inner in part.get("components", ()):
        yield from _buttons(message, inner)
    if part.get("type") == _SECTION and "label" in (beside := part["accessory"]):
        number = _NUMBERED.match(part["components"][0]["content"])
        named = f"{number[1]}. {beside['label']}" if number else beside["label"]
        yield from _buttons(message, {**beside, "label": named})
    yield from (b for one in part.get("options", ()) for b in _buttons(message, one))
    if "label" in part:
        action = part.get("custom_id", part.get("value", ""))
        command = message.commands[int(action[1:])] if action else ""
        yield Button(part["label"][:80], command, part.get("url", ""))

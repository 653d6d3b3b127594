"""Messages that people write: what they say, and what those in private chats ask for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import discord

from domain.identifiers import PaperId


def words_of(message: discord.Message | discord.MessageSnapshot) -> str:
    """All that a message says, with the addresses that it leads to; what it forwards, too."""
    embeds = (f"{one.url} {one.title} {one.description}" for one in message.embeds)
    forwarded = map(words_of, getattr(message, "message_snapshots", ()))
    shown = (text for one in message.components for text in _texts(one))
    return "\n".join((message.content, *embeds, *shown, *forwarded))


def papers_in(message: discord.Message) -> list[str]:
    """The papers that a message names, each once."""
    return list(dict.fromkeys(map(str, PaperId.find(words_of(message)))))


def _texts(component: Any) -> Iterator[str]:
    """Texts and addresses of a component and of all that it holds."""
    for name in ("content", "url"):
        if text := getattr(component, name, None):
            yield str(text)
    inner = [*getattr(component, "children", ()), getattr(component, "accessory", None)]
    for part in filter(None, inner):
        yield from _texts(part)

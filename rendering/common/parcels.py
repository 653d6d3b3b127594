"""Parcels: the messages of a document, each packed as text that can be kept and sent later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Final

from pydantic import ConfigDict, TypeAdapter

from domain.documents import Document
from rendering.discord.embeds import DiscordMessage, to_discord
from rendering.telegram.html import TelegramMessage, to_telegram

_BYTES: Final = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscordParcel:
    """A message for Discord, with what a forum's post of it would be called and tagged by.

    Attributes:
        title: of the whole document.
        names: categories and tags that the document bears.
    """

    message: DiscordMessage
    title: str
    names: tuple[str, ...]


def packed(platform: str, document: Document) -> tuple[str, ...]:
    """The messages of a document for a platform, in the order in which to send them.

    Raises:
        ValueError: nothing is sent to that platform by itself.
    """
    packer = _PACKERS.get(platform)
    if packer is None:
        raise ValueError(f"{platform} has no parcels")
    return packer(document)


def telegram_parcel(payload: str) -> TelegramMessage:
    """What was packed for Telegram."""
    return _telegram().validate_json(payload)[0]


def discord_parcel(payload: str) -> DiscordParcel:
    """What was packed for Discord."""
    return _discord().validate_json(payload)[0]


def names_of(document: Document) -> tuple[str, ...]:
    """The categories and tags that a document bears."""
    meta = document.meta
    return (*meta.categories, *meta.tags) if meta else ()


def _for_telegram(document: Document) -> tuple[str, ...]:
    return tuple(_telegram().dump_json((m,)).decode() for m in to_telegram(document))


def _for_discord(document: Document) -> tuple[str, ...]:
    names = names_of(document)
    parcels = (
        DiscordParcel(message=message, title=document.title, names=names)
        for message in to_discord(document)
    )
    return tuple(_discord().dump_json((parcel,)).decode() for parcel in parcels)


_PACKERS: Final[dict[str, Callable[[Document], tuple[str, ...]]]] = {
    "telegram": _for_telegram,
    "discord": _for_discord,
}


@cache
def _telegram() -> TypeAdapter[tuple[TelegramMessage]]:
    # A dataclass by itself would be read with a config of its own.
    return TypeAdapter(tuple[TelegramMessage], config=_BYTES)


@cache
def _discord() -> TypeAdapter[tuple[DiscordParcel]]:
    return TypeAdapter(tuple[DiscordParcel], config=_BYTES)

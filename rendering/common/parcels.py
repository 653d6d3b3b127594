"""Parcels: the messages of a document, each packed as text that can be kept and sent later."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from functools import cache
from typing import Final

from pydantic import ConfigDict, TypeAdapter

from domain.deliveries import Parcel
from domain.documents import Document
from domain.platforms import Kind
from i18n.catalogues import speech_of
from i18n.speech import current, speaking
from rendering.common.document_json import document_of, document_text
from rendering.common.papers_shown import papers_of_each, papers_shown
from rendering.discord import polls as discord_polls
from rendering.discord.classic import DiscordMessage
from rendering.discord.layout import LayoutMessage, announced, to_discord
from rendering.discord.layout_size import found
from rendering.discord.polls import DiscordPoll
from rendering.telegram import polls as telegram_polls
from rendering.telegram.forms import TelegramForms, to_forms, words_of
from rendering.telegram.html import TelegramMessage
from rendering.telegram.polls import TelegramPoll
from rendering.telegram.rich import RichMessage

_BYTES: Final = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscordParcel:
    """A message for Discord, with what a forum's post of it would be called and tagged by.

    Attributes:
        title: of the whole document.
        names: categories and tags that the document bears.
        is_silent: whether it goes with one that has been heard.
        poll: what stands in the message's place, where Discord takes it.
    """

    message: LayoutMessage | DiscordMessage
    title: str
    names: tuple[str, ...]
    is_silent: bool = False
    poll: DiscordPoll | None = None


def packed(kind: Kind, document: Document) -> tuple[str, ...]:
    """The messages of a document for a kind of platform, in the order in which to send them.

    Raises:
        ValueError: nothing is sent there by itself.
    """
    packer = _PACKERS.get(kind)
    if packer is None:
        raise ValueError(f"{kind} has no parcels")
    return tuple(packed for packed, _ in packer(document))


def waiting(document: Document) -> str:
    """A document as it waits to be sent, in the language being spoken; newer versions read it."""
    return document_text(document, current().language)


def rendered(kind: Kind, text: str) -> tuple[Parcel, ...]:
    """The messages of a document that waits, for a kind of platform, with the papers each tells.

    Raises:
        ValueError: it is none.
        KeyError: nothing is sent there by itself.
    """
    document, language = document_of(text)
    with speaking(speech_of(language)):
        pairs = _PACKERS[kind](document)
    papers = papers_of_each([words for _, words in pairs], papers_shown(document))
    return tuple(Parcel(body, told) for (body, _), told in zip(pairs, papers, strict=True))


def telegram_parcel(payload: str) -> TelegramForms:
    """What was packed for Telegram; until there were rich messages, that was a classic one."""
    if payload.startswith("["):
        return TelegramForms(rich=None, classic=_telegram().validate_json(payload))
    kept = json.loads(payload)
    # Bytes are read from JSON alone.
    rich, classic = _forms().validate_json(json.dumps((kept["rich"], kept["classic"])))
    poll = TypeAdapter(TelegramPoll).validate_python(kept["poll"]) if "poll" in kept else None
    return TelegramForms(rich=rich, classic=classic, poll=poll)


def discord_parcel(payload: str) -> DiscordParcel:
    """What was packed for Discord."""
    return _discord().validate_json(payload)[0]


def discord_words(message: LayoutMessage | DiscordMessage) -> str:
    """What a message for Discord says, with the addresses of its links."""
    if isinstance(message, LayoutMessage):
        return "\n".join(found(message.components, "content"))
    embeds = (f"{each.url} {each.title} {each.description}" for each in message.embeds)
    return " ".join((message.content, *embeds))


def names_of(document: Document) -> tuple[str, ...]:
    """The categories and tags that a document bears."""
    meta = document.meta
    return (*meta.categories, *meta.tags) if meta else ()


Packed = tuple[str, str]
"""A message as it is kept, and its words with the addresses of its links."""


def _for_telegram(document: Document) -> list[Packed]:
    each = to_forms(document)
    if poll := telegram_polls.poll_of(document):
        each = (replace(each[0], poll=poll), *each[1:])
    return [(_packed(forms), words_of(forms)) for forms in each]


def _packed(forms: TelegramForms) -> str:
    """A message in its forms, the classic one for when the rich one is not taken."""
    rich, classic = json.loads(_forms().dump_json((forms.rich, forms.classic)))
    kept = {"version": 2, "rich": rich, "classic": classic}
    if forms.poll is not None:
        kept["poll"] = asdict(forms.poll)
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def _for_discord(document: Document) -> list[Packed]:
    """The messages of a document; a layout follows on words, as notifications show but those."""
    names = names_of(document)
    messages = to_discord(document)
    if poll := discord_polls.poll_of(document):
        one = DiscordParcel(message=messages[0], title=document.title, names=names, poll=poll)
        return [(_discord().dump_json((one,)).decode(), discord_words(messages[0]))]
    heard = isinstance(messages[0], LayoutMessage) if messages else False
    parcels = [
        DiscordParcel(message=message, title=document.title, names=names, is_silent=heard)
        for message in messages
    ]
    if heard:
        words = DiscordMessage(content=announced(document))
        parcels.insert(0, DiscordParcel(message=words, title=document.title, names=names))
    return [(_discord().dump_json((one,)).decode(), discord_words(one.message)) for one in parcels]


_PACKERS: Final[dict[Kind, Callable[[Document], list[Packed]]]] = {
    "telegram": _for_telegram,
    "discord": _for_discord,
}


@cache
def _forms() -> TypeAdapter[tuple[RichMessage | None, tuple[TelegramMessage, ...]]]:
    return TypeAdapter(tuple[RichMessage | None, tuple[TelegramMessage, ...]], config=_BYTES)


@cache
def _telegram() -> TypeAdapter[tuple[TelegramMessage, ...]]:
    # A dataclass by itself would be read with a config of its own.
    return TypeAdapter(tuple[TelegramMessage, ...], config=_BYTES)


@cache
def _discord() -> TypeAdapter[tuple[DiscordParcel]]:
    return TypeAdapter(tuple[DiscordParcel], config=_BYTES)

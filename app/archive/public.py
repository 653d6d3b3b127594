"""Public channels: their digests as pages that anybody finds, by their admins' wish, until ended.

What is kept of that is a key, as of each thing of a chat's that others may open: named as the page
is, with the channel's title behind what it opens.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.archive.links import SET_BOTH, digest_for_others
from app.operating.public_names import NameUnknown, PublicName
from app.services import Services
from domain.chats import AccessKey, ChatRef
from domain.digests import Digest
from domain.errors import InputError
from domain.messages import sentence
from domain.requests import Context

_OPENS: Final = "channel"
_BYTES: Final = 9
"""Of the name of a page whose channel has none of its own: nobody has to guess it."""

PAPERS: Final = 30
"""Papers of the last digests that a channel's page has, as long as its feed."""


@dataclass(frozen=True, slots=True)
class PublicChannel:
    """A channel whose digests anybody may read, by the name of its page."""

    name: str
    title: str
    chat: ChatRef


@dataclass(frozen=True, slots=True)
class ChannelPage:
    """A public channel: its last digests by their days, and the days of all that are kept."""

    channel: PublicChannel
    digests: Mapping[date, Digest]
    days: tuple[date, ...]


async def public_channel_of(services: Services, chat: ChatRef) -> PublicChannel | None:
    """A chat as the public channel that it is; None where it is none."""
    keys = await services.store.keys_of(chat)
    return next((_channel(key) for key in keys if _is_channel(key)), None)


def address_of(context: Context, channel: PublicChannel) -> str:
    """Where a public channel's page is."""
    return f"{context.archive}/channel/{channel.name}"


async def address_of_digest(services: Services, context: Context, day: date) -> str:
    """Where anybody can read a chat's digest of a day; empty where that is nowhere."""
    channel = await public_channel_of(services, context.chat) if context.archive else None
    if channel is None or day not in await services.store.digest_days(context.chat):
        return ""
    return f"{address_of(context, channel)}/{day.isoformat()}"


async def publish(services: Services, context: Context) -> PublicChannel:
    """Show a channel's digests to everybody, from now on.

    Raises:
        InputError: there is no archive, or not anybody can find the channel.
        NameUnknown: its platform does not tell.
    """
    if not context.archive:
        raise InputError(
            sentence("No archive is shown to browsers here, so there are no pages to show."),
            hint=SET_BOTH,
        )
    found = None if context.is_private else await services.public_names.of(context.chat)
    if found is None:
        raise InputError(
            sentence("Only what anybody can find is shown to everybody."),
            hint=sentence(
                "Use it in a channel of Telegram's with a public link, or in a channel of a "
                "Discord server that all its members see."
            ),
        )
    return await _kept(services, context.chat, found)


async def unpublish(services: Services, chat: ChatRef) -> bool:
    """Show a channel's digests no longer; whether they were."""
    keys = [key for key in await services.store.keys_of(chat) if _is_channel(key)]
    return any([await services.store.drop_key(chat, key.opens) for key in keys])


async def public_channels(services: Services) -> list[PublicChannel]:
    """Those whose digests anybody may read, by title."""
    await services.admission.look_again()
    keys = await services.store.keys_opening(_OPENS)
    found = [_channel(key) for key in keys if not _is_shut_out(services, key.chat)]
    return sorted(found, key=lambda channel: channel.title.casefold())


async def channel_page(services: Services, name: str) -> ChannelPage | None:
    """A public channel by the name of its page; None where there is none."""
    channel = await _found(services, name)
    if channel is None:
        return None
    days = await services.store.digest_days(channel.chat)
    digests: dict[date, Digest] = {}
    count = 0
    for day in days:
        digest = await digest_for_others(services, channel.chat, day)
        if digest is not None:
            digests[day] = digest
            count += len(digest.entries) + len(digest.others)
        if count >= PAPERS:
            break
    return ChannelPage(channel, digests, tuple(days))


async def channel_digest(
    services: Services, name: str, day: date
) -> tuple[PublicChannel, Digest] | None:
    """A digest of a public channel's; None where there is none."""
    channel = await _found(services, name)
    digest = channel and await digest_for_others(services, channel.chat, day)
    return (channel, digest) if channel and digest else None


async def look_again(services: Services) -> None:
    """End the pages of channels that are public no longer, and call the others as they are called.

    Those of platforms that do not tell for the moment stay as they are.
    """
    for key in await services.store.keys_opening(_OPENS):
        try:
            found = await services.public_names.of(key.chat)
        except NameUnknown:
            continue
        if found is None:
            await services.store.drop_key(key.chat, key.opens)
        elif (found.name or key.name, found.title) != (key.name, _channel(key).title):
            await _kept(services, key.chat, found)


async def _kept(services: Services, chat: ChatRef, found: PublicName) -> PublicChannel:
    """Keep what a channel is called; who had its name before has it no more."""
    store = services.store
    known = await public_channel_of(services, chat)
    name = found.name or (known.name if known else secrets.token_urlsafe(_BYTES))
    await unpublish(services, chat)
    other = await store.key(name)
    if other is not None:
        await store.drop_key(other.chat, other.opens)
    key = AccessKey(name, chat, f"{_OPENS} {found.title}", services.clock.now())
    await store.keep_key(key)
    return _channel(key)


async def _found(services: Services, name: str) -> PublicChannel | None:
    key = await services.store.key(name)
    if key is None or not _is_channel(key):
        return None
    await services.admission.look_again()
    return None if _is_shut_out(services, key.chat) else _channel(key)


def _is_shut_out(services: Services, chat: ChatRef) -> bool:
    return services.admission.shuts_out(chat.kind, (chat.chat_id, chat.thread_id))


def _is_channel(key: AccessKey) -> bool:
    return key.opens.partition(" ")[0] == _OPENS


def _channel(key: AccessKey) -> PublicChannel:
    return PublicChannel(key.name, key.opens.partition(" ")[2], key.chat)

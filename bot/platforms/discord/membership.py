"""The life of chats on Discord: servers joined and left, channels deleted, permissions lost."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable
from typing import TYPE_CHECKING, Final

import aiohttp
import discord
import structlog
from discord.abc import GuildChannel

from app.archive.public import unpublish
from app.services import Services
from bot.platforms.answering import answer
from bot.platforms.discord.places import PLATFORM, bot_lacks, public_name, ref_of
from domain.chats import ChatRef
from domain.deliveries import Delivery, Outcome
from domain.documents import Document, Inline, bold
from domain.requests import Request
from i18n.catalogues import speech_of
from i18n.speech import phrase, speaking, styled

if TYPE_CHECKING:
    from bot.platforms.discord.client import PapercrierClient

log = structlog.get_logger(__name__)

Send = Callable[[ChatRef, Document], Awaitable[Delivery]]

LEFT: Final = "I am no longer on that server"


class ChatLife:
    """Keeps track of where the bot is, greets, and tells whoever looks after a chat."""

    def __init__(self, services: Services, client: PapercrierClient, send: Send) -> None:
        self._services = services
        self._client = client
        self._send = send
        self._known: set[int] = set()
        self._is_connected = asyncio.Event()
        self._one_at_a_time = asyncio.Lock()

    async def connected(self) -> None:
        """Discord has said on which servers the bot is; those it was not on before are new.

        At the very first start none is, so that nobody is greeted who has not just come.
        """
        servers = {guild.id for guild in self._client.guilds}
        note = await self._services.store.note(self._note)
        self._known = servers & set(json.loads(note)) if note else servers
        await self._keep()
        self._is_connected.set()

    async def joined(self, guild: discord.Guild) -> None:
        """Greet a server that is new; one that comes back after an outage is not."""
        await self._is_connected.wait()
        if guild.id in self._known:
            return
        self._known.add(guild.id)
        await self._keep()
        await self._greet(guild)

    async def left(self, guild: discord.Guild) -> None:
        """Keep in mind that nothing can be sent to a server's channels."""
        self._known.discard(guild.id)
        await self._keep()
        for channel in (*guild.channels, *guild.threads):
            await self._absent(ref_of(channel), LEFT)

    async def deleted(self, channel: GuildChannel | discord.Thread) -> None:
        """Forget a channel or thread that is gone for ever, and tell whoever looks after it."""
        ref = ref_of(channel)
        followed = await self._services.store.subscriptions(ref)
        if followed:
            await self.tell_managers(
                ref,
                channel.guild,
                lambda: styled(
                    "{channel} on {server} was deleted, so its digests have ended. To have them "
                    "elsewhere, use /subscribe there.",
                    channel=bold(f"#{channel.name}"),
                    server=channel.guild.name,
                ),
            )
        await self._services.store.forget_chat(ref)

    async def changed(self, channel: GuildChannel | discord.Thread) -> None:
        """Notice whether the bot may write to a channel, and whether all still see it."""
        if public_name(channel) is None:
            await unpublish(self._services, ref_of(channel))
        async with self._one_at_a_time:
            await self._changed(channel)

    async def _changed(self, channel: GuildChannel | discord.Thread) -> None:
        ref = ref_of(channel)
        store = self._services.store
        if not await store.subscriptions(ref):
            return
        missing = bot_lacks(channel)
        if not missing:
            await store.set_absence(ref, "")
            return
        if await store.absence(ref):
            return
        await store.set_absence(ref, f"I may not write there: {missing[0]} is missing")
        await self.tell_managers(
            ref,
            channel.guild,
            lambda: styled(
                "I can't send digests to {channel} on {server} any more. Give me back {what} "
                "there, and I go on.",
                channel=bold(f"#{channel.name}"),
                server=channel.guild.name,
                what=phrase(missing[0]),
            ),
        )

    async def failed(self, ref: ChatRef, delivery: Delivery) -> None:
        """Take notice of something that could not be sent."""
        if delivery.outcome not in (Outcome.FORBIDDEN, Outcome.GONE):
            return
        if delivery.outcome is Outcome.FORBIDDEN:
            await self.look_at(ref)
        if not await self._services.store.absence(ref):
            await self._absent(ref, delivery.reason)

    async def look_at(self, ref: ChatRef) -> None:
        """See whether the bot may write to a chat on a server."""
        channel = await self._client.servers.channel(int(ref.thread_id or ref.chat_id))
        if isinstance(channel, GuildChannel | discord.Thread):
            await self.changed(channel)

    async def tell_managers(
        self, ref: ChatRef, guild: discord.Guild, what: Callable[[], Inline]
    ) -> None:
        """Tell whoever looks after a chat, or else the server's owner, in their language."""
        managers = [kept.manager for kept in await self._services.store.managers(ref)]
        if not managers and guild.owner_id:
            try:
                private = await self._client.create_dm(discord.Object(guild.owner_id))
            except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
                log.info("owner not reached", guild=guild.id, why=str(error))
                return
            managers = [ref_of(private)]
        for manager in managers:
            chat = await self._services.chat(manager)
            with speaking(speech_of(chat.settings.language)):
                document = Document.say(*what())
            if (await self._send(manager, document)).outcome is Outcome.SENT:
                return

    async def _greet(self, guild: discord.Guild) -> None:
        """Say what this is, where the server wants such things said."""
        for channel in (*guild.channels, *guild.threads):
            if await self._services.store.absence(ref_of(channel)):
                await self._services.store.set_absence(ref_of(channel), "")
        place = next(filter(_can_greet, _places(guild)), None)
        if place is None:
            log.info("nowhere to greet", guild=guild.id)
            return
        ref = ref_of(place)
        locale = str(guild.preferred_locale)
        request = Request(
            ref,
            str(guild.owner_id),
            "start",
            is_private=False,
            locale=locale,
            server=str(guild.id),
            called=guild.name,
        )
        document = await answer(self._services, request)
        await self._send(ref, document)

    async def _absent(self, ref: ChatRef, reason: str) -> None:
        if await self._services.store.subscriptions(ref):
            log.info("chat lost", chat=str(ref), why=reason)
            await self._services.store.set_absence(ref, reason)

    @property
    def _note(self) -> str:
        shard, count = self._client.shard_id, self._client.shard_count
        own = "" if shard is None else f":{shard}/{count}"
        return f"{PLATFORM}-servers:{self._client.application_id}{own}"

    async def _keep(self) -> None:
        await self._services.store.save_note(self._note, json.dumps(sorted(self._known)))


def _places(guild: discord.Guild) -> Iterable[discord.TextChannel]:
    """Where to greet, the best first."""
    if guild.system_channel is not None:
        yield guild.system_channel
    yield from guild.text_channels


def _can_greet(channel: discord.TextChannel) -> bool:
    return not bot_lacks(channel) and not channel.is_news()

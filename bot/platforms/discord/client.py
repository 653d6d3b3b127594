"""The client: what Discord tells it goes to whoever deals with it."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from typing import Any

import aiohttp
import discord
import structlog
from discord import app_commands
from discord.abc import GuildChannel

from app.services import Services
from bot.platforms.buttons import ButtonData
from bot.platforms.discord.commands import add_commands, are_known, sync_if_changed
from bot.platforms.discord.controls import CommandButton, CommandSelect, is_ours
from bot.platforms.discord.interactions import Asking
from bot.platforms.discord.membership import ChatLife
from bot.platforms.discord.places import ref_of, speech_at
from bot.platforms.discord.proxies import by_way_of
from bot.platforms.discord.receiving.heartbeats import close_unbegun
from bot.platforms.discord.receiving.options import WHOLE, Gateway, options
from bot.platforms.discord.receiving.servers import Servers
from bot.platforms.discord.sending.crossposts import Crossposts
from bot.platforms.discord.sending.requests import RequestLimiter
from bot.platforms.discord.sending.sender import Sender
from bot.platforms.reactions import meant_by
from bot.platforms.suggestions import Lately, Suggestions
from bot.platforms.supervision import Up
from domain.chats import ChatRef
from domain.concurrency.asker import somebody_comes
from domain.deliveries import Delivery
from domain.documents import Document
from domain.errors import StoreError
from i18n.speech import phrase, speaking

log = structlog.get_logger(__name__)
Interaction = discord.Interaction[Any]

# Nothing is said in voice channels, so nobody needs to install what that takes.
discord.VoiceClient.warn_nacl = False
discord.VoiceClient.warn_dave = False


class PapercrierClient(discord.Client):
    """One connection to Discord. A failed one is never used again: a new client takes its place.

    Attributes:
        servers: what is known of servers, and asked where it is not.
        lost_at: when the gateway was lost, in seconds of the monotonic clock; None while it is
            there.
    """

    _is_told = False
    _publishing: asyncio.Task[None] | None = None

    def __init__(
        self,
        services: Services,
        *,
        request_limiter: RequestLimiter,
        crossposts: Crossposts,
        lately: Lately,
        up: Up,
        proxy: str | None = None,
        patience: float = 2.0,
        gateway: Gateway | None = WHOLE,
    ) -> None:
        """Prepare a client; nothing is asked of Discord yet.

        Args:
            services: the container.
            request_limiter: what all requests pass; it outlives the client, as do the next two.
            crossposts: what waits for being published.
            lately: what people have asked about.
            up: told whenever the client is ready.
            proxy: through which Discord is asked.
            patience: seconds to wait at the start for one more server to be told of.
            gateway: by which it hears what happens; None for one that only sends.
        """
        trace = request_limiter.trace()
        super().__init__(http_trace=trace, **options(patience, gateway), **by_way_of(proxy))
        self._services, self._gateway = services, gateway
        self._crossposts = crossposts
        self._up = up
        self._asked_for: dict[int, Any] = {}
        self.lost_at: float | None = time.monotonic()
        clock, buttons = services.clock, ButtonData(services.store, services.clock)
        heard = request_limiter.server_clock
        self.servers = Servers(self)
        self.asking = Asking(services, lately, self.deliver, crossposts.forget, heard)
        self.sender = Sender(self, buttons, crossposts, self.asking.log, clock)
        self.life = ChatLife(services, self, self.sender.send)
        self.tree = app_commands.CommandTree(self)
        add_commands(self.tree, self.asking, Suggestions(services, lately))
        self.tree.error(_mistaken)

    async def deliver(
        self, ref: ChatRef, document: Document, nonce: str | None = None, skip: int = 0
    ) -> Delivery:
        """Send a document, and take notice of chats that are lost."""
        is_plain = False
        await self.look_up(int(ref.thread_id or ref.chat_id))
        with suppress(StoreError):
            is_plain = (await self._services.chat(ref)).settings.plain
        delivery = await self.sender.send(ref, document, nonce, skip, is_plain=is_plain)
        await self.life.failed(ref, delivery)
        return delivery

    def get_channel(self, id: int, /) -> Any:  # noqa: A002 (as discord.py calls it)
        """A channel that is known."""
        return super().get_channel(id) or self._asked_for.get(id)

    async def look_up(self, channel: int) -> None:
        """Ask what kind of channel one is, where no gateway has told."""
        if self._gateway is not None or self.get_channel(channel) is not None:
            return
        with suppress(discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError):
            self._asked_for[channel] = await self.fetch_channel(channel)

    async def setup_hook(self) -> None:
        """Prepare, once logged in and before the gateway."""
        self.add_dynamic_items(CommandButton, CommandSelect)
        if self._gateway is None or not self._gateway.leads:
            return
        if not await are_known(self.tree, self._services.store):
            # Nothing waits yet to be delivered, and people look for commands first.
            await sync_if_changed(self.tree, self._services.store)
        self._publishing = asyncio.create_task(self._crossposts.run(self))

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Wait for one's turn to say who one is."""
        if self._gateway is not None and self._gateway.may_identify is not None:
            await self._gateway.may_identify()
        else:
            await super().before_identify_hook(shard_id, initial=initial)

    async def close(self) -> None:
        """Close the connection."""
        if self._publishing is not None:
            self._publishing.cancel()
            await asyncio.gather(self._publishing, return_exceptions=True)
        await close_unbegun(self)
        await super().close()

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        """Tell of an event; of none once it is closed, as discord.py goes on becoming ready."""
        if event == "interaction":
            somebody_comes()
        if not self.is_closed():
            super().dispatch(event, *args, **kwargs)

    def take_interaction(self, data: Any) -> None:
        """Have something answered that was asked by HTTP, as if the gateway had told of it.

        discord.py has no way in for that, so it goes by what takes the gateway's.

        Args:
            data: what the gateway would have told.

        Raises:
            AttributeError, IndexError, KeyError, TypeError, ValueError: discord.py cannot read it.
        """
        self._connection.parse_interaction_create(data)

    async def press(self, interaction: Interaction, place: int | None, data: str) -> None:
        """A button was pressed."""
        await self.asking.press(interaction, place, data)

    async def on_interaction(self, interaction: Interaction) -> None:
        """Something was asked; what no button or command of ours takes is answered here."""
        data: dict[str, Any] = dict(interaction.data or {})
        is_component = interaction.type is discord.InteractionType.component
        if is_component and not is_ours(str(data.get("custom_id"))):
            await self.asking.refuse(interaction)
        elif interaction.type is discord.InteractionType.modal_submit:
            await self.asking.submit(interaction)

    async def on_message(self, message: discord.Message) -> None:
        """Something was written in a private chat; of servers nothing is heard."""
        if message.guild is None and not message.author.bot:
            await self.asking.read(message)

    async def on_raw_reaction_add(self, reacted: discord.RawReactionActionEvent) -> None:
        """Somebody reacts to a message."""
        await self._reacted(reacted, wish=meant_by([str(reacted.emoji)]))

    async def on_raw_reaction_remove(self, reacted: discord.RawReactionActionEvent) -> None:
        """Somebody takes a reaction back."""
        await self._reacted(reacted, was=meant_by([str(reacted.emoji)]))

    async def _reacted(
        self,
        reacted: discord.RawReactionActionEvent,
        *,
        wish: bool | None = None,
        was: bool | None = None,
    ) -> None:
        by_bot = reacted.member is not None and reacted.member.bot
        if by_bot or (self.user and reacted.user_id == self.user.id):
            return
        channel = self.get_channel(reacted.channel_id) or discord.Object(reacted.channel_id)
        await self.asking.reactions.changed(
            ref_of(channel),
            reacted.message_id,
            str(reacted.user_id),
            is_private=reacted.guild_id is None,
            wish=wish,
            was=was,
        )

    def can_deliver(self) -> bool:
        """Whether Discord is there, and what each channel is has been told.

        That is so as soon as all servers are, some two seconds before discord.py calls itself
        ready; one that is unwell is not told at all, and waited for until then.
        """
        is_told = self._is_told or not any(guild.unavailable for guild in self.guilds)
        return self._gateway is None or (self.lost_at is None and is_told)

    def can_send(self) -> bool:
        """Whether something that is no digest can be sent."""
        return self._gateway is None or self.is_ready()

    async def on_connect(self) -> None:
        """Discord has told which servers there are; what is on them follows."""
        self._is_told = False
        self.lost_at = None
        await self.life.connected()

    async def on_ready(self) -> None:
        """The gateway is there; again after each resume that failed."""
        self._is_told = True
        self.lost_at = None
        if self._gateway is not None and self._gateway.leads:
            # Messages that a process before has left come first, while Discord still knows them.
            await sync_if_changed(self.tree, self._services.store)
        await self._up()

    async def on_resumed(self) -> None:
        """The gateway is there again, and nothing was missed."""
        self.lost_at = None

    async def on_disconnect(self) -> None:
        """The gateway is gone; discord.py tries to get it back."""
        if self.lost_at is None:
            self.lost_at = time.monotonic()

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """The bot was added to a server."""
        await self.life.joined(guild)

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """A server is there, perhaps for the first time."""
        await self.life.joined(guild)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """The bot was removed from a server."""
        await self.life.left(guild)

    async def on_guild_channel_delete(self, channel: GuildChannel) -> None:
        """A channel is gone."""
        await self.life.deleted(channel)

    async def on_thread_delete(self, thread: discord.Thread) -> None:
        """A thread is gone."""
        await self.life.deleted(thread)

    async def on_guild_channel_update(self, before: GuildChannel, after: GuildChannel) -> None:
        """A channel was changed, perhaps who may write there."""
        await self.life.changed(after)

    async def on_guild_role_update(self, before: discord.Role, after: discord.Role) -> None:
        """A role was changed: if it is the bot's, so is what the bot may do."""
        if before.permissions != after.permissions and after in after.guild.me.roles:
            for channel in after.guild.channels:
                await self.life.changed(channel)

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """A bug: the one place where those of events are noted."""
        log.exception("failed", event=event_method)


async def _mistaken(interaction: Interaction, error: app_commands.AppCommandError) -> None:
    """A command as it was before it was changed; Discord shows it for a while."""
    log.warning("command not understood", why=repr(error), exc_info=error)
    if not interaction.response.is_done():
        with suppress(discord.HTTPException, aiohttp.ClientError, OSError):
            with speaking(speech_at(interaction)):
                said = phrase("That command has changed meanwhile; please type it again.")
            await interaction.response.send_message(said, ephemeral=True)

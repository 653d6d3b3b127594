"""Discord as a front end: served until cancelled, anew by the supervisor whenever it fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import aiohttp
import discord
import structlog
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from app.operating.public_names import NameUnknown, PublicName
from app.services import Services
from bot.operations.calls import Calls
from bot.platforms.common_pace import pace_of
from bot.platforms.discord.client import PapercrierClient
from bot.platforms.discord.commands import sync_if_changed
from bot.platforms.discord.places import public_name, ref_of
from bot.platforms.discord.proxies import proxy_for
from bot.platforms.discord.receiving.options import WHOLE, Gateway
from bot.platforms.discord.receiving.sharding import Identifying, Sharding, sharding_of
from bot.platforms.discord.receiving.shards import (
    FAREWELL,
    Shards,
    is_bearable,
    kept_open,
    served,
)
from bot.platforms.discord.receiving.troubles import TROUBLES, trouble_of, wrongly_called
from bot.platforms.discord.sending.crossposts import Crossposts
from bot.platforms.discord.sending.delivery import DiscordMessenger
from bot.platforms.discord.sending.limits import be_reasonable
from bot.platforms.discord.sending.requests import RequestLimiter
from bot.platforms.suggestions import Lately
from bot.platforms.supervision import During, Up
from bot.settings import Settings
from bot.shares import EvenShare
from domain.chats import ChatRef
from domain.deliveries import Delivery, Outcome
from domain.documents import Document
from domain.messages import sentence
from i18n.catalogues import speech_of
from i18n.speech import speaking
from scheduler.background_services import always

log = structlog.get_logger(__name__)


class _ManyShards(Exception):
    """One client cannot hear all that the gateway tells."""


class DiscordAdapter:
    """Serves Discord; a `bot.platforms.supervision.Adapter`.

    Attributes:
        messenger: sends digests.
    """

    name: Final = "discord"

    def __init__(
        self,
        services: Services,
        settings: Settings,
        token: str,
        *,
        patience: float = 2.0,
        listening: During | None = None,
        calls: Calls | None = None,
        share_out: Callable[[int], EvenShare] | None = None,
    ) -> None:
        """Wire the adapter; nothing is opened yet.

        Args:
            services: the container.
            settings: say where Discord is.
            token: the bot's.
            patience: seconds to wait at the start for one more server to be told of.
            listening: has the gateway open while this process is the one that has it, and sends
                without it else; None where it always is.
            calls: where a web server of ours hands over what Discord posts; None for none.
            share_out: gives this process's share of so many shards; None where it has all.
        """
        self._listening = listening
        self._patience = patience
        self._token = token.strip()
        self._services = services
        self._request_limiter = RequestLimiter(pace_of(services, self.name, token))
        self._crossposts = Crossposts(services.store)
        self._lately = Lately()
        self._share_out, self._wanted = share_out, settings.discord_shards
        self._identifying = Identifying(services.paces, token)
        self._clients: list[PapercrierClient] = []
        self._without_gateway: PapercrierClient | None = None
        self.messenger = DiscordMessenger(self._sending, services.admission)
        self._public_key = settings.discord_public_key
        self._calls = calls if self._public_key else None
        self._proxy = proxy_for(settings.discord_api_url)
        point_at(settings)
        be_reasonable()

    async def serve(self, up: Up) -> None:
        """Serve until cancelled, with new clients each time; tell `up` whenever one is ready.

        Raises:
            AdapterTrouble: the connection failed or could not be made, or the token is no good.
        """
        if self._listening is None and self._calls is None:
            try:
                return await self._opened(up, WHOLE, alone=True)
            except _ManyShards:
                log.info("the gateway has several shards")
        client = self._new_client(up, None)
        async with client:
            try:
                await client.login(self._token)
                sharding = await sharding_of(client, self._services, self._wanted)
            except TROUBLES as error:
                raise trouble_of(error) from error
            self._tell_of(client)
            self._without_gateway = client
            try:
                with self._called():
                    await self._heard(client, up, sharding)
            finally:
                self._without_gateway = None
                await client.asking.finish(FAREWELL)

    async def _heard(self, client: PapercrierClient, up: Up, sharding: Sharding) -> None:
        """Hear by the gateway, as far as it is this process's, beside a client that needs none."""
        listening = self._listening or always
        if sharding.count == 1:
            gateway = self._identifying.gateway(sharding)

            async def opened() -> None:
                await self._opened(up, gateway)

            # What is posted is answered without the gateway.
            endures = is_bearable if self._calls else lambda trouble: False
            await listening(lambda: kept_open(opened, endures=endures))
            return

        async def lead() -> None:
            await sync_if_changed(client.tree, self._services.store)
            await up()
            await self._crossposts.run(client)

        shards = Shards(
            lambda number: self._opened(up, self._identifying.gateway(sharding, number))
        )
        share = self._share_out(sharding.count) if self._share_out else None
        await shards.run(sharding.count, share, lambda: listening(lead))

    @contextmanager
    def _called(self) -> Iterator[None]:
        """Have what Discord posts answered within the block, where it is to post."""
        if self._calls is None:
            yield
            return
        # What signatures take to be checked; most do without.
        from bot.platforms.discord.receiving.interaction_calls import PATH, InteractionCalls

        taken = InteractionCalls(self._public_key, self._sending, self._services.marks)
        with self._calls.taken(PATH, taken.taken):
            yield

    def _tell_of(self, client: PapercrierClient) -> None:
        """Say in the log what keeps people's commands from coming here."""
        for why in wrongly_called(client.application, self._public_key):
            log.error("commands do not come here", why=str(why))

    def _new_client(self, up: Up, gateway: Gateway | None) -> PapercrierClient:
        return PapercrierClient(
            self._services,
            request_limiter=self._request_limiter,
            crossposts=self._crossposts,
            lately=self._lately,
            up=up,
            proxy=self._proxy,
            patience=self._patience,
            gateway=gateway,
        )

    def _sending(self, channel: int = 0) -> PapercrierClient | None:
        """What can send and answer: the client that the gateway told of a channel, if it did.

        Else the one that needs no gateway, or the only one there is.
        """
        telling = [client for client in self._clients if client.can_deliver()]
        if len(self._clients) == 1:
            return telling[0] if telling else self._without_gateway or self._clients[0]
        knowing = (client for client in telling if channel and client.get_channel(channel))
        return next(knowing, self._without_gateway)

    async def _opened(self, up: Up, gateway: Gateway, *, alone: bool = False) -> None:
        """Hear by a part of the gateway.

        Args:
            up: told when it is there.
            gateway: the part.
            alone: whether nothing else serves the bot.

        Raises:
            AdapterTrouble: it failed, or could not be opened.
            _ManyShards: it has to be opened by more clients.
        """
        client = self._new_client(up, gateway)

        async def started() -> None:
            await client.login(self._token)
            if alone:
                self._tell_of(client)
                if (await sharding_of(client, self._services, self._wanted)).count > 1:
                    raise _ManyShards
            await client.connect()

        async with client:
            self._clients.append(client)
            try:
                await served(client, started, ends_at_once=gateway.shard is not None)
            finally:
                self._clients.remove(client)

    async def close(self) -> None:
        """Let the answers that are being given be given, and close the connections."""
        for client in [*self._clients]:
            await client.asking.finish(FAREWELL)
            await client.close()

    async def send(
        self, ref: ChatRef, document: Document, nonce: str | None = None, skip: int = 0
    ) -> Delivery:
        """Send a document to a chat; see `bot.platforms.discord.sending.sender.Sender.send`."""
        client = self._sending(int(ref.thread_id or ref.chat_id))
        if client is None or not client.can_send():
            return Delivery(outcome=Outcome.UNSENT, reason="Discord is not being served")
        return await client.deliver(ref, document, nonce, skip)

    async def tell(self, user: str, composed: Callable[[], Document]) -> bool:
        """Tell a person something in their language, in their private chat; whether it arrived."""
        client = self._sending()
        if client is None or not client.can_send():
            return False
        try:
            private = await client.create_dm(discord.Object(int(user)))
        except (discord.HTTPException, aiohttp.ClientError, OSError):
            return False
        ref = ref_of(private)
        with speaking(speech_of((await self._services.chat(ref)).settings.language)):
            document = composed()
        return (await self.send(ref, document)).outcome is Outcome.SENT

    async def public_name(self, chat: ChatRef) -> PublicName | None:
        """What a channel is called that all members of its server see."""
        number = int(chat.thread_id or chat.chat_id)
        client = self._sending(number)
        is_there = client is not None and client.can_deliver()
        channel = await client.servers.channel(number) if client and is_there else None
        if channel is None:
            raise NameUnknown(
                sentence("Discord does not tell whether all see this channel; try again later.")
            )
        server = str(getattr(getattr(channel, "guild", None), "id", ""))
        if self._services.admission.shuts_out(self.name, {server}):
            return None
        return public_name(channel)


def point_at(settings: Settings) -> None:
    """Have discord.py talk to the addresses that are set; before any client logs in."""
    Route.BASE = settings.discord_api_url.rstrip("/")
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(settings.discord_gateway_url)

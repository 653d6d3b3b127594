"""Discord as a front end: served until cancelled, anew by the supervisor whenever it fails."""

from __future__ import annotations

import asyncio
import time
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
from bot.platforms.discord.places import public_name, ref_of
from bot.platforms.discord.proxies import proxy_for
from bot.platforms.discord.receiving.troubles import REFUSED, TROUBLES, trouble_of, wrongly_called
from bot.platforms.discord.sending.crossposts import Crossposts
from bot.platforms.discord.sending.delivery import DiscordMessenger
from bot.platforms.discord.sending.limits import be_reasonable
from bot.platforms.discord.sending.requests import RequestLimiter
from bot.platforms.suggestions import Lately
from bot.platforms.supervision import (
    FIRST_PAUSE,
    LONGEST_PAUSE,
    AdapterTrouble,
    During,
    Up,
)
from bot.settings import Settings
from domain.chats import ChatRef
from domain.deliveries import Delivery, Outcome
from domain.documents import Document
from domain.messages import sentence
from i18n.catalogues import speech_of
from i18n.speech import speaking
from scheduler.background_services import always

log = structlog.get_logger(__name__)

LONGEST_LOSS: Final = 90.0
"""Seconds without the gateway after which a new client is better than waiting for the old one."""

FAREWELL: Final = 15.0
"""Seconds in which answers that are being given may still be given."""

_LOOK: Final = 5.0


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
        """
        self._listening = listening
        self._patience = patience
        self._token = token.strip()
        self._services = services
        self._request_limiter = RequestLimiter(pace_of(services, self.name, token))
        self._crossposts = Crossposts(services.store)
        self._lately = Lately()
        self._client: PapercrierClient | None = None
        self._without_gateway: PapercrierClient | None = None
        self.messenger = DiscordMessenger(self._sending, services.admission)
        self._calls = calls if settings.discord_public_key else None
        self._public_key = settings.discord_public_key
        self._proxy = proxy_for(settings.discord_api_url)
        point_at(settings)
        be_reasonable()

    async def serve(self, up: Up) -> None:
        """Serve until cancelled, with a new client each time; tell `up` whenever it is ready.

        Raises:
            AdapterTrouble: the connection failed or could not be made, or the token is no good.
        """
        if self._listening is None and self._calls is None:
            return await self._with_gateway(up)
        client = self._new_client(up, has_gateway=False)
        async with client:
            try:
                await client.login(self._token)
            except TROUBLES as error:
                raise trouble_of(error) from error
            self._tell_of(client)
            self._without_gateway = client
            try:
                with self._called():
                    await (self._listening or always)(lambda: self._kept_open(up))
            finally:
                self._without_gateway = None
                await client.asking.finish(FAREWELL)

    @contextmanager
    def _called(self) -> Iterator[None]:
        """Have what Discord posts answered within the block, where it is to post."""
        if self._calls is None:
            yield
            return
        # What signatures take to be checked; most do without.
        from bot.platforms.discord.receiving.interaction_calls import PATH, InteractionCalls

        taken = InteractionCalls(self._public_key, self._answering, self._services.marks)
        with self._calls.taken(PATH, taken.taken):
            yield

    def _tell_of(self, client: PapercrierClient) -> None:
        """Say in the log what keeps people's commands from coming here."""
        for why in wrongly_called(client.application, self._public_key):
            log.error("commands do not come here", why=str(why))

    def _answering(self) -> PapercrierClient | None:
        """What answers: the client that the gateway has told most, or else the one without."""
        client = self._client
        is_told = client is not None and client.can_deliver() and not client.is_closed()
        return client if is_told else self._without_gateway

    async def _kept_open(self, up: Up) -> None:
        """The gateway, opened anew where it fails: what is posted needs none of it.

        Raises:
            AdapterTrouble: it failed, and nothing is posted; or the token is no good.
        """
        pause = FIRST_PAUSE
        while True:
            try:
                return await self._with_gateway(up)
            except AdapterTrouble as trouble:
                if self._calls is None or trouble.message == REFUSED:
                    raise
                pause = max(pause, trouble.pause)
                log.warning("gateway closed", why=str(trouble), again_in=pause)
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)

    def _new_client(self, up: Up, *, has_gateway: bool = True) -> PapercrierClient:
        return PapercrierClient(
            self._services,
            request_limiter=self._request_limiter,
            crossposts=self._crossposts,
            lately=self._lately,
            up=up,
            proxy=self._proxy,
            patience=self._patience,
            has_gateway=has_gateway,
        )

    def _sending(self) -> PapercrierClient | None:
        """What can send: the client that has the gateway, or else the one that needs none."""
        client = self._client
        return client if client and client.can_deliver() else self._without_gateway or client

    async def _with_gateway(self, up: Up) -> None:
        client = self._new_client(up)
        async with client:
            self._client = client
            serving = asyncio.create_task(self._started(client))
            watching = asyncio.create_task(_until_lost(client))
            try:
                await asyncio.wait({serving, watching}, return_when=asyncio.FIRST_COMPLETED)
                if serving.done():
                    raise trouble_of(serving.exception())
                raise AdapterTrouble(sentence("Discord's gateway does not come back."))
            finally:
                self._client = None
                await client.asking.finish(FAREWELL)
                for task in (serving, watching):
                    task.cancel()
                await asyncio.gather(serving, watching, return_exceptions=True)

    async def _started(self, client: PapercrierClient) -> None:
        await client.login(self._token)
        if self._without_gateway is None:
            self._tell_of(client)
        await client.connect()

    async def close(self) -> None:
        """Let the answers that are being given be given, and close the connection."""
        client = self._client
        if client is not None:
            await client.asking.finish(FAREWELL)
            await client.close()

    async def send(
        self, ref: ChatRef, document: Document, nonce: str | None = None, skip: int = 0
    ) -> Delivery:
        """Send a document to a chat; see `bot.platforms.discord.sending.sender.Sender.send`."""
        client = self._sending()
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
        client = self._client
        channel = client and client.get_channel(int(chat.thread_id or chat.chat_id))
        if client is None or not client.can_deliver() or channel is None:
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


async def _until_lost(client: PapercrierClient) -> None:
    """Return when the gateway has been away for too long."""
    while client.lost_at is None or time.monotonic() - client.lost_at < LONGEST_LOSS:  # noqa: ASYNC110
        await asyncio.sleep(_LOOK)

"""Telegram as a front end: updates in, answers out; served anew by the supervisor if it fails."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Final

import httpx
import structlog
from telegram import Bot, Update
from telegram.error import TelegramError

from app.operating.bots import keep_bot_name
from app.operating.public_names import PublicName
from app.services import Services
from bot.operations.calls import ADDRESS, Calls
from bot.platforms.bots import setting_of
from bot.platforms.buttons import ButtonData
from bot.platforms.common_pace import pace_of
from bot.platforms.supervision import During, Up
from bot.platforms.telegram.admins import Admins
from bot.platforms.telegram.channels import Channels
from bot.platforms.telegram.inbox import SharedUpdates
from bot.platforms.telegram.incoming import KIND
from bot.platforms.telegram.inline import InlineMode
from bot.platforms.telegram.membership import ChatLife
from bot.platforms.telegram.menus import sync_menu_button, sync_menus
from bot.platforms.telegram.polling import LONG_POLL, PATIENCE, Polling, trouble_of
from bot.platforms.telegram.public import public_name
from bot.platforms.telegram.requests import BotRequest
from bot.platforms.telegram.sending.delivery import TelegramMessenger
from bot.platforms.telegram.sending.pacing import Pace
from bot.platforms.telegram.sending.rich_calls import RichCalls
from bot.platforms.telegram.sending.sender import TelegramSender
from bot.platforms.telegram.sending.uploads import Uploads
from bot.platforms.telegram.updates import UpdateHandler
from bot.platforms.telegram.webhook import OwnServer, Webhook
from bot.settings import Settings
from domain.chats import ChatRef
from domain.concurrency.asker import somebody_comes
from domain.deliveries import Delivery, Outcome
from domain.documents import Document
from domain.errors import StoreError
from i18n.catalogues import speech_of
from i18n.speech import speaking
from scheduler.background_services import always

log = structlog.get_logger(__name__)

FAREWELL: Final = 12.0
"""Seconds in which what was asked before the end is still answered."""

LAST_SENDS: Final = 5.0
"""Seconds more in which messages on their way arrive."""

_CONNECTIONS: Final = 64

_KEPT: Final = 10
"""Connections kept open while idle; the library looks through them all at every call."""


def open_bot(settings: Settings, token: str, *, patience: float = 20.0) -> Bot:
    """A bot at Telegram, or at the Bot API server that the settings name.

    Args:
        settings: say where.
        token: its token.
        patience: seconds to wait for an answer.
    """
    request, for_updates = (
        BotRequest(
            size,
            connect_timeout=min(patience, 5.0),
            read_timeout=patience,
            write_timeout=patience,
            pool_timeout=patience,
            httpx_kwargs={
                "limits": httpx.Limits(max_connections=size, max_keepalive_connections=_KEPT),
                "event_hooks": {"response": hooks},
            },
        )
        for size, hooks in ((_CONNECTIONS, []), (2, [_updates_come]))
    )
    return Bot(
        token,
        base_url=f"{settings.telegram_api_url}/bot",
        base_file_url=f"{settings.telegram_api_url}/file/bot",
        request=request,
        get_updates_request=for_updates,
    )


async def _updates_come(_: httpx.Response) -> None:
    """The head of an answer to `getUpdates` is there, its body soon will be."""
    somebody_comes()


def own_server(settings: Settings) -> OwnServer:
    """What Telegram calls where no web server is there, for all bots of the process."""
    return OwnServer(settings.web_address or ADDRESS)


class TelegramAdapter:
    """Serves Telegram by one bot; a `bot.platforms.supervision.Adapter`.

    Attributes:
        name: the bot's platform, as in `ChatRef.platform`.
        messenger: sends digests.
    """

    def __init__(
        self,
        services: Services,
        settings: Settings,
        token: str,
        *,
        name: str = KIND,
        long_poll: float = LONG_POLL,
        patience: float = PATIENCE,
        pace: Pace | None = None,
        calls: Calls | None = None,
        server: OwnServer | None = None,
        listening: During = always,
    ) -> None:
        """Telegram, not yet served.

        Args:
            services: what answers are made with.
            settings: say where Telegram is, and how updates come.
            token: the bot's.
            name: the bot's platform.
            long_poll: seconds, as patience; see `bot.platforms.telegram.polling`.
            patience: likewise.
            pace: how fast to write; Telegram's own limits by default.
            calls: where a web server of ours hands over what it is called with; None for none.
            server: is called where there is none, for all bots of the process; None for its own.
            listening: has updates taken while this process is the one that is given them.
        """
        self.name, self._listening = name, listening
        self._services = services
        self._bot = open_bot(settings, token.strip())
        self._setting = setting_of(settings, token)
        self._is_known = self._is_serving = False
        pace = pace or Pace(common=pace_of(services, self.name, token))
        buttons = ButtonData(services.store, services.clock)
        self._sender, self.messenger = self._outgoing(buttons, pace)
        self._inline = InlineMode(name, services, self._bot, self._sender)
        self._handler = self._handling(buttons, pace)
        self._shared = self._sharing()
        self._updates = self._called(settings, calls, server) or self._polled(long_poll, patience)

    def _handling(self, buttons: ButtonData, pace: Pace) -> UpdateHandler:
        services, admins = self._services, Admins(self._bot)
        return UpdateHandler(
            self.name,
            services,
            self._bot,
            sender=self._sender,
            buttons=buttons,
            admins=admins,
            channels=Channels(services, self._bot, admins, pace),
            life=ChatLife(self.name, services, self._sender, admins),
        )

    def _sharing(self) -> SharedUpdates | None:
        """Where updates are kept for several processes; None where there is only this one."""
        inbox, store = self._services.inbox, self._services.store
        return SharedUpdates(inbox, store, self._bot, self._take) if inbox else None

    def _polled(self, long_poll: float, patience: float) -> Polling:
        """How updates come in where Telegram is asked for them."""
        ways = (self._bot, self._take)
        return Polling(
            *ways,
            long_poll=long_poll,
            patience=patience,
            shared=self._shared,
            setting=self._setting,
        )

    def _called(
        self, settings: Settings, calls: Calls | None, server: OwnServer | None
    ) -> Webhook | None:
        """How updates come in where Telegram calls; None where it is asked for them."""
        if not (settings.telegram_webhook and settings.public_url):
            return None
        return Webhook(
            self._bot,
            self._take,
            public_url=settings.public_url,
            server=server or own_server(settings),
            calls=calls,
            shared=self._shared,
            setting=self._setting,
        )

    def _outgoing(
        self, buttons: ButtonData, pace: Pace
    ) -> tuple[TelegramSender, TelegramMessenger]:
        """What sends answers, and what sends digests; one finds out for both what can be sent."""
        store, clock = self._services.store, self._services.clock
        rich = RichCalls(self._bot, buttons, Uploads(store, clock))
        sender = TelegramSender(self._bot, store, clock, buttons, pace, rich)
        messenger = TelegramMessenger(
            *(self._bot, store, buttons, pace, lambda: self._is_serving, clock, rich),
            self._services.admission,
            self.name,
        )
        return sender, messenger

    async def serve(self, up: Up) -> None:
        """Serve until cancelled.

        What is being worked on is not touched by a failure: it goes on beside the next try.

        Raises:
            AdapterTrouble: Telegram cannot be served now.
        """
        try:
            if self._is_known:
                await self._bot.get_me()
            else:
                await self._bot.initialize()
        except TelegramError as error:
            raise trouble_of(error, self._setting) from error
        self._is_known = True
        await self._named()
        log.info("telegram", platform=self.name, bot=self._bot.username)
        self._is_serving = True
        dealing = asyncio.create_task(self._shared.run()) if self._shared else None
        # Telegram calls whichever process, and each keeps what it is called with.
        is_called = self._shared is not None and isinstance(self._updates, Webhook)
        listening = always if is_called else self._listening
        try:
            await listening(lambda: self._listened(up))
        finally:
            self._is_serving = False
            if dealing is not None:
                dealing.cancel()
                await asyncio.wait({dealing})

    async def _named(self) -> None:
        """Keep what the bot is called; without that it is told by its number."""
        try:
            await keep_bot_name(self._services.store, self.name, self._bot.username)
        except StoreError as error:
            log.warning("name not kept", platform=self.name, why=str(error))

    async def _listened(self, up: Up) -> None:
        """Take updates until cancelled; what is sent needs none of them."""
        await sync_menus(self._bot, self._services.store)
        await sync_menu_button(self._bot, self._services.store, self._services.archive)
        await self._updates.run(up)

    async def send(self, ref: ChatRef, document: Document, *, skip: int = 0) -> Delivery:
        """Send a document by ourselves; see `TelegramSender.send`."""
        return await self._sender.send(ref, document, skip=skip)

    async def tell(self, user: str, composed: Callable[[], Document]) -> bool:
        """Tell a person something in their language, in their private chat; whether it arrived."""
        ref = ChatRef(self.name, user)
        with speaking(speech_of((await self._services.chat(ref)).settings.language)):
            document = composed()
        return (await self.send(ref, document)).outcome is Outcome.SENT

    async def public_name(self, chat: ChatRef) -> PublicName | None:
        """What a channel is called that anybody can find."""
        return await public_name(self._bot, chat)

    async def close(self) -> None:
        """Finish what is in flight and let go of the connections."""
        self._inline.stop()
        await self._handler.answers.drain(FAREWELL)
        await self._handler.answers.finish(LAST_SENDS)
        if self._shared is not None:
            await self._shared.close()
        await self._updates.confirm()
        with suppress(TelegramError, RuntimeError):
            await self._bot.shutdown()

    def _take(self, update: Update) -> None:
        """Begin with an update; never waits."""
        if update.inline_query:
            self._inline.take(update.inline_query)
        else:
            self._handler.take(update)

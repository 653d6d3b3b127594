"""Parts of digests to Telegram: each sent once, behind the answers that people wait for."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from typing import Final

import structlog
from telegram import Bot
from telegram.error import TelegramError

from bot.platforms.buttons import ButtonData
from bot.platforms.telegram.incoming import PLATFORM
from bot.platforms.telegram.sending import calls
from bot.platforms.telegram.sending.outcomes import classified
from bot.platforms.telegram.sending.pacing import Pace
from domain.chats import ChatRef
from domain.deliveries import Delivery, OutboxPart, Outcome
from domain.errors import StoreError
from domain.ports import Chats
from rendering.common.parcels import telegram_parcel
from rendering.telegram.html import TelegramMessage

log = structlog.get_logger(__name__)


class TelegramMessenger:
    """A `domain.ports.Messenger`."""

    name: Final = PLATFORM
    deduplicates: Final = 0.0
    """Telegram has no way of telling that a message was sent before."""

    def __init__(
        self,
        bot: Bot,
        store: Chats,
        buttons: ButtonData,
        pace: Pace,
        is_serving: Callable[[], bool],
    ) -> None:
        """Args: is_serving tells whether Telegram is there."""
        self._bot = bot
        self._store = store
        self._buttons = buttons
        self._pace = pace
        self._is_serving = is_serving

    def is_serving(self) -> bool:
        """Whether Telegram is there."""
        return self._is_serving()

    def wait(self, chat: ChatRef) -> float:
        """Seconds until a chat may be written to."""
        return self._pace.wait(chat.chat_id)

    async def deliver(self, part: OutboxPart, begin: Callable[[], Awaitable[None]]) -> Delivery:
        """Send one part of a digest, once.

        Where the group has moved meanwhile, it is sent to where it is now; where Telegram refuses
        the text as it is, without markup. Neither can double it.
        """
        message = telegram_parcel(part.payload)
        ref = part.chat
        markup = await calls.keyboard(self._buttons, message.buttons, ref)

        async def call(to: ChatRef, plain: bool) -> tuple[int, ...]:
            return await calls.sent(self._bot, to, message, markup, plain=plain)

        async with self._pace.bulk(ref.chat_id, max(len(message.pictures), 1)):
            await begin()
            delivery = await self._called(ref, call, plain=False)
            if delivery.outcome is Outcome.MOVED:
                ref = await self._moved(ref, delivery.moved_to)
                delivery = await self._called(ref, call, plain=False)
            if delivery.outcome is Outcome.REFUSED and not message.attachment:
                self._tell_refused(part, delivery, message)
                delivery = replace(await self._called(ref, call, plain=True), is_plain=True)
        return _final(ref, delivery)

    async def _called(
        self,
        ref: ChatRef,
        call: Callable[[ChatRef, bool], Awaitable[tuple[int, ...]]],
        *,
        plain: bool,
    ) -> Delivery:
        try:
            ids = await call(ref, plain)
        except TelegramError as error:
            delivery = classified(error)
        else:
            return Delivery(outcome=Outcome.SENT, messages=ids)
        if delivery.outcome is Outcome.LIMITED:
            self._hold(ref, delivery.retry_after)
        return delivery

    def _hold(self, ref: ChatRef, seconds: float) -> None:
        """Keep still for as long as Telegram asks, where it means all chats, in all of them.

        It does not say; a private chat that was sent nothing lately cannot have met its own limit.
        """
        self._pace.hold(ref.chat_id, seconds)
        if not ref.chat_id.startswith("-") and self._pace.was_quiet(ref.chat_id):
            self._pace.hold_all(seconds)

    async def _moved(self, ref: ChatRef, new_id: str) -> ChatRef:
        log.info("chat moved", chat=str(ref), to=new_id)
        with suppress(StoreError):
            await self._store.move_chat(ref.platform, ref.chat_id, new_id)
        return replace(ref, chat_id=new_id)

    def _tell_refused(self, part: OutboxPart, delivery: Delivery, message: TelegramMessage) -> None:
        log.error("refused by Telegram", part=part.name, why=delivery.reason, text=message.html)


def _final(ref: ChatRef, delivery: Delivery) -> Delivery:
    """What is lost with a person's block, and what with a topic of a group."""
    if delivery.outcome not in (Outcome.GONE, Outcome.FORBIDDEN):
        return delivery
    said = delivery.reason.lower()
    in_thread = bool(ref.thread_id) and ("thread" in said or "topic" in said)
    is_private = not ref.chat_id.startswith("-")
    return replace(delivery, is_final=is_private or in_thread, in_thread=in_thread)

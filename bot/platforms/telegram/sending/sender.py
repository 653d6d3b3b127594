"""Sends documents to chats on Telegram, and finds out what became of them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import chain, repeat
from typing import Final

import structlog
from cachetools import LRUCache
from telegram import Bot, InlineKeyboardMarkup
from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.platforms.buttons import ButtonData
from bot.platforms.sent_log import Arrived, SentLog
from bot.platforms.telegram.sending import calls
from bot.platforms.telegram.sending.outcomes import classified, is_unchanged
from bot.platforms.telegram.sending.pacing import Pace
from bot.platforms.typesetting import rendered
from domain.chats import ChatRef
from domain.deliveries import Delivery, Outcome
from domain.documents import Document
from domain.errors import StoreError
from domain.ports import Clock, Store
from rendering.common.papers_shown import papers_of_each, papers_shown
from rendering.telegram.html import TelegramMessage, to_telegram

log = structlog.get_logger(__name__)

PAUSES: Final = (0.5, 2.0, 5.0)
"""Seconds before what was surely not sent is sent again."""

LONGEST_WAIT: Final = 600.0
"""Seconds to wait at Telegram's wish; longer, and whoever sends should come back later."""

_SHOWN_REMEMBERED: Final = 10_000

Call = Callable[[ChatRef, bool], Awaitable[tuple[int, ...]]]
"""Calls the Bot API for a chat, without markup where told so; gives message ids."""


class TelegramSender:
    """Sends through one bot: in each chat in order, no faster than Telegram allows.

    Attributes:
        log: knows which papers its messages tell.
    """

    def __init__(
        self,
        bot: Bot,
        store: Store,
        clock: Clock,
        buttons: ButtonData,
        pace: Pace | None = None,
    ) -> None:
        self._bot = bot
        self.log = SentLog(store, clock)
        self._store = store
        self._buttons = buttons
        self._pace = pace or Pace()
        self._shown: LRUCache[tuple[str, int], object] = LRUCache(_SHOWN_REMEMBERED)
        self._absent: set[str] = set()

    async def send(
        self,
        ref: ChatRef,
        document: Document,
        *,
        reply_to: int | None = None,
        in_place_of: int | None = None,
        skip: int = 0,
        urgent: bool = False,
    ) -> Delivery:
        """Send a document; see `send_messages`.

        Args:
            ref: the chat.
            document: what to send; becomes one message or more.
            reply_to: the message it answers.
            in_place_of: a text of ours that the first message replaces, where it is a text too.
            skip: messages at the beginning that were sent at an earlier try.
            urgent: goes before what other chats are waiting for.
        """
        messages = await rendered(document, to_telegram)
        return await self.send_messages(
            ref,
            messages[skip:],
            reply_to=reply_to,
            in_place_of=in_place_of,
            urgent=urgent,
            papers=told_by(document, messages)[skip:],
        )

    async def send_messages(
        self,
        ref: ChatRef,
        messages: Sequence[TelegramMessage],
        *,
        reply_to: int | None = None,
        in_place_of: int | None = None,
        urgent: bool = False,
        sent: list[int] | None = None,
        papers: Sequence[Sequence[str]] = (),
    ) -> Delivery:
        """Send messages one after another; never raises, but for being cancelled.

        What surely did not arrive is tried again, what may have arrived is not. The ids of
        those that arrived are put into `sent`, for whoever is cancelled; the papers that each
        tells are kept with its id.
        """
        ids = [] if sent is None else sent
        arrived: list[Arrived] = []
        delivery = Delivery(outcome=Outcome.SENT)
        async with self._pace.turn(ref.chat_id, urgent=urgent):
            for message, told in zip(messages, chain(papers, repeat(())), strict=False):
                replaced = in_place_of if message.html else None
                delivery = await self._one(ref, message, reply_to, replaced, urgent=urgent)
                if delivery.outcome is not Outcome.SENT:
                    break
                if delivery.moved_to:
                    ref = replace(ref, chat_id=delivery.moved_to)
                ids += delivery.messages
                arrived += ((one, told) for one in delivery.messages)
                in_place_of = None if replaced else in_place_of
                reply_to = None
        await self._note(ref, delivery)
        await self.log.keep(ref, arrived)
        return replace(delivery, messages=tuple(ids))

    async def progress(
        self, ref: ChatRef, text: str, *, message_id: int | None, reply_to: int | None
    ) -> int | None:
        """Show what is being done, in a new message or an old one, if there is room for it.

        Gives the message's id; None where there was no room.

        Raises:
            TelegramError: it could not be shown.
        """
        message = TelegramMessage(html=text, plain=text)
        async with self._pace.going_if_free(ref.chat_id) as free:
            if not free:
                return None
            if message_id is None:
                return (await calls.sent(self._bot, ref, message, None, reply_to=reply_to))[0]
            self._shown.pop((ref.chat_id, message_id), None)
            await calls.edited(self._bot, ref, message_id, message, None)
            return message_id

    async def typing(self, ref: ChatRef) -> None:
        """Show that something is being written, for some seconds."""
        thread = int(ref.thread_id) if ref.thread_id else None
        with suppress(TelegramError):
            await self._bot.send_chat_action(
                ref.chat_id, ChatAction.TYPING, message_thread_id=thread
            )

    async def remove(self, ref: ChatRef, message_id: int) -> None:
        """Take back a message of ours."""
        with suppress(TelegramError):
            await self._bot.delete_message(ref.chat_id, message_id)

    def was_absent(self, ref: ChatRef) -> None:
        """It is known that the chat could not be written to; the next message will tell."""
        self._absent.add(ref.chat_id)

    async def _one(
        self,
        ref: ChatRef,
        message: TelegramMessage,
        reply_to: int | None,
        replaced: int | None,
        *,
        urgent: bool,
    ) -> Delivery:
        markup = await calls.keyboard(self._buttons, message.buttons, ref)

        async def call(to: ChatRef, plain: bool) -> tuple[int, ...]:
            if replaced is None:
                return await calls.sent(
                    self._bot, to, message, markup, reply_to=reply_to, plain=plain
                )
            return await self._edited(to, replaced, message, markup, plain)

        count = max(len(message.pictures), 1)
        delivery = await self._tried(ref, call, count, urgent=urgent, again=replaced is not None)
        if delivery.outcome is Outcome.REFUSED and not message.attachment:
            log.error("refused by Telegram", chat=str(ref), why=delivery.reason, text=message.html)
            if replaced is not None:
                return await self._one(ref, message, reply_to, None, urgent=urgent)
            return await self._tried(
                ref, lambda to, _: call(to, True), count, urgent=urgent, again=False
            )
        if delivery.outcome is Outcome.SENT and message.html:
            self._remember(ref, delivery.messages[0], message, markup)
        return delivery

    async def _edited(
        self,
        ref: ChatRef,
        message_id: int,
        message: TelegramMessage,
        markup: InlineKeyboardMarkup | None,
        plain: bool,
    ) -> tuple[int, ...]:
        if self._shown.get((ref.chat_id, message_id)) == (message.html, markup):
            return (message_id,)
        try:
            return await calls.edited(self._bot, ref, message_id, message, markup, plain=plain)
        except TelegramError as error:
            if is_unchanged(error):
                return (message_id,)
            raise

    async def _tried(
        self, ref: ChatRef, call: Call, count: int, *, urgent: bool, again: bool
    ) -> Delivery:
        """A call, repeated where that is safe: always for one that may be made `again`."""
        pauses = iter(PAUSES)
        moved_to = ""
        waited = 0.0
        while True:
            async with self._pace.going(ref.chat_id, count, urgent=urgent):
                try:
                    ids = await call(ref, False)
                except TelegramError as error:
                    delivery = classified(error)
                else:
                    return Delivery(outcome=Outcome.SENT, messages=ids, moved_to=moved_to)
            match delivery.outcome:
                case Outcome.LIMITED if waited + delivery.retry_after <= LONGEST_WAIT:
                    waited += delivery.retry_after
                    self._pace.hold(ref.chat_id, delivery.retry_after)
                case Outcome.MOVED if not moved_to:
                    moved_to = delivery.moved_to
                    await self._move(ref, moved_to)
                    ref = replace(ref, chat_id=moved_to)
                case Outcome.UNSENT | Outcome.UNKNOWN as outcome:
                    pause = next(pauses, None)
                    if pause is None or (outcome is Outcome.UNKNOWN and not again):
                        return delivery
                    await asyncio.sleep(pause)
                case _:
                    return delivery

    async def _move(self, ref: ChatRef, new_id: str) -> None:
        log.info("chat moved", chat=str(ref), to=new_id)
        with suppress(StoreError):
            await self._store.move_chat(ref.platform, ref.chat_id, new_id)

    async def _note(self, ref: ChatRef, delivery: Delivery) -> None:
        """Keep whether the chat can be written to."""
        if delivery.outcome is Outcome.SENT:
            if ref.chat_id in self._absent:
                self._absent.discard(ref.chat_id)
                await self._set_absence(replace(ref, thread_id=""), "")
            return
        log.warning("not sent", chat=str(ref), what=delivery.outcome, why=delivery.reason)
        if delivery.outcome in (Outcome.GONE, Outcome.FORBIDDEN):
            thread_only = bool(ref.thread_id) and _is_thread(delivery)
            gone = ref if thread_only else replace(ref, thread_id="")
            self._absent.add(ref.chat_id)
            await self._set_absence(gone, delivery.reason)

    async def _set_absence(self, ref: ChatRef, reason: str) -> None:
        try:
            await self._store.set_absence(ref, reason)
        except StoreError as error:
            log.warning("absence not kept", chat=str(ref), why=str(error))

    def _remember(
        self,
        ref: ChatRef,
        message_id: int,
        message: TelegramMessage,
        markup: InlineKeyboardMarkup | None,
    ) -> None:
        self._shown[ref.chat_id, message_id] = (message.html, markup)


def told_by(document: Document, messages: Sequence[TelegramMessage]) -> list[tuple[str, ...]]:
    """The papers that each message of a document tells."""
    return papers_of_each([message.html for message in messages], papers_shown(document))


def _is_thread(delivery: Delivery) -> bool:
    """Whether it is but the thread that is gone or closed."""
    said = delivery.reason.lower()
    return "thread" in said or "topic" in said

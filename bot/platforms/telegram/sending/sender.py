"""Sends documents to chats on Telegram, and finds out what became of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import chain, repeat
from typing import Final

import structlog
from cachetools import LRUCache
from telegram import Bot, InlineKeyboardMarkup
from telegram.error import TelegramError

from bot.platforms.buttons import ButtonData
from bot.platforms.sent_log import Arrived, SentLog
from bot.platforms.telegram.sending import calls
from bot.platforms.telegram.sending.absences import Absences
from bot.platforms.telegram.sending.attempts import Attempts
from bot.platforms.telegram.sending.outcomes import is_unchanged
from bot.platforms.telegram.sending.pacing import Pace
from bot.platforms.telegram.sending.privately import Press
from bot.platforms.telegram.sending.rich_calls import NotRich, RichCalls
from bot.platforms.telegram.sending.under_way import UnderWay
from bot.platforms.telegram.sending.uploads import Uploads
from bot.platforms.typesetting import rendered
from domain.chats import ChatRef
from domain.deliveries import Delivery, Outcome
from domain.documents import Document
from domain.ports import Clock, Store
from rendering.telegram.forms import TelegramForms, classic_forms, to_forms, words_of
from rendering.telegram.html import TelegramMessage
from rendering.telegram.rich import RichMessage

log = structlog.get_logger(__name__)


_SHOWN_REMEMBERED: Final = 10_000


class TelegramSender:
    """Sends through one bot: in each chat in order, no faster than Telegram allows.

    Attributes:
        log: knows which papers its messages tell.
        absences: knows which chats cannot be written to.
        under_way: shows what is being done meanwhile.
    """

    def __init__(
        self,
        bot: Bot,
        store: Store,
        clock: Clock,
        buttons: ButtonData,
        pace: Pace | None = None,
        rich: RichCalls | None = None,
    ) -> None:
        self._bot = bot
        self.log = SentLog(store, clock)
        self._store = store
        self._buttons = buttons
        self._pace = pace or Pace()
        self._rich = rich or RichCalls(bot, buttons, Uploads(store, clock))
        self._shown: LRUCache[tuple[str, int], object] = LRUCache(_SHOWN_REMEMBERED)
        self.under_way = UnderWay(bot, self._pace, self._rich, self._shown)
        self._attempts = Attempts(store, self._pace)
        self.absences = Absences(store)

    async def send(
        self,
        ref: ChatRef,
        document: Document,
        *,
        reply_to: int | None = None,
        in_place_of: int | None = None,
        skip: int = 0,
        urgent: bool = False,
        plain: bool = False,
    ) -> Delivery:
        """Send a document; see `send_messages`.

        Args:
            ref: the chat.
            document: what to send; becomes one message or more.
            reply_to: the message it answers.
            in_place_of: a text of ours that the first message replaces, where it is a text too.
            skip: messages at the beginning that were sent at an earlier try.
            urgent: goes before what other chats are waiting for.
            plain: whether the chat wants plain messages.
        """
        messages, papers = await rendered(document, self.forms_for(plain=plain), words_of)
        return await self.send_messages(
            ref,
            messages[skip:],
            reply_to=reply_to,
            in_place_of=in_place_of,
            urgent=urgent,
            papers=papers[skip:],
        )

    def forms_for(self, *, plain: bool) -> Callable[[Document], Sequence[TelegramForms]]:
        """What renders documents in the forms that can be sent."""
        return classic_forms if plain or not self._rich.are_known else to_forms

    @property
    def has_sent_rich(self) -> bool:
        """Whether a rich message has been taken, so that others will be, too."""
        return self._rich.are_proven

    @property
    def may_answer_alone(self) -> bool:
        """Whether one member of a group may be answered alone, for all that is known."""
        return self._rich.alone.is_known

    async def send_messages(
        self,
        ref: ChatRef,
        messages: Sequence[TelegramForms],
        *,
        reply_to: int | None = None,
        in_place_of: int | None = None,
        urgent: bool = False,
        sent: list[int] | None = None,
        papers: Sequence[Sequence[str]] = (),
        press: Press | None = None,
    ) -> Delivery:
        """Send messages one after another; never raises, but for being cancelled.

        What answers a press is shown to who pressed alone, where Telegram does that.

        What surely did not arrive is tried again, what may have arrived is not. The ids of
        those that arrived are put into `sent`, for whoever is cancelled; the papers that each
        tells are kept with its id.
        """
        ids = [] if sent is None else sent
        arrived: list[Arrived] = []
        delivery = Delivery(outcome=Outcome.SENT)
        with self.log.sending(ref):
            async with self._pace.turn(ref.chat_id, urgent=urgent):
                for message, told in zip(messages, chain(papers, repeat(())), strict=False):
                    replaced = in_place_of if message.is_text else None
                    delivery = await self._in_a_form(
                        ref, message, reply_to, replaced, urgent=urgent, sent=ids, press=press
                    )
                    if delivery.outcome is not Outcome.SENT:
                        break
                    if delivery.moved_to:
                        ref = replace(ref, chat_id=delivery.moved_to)
                    arrived += ((one, told) for one in delivery.messages)
                    in_place_of = None if replaced else in_place_of
                    reply_to = None
            await self.absences.note(ref, delivery)
            await self.log.keep(ref, arrived)
        return replace(delivery, messages=tuple(ids))

    async def _in_a_form(
        self,
        ref: ChatRef,
        forms: TelegramForms,
        reply_to: int | None,
        replaced: int | None,
        *,
        urgent: bool,
        sent: list[int],
        press: Press | None,
    ) -> Delivery:
        """Send a message in the richest form that is taken; never in two."""
        if forms.rich is not None and self._rich.are_known:
            try:
                rich = forms.rich
                delivery = await self._as_rich(
                    ref, rich, reply_to, replaced, urgent=urgent, press=press
                )
                sent += delivery.messages
                return delivery
            except NotRich as error:
                log.warning("sent in classic form", chat=str(ref), why=str(error))
        ids: tuple[int, ...] = ()
        moved_to = ""
        delivery = Delivery(outcome=Outcome.SENT)
        for message in forms.classic:
            place = replaced if message.html else None
            delivery = await self._one(ref, message, reply_to, place, urgent=urgent, press=press)
            if delivery.moved_to:
                ref, moved_to = replace(ref, chat_id=delivery.moved_to), delivery.moved_to
            ids += delivery.messages
            sent += delivery.messages
            if delivery.outcome is not Outcome.SENT:
                break
            reply_to = replaced = None
        return replace(delivery, messages=ids, moved_to=moved_to)

    async def _as_rich(
        self,
        ref: ChatRef,
        message: RichMessage,
        reply_to: int | None,
        replaced: int | None,
        *,
        urgent: bool,
        press: Press | None = None,
    ) -> Delivery:
        markup = await calls.keyboard(self._buttons, message.buttons, ref)
        shown = (message.html, markup)

        async def call(to: ChatRef, _: bool) -> tuple[int, ...]:
            if replaced is None:
                return await self._rich.sent(to, message, markup, reply_to=reply_to, press=press)
            if self._shown.get((to.chat_id, replaced)) == shown:
                return (replaced,)
            try:
                return await self._rich.edited(to, replaced, message, markup)
            except TelegramError as error:
                if is_unchanged(error):
                    return (replaced,)
                raise

        delivery = await self._attempts.tried(
            ref, call, 1, urgent=urgent, again=replaced is not None
        )
        if delivery.outcome is Outcome.REFUSED and replaced is not None:
            # What it was to replace is gone or too old.
            return await self._as_rich(ref, message, reply_to, None, urgent=urgent)
        if delivery.outcome is Outcome.REFUSED:
            raise NotRich(delivery.reason)
        if delivery.outcome is Outcome.SENT and delivery.messages:
            self._shown[ref.chat_id, delivery.messages[0]] = shown
        return delivery

    async def _one(
        self,
        ref: ChatRef,
        message: TelegramMessage,
        reply_to: int | None,
        replaced: int | None,
        *,
        urgent: bool,
        press: Press | None = None,
    ) -> Delivery:
        markup = await calls.keyboard(self._buttons, message.buttons, ref)

        async def call(to: ChatRef, plain: bool) -> tuple[int, ...]:
            if replaced is None:
                return await calls.sent(
                    self._bot,
                    to,
                    message,
                    markup,
                    reply_to=reply_to,
                    plain=plain,
                    press=press,
                    alone=self._rich.alone,
                )
            return await self._edited(to, replaced, message, markup, plain)

        count = max(len(message.pictures), 1)
        delivery = await self._attempts.tried(
            ref, call, count, urgent=urgent, again=replaced is not None
        )
        if delivery.outcome is Outcome.REFUSED and not message.attachment:
            log.error("refused by Telegram", chat=str(ref), why=delivery.reason, text=message.html)
            if replaced is not None:
                return await self._one(ref, message, reply_to, None, urgent=urgent)
            return await self._attempts.tried(
                ref, lambda to, _: call(to, True), count, urgent=urgent, again=False
            )
        if delivery.outcome is Outcome.SENT and message.html and delivery.messages:
            self._shown[ref.chat_id, delivery.messages[0]] = (message.html, markup)
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

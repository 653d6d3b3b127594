"""Parts of digests to Telegram: each sent once, behind the answers that people wait for."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Final

import structlog
from telegram import Bot
from telegram.error import TelegramError

from app.fair_use.admission import DENIED, Admission
from bot.platforms.buttons import ButtonData
from bot.platforms.telegram.incoming import KIND
from bot.platforms.telegram.sending import calls
from bot.platforms.telegram.sending.outcomes import classified
from bot.platforms.telegram.sending.pacing import Pace
from bot.platforms.telegram.sending.polls import NotAPoll, Polls, topic_made
from bot.platforms.telegram.sending.rich_calls import NotRich, RichCalls
from domain.chats import ChatRef
from domain.deliveries import Delivery, OutboxPart, Outcome
from domain.errors import StoreError
from domain.groups.meetings import Held, Step
from domain.ports import Chats, Clock
from rendering.common.parcels import telegram_parcel
from rendering.telegram.forms import TelegramForms
from rendering.telegram.html import TelegramMessage
from rendering.telegram.rich import RichMessage

log = structlog.get_logger(__name__)

_TRIES: Final = 8
_PAUSE: Final = 1.0
_LONGEST: Final = 30.0
"""Seconds to wait for the next message of one part, at most at once."""


class TelegramMessenger:
    """A `domain.ports.Messenger`, of one bot."""

    deduplicates: Final = 0.0
    """Telegram has no way of telling that a message was sent before."""

    def __init__(
        self,
        bot: Bot,
        store: Chats,
        buttons: ButtonData,
        pace: Pace,
        is_serving: Callable[[], bool],
        clock: Clock,
        rich: RichCalls,
        admission: Admission,
        name: str = KIND,
    ) -> None:
        """Args: is_serving tells whether Telegram is there; name is the bot's platform."""
        self.name = name
        self._bot = bot
        self._clock = clock
        self._rich = rich
        self._admission = admission
        self._store = store
        self._buttons = buttons
        self._pace = pace
        self._is_serving = is_serving
        self._polls = Polls(bot)

    def is_serving(self) -> bool:
        """Whether Telegram is there."""
        return self._is_serving()

    def wait(self, chat: ChatRef) -> float:
        """Seconds until a chat may be written to."""
        return self._pace.wait(chat.chat_id)

    async def deliver(self, part: OutboxPart, begin: Callable[[], Awaitable[None]]) -> Delivery:
        """Send one part of a digest, once.

        Where the group has moved meanwhile, it is sent to where it is now; where Telegram takes no
        rich message, or not this one, in classic form; where it refuses the text as it is, without
        markup. None of this can double it.
        """
        if self._admission.shuts_out(KIND, (part.chat.chat_id,)):
            return Delivery(outcome=Outcome.GONE, reason=DENIED, is_final=True)
        forms = telegram_parcel(part.payload)
        silent = part.part > 0 or part.sound.is_silent(self._clock.now(), part.zone)
        count = max((len(message.pictures) for message in forms.classic), default=1)
        async with self._pace.bulk(part.chat.chat_id, count or 1) as since:
            await self._pace.begun(begin, since, count or 1)
            what = part.at_once
            if what is not None and what.edits:
                return await self._edited(part, what.message, forms)
            polled = await self._polled(part, forms, silent=silent)
            if polled is not None:
                return polled
            delivery = await self._in_some_form(part, forms, silent=silent)
            is_last = part.part + 1 == part.parts
            if what is not None and what.step is Step.CARD and is_last and delivery.messages:
                return replace(delivery, held=await self._discussed(part, forms))
            return delivery

    async def _in_some_form(
        self, part: OutboxPart, forms: TelegramForms, *, silent: bool
    ) -> Delivery:
        if forms.rich is not None and self._rich.are_known and not part.plain:
            try:
                return _final(*await self._as_rich(part, forms.rich, silent=silent))
            except NotRich as error:
                log.warning("sent in classic form", part=part.name, why=str(error))
        return _final(*await self._as_classic(part, forms.classic, silent=silent))

    async def _polled(
        self, part: OutboxPart, forms: TelegramForms, *, silent: bool
    ) -> Delivery | None:
        """Make a poll, or end one; None where that is not asked for, or there can be none."""
        held, what = Held(), part.at_once
        is_end = what is not None and what.step is Step.CLOSE
        if not is_end and forms.poll is None:
            return None

        async def call(to: ChatRef, _: bool) -> tuple[int, ...]:
            nonlocal held
            if forms.poll is None:
                ids, held = await self._polls.ended(to, what.message if what else 0)
            else:
                ids, held = await self._polls.sent(to, forms.poll, silent=silent)
            return ids

        try:
            delivery = await self._called(part.chat, call, plain=False)
        except NotAPoll as error:
            log.info("voted on by buttons", part=part.name, why=str(error))
            return None
        if delivery.outcome is Outcome.MOVED:
            await self._moved(part.chat, delivery.moved_to)
        if delivery.outcome is Outcome.REFUSED:
            return Delivery(outcome=Outcome.SENT, reason=delivery.reason) if is_end else None
        return _final(part.chat, replace(delivery, held=held))

    async def _discussed(self, part: OutboxPart, forms: TelegramForms) -> Held:
        """Make a topic for what was sent, where there can be one; it begins with the same."""
        name = forms.classic[0].plain.partition("\n")[0] if forms.classic else ""
        thread = await topic_made(self._bot, part.chat, name)
        if thread:
            there = replace(part, chat=replace(part.chat, thread_id=thread), at_once=None)
            await self._in_some_form(there, forms, silent=True)
        return Held(thread=thread)

    async def _edited(self, part: OutboxPart, number: int, forms: TelegramForms) -> Delivery:
        """Put a message in place of one that was sent; one that has to stay as it is stays."""
        ref, rich, classic = part.chat, forms.rich, forms.classic

        async def call(to: ChatRef, _: bool) -> tuple[int, ...]:
            if rich is not None and self._rich.are_known and not part.plain:
                markup = await calls.keyboard(self._buttons, rich.buttons, ref)
                with suppress(NotRich):
                    return await self._rich.edited(to, number, rich, markup)
            if len(classic) == 1:
                markup = await calls.keyboard(self._buttons, classic[0].buttons, ref)
                await calls.edited(self._bot, to, number, classic[0], markup)
            return ()

        delivery = await self._called(ref, call, plain=False)
        if delivery.outcome in (Outcome.REFUSED, Outcome.MOVED):
            return Delivery(outcome=Outcome.SENT, reason=delivery.reason)
        return _final(ref, replace(delivery, messages=()))

    async def _as_rich(
        self, part: OutboxPart, message: RichMessage, *, silent: bool
    ) -> tuple[ChatRef, Delivery]:
        ref, reply_to = part.chat, _answered(part)
        markup = await calls.keyboard(self._buttons, message.buttons, ref)

        async def call(to: ChatRef, _: bool) -> tuple[int, ...]:
            return await self._rich.sent(to, message, markup, reply_to=reply_to, silent=silent)

        delivery = await self._called(ref, call, plain=False)
        if delivery.outcome is Outcome.MOVED:
            ref = await self._moved(ref, delivery.moved_to)
            delivery = await self._called(ref, call, plain=False)
        if delivery.outcome is Outcome.REFUSED:
            raise NotRich(delivery.reason)
        return ref, delivery

    async def _as_classic(
        self, part: OutboxPart, messages: Sequence[TelegramMessage], *, silent: bool
    ) -> tuple[ChatRef, Delivery]:
        """Send the messages that stand in a rich one's place, one after another.

        Once the first has arrived, all have to be seen to here: another try would double it.
        """
        ref, ids, is_plain = part.chat, tuple[int, ...](), False
        delivery = Delivery(outcome=Outcome.SENT)
        for message in messages:
            delivery = await self._patiently(part, ref, message, silent=silent, is_first=not ids)
            if delivery.moved_to:
                ref = replace(ref, chat_id=delivery.moved_to)
            if delivery.outcome is not Outcome.SENT:
                break
            ids += delivery.messages
            is_plain = is_plain or delivery.is_plain
            silent = True
        if ids and delivery.outcome is not Outcome.SENT:
            delivery = replace(delivery, outcome=Outcome.UNKNOWN)
        return ref, replace(delivery, messages=ids, is_plain=is_plain, moved_to="")

    async def _patiently(
        self,
        part: OutboxPart,
        ref: ChatRef,
        message: TelegramMessage,
        *,
        silent: bool,
        is_first: bool,
    ) -> Delivery:
        """Send one message; what is not the first waits for its turn itself."""
        delivery = await self._one(part, ref, message, silent=silent)
        tries = 0 if is_first else _TRIES
        while tries and delivery.outcome in (Outcome.LIMITED, Outcome.UNSENT):
            await asyncio.sleep(min(delivery.retry_after or _PAUSE, _LONGEST))
            delivery = await self._one(part, ref, message, silent=silent)
            tries -= 1
        return delivery

    async def _one(
        self, part: OutboxPart, ref: ChatRef, message: TelegramMessage, *, silent: bool
    ) -> Delivery:
        markup = await calls.keyboard(self._buttons, message.buttons, ref)

        async def call(to: ChatRef, plain: bool) -> tuple[int, ...]:
            return await calls.sent(
                *(self._bot, to, message, markup),
                reply_to=_answered(part),
                plain=plain,
                silent=silent,
            )

        delivery = await self._called(ref, call, plain=False)
        moved_to = ""
        if delivery.outcome is Outcome.MOVED:
            moved_to = delivery.moved_to
            ref = await self._moved(ref, moved_to)
            delivery = await self._called(ref, call, plain=False)
        if delivery.outcome is Outcome.REFUSED and not message.attachment:
            self._tell_refused(part, delivery, message)
            delivery = replace(await self._called(ref, call, plain=True), is_plain=True)
        return replace(delivery, moved_to=moved_to or delivery.moved_to)

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
            await self._hold(ref, delivery.retry_after)
        return delivery

    async def _hold(self, ref: ChatRef, seconds: float) -> None:
        """Keep still for as long as Telegram asks, where it means all chats, in all of them.

        It does not say; a private chat that was sent nothing lately cannot have met its own limit.
        """
        self._pace.hold(ref.chat_id, seconds)
        if not ref.chat_id.startswith("-") and self._pace.was_quiet(ref.chat_id):
            await self._pace.hold_all(seconds)

    async def _moved(self, ref: ChatRef, new_id: str) -> ChatRef:
        log.info("chat moved", chat=str(ref), to=new_id)
        with suppress(StoreError):
            await self._store.move_chat(ref.platform, ref.chat_id, new_id)
        return replace(ref, chat_id=new_id)

    def _tell_refused(self, part: OutboxPart, delivery: Delivery, message: TelegramMessage) -> None:
        log.error("refused by Telegram", part=part.name, why=delivery.reason, text=message.html)


def _answered(part: OutboxPart) -> int | None:
    """The message that a part is a reply to."""
    return part.at_once.message or None if part.at_once and not part.part else None


def _final(ref: ChatRef, delivery: Delivery) -> Delivery:
    """What is lost with a person's block, and what with a topic of a group."""
    if delivery.outcome not in (Outcome.GONE, Outcome.FORBIDDEN):
        return delivery
    said = delivery.reason.lower()
    in_thread = bool(ref.thread_id) and ("thread" in said or "topic" in said)
    is_private = not ref.chat_id.startswith("-")
    return replace(delivery, is_final=is_private or in_thread, in_thread=in_thread)

"""One answer in the making: acknowledged at once, progress in place, and in the end the answer."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from typing import Final

from telegram.error import TelegramError

from bot.platforms.telegram.sending.privately import Press
from bot.platforms.telegram.sending.sender import TelegramSender
from bot.platforms.telegram.sending.under_way import Word
from bot.platforms.typesetting import rendered
from domain.deliveries import Delivery
from domain.documents import Document
from domain.excerpts import excerpt
from domain.messages import Message
from domain.requests import Context
from i18n.speech import current, phrase, speaking, spoken
from rendering.telegram.forms import words_of

PATIENCE: Final = 0.3
"""Seconds of work of which nobody needs to be told."""

EVERY: Final = 1.2
"""Seconds from one edit to the next."""

TYPING_LASTS: Final = 4.5
"""Seconds; a little less than Telegram shows that somebody is typing."""

DRAFT_LASTS: Final = 25.0
"""Seconds; a little less than Telegram shows a draft."""

LONGEST_DRAFT: Final = 3_000
"""Characters of an answer that are shown before it is whole."""

_DRAFT: Final = 0
"""Stands for a draft, which is no message and has no id."""

_AGAIN: Final = 0.5
"""Seconds after which to see again whether there is room for a word."""


class Reply:
    """An answer to one message or button."""

    def __init__(
        self,
        sender: TelegramSender,
        context: Context,
        *,
        reply_to: int | None = None,
        pressed: int | None = None,
        press: Press | None = None,
    ) -> None:
        """An answer that nothing is shown of yet, in the language being spoken.

        Args:
            sender: through which it goes.
            context: where to, and in which form; goes before what other chats wait for.
            reply_to: the message to answer.
            pressed: the message whose button was pressed.
            press: the press, where who pressed shall be answered alone, as far as that is known.
        """
        self._sender = sender
        self._plain = context.settings.plain
        self._ref = context.chat
        self._reply_to = reply_to
        self._pressed = pressed
        self._press = press if sender.may_answer_alone else None
        self._can_be_stopped = False
        self._is_stopped = False
        self._urgent = True
        self._speech = current()
        self._word = Word(phrase("One moment"))
        self._shown = Word("")
        self._fades = 0.0
        self._failed = False
        self._message: int | None = None
        self._sent: list[int] = []
        self._is_given = False
        self._watching: asyncio.Task[None] | None = None
        self._is_worked_on = False
        self._news = asyncio.Event()
        self._done = asyncio.Event()

    def begin(self, *, can_be_stopped: bool = False) -> None:
        """Have it shown that something will come, and then what is being done for it.

        An answer that takes long is not urgent when it comes.
        """
        self._can_be_stopped |= can_be_stopped
        self._urgent = False
        if self._watching is None and not self._done.is_set():
            self._watching = asyncio.create_task(self._watch())

    def work(self) -> None:
        """From now on it is being worked on; until then it waits for others."""
        self._is_worked_on = True
        self._news.set()

    def watched(self, context: Context) -> Context:
        """A request that says here how far it has come."""
        return replace(context, progress=self.progress, draft=self.draft)

    def progress(self, doing: Message) -> None:
        """Take the newest word on what is being done."""
        self._tell(replace(self._word, doing=spoken(doing)))

    def draft(self, so_far: str) -> None:
        """Take what there is of the answer."""
        self._tell(replace(self._word, so_far=excerpt(so_far, LONGEST_DRAFT)))

    def _tell(self, word: Word) -> None:
        self._word = word
        self._is_worked_on = True
        self._news.set()
        self.begin()

    async def finish(self, document: Document) -> Delivery:
        """Send the answer, in place of the progress or of what the button was at.

        If it is cancelled, a last message says that the answer is not whole.
        """
        self._is_given = True
        try:
            return await self._given(document)
        except asyncio.CancelledError:
            if self._sent or self._message is not None:
                await self._say_interrupted(None if self._sent else self._message or None)
            raise

    def stop(self) -> None:
        """No answer is wanted any more."""
        self._is_stopped = True

    async def interrupt(self) -> None:
        """Say that there will be no answer, where one was promised."""
        if self._is_given:
            return
        await self._stop()
        if self._message is not None:
            await self._say_interrupted(self._message or None)

    async def _given(self, document: Document) -> Delivery:
        render = self._sender.forms_for(plain=self._plain)
        messages, papers = await rendered(document, render, words_of)
        await self._stop()
        target = self._pressed if document.is_menu else None
        if self._message:
            if target is None and messages and messages[0].is_text:
                target = self._message
            else:
                await self._sender.under_way.remove(self._ref, self._message)
        return await self._sender.send_messages(
            self._ref,
            messages,
            reply_to=self._reply_to,
            in_place_of=target,
            urgent=self._urgent,
            sent=self._sent,
            papers=papers,
            press=None if self._message or target else self._press,
        )

    async def _say_interrupted(self, in_place_of: int | None) -> None:
        with speaking(self._speech):
            said = (
                phrase("Stopped.")
                if self._is_stopped
                else phrase("I had to restart in the middle of this. Please ask again.")
            )
        await self._sender.send(self._ref, Document.say(said), in_place_of=in_place_of, urgent=True)

    async def _stop(self) -> None:
        """Show no more progress; what is on its way has arrived after this."""
        self._done.set()
        self._news.set()
        if self._watching is not None:
            await self._watching

    async def _watch(self) -> None:
        loop = asyncio.get_running_loop()
        # A word would be seen by all; and the answer to one member cannot take its place.
        next_word = self._press.until if self._press else loop.time() + PATIENCE
        next_typing = loop.time()
        while not self._done.is_set():
            if self._is_worked_on and loop.time() >= next_typing:
                next_typing = loop.time() + TYPING_LASTS
                await self._sender.under_way.typing(self._ref)
            if loop.time() >= next_word and (self._word != self._shown or self._is_fading):
                was_shown = await self._shown_now()
                next_word = loop.time() + (EVERY if was_shown else _AGAIN)
            await self._until(self._next_look(next_word, next_typing))

    def _next_look(self, next_word: float, next_typing: float) -> float | None:
        """When there will be something to do if no news come; None for never."""
        moments = [next_typing] if self._is_worked_on else []
        if self._word != self._shown and not self._failed:
            moments.append(next_word)
        elif self._message == _DRAFT and not self._failed:
            moments.append(self._fades)
        return min(moments, default=None)

    @property
    def _is_fading(self) -> bool:
        """Whether what is shown is a draft that will soon be gone."""
        is_old = asyncio.get_running_loop().time() >= self._fades
        return self._message == _DRAFT and is_old and not self._failed

    async def _until(self, moment: float | None) -> None:
        """Wait until a moment, or until there are news."""
        with suppress(TimeoutError):
            async with asyncio.timeout_at(moment):
                await self._news.wait()
                self._news.clear()

    async def _shown_now(self) -> bool:
        """Show the newest word; whether that was done."""
        word = self._word
        if self._failed or self._done.is_set():
            return False
        try:
            message = await self._sender.under_way.show(
                self._ref,
                word,
                message_id=self._message,
                reply_to=self._reply_to,
                can_be_stopped=self._can_be_stopped,
            )
        except TelegramError:
            # It may be there all the same; a second one would be worse than none.
            self._failed = True
            return False
        if message is None:
            return False
        self._message = message
        self._shown = word
        self._fades = asyncio.get_running_loop().time() + DRAFT_LASTS
        return True

"""What is shown in a chat while its answer is being made: that there is writing, and a word."""

from __future__ import annotations

from collections.abc import MutableMapping
from contextlib import suppress
from dataclasses import dataclass
from html import escape

from telegram import Bot
from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.platforms.telegram.sending import calls
from bot.platforms.telegram.sending.pacing import Pace
from bot.platforms.telegram.sending.rich_calls import RichCalls
from domain.chats import ChatRef
from domain.documents import Document, Paragraph, inline, italic
from rendering.telegram.html import TelegramMessage, to_telegram


@dataclass(frozen=True, slots=True)
class Word:
    """What is shown while an answer is being made.

    Attributes:
        doing: what is being done for it.
        so_far: what there is of it, which is never shown without a sign that there is more to come.
    """

    doing: str
    so_far: str = ""

    @property
    def message(self) -> TelegramMessage:
        """As a message."""
        doing = f"{self.doing} …"
        if not self.so_far:
            return TelegramMessage(html=escape(doing, quote=False), plain=doing)
        lines = (Paragraph(inline(self.so_far)), Paragraph(inline("⏳ ", italic(doing))))
        return to_telegram(Document(blocks=lines))[0]

    @property
    def draft(self) -> str:
        """As the HTML of a draft."""
        doing = f"<tg-thinking>{escape(f'{self.doing} …', quote=False)}</tg-thinking>"
        return f"<p>{escape(self.so_far, quote=False)}</p>{doing}" if self.so_far else doing


class UnderWay:
    """Shows progress through one bot, where there is room for it."""

    def __init__(
        self,
        bot: Bot,
        pace: Pace,
        rich: RichCalls,
        shown: MutableMapping[tuple[str, int], object],
    ) -> None:
        """Args: shown has what stands in each message, as far as it is known."""
        self._bot = bot
        self._pace = pace
        self._rich = rich
        self._shown = shown

    async def show(
        self,
        ref: ChatRef,
        word: Word,
        *,
        message_id: int | None,
        reply_to: int | None,
        can_be_stopped: bool = False,
    ) -> int | None:
        """Show what is being done, in a new message or an old one, if there is room for it.

        Gives the message's id; None where there was no room, and 0 where a draft shows it, which
        is no message: it goes by itself.

        Raises:
            TelegramError: it could not be shown.
        """
        if not message_id and await self._rich.draft(ref, word.draft, can_be_stopped):
            return 0
        message = word.message
        async with self._pace.going_if_free(ref.chat_id) as free:
            if not free:
                return None
            if not message_id:
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

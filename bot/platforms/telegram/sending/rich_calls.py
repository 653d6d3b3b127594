"""Rich messages as calls of Telegram's Bot API, and whether a server knows them at all.

The library has no methods for them yet. A server that somebody runs may be older than they are: it
answers that there is no such method, or takes an edit for one without text.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast

import structlog
from telegram import Bot, InlineKeyboardMarkup, InputFile, Message
from telegram.error import BadRequest, EndPointNotFound, TelegramError

from bot.platforms.buttons import ButtonData
from bot.platforms.telegram.channels import meant_by
from bot.platforms.telegram.sending.privately import AnsweringAlone, Press, Sent
from bot.platforms.telegram.sending.uploads import Uploads
from domain.chats import ChatRef
from rendering.telegram.rich import RichMessage

log = structlog.get_logger(__name__)

_DRAFT: Final = 1
"""Number of the one draft of a chat; what is shown under it changes in place."""

_CONTENT: Final = (
    *("rich_message", "block_", "inputrich", "rights to send the rich message"),
    "there is no text in the message to edit",
)
_NOTHING_LEFT: Final = "message text is empty"
"""What an older server says of an edit, having passed over what it does not know."""


class NotRich(Exception):
    """This message cannot be a rich one: it surely did not arrive, and goes out in classic form."""


def is_of_content(said: str) -> bool:
    """Whether a refusal is of what a message holds, so that others may be taken."""
    return any(words in said.lower() for words in _CONTENT)


class RichCalls:
    """Sends rich messages, as long as the server is not known to be too old for them.

    Attributes:
        are_proven: whether the server has taken a rich message.
        alone: answers who pressed alone, where the server knows such messages.
    """

    def __init__(self, bot: Bot, buttons: ButtonData, uploads: Uploads) -> None:
        self._bot = bot
        self._buttons = buttons
        self._is_too_old = False
        self._has_no_drafts = False
        self.are_proven = False
        self.alone = AnsweringAlone()
        self._uploads = uploads

    @property
    def are_known(self) -> bool:
        """Whether the server may know rich messages."""
        return not self._is_too_old

    async def sent(
        self,
        ref: ChatRef,
        message: RichMessage,
        markup: InlineKeyboardMarkup | None,
        *,
        reply_to: int | None = None,
        silent: bool = False,
        press: Press | None = None,
    ) -> tuple[int, ...]:
        """Send a message; the id it got, if all see it.

        The answer to a press is for who pressed, where that can be; else for all.

        Raises:
            NotRich: the server knows no rich messages, or does not take this one.
            TelegramError: it could not be sent for another reason.
        """
        content, files = await self._input(ref, message)
        wanted = {"rich_message": content, **files, **_to(ref, reply_to, silent=silent)}
        if markup:
            wanted["reply_markup"] = markup.to_dict()
        try:
            sent = await self.alone.sent(
                press,
                lambda more: self._asked({**wanted, **more}),
                lambda error: isinstance(self._told(error), NotRich),
            ) or await self._asked(wanted)
        except TelegramError as error:
            raise self._told(error) from error
        self.are_proven = True
        await self._keep(message, sent)
        number = int(sent.get("message_id", 0))
        return (number,) if number else ()

    async def _asked(self, wanted: Mapping[str, Any]) -> Sent:
        # The message as an object would have the library go through all of its text again.
        one = await self._bot.do_api_request("sendRichMessage", api_kwargs=dict(wanted))
        return cast("Sent", one)

    async def edited(
        self,
        ref: ChatRef,
        message_id: int,
        message: RichMessage,
        markup: InlineKeyboardMarkup | None,
    ) -> tuple[int, ...]:
        """Put a rich message in place of another message of ours.

        Raises:
            NotRich: likewise.
            TelegramError: likewise.
        """
        content, files = await self._input(ref, message)
        try:
            one = await self._bot.edit_message_text(
                # The library asks for a text, which a rich message has not.
                cast("str", None),
                ref.chat_id,
                message_id,
                reply_markup=markup,
                api_kwargs={"rich_message": content, **files},
            )
        except TelegramError as error:
            raise self._told(error) from error
        if isinstance(one, Message):
            await self._keep(message, one.api_kwargs)
        return (message_id,)

    async def draft(self, ref: ChatRef, html: str, can_be_stopped: bool) -> bool:
        """Show in a private chat that something is being written; whether that could be done.

        Args:
            ref: the chat.
            html: what is being done, and what there is of it.
            can_be_stopped: whether there is a button for that, where the server has one.
        """
        if self._is_too_old or self._has_no_drafts or ref.chat_id.startswith("-"):
            return False
        content = {"html": html, "skip_entity_detection": True}
        wanted: dict[str, Any] = {
            "chat_id": ref.chat_id,
            "draft_id": _DRAFT,
            "rich_message": content,
            "can_stop": can_be_stopped,
        }
        if ref.thread_id:
            wanted["message_thread_id"] = int(ref.thread_id)
        try:
            await self._bot.do_api_request("sendRichMessageDraft", api_kwargs=wanted)
        except (EndPointNotFound, BadRequest) as error:
            log.info("no drafts", why=str(error))
            self._has_no_drafts = True
            return False
        return True

    def _told(self, error: TelegramError) -> Exception:
        """What an error says: of rich messages, of this one, or of sending anything at all."""
        if isinstance(error, EndPointNotFound):
            self._is_too_old = True
            return NotRich(str(error))
        if isinstance(error, BadRequest):
            said = error.message.lower()
            self._is_too_old |= _NOTHING_LEFT in said
            if _NOTHING_LEFT in said or is_of_content(said):
                return NotRich(error.message)
        return error

    async def _input(
        self, ref: ChatRef, message: RichMessage
    ) -> tuple[dict[str, Any], dict[str, InputFile]]:
        """The message as the API takes it, and the files to go with it."""
        data = [
            await self._buttons.of(action.command, meant_by(action.command, ref))
            for action in message.actions
        ]
        media, files = {}, {}
        for picture in message.pictures:
            known = await self._uploads.of(picture.image, self._bot.id)
            media[picture.name] = known or f"attach://{picture.name}"
            if not known:
                files[picture.name] = InputFile(picture.image, filename=f"{picture.name}.png")
        return message.as_input(media, data), files

    async def _keep(self, message: RichMessage, sent: Sent) -> None:
        if message.pictures:
            images = [picture.image for picture in message.pictures]
            await self._uploads.keep(images, sent.get("rich_message"), self._bot.id)


def _to(ref: ChatRef, reply_to: int | None, *, silent: bool) -> dict[str, Any]:
    wanted: dict[str, Any] = {"chat_id": ref.chat_id}
    if ref.thread_id:
        wanted["message_thread_id"] = int(ref.thread_id)
    if reply_to:
        wanted["reply_parameters"] = {"message_id": reply_to, "allow_sending_without_reply": True}
    if silent:
        wanted["disable_notification"] = True
    return wanted

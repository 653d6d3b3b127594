"""Messages as calls of Telegram's Bot API."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, TypedDict

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    InputMediaPhoto,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)
from telegram.constants import ParseMode

from bot.platforms.buttons import ButtonData
from bot.platforms.telegram.channels import meant_by
from bot.platforms.telegram.sending.privately import AnsweringAlone, Press, Sent
from domain.chats import ChatRef
from domain.documents import Button
from rendering.telegram.html import TelegramMessage, TelegramPicture


class _To(TypedDict):
    """Where a message goes, as every call that sends one takes it."""

    chat_id: str
    message_thread_id: int | None
    reply_parameters: ReplyParameters | None
    disable_notification: bool | None


NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)


async def keyboard(
    data: ButtonData, rows: tuple[tuple[Button, ...], ...], ref: ChatRef
) -> InlineKeyboardMarkup | None:
    """Rows of buttons to be shown in a chat; those that send a command carry it."""
    made = [[await _button(data, button, ref) for button in row] for row in rows]
    return InlineKeyboardMarkup(made) if made else None


async def sent(
    bot: Bot,
    ref: ChatRef,
    message: TelegramMessage,
    markup: InlineKeyboardMarkup | None,
    *,
    reply_to: int | None = None,
    plain: bool = False,
    silent: bool = False,
    press: Press | None = None,
    alone: AnsweringAlone | None = None,
) -> tuple[int, ...]:
    """Send a message; the ids it got, if all see it.

    Args:
        bot: through which.
        ref: where to.
        message: what.
        markup: its buttons.
        reply_to: the message that it answers; one that is gone does not matter.
        plain: without markup, where Telegram has refused it.
        silent: without a sound.
        press: what a text answers, so that who pressed alone shall see it, where that can be.
        alone: does that.
    """
    to = _to(ref, reply_to, silent=silent)
    if message.attachment:
        content = message.attachment.text.encode()
        file = InputFile(content, filename=message.attachment.name)
        return ((await bot.send_document(document=file, **to)).message_id,)
    if message.pictures:
        return await _pictured(bot, to, message.pictures, plain=plain)
    return await _written(bot, to, message, markup, plain=plain, press=press, alone=alone)


async def _written(
    bot: Bot,
    to: _To,
    message: TelegramMessage,
    markup: InlineKeyboardMarkup | None,
    *,
    plain: bool,
    press: Press | None,
    alone: AnsweringAlone | None,
) -> tuple[int, ...]:
    async def ask(more: dict[str, Any]) -> Sent:
        one = await bot.send_message(
            text=message.plain if plain else message.html,
            parse_mode=None if plain else ParseMode.HTML,
            link_preview_options=NO_PREVIEW,
            reply_markup=markup,
            api_kwargs=more,
            **to,
        )
        return {**one.api_kwargs, "message_id": one.message_id}

    one = await alone.sent(press, ask, lambda _: False) if alone else None
    number: int = (one or await ask({}))["message_id"]
    return (number,) if number else ()


def _to(ref: ChatRef, reply_to: int | None, *, silent: bool) -> _To:
    return _To(
        disable_notification=silent or None,
        chat_id=ref.chat_id,
        message_thread_id=int(ref.thread_id) if ref.thread_id else None,
        reply_parameters=(
            ReplyParameters(reply_to, allow_sending_without_reply=True) if reply_to else None
        ),
    )


async def _pictured(
    bot: Bot, to: _To, pictures: Sequence[TelegramPicture], *, plain: bool
) -> tuple[int, ...]:
    if len(pictures) > 1:
        media = [_in_album(picture, plain=plain) for picture in pictures]
        album = await bot.send_media_group(media=media, **to)
        return tuple(part.message_id for part in album)
    (picture,) = pictures
    one = await bot.send_photo(
        photo=picture.image or picture.url,
        caption=picture.plain if plain else picture.html,
        parse_mode=None if plain else ParseMode.HTML,
        **to,
    )
    return (one.message_id,)


async def edited(
    bot: Bot,
    ref: ChatRef,
    message_id: int,
    message: TelegramMessage,
    markup: InlineKeyboardMarkup | None,
    *,
    plain: bool = False,
) -> tuple[int, ...]:
    """Put a text in place of another message of ours."""
    one = await bot.edit_message_text(
        message.plain if plain else message.html,
        ref.chat_id,
        message_id,
        parse_mode=None if plain else ParseMode.HTML,
        link_preview_options=NO_PREVIEW,
        reply_markup=markup,
    )
    return (one.message_id if isinstance(one, Message) else message_id,)


async def _button(data: ButtonData, button: Button, ref: ChatRef) -> InlineKeyboardButton:
    if button.command:
        carried = await data.of(button.command, meant_by(button.command, ref))
        return InlineKeyboardButton(button.label, callback_data=carried)
    return InlineKeyboardButton(button.label, url=button.url)


def _in_album(picture: TelegramPicture, *, plain: bool) -> InputMediaPhoto:
    return InputMediaPhoto(
        picture.image or picture.url,
        caption=picture.plain if plain else picture.html,
        parse_mode=None if plain else ParseMode.HTML,
    )

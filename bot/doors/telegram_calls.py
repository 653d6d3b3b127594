"""Messages as calls of Telegram's Bot API."""

from __future__ import annotations

from typing import Final

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

from bot.doors.buttons import to_button
from domain.chats import ChatRef
from domain.documents import Button
from domain.ports import Store
from rendering.telegram_html import TelegramMessage, TelegramPicture

NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)


async def keyboard(
    store: Store, rows: tuple[tuple[Button, ...], ...]
) -> InlineKeyboardMarkup | None:
    """Rows of buttons; those that send a command carry it."""
    made = [[await _button(store, button) for button in row] for row in rows]
    return InlineKeyboardMarkup(made) if made else None


async def sent(
    bot: Bot,
    ref: ChatRef,
    message: TelegramMessage,
    markup: InlineKeyboardMarkup | None,
    *,
    reply_to: int | None = None,
    plain: bool = False,
) -> tuple[int, ...]:
    """Send a message; the ids it got.

    Args:
        bot: through which.
        ref: where to.
        message: what.
        markup: its buttons.
        reply_to: the message that it answers; one that is gone does not matter.
        plain: without markup, where Telegram has refused it.
    """
    replied = ReplyParameters(reply_to, allow_sending_without_reply=True) if reply_to else None
    thread = int(ref.thread_id) if ref.thread_id else None
    mode = None if plain else ParseMode.HTML
    if message.attachment:
        content = message.attachment.text.encode()
        file = InputFile(content, filename=message.attachment.name)
        one = await bot.send_document(
            ref.chat_id, file, message_thread_id=thread, reply_parameters=replied
        )
    elif len(message.pictures) > 1:
        album = await bot.send_media_group(
            ref.chat_id,
            [_in_album(picture, plain=plain) for picture in message.pictures],
            message_thread_id=thread,
            reply_parameters=replied,
        )
        return tuple(part.message_id for part in album)
    elif message.pictures:
        picture = message.pictures[0]
        one = await bot.send_photo(
            ref.chat_id,
            picture.image or picture.url,
            caption=picture.plain if plain else picture.html,
            parse_mode=mode,
            message_thread_id=thread,
            reply_parameters=replied,
        )
    else:
        one = await bot.send_message(
            ref.chat_id,
            message.plain if plain else message.html,
            parse_mode=mode,
            link_preview_options=NO_PREVIEW,
            message_thread_id=thread,
            reply_parameters=replied,
            reply_markup=markup,
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


async def _button(store: Store, button: Button) -> InlineKeyboardButton:
    if button.command:
        data = await to_button(store, button.command)
        return InlineKeyboardButton(button.label, callback_data=data)
    return InlineKeyboardButton(button.label, url=button.url)


def _in_album(picture: TelegramPicture, *, plain: bool) -> InputMediaPhoto:
    return InputMediaPhoto(
        picture.image or picture.url,
        caption=picture.plain if plain else picture.html,
        parse_mode=None if plain else ParseMode.HTML,
    )

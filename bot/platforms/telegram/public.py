"""Which chats on Telegram anybody can find: channels with a link of their own."""

from __future__ import annotations

from telegram import Bot, Chat
from telegram.error import BadRequest, Forbidden, TelegramError

from app.operating.public_names import NameUnknown, PublicName
from domain.chats import ChatRef
from domain.messages import sentence


async def public_name(bot: Bot, ref: ChatRef) -> PublicName | None:
    """What a channel is called by which anybody finds it; None for all other chats.

    Raises:
        NameUnknown: Telegram does not tell.
    """
    try:
        chat = await bot.get_chat(ref.chat_id)
    except (BadRequest, Forbidden):
        return None
    except TelegramError as error:
        raise NameUnknown(
            sentence("Telegram does not tell whether this channel is public; try again later.")
        ) from error
    if chat.type != Chat.CHANNEL or not chat.username:
        return None
    return PublicName(chat.title or f"@{chat.username}", chat.username.lower())

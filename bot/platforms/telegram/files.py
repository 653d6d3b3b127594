"""Text files that people send on Telegram."""

from __future__ import annotations

from telegram import Bot
from telegram.error import TelegramError

from app.limits import LARGEST_IMPORT, text_of_file, too_large
from domain.errors import InputError
from domain.messages import sentence


async def text_of(bot: Bot, file_id: str) -> str:
    """What stands in a text file that somebody sent.

    Raises:
        InputError: it is too large, no text, or Telegram does not give it.
    """
    try:
        file = await bot.get_file(file_id)
        if (file.file_size or 0) > LARGEST_IMPORT:
            raise too_large()
        return text_of_file(bytes(await file.download_as_bytearray()))
    except TelegramError as error:
        raise InputError(
            sentence("That file cannot be read."), hint=sentence("Send what /export gave.")
        ) from error

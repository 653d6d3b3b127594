"""Text files that people send on Telegram."""

from __future__ import annotations

from typing import Final

from telegram import Bot
from telegram.error import TelegramError

from domain.errors import InputError
from domain.speech import phrase

_LARGEST: Final = 1_000_000


async def text_of(bot: Bot, file_id: str) -> str:
    """What stands in a text file that somebody sent.

    Raises:
        InputError: it is too large, no text, or Telegram does not give it.
    """
    try:
        file = await bot.get_file(file_id)
        if (file.file_size or 0) > _LARGEST:
            raise InputError(phrase("That file is too large."))
        return bytes(await file.download_as_bytearray()).decode("utf-8-sig")
    except (TelegramError, UnicodeDecodeError) as error:
        raise InputError(
            phrase("That file cannot be read."), hint=phrase("Send what /export gave.")
        ) from error

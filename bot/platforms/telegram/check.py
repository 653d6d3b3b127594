"""Whether Telegram can be served: asked once, for ``papercrier check``."""

from __future__ import annotations

import asyncio
from typing import Final

from telegram.error import TelegramError

from bot.platforms.bots import setting_of
from bot.platforms.supervision import AdapterTrouble
from bot.platforms.telegram.adapter import open_bot
from bot.platforms.telegram.polling import trouble_of
from bot.settings import PREFIX, Settings
from domain.messages import sentence

PATIENCE: Final = 8.0
"""Seconds to wait for Telegram."""


async def look_at_telegram(settings: Settings, token: str) -> str:
    """Ask Telegram whose token it is; the bot's name.

    Raises:
        AdapterTrouble: it refuses the token, or cannot be reached, or the settings do not fit.
    """
    if settings.telegram_webhook and not settings.public_url.startswith("https://"):
        raise AdapterTrouble(
            sentence(
                "{setting} needs {address}, an address with https.",
                setting=f"{PREFIX}TELEGRAM_WEBHOOK",
                address=f"{PREFIX}PUBLIC_URL",
            )
        )
    try:
        async with asyncio.timeout(PATIENCE), open_bot(settings, token, patience=PATIENCE) as bot:
            return f"@{bot.username}"
    except TelegramError as error:
        raise trouble_of(error, setting_of(settings, token)) from error
    except TimeoutError as error:
        raise AdapterTrouble(
            sentence("Telegram did not answer within {seconds} s.", seconds=f"{PATIENCE:.0f}")
        ) from error

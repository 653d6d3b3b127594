"""The bots that the settings name, each with the platform that is its own."""

from __future__ import annotations

from app.operating.bots import settle_bots
from bot.given import number_of
from bot.settings import PREFIX, Settings
from domain.platforms import Kind, platform_of
from domain.ports import Notes
from storage.places import PostgresPlace

TELEGRAM: Kind = "telegram"


def setting_of(settings: Settings, token: str) -> str:
    """What a Telegram bot's token is called, of several by the bot's number: for messages."""
    first = settings.telegram_token
    if first is not None and first.get_secret_value().strip() == token.strip():
        return f"{PREFIX}TELEGRAM_TOKEN"
    return f"{PREFIX}TELEGRAM_TOKENS, {number_of(token)}:…"


async def telegram_tokens(
    notes: Notes, settings: Settings, *, keeps: bool = True
) -> dict[str, str]:
    """The token of each Telegram bot by its platform, in the order of the settings.

    A token without a number is no bot's that anybody knows; Telegram will refuse it.

    Args:
        notes: where is kept whose platform is which.
        settings: name the tokens.
        keeps: whether what is new is kept there.

    Raises:
        StoreError: what was settled of them cannot be read or kept.
    """
    tokens = settings.telegram_bots
    numbers = [number for token in tokens if (number := number_of(token))]
    # Of several processes another may serve the bot that this one does not know.
    is_alone = not isinstance(settings.database, PostgresPlace)
    succeeds = is_alone and settings.telegram_tokens is None
    platforms = await settle_bots(notes, TELEGRAM, numbers, succeeds=succeeds, keeps=keeps)
    others = TELEGRAM if TELEGRAM not in platforms.values() else platform_of(TELEGRAM, "0")
    return {platforms.get(number_of(token), others): token for token in tokens}

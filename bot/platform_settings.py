"""Settings of the platforms that people write on: whose bots, and where they are reached."""

from __future__ import annotations

from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings

from bot.given import PublicKey, tokens_in


class PlatformSettings(BaseSettings):
    """The part of the settings that is about platforms."""

    telegram_token: SecretStr | None = Field(
        None, description="Token of a Telegram bot, from @BotFather"
    )
    telegram_tokens: SecretStr | None = Field(
        None,
        description="Tokens of further Telegram bots, with commas between: each has chats of its "
        "own, and papers, summaries and people's quotas are shared",
    )
    telegram_api_url: str = Field(
        "https://api.telegram.org", description="Telegram's Bot API, or a server of your own"
    )
    telegram_webhook: bool = Field(
        False,
        description="1 lets Telegram call `PAPERCRIER_PUBLIC_URL`, instead of being asked by us",
    )
    discord_token: SecretStr | None = Field(
        None, description="Token of a Discord bot, from Discord's developer portal"
    )
    discord_public_key: PublicKey = Field(
        "",
        description="Public key of the Discord application, from the developer portal: has "
        "commands and buttons taken where Discord posts them, at `/discord/interactions`, in "
        "every process",
    )
    discord_shards: int = Field(
        0,
        ge=0,
        description="Shards of Discord's gateway, shared out among processes; 0 is as many as "
        "Discord recommends, one for a bot on few servers",
    )
    discord_api_url: str = Field(
        "https://discord.com/api/v10", description="Discord's API, with its version"
    )
    discord_gateway_url: str = Field(
        "wss://gateway.discord.gg/", description="Discord's gateway, for the first connection"
    )

    @field_validator("telegram_tokens")
    @classmethod
    def _are_tokens(cls, tokens: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        first = info.data.get("telegram_token")
        if tokens is not None:
            tokens_in(tokens.get_secret_value(), first.get_secret_value() if first else "")
        return tokens

    @field_validator("telegram_api_url")
    @classmethod
    def _ends_without_slash(cls, url: str) -> str:
        return url.rstrip("/")

    @property
    def telegram_bots(self) -> tuple[str, ...]:
        """The token of each Telegram bot."""
        first = self.telegram_token.get_secret_value().strip() if self.telegram_token else ""
        further = self.telegram_tokens.get_secret_value() if self.telegram_tokens else ""
        return tokens_in(further, first)

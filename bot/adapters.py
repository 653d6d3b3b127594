"""The front ends of the bots that are set up, and which chats none of them serves."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial

import structlog

from app.operating.bots import known_bots
from app.services import Services
from bot.operations.calls import Calls
from bot.platforms.bots import telegram_tokens
from bot.platforms.supervision import ChatAdapter
from bot.roles import Roles
from bot.settings import Settings
from domain.platforms import KINDS, kind_of

log = structlog.get_logger(__name__)


async def bot_tokens(services: Services, settings: Settings) -> dict[str, str]:
    """The token of each bot by its platform; chats of others are told of in the log.

    Raises:
        StoreError: what is kept of bots cannot be read or kept.
    """
    tokens = await telegram_tokens(services.store, settings)
    if settings.discord_token is not None:
        tokens["discord"] = settings.discord_token.get_secret_value()
    if any(bot.platform not in tokens for bot in await known_bots(services.store)):
        for bot, chats in (await without_bot(services, tokens)).items():
            log.warning("digests wait for a bot that is not set up", bot=bot, chats=chats)
    return tokens


async def without_bot(services: Services, platforms: Collection[str]) -> dict[str, int]:
    """How many chats belong to each bot that is not set up; their digests wait for it.

    Counting takes a while in a large database.

    Args:
        services: know the chats.
        platforms: of the bots that are set up.

    Raises:
        StoreError: it cannot be read.
    """
    names = {bot.platform: str(bot) for bot in await known_bots(services.store)}
    chats = (await services.held()).get("chats", {})
    return {
        names.get(platform, platform): count
        for platform, count in chats.items()
        if kind_of(platform) in KINDS and platform not in platforms
    }


def open_adapters(
    services: Services,
    settings: Settings,
    tokens: Mapping[str, str],
    roles: Roles,
    calls: Calls | None,
) -> list[ChatAdapter]:
    """A front end for each bot, not yet served.

    Args:
        services: what answers are made with, and whom front ends tell how to reach people.
        settings: say where the platforms are.
        tokens: of the bots, by platform.
        roles: say which of them this process hears.
        calls: what platforms call, where a web server is there for it; None where none is.
    """
    telegram = {name: token for name, token in tokens.items() if kind_of(name) == "telegram"}
    adapters = _telegram(services, settings, telegram, roles, calls) if telegram else []
    if "discord" in tokens:
        adapters.append(_discord(services, settings, tokens["discord"], roles, calls))
    for adapter in adapters:
        services.notices.connect(adapter.name, adapter.tell)
        services.public_names.connect(adapter.name, adapter.public_name)
    return adapters


# Each library takes its time to import; whoever does not use a platform does without.


def _telegram(
    services: Services,
    settings: Settings,
    tokens: Mapping[str, str],
    roles: Roles,
    calls: Calls | None,
) -> list[ChatAdapter]:
    from bot.platforms.telegram.adapter import TelegramAdapter, own_server

    adapter = partial(TelegramAdapter, services, settings, calls=calls, server=own_server(settings))
    return [
        adapter(token, name=platform, listening=roles.during(platform))
        for platform, token in tokens.items()
    ]


def _discord(
    services: Services, settings: Settings, token: str, roles: Roles, calls: Calls | None
) -> ChatAdapter:
    from bot.platforms.discord.adapter import DiscordAdapter

    if not roles.are_shared:
        return DiscordAdapter(services, settings, token, calls=calls)
    return DiscordAdapter(
        services,
        settings,
        token,
        listening=roles.during("discord"),
        calls=calls,
        share_out=partial(roles.share_out, "discord"),
    )

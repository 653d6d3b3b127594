"""Whether Discord can be served: asked without serving it."""

from __future__ import annotations

import asyncio
from typing import Final

import aiohttp
import discord

from bot.operations.unreachable import remedy, why_unreachable
from bot.platforms.discord.adapter import point_at
from bot.platforms.discord.proxies import by_way_of, proxy_for
from bot.platforms.discord.receiving.troubles import REFUSED, REMEDY, wrongly_called
from bot.settings import Settings
from domain.errors import PapercrierError
from domain.messages import sentence

PATIENCE: Final = 10.0
"""Seconds for the token, and again for the gateway."""


class DiscordFails(PapercrierError):
    """Discord cannot be served."""


async def look_at_discord(settings: Settings, token: str) -> str:
    """The bot's name on Discord, where the token is good and the gateway answers.

    Raises:
        DiscordFails: with the sentence that says what is wrong.
    """
    point_at(settings)
    proxy = proxy_for(settings.discord_api_url)
    name = await _name(token, proxy, settings.discord_public_key)
    try:
        async with (
            asyncio.timeout(PATIENCE),
            aiohttp.ClientSession(**by_way_of(proxy)) as session,
            session.ws_connect(settings.discord_gateway_url) as gateway,
        ):
            await gateway.receive()
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        raise DiscordFails(
            sentence("Discord's gateway cannot be reached: {why}.", why=why_unreachable(error)),
            hint=remedy(error),
        ) from error
    return name


async def _name(token: str, proxy: str | None, public_key: str) -> str:
    client = discord.Client(intents=discord.Intents(guilds=True), **by_way_of(proxy))
    try:
        async with asyncio.timeout(PATIENCE), client:
            await client.login(token)
            for why in wrongly_called(client.application, public_key):
                raise DiscordFails(why)
            return str(client.user)
    except discord.LoginFailure as error:
        raise DiscordFails(REFUSED, hint=REMEDY) from error
    except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError) as error:
        raise DiscordFails(
            sentence("Discord cannot be reached: {why}.", why=why_unreachable(error, str(error))),
            hint=remedy(error),
        ) from error

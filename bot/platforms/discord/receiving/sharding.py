"""How many shards a bot's gateway has, and when each may say who it is.

After https://discord.com/developers/docs/events/gateway#sharding: shards of one bucket, `shard %
max_concurrency`, identify 5 seconds apart, whichever processes they are in.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

import structlog

from app.services import Services
from bot.platforms.common_pace import bot_name
from bot.platforms.discord.client import PapercrierClient
from bot.platforms.discord.places import PLATFORM
from bot.platforms.discord.receiving.options import WHOLE, Gateway
from domain.errors import StoreError
from domain.ports.sharing.paces import SharedPaces

log = structlog.get_logger(__name__)

APART: Final = 5.2
"""Seconds from one identification to the next in a bucket: Discord wants 5 of its own."""

ONE_SHARD: Final = 1_000
"""Servers up to which Discord recommends a single shard, as it did in 2026; one shard takes 2,500.
How many there are is told with the login, so that bots on few servers ask for nothing more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharding:
    """How a bot's gateway is divided.

    Attributes:
        count: of shards.
        at_once: how many may identify at the same time.
    """

    count: int = 1
    at_once: int = 1


async def sharding_of(client: PapercrierClient, services: Services, wanted: int) -> Sharding:
    """How the gateway of a bot is divided, the same for all processes that are at work.

    What Discord recommends is asked by the first of them; those that come later do as it does, for
    a server is told of by one shard only where all count alike.

    Args:
        client: logged in.
        services: know of the other processes.
        wanted: how many shards the settings name; 0 for as many as Discord recommends.

    Raises:
        discord.DiscordException: Discord does not say.
        StoreError: nobody can tell what the others do.
    """
    note = f"discord-shards:{client.application_id}"
    are_others = services.paces is not None and services.store.standing().others > 0
    agreed = int(await services.store.note(note) or 0) if are_others else 0
    count = wanted or agreed
    servers = client.application.approximate_guild_count if client.application else 0
    if not count and servers < ONE_SHARD:
        count = 1
    sharding = Sharding(count=count)
    if count != 1:
        recommended, _, limit = await client.http.get_bot_gateway()
        at_once = int(limit.get("max_concurrency") or 1)
        sharding = Sharding(count=count or recommended, at_once=at_once)
    if services.paces is not None and sharding.count != agreed:
        await services.store.save_note(note, str(sharding.count))
    return sharding


class Identifying:
    """Gives shards the moments at which they may identify, over all processes."""

    def __init__(self, paces: SharedPaces | None, token: str) -> None:
        """Args: paces are those of all processes, where there may be several; the bot's token."""
        self._paces = paces
        self._name = f"{bot_name(PLATFORM, token)}/identify"
        self._next: dict[int, float] = {}

    def gateway(self, sharding: Sharding, shard: int = 0) -> Gateway:
        """The part of the gateway that is a shard's."""
        is_one = sharding.count == 1
        if is_one and self._paces is None:
            return WHOLE
        bucket = shard % sharding.at_once

        async def may_identify() -> None:
            await asyncio.sleep(await self._wait(bucket))

        return Gateway(
            shard=None if is_one else shard,
            count=None if is_one else sharding.count,
            may_identify=may_identify,
            leads=is_one,
        )

    async def _wait(self, bucket: int) -> float:
        """Seconds until a shard of a bucket may identify; nobody else of it does before."""
        if self._paces is not None:
            with suppress(StoreError):
                return await self._paces.moments(f"{self._name}/{bucket}", 1, rate=1 / APART)
            # As long as nobody can tell, every process may be about to.
            return APART
        now = time.monotonic()
        moment = max(now, self._next.get(bucket, now))
        self._next[bucket] = moment + APART
        return moment - now

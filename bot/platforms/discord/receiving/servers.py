"""Servers and their channels, asked for where no gateway tells of them."""

from __future__ import annotations

import asyncio
import time
from typing import Any, Final

import aiohttp
import discord
import structlog

log = structlog.get_logger(__name__)

FRESH: Final = 30.0
"""Seconds for which what Discord has told of a server is believed."""

_FAILURES: Final = (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError)


class Servers:
    """What one client knows of servers, by the gateway or by asking."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client
        self._asked: dict[int, tuple[float, discord.Guild]] = {}

    async def server(self, number: int) -> discord.Guild | None:
        """A server with its channels and roles; None where Discord does not tell."""
        if (known := self._client.get_guild(number)) is not None:
            return known
        now = time.monotonic()
        self._asked = {one: kept for one, kept in self._asked.items() if now - kept[0] < FRESH}
        if number in self._asked:
            return self._asked[number][1]
        try:
            guild = await self._told(number)
        except _FAILURES as error:
            log.info("server not told", guild=number, why=repr(error))
            return None
        self._asked[number] = (now, guild)
        return guild

    async def channel(self, number: int, server: int = 0) -> Any:
        """A channel or thread, on a server that is known if it is on any; None for none.

        Args:
            number: of the channel.
            server: of which it has to be; 0 for any.
        """
        known: Any = discord.Client.get_channel(self._client, number)
        try:
            if known is None and not server:
                found = await self._client.fetch_channel(number)
                server = getattr(getattr(found, "guild", None), "id", 0)
                if not server:
                    return found
            if known is not None:
                return known if server in (0, getattr(known.guild, "id", 0)) else None
            guild = await self.server(server)
            if guild is None:
                return None
            return guild.get_channel_or_thread(number) or await guild.fetch_channel(number)
        except _FAILURES as error:
            log.info("channel not told", channel=number, why=repr(error))
            return None

    async def _told(self, number: int) -> discord.Guild:
        """Ask for a server, for its channels and for what the bot is there."""
        guild = await self._client.fetch_guild(number, with_counts=False)
        user = self._client.user
        me = guild.fetch_member(user.id if user else 0)
        channels, member = await asyncio.gather(guild.fetch_channels(), me)
        # As the gateway's events do it; rights are reckoned from these.
        for channel in channels:
            guild._add_channel(channel)
        guild._add_member(member)
        return guild

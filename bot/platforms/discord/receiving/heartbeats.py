"""Sessions of the gateway that were given up before they had begun."""

from __future__ import annotations

import threading
from contextlib import suppress

import aiohttp
import discord
from discord.gateway import KeepAliveHandler


async def close_unbegun(client: discord.Client) -> None:
    """Close the sessions of a client that nobody knows of any more.

    discord.py 2.7.1 sends heartbeats, on a thread, before a session identifies. Where that is
    cancelled while it waits to identify, as shards do for their turn, the client has no such
    session, so it stays open and its thread sends on for a minute.

    Args:
        client: that is to be closed.
    """
    for thread in threading.enumerate():
        if not isinstance(thread, KeepAliveHandler) or thread.ws is client.ws:
            continue
        if thread.ws._connection is client._connection:
            with suppress(aiohttp.ClientError, OSError):
                await thread.ws.close(code=1000)

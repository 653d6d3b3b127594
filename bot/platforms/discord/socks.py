"""Connections by way of a SOCKS proxy, which fail as other connections do."""

from __future__ import annotations

from typing import Any

import aiohttp
from aiohttp.connector import Connection
from aiohttp_socks import ProxyConnectionError, ProxyConnector, ProxyError, ProxyTimeoutError


class SocksConnector(ProxyConnector):
    """What aiohttp and discord.py connect by."""

    async def connect(self, *args: Any, **options: Any) -> Connection:
        """A connection, as aiohttp asks for it.

        Raises:
            aiohttp.ClientConnectionError: there is none, for the proxy's reasons.
        """
        try:
            return await super().connect(*args, **options)
        except (ProxyConnectionError, ProxyError, ProxyTimeoutError) as error:
            raise aiohttp.ClientConnectionError(f"its proxy says: {error}") from error

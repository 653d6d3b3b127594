"""The proxy that the environment names for Discord, whose library asks no environment."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass


def proxy_for(url: str) -> str | None:
    """The proxy for an address, after ``HTTPS_PROXY``, ``HTTP_PROXY``, ``ALL_PROXY``, ``NO_PROXY``.

    What listens on this machine is asked without one.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    if _is_here(host) or proxy_bypass(host):
        return None
    secure = parts.scheme in ("https", "wss")
    proxies = getproxies()
    proxy = proxies.get("https" if secure else "http") or proxies.get("all") or None
    return proxy if proxy is None or "://" in proxy else f"http://{proxy}"


def by_way_of(proxy: str | None) -> dict[str, Any]:
    """How aiohttp, and discord.py with it, is told to go through a proxy; needs a running loop.

    It speaks to one that speaks HTTP by itself; SOCKS takes a way of connecting of its own.
    """
    scheme, _, place = (proxy or "").partition("://")
    if not scheme.startswith("socks"):
        return {"proxy": proxy}
    from bot.platforms.discord.socks import SocksConnector  # whose library hardly anybody needs

    # With “h” or without: the proxy looks names up, as for all else that is talked to.
    return {"connector": SocksConnector.from_url(f"socks5://{place}", rdns=True, limit=0)}


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"

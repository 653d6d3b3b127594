"""The proxy that the environment names for Discord, whose library asks no environment."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import structlog

log = structlog.get_logger(__name__)

SOCKS: Final = (
    "Discord is asked without the SOCKS proxy that ALL_PROXY names, as its library knows none; "
    "HTTPS_PROXY may name one that speaks HTTP."
)


def proxy_for(url: str) -> str | None:
    """The proxy for an address, after ``HTTPS_PROXY``, ``HTTP_PROXY``, ``ALL_PROXY``, ``NO_PROXY``.

    What listens on this machine is asked without one. A SOCKS proxy is not used, and that is said.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    if _is_here(host) or proxy_bypass(host):
        return None
    secure = parts.scheme in ("https", "wss")
    proxies = getproxies()
    proxy = proxies.get("https" if secure else "http") or proxies.get("all") or None
    if proxy and urlsplit(proxy).scheme.startswith("socks"):
        log.warning("proxy not used", why=SOCKS)
        return None
    return proxy if proxy is None or "://" in proxy else f"http://{proxy}"


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"

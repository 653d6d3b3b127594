"""Addresses that Papercrier talks to without encryption, elsewhere than on this machine.

Whoever carries such traffic reads the tokens in it, and can answer in the other side's name.
"""

from __future__ import annotations

import ipaddress
from typing import Final
from urllib.parse import urlsplit

from bot.settings import PREFIX, Settings

_OPEN: Final = ("http", "ws")
_SPOKEN_TO: Final = {
    "telegram_api_url": "telegram_bots",
    "discord_api_url": "discord_token",
    "discord_gateway_url": "discord_token",
    "arxiv_api_url": "",
    "arxiv_site_url": "",
    "arxiv_rss_url": "",
    "llm_base_url": "llm_model",
}
"""Settings that hold an address, each with the one without which nobody speaks to it."""


def in_the_open(settings: Settings) -> dict[str, str]:
    """Names of settings with the host that each leads to unencrypted."""
    found = {}
    for name, needed in _SPOKEN_TO.items():
        try:
            parts = urlsplit(getattr(settings, name).strip())
            host = parts.hostname or ""
        except ValueError:  # no address: whoever uses it says so
            continue
        is_used = not needed or bool(getattr(settings, needed))
        if is_used and host and parts.scheme.lower() in _OPEN and not _is_here(host):
            found[f"{PREFIX}{name.upper()}"] = host
    return found


def _is_here(host: str) -> bool:
    """Whether a host is this machine, by name or number (RFC 6761, RFC 1122, RFC 4291)."""
    name = host.rstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_loopback)

"""Which proxy Discord is asked through."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bot.platforms.discord.check import DiscordFails, look_at_discord
from bot.platforms.discord.proxies import proxy_for
from tests.fakes.discord_server import FakeDiscord
from tests.platforms.discord.socks_server import socks_server
from tests.platforms.discord_harness import harness, settings_for

DISCORD = "https://discord.com/api/v10"
HTTP, SOCKS = "http://127.0.0.1:3128", "socks5://127.0.0.1:1080"


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.mark.parametrize(
    ("names", "url", "proxy"),
    [
        ({}, DISCORD, None),
        ({"HTTPS_PROXY": HTTP}, DISCORD, HTTP),
        ({"https_proxy": "127.0.0.1:3128"}, DISCORD, HTTP),
        ({"HTTPS_PROXY": "[2001:db8::1]:3128"}, DISCORD, "http://[2001:db8::1]:3128"),
        ({"ALL_PROXY": HTTP}, "http://[::1]:8080/api", None),
        ({"HTTPS_PROXY": HTTP}, "wss://gateway.discord.gg/", HTTP),
        ({"HTTPS_PROXY": HTTP}, "http://discord.example/", None),
        ({"HTTP_PROXY": HTTP}, "http://discord.example/", HTTP),
        ({"ALL_PROXY": HTTP}, DISCORD, HTTP),
        ({"ALL_PROXY": HTTP}, "http://127.0.0.1:8080/api", None),
        ({"ALL_PROXY": HTTP}, "http://localhost/api", None),
        ({"ALL_PROXY": HTTP, "NO_PROXY": "discord.com"}, DISCORD, None),
        ({"ALL_PROXY": SOCKS}, DISCORD, SOCKS),
        ({"ALL_PROXY": SOCKS, "HTTPS_PROXY": HTTP}, DISCORD, HTTP),
    ],
)
def test_the_environment_names_it(
    monkeypatch: pytest.MonkeyPatch, names: dict[str, str], url: str, proxy: str | None
) -> None:
    """As for Telegram and arXiv; what listens on this machine needs none."""
    for name, value in names.items():
        monkeypatch.setenv(name, value)
    assert proxy_for(url) == proxy


async def test_discord_is_asked_through_socks(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Its API and its gateway, by a name that the proxy alone knows."""
    async with FakeDiscord() as discord, socks_server() as (proxy, hosts):
        monkeypatch.setenv("ALL_PROXY", f"socks5://{proxy}")
        port = urlsplit(discord.api_url).port
        discord.api_url = f"http://discord.example:{port}/api"
        discord.gateway_url = f"ws://gateway.example:{port}/gw/"
        async with harness(tmp_path, discord) as served:
            await served.serve()
            assert (served.ups, served.troubles) == (1, [])
    assert set(hosts) == {"discord.example", "gateway.example"}


async def test_a_socks_proxy_that_is_not_there(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Is told in a sentence, by the check and by what serves."""
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:9")
    async with FakeDiscord() as discord:
        discord.api_url = "http://discord.example/api"
        with pytest.raises(DiscordFails, match="Discord cannot be reached: "):
            await look_at_discord(settings_for(discord, tmp_path), discord.token)
        async with harness(tmp_path, discord) as served:
            await served.serve()
            (trouble,) = served.troubles
    assert str(trouble).startswith("Discord cannot be reached: ")


async def test_discord_is_asked_through_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """By the check and by what serves: there is no other way to that address."""
    async with FakeDiscord() as discord:
        monkeypatch.setenv("HTTP_PROXY", discord.api_url.removesuffix("/api"))
        discord.api_url = "http://discord.example/api"
        discord.gateway_url = "ws://discord.example/gw/"
        settings = settings_for(discord, tmp_path)
        assert await look_at_discord(settings, discord.token) == "Papercrier"
        async with harness(tmp_path, discord) as served:
            await served.serve()
            assert (served.ups, served.troubles) == (1, [])

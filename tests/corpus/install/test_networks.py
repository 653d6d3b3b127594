"""All that is asked, over IPv6, through proxies and under an authority of one's own."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import ssl
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web

from bot.container import open_container
from bot.operations.monitoring import monitored
from bot.roles import Roles
from bot.settings import Settings
from tests.bot.processes import ROOT
from tests.bot.test_serving import papercrier
from tests.fakes.clock import SettableClock
from tests.fakes.discord_server import FakeDiscord
from tests.fakes.paper_source import FakeSource
from tests.fakes.telegram_objects import person
from tests.fakes.telegram_server import FakeTelegram
from tests.platforms.discord.socks_server import socks_server

ASKING = """
import asyncio, sys
from bot.platforms.discord.check import look_at_discord
from bot.platforms.telegram.adapter import open_bot
from bot.settings import Settings
from papers.transport.exchange import Limits, Line
from summaries.llm.servers import told_by

url, token = sys.argv[1:]
settings = Settings(
    _env_file=None,
    telegram_api_url=url,
    discord_api_url=url + "/api",
    discord_gateway_url=url.replace("http", "ws", 1) + "/gw/",
)

async def telegram():
    async with open_bot(settings, "4242:" + "a" * 35) as bot:
        return bot.username

async def arxiv():
    line = Line("a test", Limits())
    try:
        return (await line.ask(url + "/list", {})).status
    finally:
        await line.close()

async def models():
    return (await told_by(url + "/v1", "m", "")).slots or 1 / 0

async def main():
    for name, asked in (
        ("telegram", telegram()),
        ("discord", look_at_discord(settings, token)),
        ("arxiv", arxiv()),
        ("models", models()),
    ):
        try:
            print(name, await asked)
        except Exception as error:
            print(name, "failed", type(error).__name__)

asyncio.run(main())
"""
ANSWERED = ["telegram crier_bot", "discord Papercrier", "arxiv 200", "models 3"]


async def gateway(request: web.Request) -> web.StreamResponse:
    """Discord's gateway, which greets whoever comes."""
    greeting = web.WebSocketResponse()
    await greeting.prepare(request)
    await greeting.send_json({"op": 10, "d": {"heartbeat_interval": 40_000}})
    await greeting.receive()
    return greeting


@asynccontextmanager
async def everybody(host: str, context: ssl.SSLContext | None) -> AsyncIterator[tuple[str, str]]:
    """Telegram, Discord, arXiv and a server of models at one address; and Discord's token."""
    discord = FakeDiscord()
    me = person(4242, "en") | {"is_bot": True, "username": "crier_bot"}
    app = web.Application()
    app.router.add_route("*", "/bot{token}/getMe", _says({"ok": True, "result": me}))
    app.router.add_route("*", "/api/{path:.*}", discord.api)
    app.router.add_get("/gw/", gateway)
    app.router.add_get("/list", _says({}))
    app.router.add_get("/props", _says({"total_slots": 3}))
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, host, 0, ssl_context=context)
    await site.start()
    port = runner.addresses[0][1]
    shown = f"[{host}]" if ":" in host else host
    try:
        yield f"http{'s' if context else ''}://{shown}:{port}", discord.token
    finally:
        await runner.cleanup()


def _says(what: object) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def said(_: web.Request) -> web.Response:
        return web.json_response(what)

    return said


async def asked(url: str, token: str, **environment: str) -> list[str]:
    """What each of our clients says of an address, in a process of its own."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", ASKING, url, token),
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "HOME": "/", **environment},
        stdout=subprocess.PIPE,
    )
    out, _ = await process.communicate()
    return out.decode().splitlines()


def has_ipv6() -> bool:
    """Whether this machine has its own address of IPv6."""
    try:
        with socket.socket(socket.AF_INET6) as tried:
            tried.bind(("::1", 0))
    except OSError:
        return False
    return True


needs_ipv6 = pytest.mark.skipif(not has_ipv6(), reason="no IPv6 here")


@needs_ipv6
async def test_everybody_is_asked_over_ipv6() -> None:
    """By an address that stands in brackets."""
    async with everybody("::1", None) as (url, token):
        assert await asked(url, token) == ANSWERED


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl to make certificates with")
async def test_an_authority_of_ones_own(tmp_path: Path) -> None:
    """Believed by all where `SSL_CERT_FILE` names it, and by nobody else."""
    certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    made += ["-nodes", "-days", "2", "-subj", "/CN=Our own", "-keyout", str(key)]
    made += ["-addext", "subjectAltName=IP:127.0.0.1", "-out", str(certificate)]
    await asyncio.to_thread(subprocess.run, made, check=True, capture_output=True)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    async with everybody("127.0.0.1", context) as (url, token):
        assert await asked(url, token, SSL_CERT_FILE=str(certificate)) == ANSWERED
        refused = await asked(url, token)
    assert [line.split()[1] for line in refused] == ["failed"] * 4


@pytest.mark.parametrize("proxy", ["http", "socks5", "socks5h"])
async def test_everybody_is_asked_through_a_proxy(proxy: str) -> None:
    """Which looks the names up: nobody else knows them."""
    async with everybody("127.0.0.1", None) as (url, token), socks_server() as (socks, hosts):
        port = url.rpartition(":")[2]
        address = url if proxy == "http" else f"{proxy}://{socks}"
        told = await asked(f"http://everybody.example:{port}", token, ALL_PROXY=address)
        assert told == ANSWERED
    assert set(hosts) == (set() if proxy == "http" else {"everybody.example"})


@pytest.mark.parametrize("broken", ["discord_api_url", "discord_token"])
async def test_a_broken_platform_stops_no_other(tmp_path: Path, broken: str) -> None:
    """Discord is not there, or its token no good: Telegram answers, and the end is clean."""
    async with FakeDiscord() as discord, FakeTelegram() as telegram:
        has_token = broken != "discord_token"
        async with papercrier(
            *(tmp_path, telegram.url, "run", "--sample"),
            discord_token=discord.token if has_token else "no-token",
            discord_api_url="http://127.0.0.1:9" if has_token else discord.api_url,
            discord_gateway_url=discord.gateway_url,
        ) as run:
            number = await telegram.say(11, "/about")
            await telegram.next(11, after=number, contains="About")
            assert await run.stop() == 0
    assert "Traceback" not in run.written


@needs_ipv6
async def test_health_is_told_over_ipv6(tmp_path: Path) -> None:
    """On an address in brackets, to Docker's look as well."""
    with socket.socket(socket.AF_INET6) as tried:
        tried.bind(("::1", 0))
        address = f"[::1]:{tried.getsockname()[1]}"
    clock = SettableClock("2031-03-07T12:00:00Z")
    settings = Settings(_env_file=None, database=tmp_path / "papercrier.db")
    async with (
        open_container(settings, source=FakeSource(clock), clock=clock) as services,
        monitored(services, Roles(services.store, settings), address),
    ):
        looked = await asyncio.create_subprocess_exec(
            *(sys.executable, str(ROOT / "deploy" / "healthcheck.py")),
            env={"PAPERCRIER_METRICS_ADDRESS": address},
            stdout=subprocess.PIPE,
        )
        out, _ = await looked.communicate()
    assert (looked.returncode, out) == (0, b"ok\n")

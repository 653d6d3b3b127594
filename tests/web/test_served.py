"""The archive as the process serves it, over a real connection."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from bot.operations.archive_server import archive_served
from bot.operations.calls import LARGEST, SECRET_HEADER, Call, CallAnswer
from bot.settings import Settings
from domain.concurrency.asker import is_somebody_served
from domain.errors import SettingsError
from tests.handlers.greek import greek_container
from tests.platforms.test_telegram_webhook import free_port


async def test_pages_and_calls_come_to_one_address(tmp_path: Path) -> None:
    """What is posted where somebody waits for it is handed over, with its secret; else nothing."""
    address = f"127.0.0.1:{free_port()}"
    settings = Settings(_env_file=None, web_address=address, public_url="https://crier.example")
    calls: list[tuple[bytes, bytes]] = []

    async def taken(call: Call) -> CallAnswer:
        assert is_somebody_served(), "all visitors wait from here on"
        calls.append((call.headers[SECRET_HEADER], call.body))
        return CallAnswer(200)

    headers = {"X-Telegram-Bot-Api-Secret-Token": "s"}
    async with (
        greek_container(tmp_path) as services,
        archive_served(services, settings) as served,
        httpx.AsyncClient(base_url=f"http://{address}", headers=headers) as client,
    ):
        assert served is not None
        page = await client.get("/about", headers={"host": "crier.example"})
        assert (page.status_code, "server" in page.headers) == (200, False)
        assert 'rel="canonical" href="https://crier.example/about"' in page.text
        with served.taken("/telegram/x", taken):
            assert (await client.post("/telegram/x", content=b"{}")).status_code == 200
            assert (await client.post("/telegram/y", content=b"{}")).status_code == 404
            large = await client.post("/telegram/x", content=b"x" * (LARGEST + 1))
            assert large.status_code == 413
        assert (await client.post("/telegram/x", content=b"{}")).status_code == 404
        assert (await client.post("/", content=b"{}")).status_code == 405
        assert (await client.get("/about", headers={"host": "a.example"})).status_code == 421
    assert calls == [(b"s", b"{}")]


async def test_an_address_in_use_is_told(tmp_path: Path) -> None:
    """In a sentence that names the setting; without an address there is no archive."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        address = f"127.0.0.1:{other.getsockname()[1]}"
        settings = Settings(_env_file=None, web_address=address)
        async with greek_container(tmp_path) as services:
            with pytest.raises(SettingsError, match=address):
                async with archive_served(services, settings):
                    pass
            async with archive_served(services, Settings(_env_file=None)) as served:
                assert served is None


async def test_an_archive_is_at_the_root_of_its_host(tmp_path: Path) -> None:
    """Its links begin there, so that below a path all would lead nowhere."""
    address = f"127.0.0.1:{free_port()}"
    settings = Settings(_env_file=None, web_address=address, public_url="https://a.example/b/")
    async with greek_container(tmp_path) as services:
        with pytest.raises(SettingsError, match="PUBLIC_URL"):
            async with archive_served(services, settings):
                pass


def test_whoever_shows_no_archive_does_without_its_libraries() -> None:
    """The process that serves chats, and the console, import none of them."""
    code = (
        "import sys, bot.run, bot.command_line.console, bot.platforms.telegram.adapter\n"
        "print(sorted({'starlette', 'uvicorn', 'jinja2', 'math_core', 'web'} & {*sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

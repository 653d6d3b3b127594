"""Updates through a webhook: only Telegram's own, and at once."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import pytest

from app.operating.serving import platform_state
from app.services import Services
from bot.container import open_container
from bot.platforms.supervision import Supervisor
from bot.platforms.telegram import adapter
from bot.platforms.telegram.webhook import OwnServer
from bot.settings import Settings
from tests.fakes.telegram_server import FakeTelegram
from tests.patience import PATIENCE
from tests.platforms.telegram_harness import ANN, telegram_harness

UPDATE = {
    "update_id": 1,
    "message": {
        "message_id": 1,
        "date": 1,
        "chat": {"id": ANN, "type": "private", "first_name": "Ann"},
        "from": {"id": ANN, "is_bot": False, "first_name": "Ann"},
        "text": "/help",
    },
}


@asynccontextmanager
async def served(
    services: Services, settings: Settings, server: OwnServer, fake: FakeTelegram, name: str
) -> AsyncIterator[None]:
    """A bot that is called at a server of several, within the block."""
    bot = adapter.TelegramAdapter(services, settings, fake.token, name=name, server=server)
    serving = asyncio.create_task(Supervisor(bot, services.store, services.clock).run())
    await fake.until(lambda: fake.webhook)
    try:
        yield
    finally:
        serving.cancel()
        await asyncio.wait({serving})
        await bot.close()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@pytest.mark.parametrize(
    ("secret", "body", "status", "answers"),
    [
        ("right", UPDATE, 200, 1),
        ("wrong", UPDATE, 403, 0),
        ("right", {"update_id": 2, "message": {}}, 200, 0),
        ("right", "no update", 200, 0),
    ],
)
async def test_calls(tmp_path: Path, secret: str, body: object, status: int, answers: int) -> None:
    """With the secret that Telegram was given they are taken, without it refused."""
    address = f"127.0.0.1:{free_port()}"
    async with (
        FakeTelegram() as fake,
        telegram_harness(
            tmp_path,
            fake,
            telegram_webhook=True,
            public_url="https://crier.example",
            web_address=address,
        ) as harness,
        aiohttp.ClientSession() as session,
    ):
        await fake.until(lambda: fake.webhook)
        assert fake.webhook["url"].startswith("https://crier.example/telegram/")
        path = urlsplit(fake.webhook["url"]).path
        given = fake.webhook["secret_token"] if secret == "right" else "guessed"
        headers = {"X-Telegram-Bot-Api-Secret-Token": given}
        async with session.post(f"http://{address}{path}", json=body, headers=headers) as answer:
            assert answer.status == status
        if answers:
            assert "Commands" in (await fake.next(ANN)).text
        await harness.stop()
        assert len(fake.messages(ANN)) == answers
        assert fake.polls == 0
        assert fake.webhook, "what is sent meanwhile waits for the next start"


async def test_two_bots_are_called_at_one_address(tmp_path: Path) -> None:
    """Each at a path and with a secret of its own, for as long as it is there."""
    address = f"127.0.0.1:{free_port()}"
    one, other = FakeTelegram(), FakeTelegram(7004243, "crier_cs_bot")
    one.beside(other)
    async with one, aiohttp.ClientSession() as session:
        settings = Settings(
            _env_file=None,
            database=tmp_path / "papercrier.db",
            telegram_api_url=one.url,
            telegram_webhook=True,
            public_url="https://crier.example",
            web_address=address,
        )
        server = adapter.own_server(settings)

        async def call(at: FakeTelegram, secret: FakeTelegram) -> int:
            headers = {"X-Telegram-Bot-Api-Secret-Token": secret.webhook["secret_token"]}
            url = f"http://{address}{urlsplit(at.webhook['url']).path}"
            async with session.post(url, json=UPDATE, headers=headers) as answer:
                return answer.status

        async with (
            open_container(settings, sample=True) as services,
            served(services, settings, server, other, "telegram@7004243"),
        ):
            async with served(services, settings, server, one, "telegram"):
                assert [await call(one, other), await call(other, one)] == [403, 403]
                assert one.messages(ANN) == other.messages(ANN) == []
                assert await call(one, one) == 200
                await one.next(ANN, contains="Commands")
            assert [await call(one, one), await call(other, other)] == [404, 200]
            await other.next(ANN, contains="Commands")
            assert len(one.messages(ANN)) == len(other.messages(ANN)) == 1
        with pytest.raises(aiohttp.ClientConnectorError):
            await call(other, other)


async def test_a_message_that_comes_in_has_all_else_wait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where messages are asked for: from the head of an answer on, some turns before it is read."""
    coming: list[str] = []
    monkeypatch.setattr(adapter, "somebody_comes", lambda: coming.append("somebody"))
    async with FakeTelegram() as fake, telegram_harness(tmp_path, fake):
        await fake.until(lambda: fake.polls)
        assert not coming
        await fake.say(ANN, "/help")
        await fake.next(ANN)
        assert coming


async def test_an_address_in_use(tmp_path: Path) -> None:
    """It is told as what it is, and tried again."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        address = f"127.0.0.1:{other.getsockname()[1]}"
        async with (
            FakeTelegram() as fake,
            telegram_harness(
                tmp_path,
                fake,
                telegram_webhook=True,
                public_url="https://crier.example",
                web_address=address,
            ) as harness,
            asyncio.timeout(PATIENCE),
        ):
            while (state := await platform_state(harness.services.store, "telegram")) is None:  # noqa: ASYNC110
                await asyncio.sleep(0)
            assert state.state == "trouble"
            assert address in state.why

"""Updates through a webhook: only Telegram's own, and at once."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import pytest

from app.operating.serving import platform_state
from bot.platforms.telegram import adapter
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

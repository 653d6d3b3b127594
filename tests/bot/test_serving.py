"""The process that serves: `papercrier run` with a token, and what `papercrier check` says."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Literal

import pytest

from tests.bot.processes import EVERYWHERE, command
from tests.fakes.telegram_server import TOKEN, FakeTelegram
from tests.patience import PATIENCE

ANN = 11


class Process:
    """A running `papercrier` and what it has written."""

    def __init__(self, telling: asyncio.StreamReader, number: int, output: int) -> None:
        self.pid = number
        self.written = ""
        self._status = asyncio.create_task(_status(telling))
        self._reading = asyncio.create_task(self._read(output))

    async def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to end; its exit status."""
        os.kill(self.pid, number)
        return await self.ended()

    async def ended(self) -> int:
        """Wait for its end; its exit status."""
        async with asyncio.timeout(PATIENCE):
            await self._reading
            return await self._status

    async def tells(self, what: str) -> None:
        """Wait until it has written something."""
        async with asyncio.timeout(PATIENCE):
            while what not in self.written:  # noqa: ASYNC110
                await asyncio.sleep(0.02)

    async def gone(self) -> None:
        """End it where it has not ended."""
        if not self._status.done():
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
        await self.ended()

    async def _read(self, output: int) -> None:
        reader = asyncio.StreamReader()
        transport, _ = await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(output, "rb", buffering=0)
        )
        async for line in reader:
            self.written += line.decode()
        transport.close()


async def _status(telling: asyncio.StreamReader) -> int:
    return int(await telling.readline())


@asynccontextmanager
async def papercrier(
    folder: Path,
    url: str,
    *arguments: str,
    outside: Mapping[str, str] | None = None,
    manner: Literal["afresh", ""] = "",
    **settings: str,
) -> AsyncIterator[Process]:
    """The command, with Telegram at an address; `outside` is more of the environment."""
    environment = {
        **{name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR") if name in os.environ},
        "HOME": str(folder),
        **EVERYWHERE,
        "PAPERCRIER_DATABASE": str(folder / "papercrier.db"),
        "PAPERCRIER_NOW": "2024-03-08T06:00:00Z",
        "PAPERCRIER_TELEGRAM_TOKEN": TOKEN,
        "PAPERCRIER_TELEGRAM_API_URL": url,
        "PAPERCRIER_ARXIV_SITE_URL": "http://127.0.0.1:9",
        **{f"PAPERCRIER_{name.upper()}": value for name, value in settings.items()},
        **(outside or {}),
    }
    output, its_output = os.pipe()
    streams = (os.open(os.devnull, os.O_RDONLY), its_output, its_output)
    running = await asyncio.to_thread(command, arguments, folder, environment, streams, manner)
    telling, answering = await asyncio.open_unix_connection(sock=running)
    process = Process(telling, int(await telling.readline()), output)
    try:
        yield process
    finally:
        await process.gone()
        answering.close()
        await answering.wait_closed()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_it_serves_until_it_is_told_to_stop(tmp_path: Path, number: signal.Signals) -> None:
    """What was asked is answered, the end is clean, and no line has the token."""
    async with (
        FakeTelegram() as fake,
        papercrier(tmp_path, fake.url, "run", "--sample", manner="afresh") as run,
    ):
        await fake.until(lambda: fake.polls)
        await fake.say(ANN, "/summarize sample/0000001")
        await fake.next(ANN, contains="Stepwise Mirrors")
        fake.fail("getUpdates", status=401, description="Unauthorized")
        await fake.say(ANN, "/help")
        await run.tells("revoked")
        assert await run.stop(number) == 0
    assert "platform open" in run.written
    assert TOKEN not in run.written
    assert "Traceback" not in run.written


async def test_check_tells_whether_the_token_works(tmp_path: Path) -> None:
    """And what the process has met."""
    async with FakeTelegram() as fake:
        async with papercrier(tmp_path, fake.url, "check") as check:
            await check.ended()
        assert "@crier_bot" in check.written
        fake.token = "4242:another"
        async with papercrier(tmp_path, fake.url, "run", "--sample") as run:
            await fake.until(lambda: fake.refused)
            assert await run.stop() == 0
        async with papercrier(tmp_path, fake.url, "check") as check:
            assert await check.ended() == 1
        assert "revoked or mistyped" in " ".join(check.written.split())
        assert TOKEN not in check.written + run.written


async def test_check_without_telegram(tmp_path: Path) -> None:
    """It fails within seconds, and says why."""
    async with papercrier(tmp_path, "http://127.0.0.1:9", "check") as check:
        assert await check.ended() == 1
    assert "cannot be reached" in " ".join(check.written.split())


async def test_a_webhook_needs_a_public_address(tmp_path: Path) -> None:
    """The process does not start without, and says what is missing."""
    async with papercrier(tmp_path, "http://127.0.0.1:9", "run", telegram_webhook="1") as run:
        assert await run.ended() == 2
    assert "PAPERCRIER_PUBLIC_URL" in run.written

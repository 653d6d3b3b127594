"""A process in trouble: its disk is full, its database is held. It stays up and goes on."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from storage.sqlite.driver import sqlite3
from tests.bot.test_oversight import asked, free_port
from tests.bot.test_serving import papercrier
from tests.fakes.telegram_objects import Shown
from tests.fakes.telegram_server import FakeTelegram
from tests.patience import PATIENCE

ANN = 11
_SORRY = "The database could not be used; try again in a minute."


async def said(fake: FakeTelegram, text: str, chat: int = ANN, contains: str = "") -> Shown:
    """The first answer to what somebody says."""
    number = await fake.say(chat, text)

    def answer() -> Shown | None:
        later = (m for m in fake.messages(chat) if m.id > number and contains in m.text)
        return next(later, None)

    found = await fake.until(answer)
    assert isinstance(found, Shown)
    return found


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of three megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(place)]
    try:
        done = subprocess.run(mounting, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("no program to mount a small disk with")
    if done.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {done.stderr.strip()}")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def fill(file: Path) -> None:
    """Take all the room that is left."""
    with suppress(OSError), file.open("wb", buffering=0) as ballast:
        while True:
            ballast.write(bytes(1024))


async def test_a_full_disk(small_disk: Path) -> None:
    """People are told to try again, what needs no room goes on; with room again, so does all."""
    ballast = small_disk / "ballast"
    address = f"127.0.0.1:{free_port()}"
    async with (
        FakeTelegram() as fake,
        papercrier(small_disk, fake.url, "run", "--sample", metrics_address=address) as run,
    ):
        await said(fake, "/subscribe diffusion models", contains="Following")
        fill(ballast)
        for chat in (21, 22):
            assert (await said(fake, "/subscribe robots", chat)).text == _SORRY
        assert "Diffusion models" in (await said(fake, "/subscriptions")).text
        await said(fake, "/digest", contains="Stepwise Mirrors")
        status, told = await asked(f"http://{address}/healthz")
        assert (status, "no room left" in told) == (503, True)
        ballast.unlink()
        await said(fake, "/subscribe robots", 21, contains="Following")
        assert "Diffusion models" in (await said(fake, "/subscriptions", contains="Diff")).text
        assert await run.stop() == 0
    assert "There is no room left" in run.written
    assert "Traceback" not in run.written, run.written


async def test_a_database_held_by_another_process(tmp_path: Path) -> None:
    """Reading goes on; those who would write are told when their patience is over, all at once."""
    address = f"127.0.0.1:{free_port()}"
    async with (
        FakeTelegram() as fake,
        papercrier(tmp_path, fake.url, "run", "--sample", metrics_address=address) as run,
    ):
        await said(fake, "/subscribe diffusion models", contains="Following")
        other = sqlite3.connect(tmp_path / "papercrier.db", isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        writing = [
            asyncio.create_task(said(fake, "/subscribe robots", chat)) for chat in range(21, 31)
        ]
        await said(fake, "/digest", contains="Stepwise Mirrors")
        status, told = await asked(f"http://{address}/healthz")
        assert (status, "has not answered" in told) == (503, True)
        status, told = await asked(f"http://{address}/metrics")
        assert "papercrier_database_up 1.0" in told
        assert {(await answer).text for answer in writing} == {_SORRY}
        other.execute("ROLLBACK")
        other.close()
        await said(fake, "/subscribe robots", 21, contains="Following")
        assert (await asked(f"http://{address}/healthz"))[0] == 200
        assert await run.stop() == 0
    assert "in use by another process" in run.written
    assert "Traceback" not in run.written, run.written


async def test_a_folder_that_may_only_be_read(small_disk: Path) -> None:
    """The process does not start, and says why."""
    remount = ["mount", "-o", "remount,ro", str(small_disk)]
    await asyncio.to_thread(subprocess.run, remount, check=True)
    async with papercrier(small_disk, "http://127.0.0.1:9", "run", "--sample") as run:
        assert await run.ended() == 1
    assert "Read-only file system" in run.written
    assert "Traceback" not in run.written, run.written


async def followers(folder: Path, fake: FakeTelegram, *chats: int) -> None:
    """Have chats follow a topic before eight o'clock, in a process that has ended since."""
    seven = "2024-03-08T07:00:00Z"
    async with papercrier(folder, fake.url, "run", "--sample", now=seven) as run:
        for chat in chats:
            await said(fake, "/subscribe diffusion models", chat, contains="Following")
        assert await run.stop() == 0


async def test_digests_go_on_where_they_stopped(tmp_path: Path) -> None:
    """While the database is held nothing is sent; then the rest, once and in order."""
    address = f"127.0.0.1:{free_port()}"
    chats = (ANN, *range(12, 51))
    async with FakeTelegram() as fake:
        await followers(tmp_path, fake, *chats)
        before = {chat: len(fake.messages(chat)) for chat in chats}

        def parts(chat: int) -> list[str]:
            return [message.text.splitlines()[0] for message in fake.messages(chat)[before[chat] :]]

        async with papercrier(
            tmp_path,
            fake.url,
            "run",
            "--sample",
            now="2024-03-08T07:59:59Z",
            metrics_address=address,
            admins=f"telegram:{ANN}",
        ) as run:
            await fake.until(lambda: parts(ANN))
            other = sqlite3.connect(tmp_path / "papercrier.db", isolation_level=None, timeout=10)
            other.execute("BEGIN EXCLUSIVE")
            await run.tells("nothing delivered")
            held = [len(parts(chat)) for chat in chats]
            other.execute("ROLLBACK")
            other.close()
            await fake.until(lambda: all(parts(chat) for chat in chats))
            figures = ""
            async with asyncio.timeout(PATIENCE):
                while 'papercrier_outbox_parts{platform="telegram"} 0.0' not in figures:
                    figures = (await asked(f"http://{address}/metrics"))[1]
            stats = await said(fake, "/stats")
            async with papercrier(tmp_path, fake.url, "check") as check:
                await check.ended()
            assert await run.stop() == 0
    assert 0 < sum(held) < len(chats)
    for chat in chats:
        told = [line for line in parts(chat) if line.startswith("SAMPLE: Diffusion models")]
        assert len(told) == 1
    assert 'papercrier_parts_total{outcome="sent",platform="telegram"} 40.0' in figures
    assert 'papercrier_parts_total{outcome="unknown",platform="telegram"} 0.0' in figures
    assert "40 sent, 0 unknown" in stats.text
    assert "40 sent, 0 unknown, 0 refused" in " ".join(check.written.split())
    assert "Traceback" not in run.written, run.written

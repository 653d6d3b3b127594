"""One process serves one database, told by processes that really run."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from bot.operations.single import holder_of, serving_alone
from domain.errors import AlreadyServed, StoreError
from tests.bot.test_serving import papercrier
from tests.fakes.clock import SettableClock
from tests.fakes.telegram_server import FakeTelegram


async def test_a_second_process_does_not_start(tmp_path: Path) -> None:
    """It says which process serves and what to do; the first is not disturbed."""
    async with FakeTelegram() as fake, papercrier(tmp_path, fake.url, "run", "--sample") as first:
        await fake.until(lambda: fake.polls)
        async with papercrier(tmp_path, fake.url, "run", "--sample") as second:
            assert await second.ended() == 1
        assert f"process {first.pid}, since 2024-03-08T06:00:" in second.written
        assert "PAPERCRIER_DATABASE" in second.written
        assert "Traceback" not in second.written
        number = await fake.say(11, "/help")
        await fake.next(11, after=number)
        assert await first.stop() == 0
    assert holder_of(tmp_path / "papercrier.db") is None


async def test_other_commands_work_beside_it(tmp_path: Path) -> None:
    """A backup and a look at what is set up need no turn of their own."""
    async with FakeTelegram() as fake, papercrier(tmp_path, fake.url, "run", "--sample") as first:
        await fake.until(lambda: fake.polls)
        async with papercrier(tmp_path, fake.url, "backup", str(tmp_path / "copy.db")) as backup:
            assert await backup.ended() == 0
        async with papercrier(tmp_path, fake.url, "check") as check:
            await check.ended()
        assert f"process {first.pid}," in " ".join(check.written.split())
        assert await first.stop() == 0


async def test_a_killed_process_leaves_no_lock(tmp_path: Path) -> None:
    """The next one starts at once."""
    async with FakeTelegram() as fake:
        async with papercrier(tmp_path, fake.url, "run", "--sample") as first:
            await fake.until(lambda: fake.polls)
            await first.stop(signal.SIGKILL)
        before = fake.polls
        async with papercrier(tmp_path, fake.url, "run", "--sample") as second:
            await fake.until(lambda: fake.polls > before)
            assert await second.stop() == 0


def test_whoever_has_not_said_who_it_is_is_told_of_all_the_same(tmp_path: Path) -> None:
    """The record is written after the lock was taken, and may be cut short."""
    database = tmp_path / "papercrier.db"
    clock = SettableClock("2024-03-08T06:00:00Z")
    with serving_alone(database, clock):
        (tmp_path / "papercrier.db.process").write_text('{"pid": 1')
        with pytest.raises(AlreadyServed, match="just starting"), serving_alone(database, clock):
            pass


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    """That is told in a sentence."""
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(StoreError, match="may be written"),
        serving_alone(tmp_path / "file" / "papercrier.db", SettableClock("2024-03-08T06:00:00Z")),
    ):
        pass

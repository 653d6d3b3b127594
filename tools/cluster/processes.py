"""Processes of ``papercrier run`` on one database, each of which can be killed and started."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import psycopg

from storage.places import PostgresPlace
from tests.fakes.telegram_server import TOKEN

COUNT: Final = 3

BEGINNING: Final = datetime(2024, 3, 8, 7, 59, 35, tzinfo=UTC)
"""What the processes' clocks show at first: a morning on which papers were announced."""

_HELD: Final = """
    SELECT leases.name, processes.pid FROM leases JOIN processes ON processes.id = leases.owner
    WHERE ended IS NULL ORDER BY leases.name
"""
_END: Final = 30.0
_HERE: Final = Path(__file__).resolve().parents[2]


class Processes:
    """Those that run, by their numbers from 1."""

    def __init__(self, place: PostgresPlace, telegram_url: str, folder: Path) -> None:
        """None runs yet.

        Args:
            place: of their database.
            telegram_url: where their Telegram is.
            folder: for what they write.
        """
        self.place = place
        self._url = telegram_url
        self._folder = folder
        self._began = time.monotonic()
        self._running: dict[int, asyncio.subprocess.Process] = {}

    @property
    def now(self) -> datetime:
        """What their clocks show."""
        return BEGINNING + timedelta(seconds=time.monotonic() - self._began)

    def begin_the_clock(self) -> None:
        """Have their clocks begin now; those that run already do not hear of it."""
        self._began = time.monotonic()

    def is_running(self, number: int) -> bool:
        """Whether one runs."""
        return number in self._running and self._running[number].returncode is None

    def pid(self, number: int) -> int:
        """Its number with the system."""
        return self._running[number].pid

    async def start(self, number: int) -> None:
        """Start one; what it writes goes into a file of its own."""
        kept = ("PATH", "HOME", "LANG", "TMPDIR", "LD_LIBRARY_PATH")
        environment = {
            **{name: os.environ[name] for name in kept if name in os.environ},
            "PAPERCRIER_DATABASE": self.place.url,
            "PAPERCRIER_FOLDER": str(self._folder / f"folder{number}"),
            "PAPERCRIER_TELEGRAM_TOKEN": TOKEN,
            "PAPERCRIER_TELEGRAM_API_URL": self._url,
            "PAPERCRIER_NOW": self.now.isoformat(),
            "PYTHONPATH": str(_HERE),
        }
        with self.log(number).open("ab") as log:
            self._running[number] = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "run", "--sample"),
                env=environment,
                cwd=self._folder,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # Ctrl-C is told to whoever started it alone.
                start_new_session=True,
            )

    def log(self, number: int) -> Path:
        """What one has written."""
        return self._folder / f"papercrier-{number}.log"

    async def kill(self, number: int) -> None:
        """As by ``kill -9``."""
        self._running[number].kill()
        await self._running[number].wait()

    async def end(self) -> None:
        """Ask all to end, and wait for it."""
        for process in self._running.values():
            with suppress(ProcessLookupError):
                process.send_signal(signal.SIGTERM)
        with suppress(TimeoutError):
            async with asyncio.timeout(_END):
                await asyncio.gather(*(each.wait() for each in self._running.values()))
        for process in self._running.values():
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    def answering(self) -> int:
        """The one that asks Telegram for what people say; 1 where nobody can tell."""
        held = self.held()
        number = next((of for name, of in held.items() if name.startswith("telegram")), 0)
        return number or next(iter(held.values()), 1)

    def held(self) -> dict[str, int]:
        """What is held by one process alone, and the number of that, by name."""
        numbers = {process.pid: number for number, process in self._running.items()}
        with psycopg.connect(self.place.url, autocommit=True) as connection:
            found = connection.execute(_HELD).fetchall()
        return {name: numbers[pid] for name, pid in found if pid in numbers}

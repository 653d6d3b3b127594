"""What is shown: a chat with three processes, one of which is killed; then what somebody types."""

from __future__ import annotations

import asyncio
import os
import threading
import time
from datetime import datetime, timedelta
from typing import Final

from domain.concurrency.processes import PART_NAMES, PARTS
from tests.fakes.telegram_server import FakeTelegram
from tools.cluster.processes import COUNT, Processes

_ANN: Final = 11
_PATIENCE: Final = 180.0
"""Seconds; a digest comes some seconds after the announcement, at rest."""

_LOOK: Final = 0.2
_SETTLED: Final = 1.5
_WIDTH: Final = 88
_SAID_FIRST: Final = ("/subscribe gaussian splatting", "/limit 2")

_SOONEST: Final = timedelta(seconds=12)
"""From when Ann says at what time her digest shall come until then."""

_BEFORE: Final = timedelta(seconds=4)
"""From the kill until the digest is due."""

_TYPED: Final = (
    "Type what Ann says (/digest, /help, …), `who`, `kill 2`, `start 2` or `log 2`; "
    "Ctrl-C or Ctrl-D ends it."
)


class Show:
    """The chat, as it goes on."""

    def __init__(self, processes: Processes, telegram: FakeTelegram) -> None:
        """Args: processes, none of which runs yet, and their Telegram."""
        self._processes = processes
        self._telegram = telegram
        self._seen = 0

    async def run(self) -> int:
        """Show it, then do what is typed until it ends; the exit status."""
        await self._start()
        for said in _SAID_FIRST:
            await self._say(said)
            if not await self._answered():
                return 1
        due = _next_minute(self._processes.now + _SOONEST)
        await self._say(f"/time {due:%H:%M}")
        if not await self._answered():
            return 1
        print(
            f"\nIt is {self._processes.now:%H:%M:%S}; who serves her is killed before the digest."
        )
        await self._passed(due - _BEFORE)
        killed = await self._kill_the_one_that_answers()
        began = time.monotonic()
        if not await self._answered(contains="announced"):
            return 1
        print(
            f"\nThat came {time.monotonic() - began:.0f} s after process {killed} was killed, "
            f"at {self._processes.now:%H:%M:%S}."
        )
        self._who()
        await self._typed()
        return 0

    async def _start(self) -> None:
        self._processes.begin_the_clock()
        for number in range(1, COUNT + 1):
            await self._processes.start(number)
            print(f"  process {number} is {self._processes.pid(number)}")
        await self._telegram.until(lambda: self._telegram.polls, _PATIENCE)
        self._who()
        print("\nAnn writes to the bot, in a Telegram that is made up, as are all papers.\n")

    async def _kill_the_one_that_answers(self) -> int:
        number = self._processes.answering()
        print(f"\n$ kill -9 {self._processes.pid(number)}      # process {number}")
        await self._processes.kill(number)
        return number

    async def _passed(self, moment: datetime) -> None:
        await asyncio.sleep(max((moment - self._processes.now).total_seconds(), 0))

    async def _say(self, text: str) -> None:
        print(f"  Ann  {text}")
        await self._telegram.say(_ANN, text)

    async def _answered(self, *, contains: str = "") -> bool:
        """Show what comes until there is something with some words; whether there is."""
        until = time.monotonic() + _PATIENCE
        is_found = False
        while not is_found:
            new = [one for one in self._telegram.messages(_ANN) if one.id > self._seen]
            ready = [one for one in new if not one.text.endswith(" …")]
            for one in ready:
                self._seen = one.id
                print(_as_said(one.text))
                is_found = is_found or contains in one.text.lower()
            if time.monotonic() > until:
                print("It did not come; the log of each process:")
                for number in range(1, COUNT + 1):
                    self._log(number)
                return False
            await asyncio.sleep(_LOOK)
        await asyncio.sleep(_SETTLED)
        return True

    def _who(self) -> None:
        """Which processes run, and what each does alone."""
        held = self._processes.held()
        print()
        for number in range(1, COUNT + 1):
            own = [name for name, of in held.items() if of == number]
            names = [name for name in own if not name.startswith("plan/")]
            if parts := len(set(own) & set(PART_NAMES)):
                names.append(f"planning {parts} of {PARTS} parts of the chats")
            state = "runs" if self._processes.is_running(number) else "is dead"
            alone = f"; alone in: {', '.join(names)}" if names and state == "runs" else ""
            print(f"  process {number} {state}{alone}")

    def _log(self, number: int) -> None:
        print("".join(self._processes.log(number).open(encoding="utf-8").readlines()[-20:]))

    async def _typed(self) -> None:
        """Do what is typed, until there is no more."""
        print(f"\n{_TYPED}")
        lines = asyncio.Queue[bytes]()
        reading = threading.Thread(
            target=_read, args=(asyncio.get_running_loop(), lines), daemon=True
        )
        reading.start()
        while True:
            print("> ", end="", flush=True)
            if not (line := await lines.get()):
                return
            await self._do(line.decode().strip())

    async def _do(self, line: str) -> None:
        word, _, rest = line.partition(" ")
        numbers = {str(number) for number in range(1, COUNT + 1)}
        if word in ("kill", "start", "log") and rest not in numbers:
            print(f"Which process? As `{word} 2`.")
        elif word == "kill":
            if self._processes.is_running(int(rest)):
                await self._processes.kill(int(rest))
            self._who()
        elif word == "start":
            if not self._processes.is_running(int(rest)):
                await self._processes.start(int(rest))
            self._who()
        elif word == "log":
            self._log(int(rest))
        elif word == "who":
            self._who()
        elif line:
            await self._telegram.say(_ANN, line)
            await self._answered()


def _read(loop: asyncio.AbstractEventLoop, lines: asyncio.Queue[bytes]) -> None:
    """Give on what is typed; a loop cannot wait for every kind of input."""
    rest = b""
    while some := os.read(0, 4_096):
        *whole, rest = (rest + some).split(b"\n")
        for line in whole:
            loop.call_soon_threadsafe(lines.put_nowait, line + b"\n")
    loop.call_soon_threadsafe(lines.put_nowait, rest and rest + b"\n")
    loop.call_soon_threadsafe(lines.put_nowait, b"")


def _next_minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0) + timedelta(minutes=1)


def _as_said(text: str) -> str:
    """An answer, cut to the width of a terminal."""
    lines = [line[:_WIDTH] for line in text.splitlines() if line.strip()]
    return "\n".join(f"       {line}" for line in lines)

"""A morning served by several processes, each of which can be killed, frozen and cut off."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Container
from pathlib import Path
from typing import Any, Final

from tests.corpus.chat_kit import REPOSITORY, RUN, SETTINGS
from tests.corpus.cluster.servers import PROCESSES, Servers, host_of
from tests.corpus.surfaces.morning_on_server import MorningOnServer

READY: Final = 120.0
"""Seconds in which all are there, at most."""

_END: Final = 40.0
_ENDED: Final = (0, -signal.SIGTERM)
"""Who stands by has nothing to finish."""

_DIRECTIONS: Final = (("INPUT", "-d", "--dport"), ("OUTPUT", "-s", "--sport"))


class Fleet(MorningOnServer):
    """As its base; the processes have numbers from 1.

    Attributes:
        ended: how often a process ended by itself, and was started again as by a supervisor.
    """

    def __init__(self, stage: Any, **more: Any) -> None:
        """Nobody is there yet, and nothing runs."""
        super().__init__(stage, **more)
        self.ended = 0
        self._bots: dict[int, Any] = {}
        self._older = REPOSITORY
        self._is_older: set[int] = set()
        self._servers: Servers | None = None

    def serve_by(self, servers: Servers) -> None:
        """Take what is in the file to a server's database, where the processes find it."""
        self._servers = servers
        self.move(servers.place())

    def has_older(self, folder: Path) -> None:
        """There is another version, which the first process is of."""
        self._older = folder
        self._is_older.add(1)

    def other_version(self, number: int) -> None:
        """A process is of the other version from its next start on."""
        self._is_older ^= {number}

    # All of them.

    def start_all(self) -> None:
        """Start them, and wait until both platforms have heard of one."""
        for number in range(1, PROCESSES + 1):
            self.start(number)
        self._bots[1].wait_ready(READY)

    def stop_all(self) -> None:
        """Ask all to end, as whoever leaps in time has to."""
        for bot in self._bots.values():
            if bot.running:
                os.kill(bot.pid, signal.SIGTERM)
        for number, bot in self._bots.items():
            stopped = bot.stop(_END)
            assert stopped.code in _ENDED, (number, stopped, bot.logs()[-3000:])

    def look_after(self, except_for: Container[int] = ()) -> None:
        """Start those anew that have ended by themselves, as whoever supervises them does."""
        for number, bot in self._bots.items():
            if number not in except_for and not bot.running:
                self.ended += 1
                self.start(number)

    def logs(self) -> str:
        """What all have written."""
        return "".join(bot.logs() for bot in self._bots.values())

    # One of them.

    def start(self, number: int) -> None:
        """Start one, for the first time or again, with its clock going on."""
        assert self._servers is not None
        moment = {"PAPERCRIER_NOW": self.now.isoformat()}
        folder = self._older if number in self._is_older else REPOSITORY
        if number not in self._bots:
            database = {"PAPERCRIER_DATABASE": self._servers.place(number).url}
            own = {"PAPERCRIER_FOLDER": str(self.stage.work_dir / f"folder{number}")}
            env = {**SETTINGS, **database, **own, **moment}
            self._bots[number] = self.stage.start_bot(RUN, folder, None, env)
            return
        bot = self._bots[number]
        bot.env.update(moment)
        bot.cwd = folder
        bot.start()

    def kill(self, number: int) -> None:
        """As by the system: at once, whatever it is at."""
        self._bots[number].kill()

    def stop(self, number: int) -> None:
        """Ask one to end, as for a new version."""
        stopped = self._bots[number].stop(_END)
        assert stopped.code in _ENDED, (number, stopped, self._bots[number].logs()[-3000:])

    def freeze(self, number: int) -> None:
        """As a machine that is paused: it does nothing, and knows nothing of it."""
        os.kill(self._bots[number].pid, signal.SIGSTOP)

    def thaw(self, number: int) -> None:
        """It goes on where it was."""
        os.kill(self._bots[number].pid, signal.SIGCONT)

    def cut(self, number: int, *, is_cut: bool = True) -> None:
        """Drop all that goes between one and the servers, or let it through again."""
        for chain, address, port in _DIRECTIONS:
            for each in self._servers.reached_at() if self._servers else ():
                told = [chain, "-p", "tcp", address, host_of(number), port, str(each)]
                command = ["iptables", "-I" if is_cut else "-D", *told, "-j", "DROP"]
                subprocess.run(command, check=True, timeout=10)

    # The end of it.

    def finish(self, seconds: float) -> None:
        """Wait until all that is left is sent; what is due later is leapt to.

        Raises:
            AssertionError: it is not, within some seconds.
        """
        until = time.monotonic() + seconds
        while not self.is_over():
            assert time.monotonic() < until, (self._left(), self.logs()[-3000:])
            self.look_after()
            if wait := self.idle_until():
                self.stop_all()
                self.leap(wait)
                self.start_all()
            time.sleep(0.5)

    def _left(self) -> list[Any]:
        return self.rows("SELECT platform, state, COUNT(*), MIN(due) FROM outbox GROUP BY 1, 2")

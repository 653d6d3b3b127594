"""Running the `papercrier` command as its users do."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from tests.patience import PATIENCE

ROOT = Path(__file__).parent.parent.parent
_EVERYWHERE: Final = {
    "PYTHONWARNINGS": "error,ignore:'audioop' is deprecated:DeprecationWarning",
    "PYTHONPATH": str(ROOT),
}


@dataclass(frozen=True)
class Ran:
    """What a run printed and how it ended."""

    status: int
    out: str
    err: str


class Terminal:
    """A place to run the command in: an own data folder and environment."""

    def __init__(self, folder: Path, *, hurried: bool = False, **settings: str) -> None:
        """Args: hurried shortens the pauses between attempts to reach arXiv, and the start."""
        self.folder = folder
        self._hurried = hurried
        self._environment = {
            **{name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR") if name in os.environ},
            "HOME": str(folder),
            "PAPERCRIER_DATABASE": str(folder / "papercrier.db"),
            **_EVERYWHERE,
            **{f"PAPERCRIER_{name.upper()}": value for name, value in settings.items()},
        }

    def run(self, *arguments: str, typed: str = "") -> Ran:
        """Run ``papercrier`` with arguments and what is typed on its standard input."""
        if self._hurried:
            return self._run_hurried(arguments, typed)
        done = subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            input=typed,
            env=self._environment,
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    def _run_hurried(self, arguments: Sequence[str], typed: str) -> Ran:
        command = {"argv": arguments, "cwd": str(self.folder), "env": self._environment}
        with socket.socket(socket.AF_UNIX) as asking, ThreadPoolExecutor(3) as beside:
            asking.settimeout(PATIENCE)
            asking.connect(_started())
            pipes = [os.pipe() for _ in range(3)]
            (its_in, our_in), (our_out, its_out), (our_err, its_err) = pipes
            its_own = [its_in, its_out, its_err]
            socket.send_fds(asking, [json.dumps(command).encode()], its_own)
            for stream in its_own:
                os.close(stream)
            beside.submit(_write, our_in, typed)
            out, err = beside.submit(_read, our_out), beside.submit(_read, our_err)
            return Ran(int(asking.recv(16)), out.result(), err.result())


def _write(stream: int, text: str) -> None:
    with suppress(BrokenPipeError), open(stream, "w", encoding="utf-8") as file:
        file.write(text)


def _read(stream: int) -> str:
    with open(stream, encoding="utf-8") as file:
        return file.read()


@cache
def _started() -> str:
    """The address of a process that runs commands for this one, and ends with it."""
    folder = tempfile.mkdtemp()
    address = f"{folder}/commands"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(address)
        listener.listen()
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.bot.hurried", str(listener.fileno())],
            env={**os.environ, **_EVERYWHERE},
            stdin=subprocess.DEVNULL,
            pass_fds=[listener.fileno()],
        )

    def ended() -> None:
        process.kill()
        process.wait()
        shutil.rmtree(folder)

    atexit.register(ended)
    return address

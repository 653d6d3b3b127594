"""Running the `papercrier` command as its users do."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.bot.processes import EVERYWHERE, command
from tests.patience import PATIENCE


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
            **EVERYWHERE,
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
        with ThreadPoolExecutor(3) as beside:
            pipes = [os.pipe() for _ in range(3)]
            (its_in, our_in), (our_out, its_out), (our_err, its_err) = pipes
            streams = (its_in, its_out, its_err)
            with command(arguments, self.folder, self._environment, streams, "hurried") as running:
                beside.submit(_write, our_in, typed)
                out, err = beside.submit(_read, our_out), beside.submit(_read, our_err)
                running.settimeout(PATIENCE)
                with running.makefile() as told:
                    _, status = told
            return Ran(int(status), out.result(), err.result())


def _write(stream: int, text: str) -> None:
    with suppress(BrokenPipeError), open(stream, "w", encoding="utf-8") as file:
        file.write(text)


def _read(stream: int) -> str:
    with open(stream, encoding="utf-8") as file:
        return file.read()

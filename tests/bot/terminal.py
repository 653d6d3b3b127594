"""Running the `papercrier` command as its users do."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.patience import PATIENCE

ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True)
class Ran:
    """What a run printed and how it ended."""

    status: int
    out: str
    err: str


class Terminal:
    """A place to run the command in: an own data folder and environment."""

    def __init__(self, folder: Path, *, hurried: bool = False, **settings: str) -> None:
        """Args: hurried shortens the pauses between attempts to reach arXiv."""
        self.folder = folder
        self._program = "tests.bot.hurried" if hurried else "bot"
        self._environment = {
            **{name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR") if name in os.environ},
            "HOME": str(folder),
            "PAPERCRIER_DATABASE": str(folder / "papercrier.db"),
            "PYTHONWARNINGS": "error",
            **{f"PAPERCRIER_{name.upper()}": value for name, value in settings.items()},
        }

    def run(self, *arguments: str, typed: str = "") -> Ran:
        """Run ``papercrier`` with arguments and what is typed on its standard input."""
        done = subprocess.run(
            [sys.executable, "-m", self._program, *arguments],
            input=typed,
            env={**self._environment, "PYTHONPATH": str(ROOT)},
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

"""``python docs/make_pictures.py``: the README's picture, from the embedded sample."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

FOLDER = Path(__file__).parent
WIDTH = 92
LINES = 46


def main() -> None:
    """Run a digest as a user would and draw what the terminal shows of it."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "PAPERCRIER_DATABASE": str(Path(folder) / "p.db"),
            "PAPERCRIER_NOW": "2026-11-20T08:00:00Z",
        }
        done = subprocess.run(
            [sys.executable, "-m", "bot", "digest", "diffusion models", "--sample"],
            env=environment,
            cwd=FOLDER.parent,
            check=True,
            capture_output=True,
            text=True,
        )
    shown = "\n".join(done.stdout.splitlines()[:LINES])
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        console = Console(record=True, width=WIDTH, file=nowhere)
        console.print(Text.from_ansi(shown))
        console.save_svg(str(FOLDER / "digest.svg"), title='papercrier digest "diffusion models"')


if __name__ == "__main__":
    main()

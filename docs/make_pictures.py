"""``python docs/make_pictures.py``: the README's pictures, from the embedded sample."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from discord_page import SIZE as DISCORD_SIZE
from discord_page import discord_page
from rich.console import Console
from rich.text import Text
from sample_talk import NOW, talks
from screenshots import find_chromium, take_screenshot
from telegram_page import SIZE as TELEGRAM_SIZE
from telegram_page import telegram_page

from rendering.discord.layout import to_discord
from rendering.telegram.forms import to_forms

FOLDER = Path(__file__).parent / "pictures"
WIDTH = 92
LINES = 46


def main() -> None:
    """Draw the terminal and, where there is a Chromium, both chats."""
    _draw_terminal()
    chromium = find_chromium()
    if not chromium:
        print(
            "There is no Chromium here (apt-get install chromium), so those of the chats were left "
            "as they are.",
            file=sys.stderr,
        )
        return
    told = asyncio.run(talks("telegram", to_forms))
    said = asyncio.run(talks("discord", to_discord))
    for is_dark in (False, True):
        ending = "-dark.png" if is_dark else ".png"
        for view, columns in told.items():
            page = telegram_page(columns, is_dark=is_dark)
            target = FOLDER / f"telegram{view}{ending}"
            take_screenshot(chromium, page, target, size=TELEGRAM_SIZE)
        for view, shown in said.items():
            page = discord_page(shown, is_dark=is_dark)
            take_screenshot(chromium, page, FOLDER / f"discord{view}{ending}", size=DISCORD_SIZE)


def _draw_terminal() -> None:
    """Run a digest as a user would and draw what the terminal shows of it."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "PAPERCRIER_DATABASE": str(Path(folder) / "p.db"),
            "PAPERCRIER_NOW": NOW.isoformat(),
        }
        done = subprocess.run(
            [sys.executable, "-m", "bot", "digest", "diffusion models", "--sample"],
            env=environment,
            cwd=FOLDER.parent.parent,
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

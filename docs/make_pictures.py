"""``python docs/make_pictures.py``: the README's pictures, from the embedded sample."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
from itertools import product
from pathlib import Path
from typing import Final

from archive_views import take_pages
from chat_views import KIT, InDiscord, InTelegram, stage_with_sample
from drawn_by_kit import discord_page, files_of, find_katex, size_of, telegram_page
from rich.console import Console
from rich.text import Text
from sample_arxiv import NOW
from screenshots import find_chromium, take_screenshot

FOLDER = Path(__file__).parent / "pictures"
NIGHT = FOLDER / "night"
WIDTH = 92
LINES = 46
PAGES: Final = {
    "": ("The morning", "One paper", "Evidence"),
    "-topics": ("First steps", "A topic followed", "Search"),
    "-asking": ("A question", "Similar papers", "Side by side"),
    "-settings": ("Settings", "Help", "Profile"),
    "-others": (
        "Saved",
        "Details",
        "Its figures",
        "In another chat, by @",
        "In a group",
        "In a server",
    ),
}
"""The views of each picture, by what its name ends in."""


def main() -> None:
    """Draw the terminal and, where the strict servers and a Chromium are, both chats."""
    _draw_terminal()
    chromium = find_chromium()
    missing = "" if chromium else "no Chromium (apt-get install chromium)"
    missing = missing if find_katex() else "no KaTeX (npm pack katex; KATEX_DIR is its dist)"
    missing = missing if KIT.is_dir() else f"no strict servers in {KIT}"
    if missing:
        print(f"There is {missing}: the chats' pictures were left as they are.", file=sys.stderr)
        return
    with tempfile.TemporaryDirectory() as work:
        asyncio.run(take_pages(chromium, FOLDER, Path(work)))
    with tempfile.TemporaryDirectory() as work, stage_with_sample(Path(work)) as stage:
        in_telegram = {view.name: view for view in InTelegram(stage).views()}
        in_discord = {view.name: view for view in InDiscord(stage).views()}
        files = dict(files_of(stage.telegram, [view.messages for view in in_telegram.values()]))
        for is_dark, (ending, names) in product((False, True), PAGES.items()):
            folder = NIGHT if is_dark else FOLDER
            told = [in_telegram[name] for name in names if name in in_telegram]
            page = telegram_page(told, files, is_dark=is_dark)
            take_screenshot(chromium, page, folder / f"telegram{ending}.png", size=size_of(told))
            shown = [in_discord[name] for name in names if name in in_discord]
            page = discord_page(shown, is_dark=is_dark)
            take_screenshot(chromium, page, folder / f"discord{ending}.png", size=size_of(shown))
        if complaints := stage.complaints():
            raise SystemExit(f"The strict servers complain: {complaints}")


def _draw_terminal() -> None:
    """Run a digest as a user would and draw what the terminal shows of it."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "PAPERCRIER_DATABASE": str(Path(folder) / "p.db"),
            "PAPERCRIER_NOW": NOW,
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

"""Pages of HTML as PNG, by a Chromium that is there."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from PIL import Image

SCALE: Final = 1.15
"""Pixels of the picture for one of the page."""

_NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "chrome")
_COLOURS: Final = 24
_SECONDS: Final = 60
_FLAGS: Final = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)


def find_chromium() -> str:
    """The path of a Chromium; empty where there is none."""
    return next((path for name in _NAMES if (path := shutil.which(name))), "")


def take_screenshot(chromium: str, html: str, target: Path, *, size: tuple[int, int]) -> None:
    """Show a page and write what is seen of it.

    Args:
        chromium: its path.
        html: the page, whole in itself.
        target: the PNG to write.
        size: width and height in CSS pixels.

    Raises:
        subprocess.SubprocessError: Chromium failed.
    """
    with tempfile.TemporaryDirectory() as folder:
        page, shot = Path(folder) / "page.html", Path(folder) / "shot.png"
        page.write_text(html, encoding="utf-8")
        options = (
            f"--user-data-dir={folder}/profile",
            f"--window-size={size[0]},{size[1]}",
            f"--force-device-scale-factor={SCALE}",
            f"--screenshot={shot}",
        )
        command = [chromium, *_FLAGS, *options, page.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)
        with Image.open(shot) as image:
            # Text on plain ground needs few colours, and then a third of the space.
            few = image.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
            few.save(target, optimize=True)

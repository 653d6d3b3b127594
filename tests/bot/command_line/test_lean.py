"""What the start does without, so that it takes no memory of whoever never needs it."""

from __future__ import annotations

import subprocess
import sys
from typing import Final

_LOADED: Final = """
import sys
import bot.command_line.cli, bot.command_line.console, handlers.commands
print(*sorted({"PIL", "lxml", "numpy", "starlette", "telegram", "discord"} & {*sys.modules}))
"""


def test_libraries_for_what_is_seldom_asked_wait_until_then() -> None:
    """Pictures, lists of feeds, the archive, platforms that are not set up."""
    told = subprocess.run(
        [sys.executable, "-c", _LOADED], check=True, capture_output=True, text=True
    )
    assert told.stdout.split() == []

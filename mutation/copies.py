"""Copies of the work tree to break things in."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from mutation.plan import ROOT


def fresh(place: Path) -> None:
    """Make a folder that holds the work tree as it is now, whether or not it is committed."""
    shutil.rmtree(place, ignore_errors=True)
    asked = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in names.splitlines():
        source = ROOT / name
        if source.is_file():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, place / name)


def environment() -> dict[str, str]:
    """For tests that have to come out the same each time, however busy the machine is.

    Where CI is set, hypothesis draws the same examples every time and knows no deadline.
    """
    return os.environ | {"CI": "true", "PYTHONHASHSEED": "0"}

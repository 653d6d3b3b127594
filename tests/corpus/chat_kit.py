"""The kit of strict chat servers beside this folder, and the program as it is run on them."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import pytest

Json = dict[str, Any]

REPOSITORY: Final = Path(__file__).resolve().parents[2]
NOW: Final = "2024-03-08T06:00:00Z"
PROGRAM: Final = [sys.executable, "-m", "bot"]
RUN: Final = [*PROGRAM, "run"]
SETTINGS: Final = {
    "PAPERCRIER_NOW": NOW,
    "PAPERCRIER_ARXIV_INTERVAL": "0",
    # As for all tests, see `tests.conftest`.
    "PAPERCRIER_SEMANTIC": "0",
}

CC_BY: Final = "http://creativecommons.org/licenses/by/4.0/"
WITH_FIGURES: Final = "2302.07302"
"""A recorded paper with several figures. Its real licence forbids to show them."""
WITH_A_FIGURE: Final = "2304.02623"
"""One with a figure, under a licence that allows to show it."""


def kit(shared: Path) -> Any:
    """The harness of the chat servers; skips where it is not there."""
    folder = shared / "chat_servers"
    if not folder.is_dir():
        pytest.skip(f"there are no chat servers in {folder}")
    if str(folder) not in sys.path:
        sys.path.append(str(folder))
    written, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        return import_module("harness")
    finally:
        sys.dont_write_bytecode = written


def relicensed(shared: Path, folder: Path, paper: str) -> tuple[str, ...]:
    """Options of the arXiv stand-in under which a paper's licence allows to show its figures."""
    changed = folder / "licence.jsonl"
    changed.write_text(json.dumps({"id": paper, "license": CC_BY}) + "\n", encoding="utf-8")
    records = sorted((shared / "arxiv").glob("records-*.jsonl.gz"))
    return ("--records", *map(str, records), str(changed))


def hang_up(driver: Any) -> None:
    """Close the connection of a driver, which it would keep open for ever."""
    connection = getattr(driver.control._local, "connection", None)
    if connection is not None:
        connection.close()


def check(stage: Any, **settings: str) -> tuple[int, str]:
    """Run ``papercrier check`` beside the process: its exit status and what it shows."""
    done = subprocess.run(
        [*PROGRAM, "check"],
        cwd=REPOSITORY,
        env=stage.env(**settings),
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.returncode, " ".join(done.stdout.split())


def wait_for(come_about: Callable[[], Any], seconds: float = 30.0) -> None:
    """Wait until something has come about.

    Raises:
        AssertionError: it has not, within some seconds.
    """
    until = time.monotonic() + seconds
    while not come_about():
        assert time.monotonic() < until, "it has not come about"
        time.sleep(0.1)

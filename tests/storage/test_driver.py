"""Which SQLite is used, and how: with a write-ahead log only where that is sound."""

from __future__ import annotations

import subprocess
import sys

import pytest

from storage.sqlite.driver import is_recent_enough, journal_mode
from tests.bot.processes import ROOT

ALONE = """
import sys
sys.modules["pysqlite3"] = None
import pytest
from storage.sqlite import driver
driver.journal_mode.__defaults__ = ((3, 51, 2),)
sys.exit(pytest.main(sys.argv[1:]))
"""


@pytest.mark.parametrize(
    ("version", "mode"),
    [
        *(((3, *rest), "delete") for rest in ((7, 0), (40, 1), (44, 5), (45, 9), (50, 6))),
        *(((3, *rest), "delete") for rest in ((51, 2), (52, 0))),
        *(((3, *rest), "wal") for rest in ((44, 6), (50, 7), (51, 3), (52, 1), (53, 4))),
    ],
)
def test_only_a_sound_one_keeps_a_log(version: tuple[int, int, int], mode: str) -> None:
    """By SQLite's own list of the versions that are mended."""
    assert journal_mode(version) == mode


def test_too_old_is_told() -> None:
    """Tables that hold to their types came with 3.37."""
    assert not is_recent_enough((3, 36, 9))
    assert is_recent_enough((3, 37, 0))


def test_pythons_own_serves_as_well() -> None:
    """All that the store promises holds with it, and without a write-ahead log."""
    ran = subprocess.run(
        [
            *(sys.executable, "-c", ALONE, "-q", "-x", "-p", "no:cacheprovider"),
            *("tests/storage/test_sqlite_store.py", "tests/storage/test_opening.py"),
            *("tests/storage/test_outbox.py", "tests/storage/test_backups.py"),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout[-3_000:]


def test_the_store_takes_no_numpy_along() -> None:
    """It costs the start 11 MB; whoever needs it loads it all the same."""
    code = """
import sys
import bot.command_line.console
assert "storage.sqlite.driver" in sys.modules
assert "numpy" not in sys.modules
import numpy
"""
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, timeout=60)

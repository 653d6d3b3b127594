"""Nothing is compiled when Papercrier is set up: there are wheels of all that is locked.

These tests ask the package registry, and are skipped where it does not answer. ``make wheels`` runs
them for every platform and Python, which may take minutes.
"""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from typing import Final

import pytest

from tests.bot.processes import ROOT

EVERY: Final = bool(os.environ.get("WHEELS"))

PLATFORMS: Final = (
    *("x86_64-manylinux_2_28", "aarch64-manylinux_2_28"),
    *("x86_64-unknown-linux-musl", "aarch64-unknown-linux-musl"),
    *("x86_64-apple-darwin", "aarch64-apple-darwin"),
    "x86_64-pc-windows-msvc",
)
PYTHONS: Final = ("3.11", "3.12", "3.13", "3.14")
CASES: Final = list(itertools.product(PLATFORMS, PYTHONS))
FEW: Final = [("aarch64-manylinux_2_28", "3.13"), ("x86_64-apple-darwin", "3.14")]


def resolved(requirements: str, platform: str, python: str) -> subprocess.CompletedProcess[str]:
    """What uv says to installing locked requirements there, from wheels alone."""
    return subprocess.run(
        [
            *(sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--no-deps"),
            *("--only-binary", ":all:", "--python-platform", platform),
            *("--python-version", python, requirements),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module", autouse=True)
def _registry() -> None:
    """Skips where no registry answers for this very machine's kind."""
    tried = resolved("requirements.txt", "x86_64-manylinux_2_28", "3.11")
    if tried.returncode and "no usable wheels" not in tried.stderr:
        pytest.skip(f"no package registry answers here: {tried.stderr.strip()[:200]}")


@pytest.mark.parametrize(("platform", "python"), CASES if EVERY else FEW)
def test_all_that_is_locked_has_a_wheel(platform: str, python: str) -> None:
    """On Linux of both kinds, on Macs of both kinds and on Windows, for each Python."""
    tried = resolved("requirements-llm.txt", platform, python)
    assert tried.returncode == 0, tried.stderr


@pytest.mark.parametrize(
    ("platform", "python"), [one for one in (CASES if EVERY else FEW) if "musl" not in one[0]]
)
def test_what_finds_by_meaning_has_a_wheel(platform: str, python: str) -> None:
    """But on Alpine; on Macs with Intel nothing is installed for it."""
    tried = resolved("requirements-semantic.txt", platform, python)
    assert tried.returncode == 0, tried.stderr
    assert ("onnxruntime" in tried.stdout) is (platform != "x86_64-apple-darwin")


def test_what_has_none_is_found_out() -> None:
    """A check that cannot fail would be none: ancient systems get no wheels of some libraries."""
    tried = resolved("requirements.txt", "x86_64-manylinux_2_17", "3.11")
    assert tried.returncode
    assert "no usable wheels" in tried.stderr

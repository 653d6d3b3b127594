"""The wheel has all that Papercrier needs of its own."""

from __future__ import annotations

import subprocess
from importlib.metadata import version
from pathlib import Path

import pytest


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--version",), version("papercrier")),
        (("digest", "diffusion models", "--sample"), "SAMPLE"),
        (("chat", "--sample"), "上海"),
    ],
)
def test_it_runs(programs: Path, tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    """Its texts, the sample, cities and catalogues come with it."""
    done = subprocess.run(
        [programs / "papercrier", *arguments],
        cwd=tmp_path,
        env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
        input="/language zh\n/timezone Shanghai\n/subscribe 上海\n/subscriptions\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert said in done.stdout


def test_nothing_of_it_comes_from_elsewhere(programs: Path, tmp_path: Path) -> None:
    """Each of its packages is the wheel's own."""
    told = subprocess.run(
        [programs / "python", "-c", "import bot, i18n, topics; print(bot.__file__)"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.startswith(str(programs.parent))

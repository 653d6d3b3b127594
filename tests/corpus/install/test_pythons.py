"""The wheel as a program of its own, by uv and by pipx, on each Python that is here."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.bot.processes import ROOT

UV: Final = (sys.executable, "-m", "uv")
UNREACHED: Final = re.compile(r"error sending request|dns error|[Cc]onnection|timed out|offline")
"""What uv and pip say where no registry can be reached."""
PATIENCE: Final = 300


@pytest.fixture(scope="module")
def constraints(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The locked versions; without hashes, which the wheel itself has none of."""
    locked = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    lines = (line.removesuffix(" \\") for line in locked.splitlines() if re.match(r"\S+==", line))
    path = tmp_path_factory.mktemp("locked") / "constraints.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def interpreters(minor: int) -> Iterator[str]:
    """Pythons of a minor version that run: those on the path, and pyenv's."""
    versions = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    name = f"python3.{minor}"
    on_path = (shutil.which(name) or "").split()
    for found in (*on_path, *map(str, versions.glob(f"3.{minor}.*/bin/{name}"))):
        asked = [found, "-c", "import sys; sys.exit(sys.version_info[1])"]
        if subprocess.run(asked, capture_output=True, check=False).returncode == minor:
            yield found


def installed(line: tuple[str, ...], folder: Path, **environment: str) -> None:
    """Install into a folder; skips where no registry can be reached."""
    done = subprocess.run(
        line,
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    if done.returncode and UNREACHED.search(done.stderr):
        pytest.skip(f"no registry can be reached: {done.stderr.strip().splitlines()[-1]}")
    assert done.returncode == 0, done.stderr


def works(program: Path, folder: Path) -> None:
    """It tells a digest of the sample."""
    home = {"HOME": str(folder), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    line = [str(program), "digest", "diffusion models", "--sample"]
    done = subprocess.run(
        line, cwd=folder, env=home, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "SAMPLE" in done.stdout


@pytest.mark.parametrize("minor", [12, 13, 14])
def test_uv_installs_it(wheel: Path, constraints: Path, tmp_path: Path, minor: int) -> None:
    """With what it needs, from the registry, as locked; 3.11 is what all other tests run on."""
    python = next(interpreters(minor), None)
    if python is None:
        pytest.skip(f"there is no Python 3.{minor} here")
    options = ("--no-python-downloads", "--python", python, "--constraints", str(constraints))
    installed(
        (*UV, "tool", "install", *options, str(wheel)),
        tmp_path,
        UV_TOOL_DIR=str(tmp_path / "tools"),
        UV_TOOL_BIN_DIR=str(tmp_path / "bin"),
    )
    works(tmp_path / "bin" / "papercrier", tmp_path)


@pytest.mark.skipif(os.environ.get("WHEELS") != "all", reason="it takes a minute; make wheels")
def test_pipx_installs_it(wheel: Path, constraints: Path, tmp_path: Path) -> None:
    """The same."""
    pipx = (*UV, "tool", "run", "--from", "pipx==1.18.4", "pipx")
    options = ("--python", sys.executable, f"--pip-args=-c {constraints}")
    installed(
        (*pipx, "install", *options, str(wheel)),
        tmp_path,
        PIPX_HOME=str(tmp_path / "tools"),
        PIPX_BIN_DIR=str(tmp_path / "bin"),
    )
    works(tmp_path / "bin" / "papercrier", tmp_path)

"""The image, built of the Dockerfile by buildah, which needs no daemon; by ``make image``.

The image that it builds upon cannot be had from a package registry: one of this system's own
packages, with its Python, stands in its place.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Final

import pytest

from tests.bot.processes import ROOT
from tests.bot.test_deploying import steps

PATIENCE: Final = 1200
FROM_HERE: Final = ("/etc/ssl/certs", "/etc/pip.conf", "/etc/apt", "/usr/share/keyrings")
"""By what this machine reaches its registries."""

_IN_THE_BASE: Final = "python3,python3-venv,ca-certificates"
_TRIAL: Final = (
    "python3 -m venv /t && /t/bin/pip download --no-deps -d /t structlog && apt-get update"
)


class Builder:
    """buildah, with a store of its own."""

    def __init__(self, folder: Path) -> None:
        """Args: folder is where all of it goes."""
        where = ("--root", str(folder / "store"), "--runroot", str(folder / "run"))
        self._line = ("buildah", *where, "--storage-driver", "vfs")
        self._isolated = ("--isolation", "chroot", "--network", "host")
        mounted = (f"{path}:{path}:ro" for path in FROM_HERE if Path(path).exists())
        self._mounts = [word for one in mounted for word in ("--volume", one)]

    def says(self, *arguments: str) -> str:
        """What it says, where it succeeds.

        Raises:
            subprocess.CalledProcessError: it does not.
        """
        line = (*self._line, *arguments)
        done = subprocess.run(line, check=True, text=True, capture_output=True, timeout=PATIENCE)
        return done.stdout.strip()

    def runs(self, container: str, *command: str) -> str:
        """Run something in a container."""
        return self.says("run", *self._isolated, *self._mounts, container, "--", *command)

    def builds(self, context: Path, name: str) -> None:
        """Build an image of a Dockerfile, by what is here alone."""
        how = (*self._isolated, "--pull-never", "--layers=false", *self._mounts)
        self.says("build", *how, "--tag", name, str(context))


@pytest.fixture(scope="module")
def builder() -> Iterator[Builder]:
    """With the image in store that the Dockerfile begins with; skips where there can be none."""
    if not os.environ.get("IMAGE"):
        pytest.skip("an image takes minutes; make image builds it")
    for program in ("buildah", "mmdebstrap"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    # Some gigabytes, which are not for the memory.
    folder = Path(tempfile.mkdtemp(prefix="papercrier-image-", dir="/var/tmp"))
    made = Builder(folder)
    try:
        _lay_the_base(made, folder)
        yield made
    finally:
        shutil.rmtree(folder)


def _lay_the_base(builder: Builder, folder: Path) -> None:
    try:
        container = builder.says("from", "scratch")
        builder.says("add", container, str(_system(folder)), "/")
        (base,) = {re.sub(r" AS \w+$", "", step) for step in steps("FROM")}
        builder.says("commit", container, f"docker.io/library/{base}")
        builder.runs(container, "sh", "-c", _TRIAL)
    except (OSError, subprocess.SubprocessError) as error:
        pytest.skip(f"no image can be built here: {getattr(error, 'stderr', '') or error}")


def _system(folder: Path) -> Path:
    """A small system of this one's packages, as an archive."""
    told = Path("/etc/os-release").read_text(encoding="utf-8")
    (suite,) = re.findall(r"VERSION_CODENAME=(\w+)", told)
    made = folder / "system.tar"
    line = ("mmdebstrap", "--variant=minbase", f"--include={_IN_THE_BASE}", suite, str(made))
    subprocess.run(line, check=True, text=True, capture_output=True, timeout=PATIENCE)
    return made


def test_the_image_is_built_and_serves(builder: Builder, tmp_path: Path) -> None:
    """Of what git knows, as somebody without rights, who may write where the data goes."""
    context = tmp_path / "context"
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=True, text=True, capture_output=True
    )
    for name in filter(None, listed.stdout.split("\0")):
        (context / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, context / name)
    builder.builds(context, "papercrier")
    container = builder.says("from", "--pull-never", "papercrier")
    (entry,) = re.findall(r'"([^"]+)"', steps("ENTRYPOINT")[0])
    assert version("papercrier") in builder.runs(container, entry, "--version")
    assert builder.runs(container, "id", "-un") == steps("USER")[0]
    shown = builder.runs(container, entry, "digest", "diffusion models", "--sample")
    assert "SAMPLE" in shown
    builder.runs(container, "sh", "-c", f"printf '/subscribe lanterns\\n' | {entry} chat --sample")
    builder.runs(container, "sh", "-c", f"printf '/subscribe lanterns\\n' | {entry} chat")
    assert "papercrier.db" in builder.runs(container, "ls", *steps("VOLUME"))
    left = builder.runs(container, "ls", "/opt/papercrier").split()
    assert not {"tests", "bench", "docs"} & set(left)

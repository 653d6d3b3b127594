"""PostScript goes to Ghostscript where there is one; a stand-in for it is a script."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from domain.errors import UnreadablePaper
from papers.fulltext.postscript import drawn

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="it is not used on Windows")


def _program(folder: Path, script: str) -> str:
    path = folder / "gs"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


async def test_drawn(tmp_path: Path) -> None:
    """The image is what the program writes for what it is given."""
    program = _program(tmp_path, r"printf '\211PNG'; exec cat")
    assert await drawn(b"%!PS boats", program) == b"\x89PNG%!PS boats"


async def test_it_is_kept_safe(tmp_path: Path) -> None:
    """The program runs in its safe mode, without our environment."""
    program = _program(tmp_path, r"""printf '\211PNG'; echo "$@"; exec env""")
    told = (await drawn(b"", program)).decode("latin-1")
    assert "-dSAFER" in told
    assert "HOME=" not in told
    assert "PAPERCRIER" not in told


_TRIES = """
import os, socket, sys, threading
for name, attempt in {
    "network": socket.socket,
    "processes": os.fork,
    "signals": lambda: os.kill(os.getppid(), 0),
    "limits": lambda: __import__("resource").setrlimit(4, (1, 1)),
}.items():
    try:
        attempt()
        sys.stdout.write(name)
    except (OSError, ValueError):
        pass
try:
    thread = threading.Thread(target=lambda: None)
    thread.start()
    thread.join()
except RuntimeError:
    assert os.geteuid()  # the limit on processes counts threads, other than root's
open("kept", "w").write("files")
sys.stdout.write(open("kept").read())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux filters system calls")
async def test_it_reaches_nobody(tmp_path: Path) -> None:
    """Files and threads are its own to use; the network and other processes are not."""
    path = tmp_path / "tries.py"
    path.write_text(_TRIES)
    program = _program(tmp_path, rf"printf '\211PNG'; exec {sys.executable} {path}")
    assert await drawn(b"", program) == b"\x89PNGfiles"


@pytest.mark.parametrize("script", ["exit 1", "echo no image", "kill -9 $$"])
async def test_refused(tmp_path: Path, script: str) -> None:
    """A drawing that fails is left out."""
    with pytest.raises(UnreadablePaper):
        await drawn(b"%!PS", _program(tmp_path, script))

"""Processes of the `papercrier` command that begin at once; see `tests.bot.preloaded`."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final, Literal

ROOT: Final = Path(__file__).parent.parent.parent
EVERYWHERE: Final = {
    "PYTHONPATH": str(ROOT),
    "PYTHONWARNINGS": "error,ignore:'audioop' is deprecated:DeprecationWarning",
}
"""Of the environment of every process."""


def command(
    arguments: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    streams: Sequence[int],
    manner: Literal["hurried", "afresh", ""] = "",
) -> socket.socket:
    """Begin a command.

    Args:
        arguments: what stands behind ``papercrier``.
        folder: where it runs.
        environment: all of it.
        streams: what it reads and writes: input, output, errors. They are closed here.
        manner: ``hurried`` is with short pauses where arXiv does not answer; ``afresh`` is in a
            Python of its own, as people begin it.

    Returns:
        What tells the number of the process in a line, and its exit status in another.
    """
    asked = {
        "arguments": arguments,
        "folder": str(folder),
        "environment": dict(environment),
        "manner": manner,
    }
    running = socket.socket(socket.AF_UNIX)
    running.connect(_preloaded())
    socket.send_fds(running, [json.dumps(asked).encode()], list(streams))
    for stream in set(streams):
        os.close(stream)
    return running


@cache
def _preloaded() -> str:
    """The address of a process that begins commands for this one, and ends with it."""
    folder = tempfile.mkdtemp()
    address = f"{folder}/commands"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(address)
        listener.listen()
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.bot.preloaded", str(listener.fileno())],
            env={**os.environ, **EVERYWHERE},
            stdin=subprocess.DEVNULL,
            pass_fds=[listener.fileno()],
            start_new_session=True,
        )

    def ended() -> None:
        process.kill()
        process.wait()
        shutil.rmtree(folder)

    atexit.register(ended)
    return address

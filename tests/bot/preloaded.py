"""The `papercrier` command in processes that have read all its modules already.

Reading them is most of what a short command does. One process does it and makes another for each
command, in its own folder and environment. All else is as it is.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import sys
import warnings
from contextlib import suppress
from functools import partial
from typing import Any
from unittest.mock import patch

from bot.__main__ import main
from papers.transport.availability import Persistence
from tests.growth.entry_points import modules

LARGEST = 1 << 20
"""Bytes of a message that asks for a command."""


def asked_for(listener: socket.socket) -> dict[str, Any]:
    """Wait for commands; in the process that is to run one, set up for it, what was asked.

    A message tells arguments, folder and environment and brings the three standard streams. What
    answers it is the number of the process and, when it has ended, its exit status.
    """
    while True:
        asked, _ = listener.accept()
        with asked:
            if os.fork():
                continue
            listener.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            message, streams, _, _ = socket.recv_fds(asked, LARGEST, 3)
            if number := os.fork():
                _answer(asked, number, streams)
        command: dict[str, Any] = json.loads(message)
        _become(command, streams)
        return command


def _answer(asked: socket.socket, number: int, streams: list[int]) -> None:
    for stream in streams:
        os.close(stream)
    with suppress(OSError):
        asked.sendall(f"{number}\n".encode())
        _, ended = os.waitpid(number, 0)
        asked.sendall(f"{os.waitstatus_to_exitcode(ended)}\n".encode())
    os._exit(0)


def _become(command: dict[str, Any], streams: list[int]) -> None:
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    sys.argv[1:] = command["arguments"]
    os.chdir(command["folder"])
    os.environ.clear()
    os.environ.update(command["environment"])


if __name__ == "__main__":
    with warnings.catch_warnings():
        # discord.py's voice module imports it, on the Pythons that still have it.
        warnings.filterwarnings("ignore", "'audioop' is deprecated", DeprecationWarning)
        modules()
    # So that no process looks through, and thereby copies, what all of them share.
    gc.freeze()
    # Who has asked waits for each process; this one does not.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    command = asked_for(socket.socket(fileno=int(sys.argv[1])))
    if command["manner"] == "afresh":
        os.execv(sys.executable, [sys.executable, "-m", "bot", *sys.argv[1:]])  # noqa: S606
    short: Any = {"first_pause": 0.01, "longest_pause": 0.05, "jitter": 0.01}
    quick = partial(Persistence, **(short if command["manner"] == "hurried" else {}))
    with patch("papers.transport.web.Persistence", quick):
        main()

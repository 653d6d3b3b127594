"""The `papercrier` command in processes that have read all its modules already.

Reading them is most of what a short command does. One process does it and makes another for each
command, in its own folder and environment; there, pauses are short where arXiv does not answer.
All else is as it is.
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
from unittest.mock import patch

from bot.__main__ import main
from papers.transport.availability import Persistence
from tests.growth.entry_points import modules

LARGEST = 1 << 20
"""Bytes of a message that asks for a command."""


def asked_for(listener: socket.socket) -> bool:
    """Wait for commands; whether this process is the one that is to run it, set up for that.

    A message tells arguments, folder and environment and brings the three standard streams. What
    answers it is the command's exit status, as a number in text.
    """
    while True:
        try:
            asked, _ = listener.accept()
        except OSError:
            return False
        with asked:
            if os.fork():
                continue
            listener.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            message, streams, _, _ = socket.recv_fds(asked, LARGEST, 3)
            if number := os.fork():
                _, ended = os.waitpid(number, 0)
                with suppress(BrokenPipeError):
                    asked.sendall(str(os.waitstatus_to_exitcode(ended)).encode())
                os._exit(0)
        _become(json.loads(message), streams)
        return True


def _become(command: dict[str, object], streams: list[int]) -> None:
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    arguments, folder, environment = (command[name] for name in ("argv", "cwd", "env"))
    assert isinstance(arguments, list)
    assert isinstance(environment, dict)
    sys.argv[1:] = arguments
    os.chdir(str(folder))
    os.environ.clear()
    os.environ.update(environment)


if __name__ == "__main__":
    with warnings.catch_warnings():
        # discord.py's voice module imports it; no command of these tests imports discord.py.
        warnings.filterwarnings("ignore", "'audioop' is deprecated", DeprecationWarning)
        modules()
    # So that no process looks through, and thereby copies, what all of them share.
    gc.freeze()
    # Who has asked waits for each process; this one does not.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if asked_for(socket.socket(fileno=int(sys.argv[1]))):
        signal.signal(signal.SIGINT, signal.default_int_handler)
        quick = partial(Persistence, first_pause=0.01, longest_pause=0.05, jitter=0.01)
        with patch("papers.transport.web.Persistence", quick):
            main()

"""From the command to the first prompt, at a second start; and the memory taken there."""

from __future__ import annotations

import os
import pty
import select
import signal
import statistics
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

from bench import Measurement
from bench.kit.checkout import WITHOUT_NUMPY
from bench.kit.timing import peak_memory

RUNS: Final = 5
_LIMIT: Final = 30.0
_AS_INSTALLED: Final = WITHOUT_NUMPY + "from bot.command_line.cli import app; app()"
_HOUSE: Final = [sys.executable, "-c", _AS_INSTALLED, "chat", "--sample"]
_BARE: Final = [sys.executable, "-c", "input('sample> ')"]


def run() -> list[Measurement]:
    """Start to the first prompt (at most 1 s), and peak memory at rest there (at most 120 MB)."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "PAPERCRIER_DATABASE": str(Path(folder) / "p.db"),
            "PAPERCRIER_NOW": "2026-11-20T08:00:00Z",
            "TERM": "xterm",
        }
        _to_prompt(_HOUSE, environment)
        container = [_to_prompt(_HOUSE, environment) for _ in range(RUNS)]
        bare = [_to_prompt(_BARE, environment) for _ in range(RUNS)]
    seconds, memory = zip(*container, strict=True)
    bare_seconds, bare_memory = zip(*bare, strict=True)
    return [
        Measurement(
            "start to the first prompt, digest shown",
            statistics.median(seconds),
            "s",
            statistics.median(bare_seconds),
            "a bare Python prompt",
            target=1.0,
        ),
        Measurement(
            "peak memory of chat at rest",
            max(memory),
            "MB",
            max(bare_memory),
            "a bare Python prompt",
            target=120.0,
        ),
    ]


def _to_prompt(command: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """Seconds until the prompt is shown in a terminal, and the process's peak memory in MB."""
    began = time.perf_counter()
    process, terminal = pty.fork()
    if process == 0:
        os.execvpe(command[0], command, environment)  # noqa: S606
    shown = b""
    try:
        while b"sample>" not in shown:
            if not select.select([terminal], [], [], _LIMIT)[0]:
                raise TimeoutError(shown.decode(errors="replace"))
            shown += os.read(terminal, 65536)
            if b"\x1b[6n" in shown:
                # The line editor asks the terminal where its cursor is.
                os.write(terminal, b"\x1b[1;1R")
                shown = shown.replace(b"\x1b[6n", b"")
        taken = time.perf_counter() - began
        return taken, peak_memory(process)
    finally:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        os.close(terminal)

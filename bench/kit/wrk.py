"""wrk, which asks a web server for one address as fast as it answers (https://github.com/wg/wrk)."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

FOUND: Final = shutil.which("wrk")
CONNECTIONS: Final = 8

_TELLS: Final = """
done = function(summary, latency, requests)
  local e = summary.errors
  local failed = e.connect + e.read + e.write + e.status + e.timeout
  io.write(string.format("told %d %d %d %d %d\\n", summary.requests, summary.duration,
    latency:percentile(95), latency:percentile(99), failed))
end
"""


@dataclass(frozen=True, slots=True)
class Rate:
    """How fast a server answers.

    Attributes:
        count: how many answers there were.
        each: microseconds from one answer to the next, over all connections.
        p95: milliseconds that 95 of 100 answers are given in; likewise `p99`.
    """

    count: int
    each: float
    p95: float
    p99: float


def rate_of(address: str, seconds: int) -> Rate:
    """Ask for an address for some seconds, over eight connections.

    Raises:
        RuntimeError: something was not answered, or with an error.
    """
    with _asking(address, seconds) as process:
        told, _ = process.communicate()
    line = next(line for line in told.splitlines() if line.startswith("told "))
    requests, duration, p95, p99, failed = map(int, line.split()[1:])
    if failed or not requests:
        raise RuntimeError(f"{failed} of {requests} requests for {address} failed")
    return Rate(requests, duration / requests, p95 / 1e3, p99 / 1e3)


@contextmanager
def visited(address: str) -> Iterator[None]:
    """Within it, an address is asked for without end."""
    with _asking(address, 3_600) as process:
        try:
            yield
        finally:
            process.terminate()


@contextmanager
def _asking(address: str, seconds: int) -> Iterator[subprocess.Popen[str]]:
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "told.lua"
        script.write_text(_TELLS)
        options = ["-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", str(script), address]
        command = [str(FOUND), *options]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            yield process

"""arXiv as it was recorded, where that is beside the project: a server with a clock of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final

from bench.kit.records import SHARED

STAND_IN: Final = SHARED / "arxiv_standin"
_LIMIT: Final = 300


@contextmanager
def stand_in(now: datetime, *options: str) -> Iterator[str]:
    """Its address; its clock stands still."""
    given = ["--port", "0", "--frozen", "--now", f"{now:%Y-%m-%dT%H:%M:%SZ}", *options]
    command = [sys.executable, "-B", str(STAND_IN), *given]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield _address(process)
        finally:
            process.terminate()


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        _, found, url = line.partition("listening on ")
        if found:
            return url.strip()
    raise RuntimeError(f"the stand-in ended with exit code {process.wait()}")


def control(url: str, path: str, *, method: str = "GET") -> Any:
    """What it tells of itself; with DELETE it forgets that."""
    request = urllib.request.Request(f"{url}/_control/{path}", method=method)  # noqa: S310
    with urllib.request.urlopen(request, timeout=_LIMIT) as answer:  # noqa: S310
        return json.loads(answer.read())

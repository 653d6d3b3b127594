"""The recorded arXiv beside this folder: real records, and a stand-in that serves them.

Tests that need what is not there are skipped and say so.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest

SHARED: Final = Path(__file__).resolve().parents[3] / "shared"


@dataclass(frozen=True, slots=True)
class StandIn:
    """A running stand-in.

    Attributes:
        url: where it listens, without a slash at the end.
    """

    url: str

    def get(self, path: str) -> bytes:
        """What it answers to a path with its query.

        Raises:
            urllib.error.URLError: it answers with an error, or not at all.
        """
        with urllib.request.urlopen(f"{self.url}{path}", timeout=60) as answer:  # noqa: S310
            body: bytes = answer.read()
            return body

    def control(self, path: str, wish: object = None, *, method: str = "") -> Any:
        """Ask ``/_control/<path>``: read with GET, or with a wish change something with POST."""
        request = urllib.request.Request(  # noqa: S310
            f"{self.url}/_control/{path}",
            data=None if wish is None else json.dumps(wish).encode(),
            method=method or ("GET" if wish is None else "POST"),
        )
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
            return json.loads(answer.read())

    def stop_clock_at(self, moment: str) -> None:
        """Set its clock to a moment, as ``2024-03-08T01:00:00Z``, and let it stand still."""
        self.control("now", {"now": moment, "frozen": True})

    def fault(self, path: str, *faults: str, times: int = 1) -> None:
        """Plan faults for the next requests to a path; -1 times means for ever."""
        self.control("faults", {"path": path, "faults": list(faults), "times": times})


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the recorded arXiv."""
    if not (SHARED / "arxiv").is_dir():
        pytest.skip(f"there is no recorded arXiv in {SHARED}")
    return SHARED


@pytest.fixture(scope="session")
def standin(shared: Path) -> Iterator[Callable[..., StandIn]]:
    """Starts stand-ins: ``standin("--now", "2024-03-08T06:00:00Z", "--frozen")``.

    The options are those of its command line; its port is free whatever they are. It runs until
    the session ends.
    """
    program = shared / "arxiv_standin"
    if not program.is_dir():
        pytest.skip(f"there is no stand-in in {program}")
    with ExitStack() as running:
        yield lambda *options: running.enter_context(standing_in(*options))


@contextmanager
def standing_in(*options: str) -> Iterator[StandIn]:
    """A stand-in while it is needed, with these options of its command line."""
    process = subprocess.Popen(
        [sys.executable, "-B", str(SHARED / "arxiv_standin"), "--port", "0", *options],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield StandIn(_address(process))
    finally:
        process.terminate()
        process.communicate(timeout=10)


def _address(process: subprocess.Popen[str]) -> str:
    """Where a stand-in says that it listens, once it does."""
    assert process.stdout is not None
    for line in process.stdout:
        _, found, url = line.partition("listening on ")
        if found:
            return url.strip()
    pytest.fail(f"the stand-in ended with exit code {process.wait()}")


@pytest.fixture(scope="session")
def records(shared: Path) -> Callable[[str], Iterator[dict[str, Any]]]:
    """Reads the records whose file names match a pattern: ``records("records-2025-*")``."""

    def read(pattern: str) -> Iterator[dict[str, Any]]:
        paths = sorted((shared / "arxiv").glob(f"{pattern}.jsonl.gz"))
        assert paths, f"no file {pattern}.jsonl.gz"
        for path in paths:
            with gzip.open(path, "rt", encoding="utf-8") as lines:
                yield from map(json.loads, lines)

    return read

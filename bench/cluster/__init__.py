"""Several processes on a PostgreSQL server, beside one process on a file of SQLite's.

What is kept on the server is flushed, as it is where it matters.
"""

from __future__ import annotations

from collections.abc import Iterator

from bench import Measurement
from bench.cluster import kept, served
from tests.storage.postgres.server import why_not


def run() -> Iterator[Measurement]:
    """Moving there, planning, delivering; then what people notice. Nothing without PostgreSQL."""
    if why := why_not():
        print(f"no PostgreSQL: {why}")
        return
    yield from kept.measured()
    yield from served.measured()

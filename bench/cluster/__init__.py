"""Several processes on a PostgreSQL server, beside one process on a file of SQLite's.

What is kept on the server is flushed, as it is where it matters.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Final

from bench import Measurement
from bench.cluster import kept, planning, served
from tests.storage.postgres.server import why_not

ONLY: Final = os.environ.get("BENCH_CLUSTER", "kept,planning,served")
"""Which of them are measured."""


def run() -> Iterator[Measurement]:
    """Moving there, turns, delivering; planning; what people notice. Nothing without PostgreSQL."""
    if why := why_not():
        print(f"no PostgreSQL: {why}")
        return
    for name in ONLY.split(","):
        yield from {"kept": kept, "planning": planning, "served": served}[name].measured()

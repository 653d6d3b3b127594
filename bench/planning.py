"""What a morning's planning costs: many chats, each with a topic of its own, all due at once.

Or with fewer topics than chats:

    BENCH_CHATS=100000 BENCH_TOPICS=10000 BENCH_SPANS=1 python -m bench planning
    BENCH_CHATS=2000 BENCH_CHECKOUT=../another/checkout python -m bench planning
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bench import Measurement
from bench.kit.checkout import figures

CHATS: Final = int(os.environ.get("BENCH_CHATS", "10000"))
TOPICS: Final = int(os.environ.get("BENCH_TOPICS", str(CHATS)))
"""Distinct ones; of fewer than chats, some are followed by many."""

FEW: Final = CHATS // 10
SPANS: Final = tuple(int(one) for one in os.environ.get("BENCH_SPANS", "1,6").split(","))
"""Each is a trial with so many different dates up to which chats have been told."""

MOST_SECONDS: Final = 60.0
"""By the clock, for 100,000 chats with 10,000 topics on two cores that do nothing else."""

LONGEST_HOLD: Final = 50.0
"""Milliseconds for which nothing else may happen in the process."""

_HOUSE: Final = "bench.kit.morning_container"


def run() -> list[Measurement]:
    """With one span of dates for all, and with six, where nothing else is said."""
    return [row for spans in SPANS for row in _rows(spans)]


def _rows(spans: int) -> list[Measurement]:
    many, few = morning(CHATS, topics=TOPICS, spans=spans), morning(FEW, spans=spans)
    name = f"{CHATS:,} chats, {TOPICS:,} topics, {spans} span{'s' * (spans > 1)}"
    rows: tuple[tuple[str, str, str, float, float | None], ...] = (
        ("summaries ahead, processor", "ahead", "s", 1.0, None),
        ("planning, processor", "planned", "s", 1.0, None),
        ("planning, by the clock", "seconds", "s", 1.0, MOST_SECONDS),
        ("until the first digest is queued", "first", "s", 1.0, None),
        ("longest hold of the loop", "held", "ms", 1e3, LONGEST_HOLD),
        ("times a topic was matched", "matchings", "", 1.0, None),
        ("pages printed", "printings", "", 1.0, float(CHATS)),
        ("peak memory", "memory", "MB", 1.0, None),
    )
    return [
        Measurement(f"{name}: {what}", many[key] * by, unit, few[key] * by, f"with {FEW:,}", target)
        for what, key, unit, by, target in rows
    ]


def morning(
    chats: int, *, topics: int | None = None, due_each: int = 1, spans: int = 1
) -> dict[str, float]:
    """What a container of its own measures, with so many chats in its store.

    Args:
        chats: how many.
        topics: distinct ones; as many as chats where nothing is said.
        due_each: every so manieth chat is due at once.
        spans: how many different dates the chats have been told up to.

    Raises:
        RuntimeError: nothing was planned.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        figures(_HOUSE, "fill", path, chats, topics or chats, due_each, spans)
        found = figures(_HOUSE, "show", path, time.time())
    if not found["parts"]:
        raise RuntimeError("nothing was planned")
    return found

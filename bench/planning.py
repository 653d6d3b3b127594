"""What a morning's planning costs over real records: many chats, each with a topic of its own."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bench import Measurement
from bench._planning_house import fill, papers_of

CHATS: Final = 10_000
FEW: Final = 1_000
SPANS: Final = 6
LONGEST_HOLD: Final = 50.0
"""Milliseconds for which nothing else may happen in the process."""

RECORDS: Final = (
    Path(__file__).resolve().parents[2] / "shared" / "arxiv" / "records-2025-05.jsonl.gz"
)

# The environment for tests has numpy, which sqlite-utils loads where it finds it; users have not.
_AS_INSTALLED: Final = (
    "import sys; sys.modules['numpy'] = None; from bench._planning_house import show; show()"
)


def run() -> list[Measurement]:
    """With one span of dates for all, and with six; nothing where there are no records."""
    if not RECORDS.is_file():
        sys.stderr.write(f"planning is not measured: there are no records in {RECORDS}\n")
        return []
    return [row for spans in (1, SPANS) for row in _rows(spans)]


def _rows(spans: int) -> list[Measurement]:
    many, few = _figures(CHATS, spans), _figures(FEW, spans)
    name = f"{CHATS:,} chats, as many topics, {spans} spans"
    rows: tuple[tuple[str, str, str, float | None], ...] = (
        ("processor time, summaries and planning", "cpu", "s", None),
        ("until the first digest is queued", "first", "s", None),
        ("longest hold of the event loop", "held", "ms", LONGEST_HOLD),
        ("times that a topic was matched", "matchings", "", None),
        ("pages printed", "printings", "", float(CHATS)),
        ("peak memory", "memory", "MB", None),
    )
    return [
        Measurement(f"{name}: {what}", many[key], unit, few[key], f"with {FEW:,}", target)
        for what, key, unit, target in rows
    ]


def _figures(chats: int, spans: int) -> dict[str, float]:
    """What a house of its own measures, with so many chats in its store."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        asyncio.run(fill(path, papers_of(RECORDS), chats, spans))
        command = [sys.executable, "-c", _AS_INSTALLED, str(path)]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    figures: dict[str, float] = json.loads(told)
    return figures

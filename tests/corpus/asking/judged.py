"""The recorded questions, asked as ``papercrier ask --jsonl`` asks them, judged by their scorer.

Only where ``../shared/questions`` is present.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from collections.abc import Iterable
from functools import cache
from typing import Any, Final

from cachetools import LRUCache

from bot.command_line.asked import Known, answered
from tests.corpus.conftest import SHARED

FOLDER: Final = SHARED / "questions"
Row = dict[str, Any]
Request = dict[str, Any]


@cache
def scorer() -> Any:
    """The recorded scorer's own module."""
    sys.path.insert(0, str(FOLDER))
    try:
        return importlib.import_module("evaluate_answers")
    finally:
        sys.path.remove(str(FOLDER))


@cache
def data() -> tuple[dict[str, Any], list[Request]]:
    """Papers by id, and questions."""
    papers, questions = scorer().load(FOLDER / "data")
    return papers, questions


class Ours:
    """What ``ask --jsonl`` answers, in this process.

    Attributes:
        peak_mb: not measured here.
    """

    def __init__(self) -> None:
        self._known: Known = LRUCache(4)
        self.peak_mb = 0.0

    def ask(self, request: Request) -> Any:
        """The answer, and the seconds that it took by the clock and of the processor."""
        line = json.dumps(request)
        worked, begun = time.process_time(), time.perf_counter()
        value = answered(line, self._known)
        wall, cpu = time.perf_counter() - begun, time.process_time() - worked
        return _systems().Reply(value, wall, cpu)


def _systems() -> Any:
    scorer()
    return importlib.import_module("systems")


def judged() -> tuple[dict[str, Any], list[Row]]:
    """The scorer's report, and its row of each question."""
    papers, questions = data()
    report, rows = scorer().evaluate(Ours(), papers, questions)
    return report, rows


def baseline() -> dict[str, Row]:
    """The rows of BM25 whose sentences lend to their neighbours, by question."""
    papers, questions = data()
    system = _systems().Function("baselines:bm25_neighbours")
    _, rows = scorer().evaluate(system, papers, questions)
    return {row["id"]: row for row in rows}


def mean(rows: Iterable[Row], measure: str) -> float:
    """The mean of a measure over the rows that have it."""
    values = [row[measure] for row in rows if measure in row]
    return sum(values) / len(values) if values else 0.0

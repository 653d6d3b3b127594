"""What is asked of ``rank --jsonl`` and ``authors --jsonl`` by the scorers of recorded data.

Only where ``../shared/ranking`` is present.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from tests.corpus.conftest import SHARED

FOLDER: Final = SHARED / "ranking"
OTHER_TASTES: Final = Path(__file__).with_name("other_tastes.json")
"""What other simulated voters care for: the same form, other subjects."""

_PROGRAM: Final = Path(sys.executable).with_name("papercrier")


def ranked(task: str, *options: str, by_meaning: bool = False) -> dict[str, Any]:
    """The report on a task: ``readers``, ``voters`` or ``similar``.

    What papers mean is looked at where that is wished for: some minutes of processor.
    """
    os.environ["PAPERCRIER_SEMANTIC"] = str(int(by_meaning))
    return _report("evaluate_ranking.py", "rank", "--task", task, *options)


def told_apart() -> dict[str, Any]:
    """The report on authors of one name."""
    return _report("evaluate_namesakes.py", "authors")


def _report(scorer: str, command: str, *options: str) -> dict[str, Any]:
    asked = f"{_PROGRAM} {command} --jsonl"
    ran = subprocess.run(
        [sys.executable, "-B", scorer, "--cmd", asked, *options],
        cwd=FOLDER,
        capture_output=True,
        text=True,
        check=True,
    )
    report: dict[str, Any] = json.loads(ran.stdout)
    return report

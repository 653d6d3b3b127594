"""Versions that are recorded, compared: by their files, and as somebody asks for it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.bot.processes import ROOT
from tests.corpus.conftest import StandIn
from tests.corpus.reading.planted_edits import steps

LEAST_FOUND, MOST_FALSE = 0.95, 0.05


def test_planted_edits_are_told(shared: Path) -> None:
    """At least 95 of 100, and of what is told at most 5 of 100 are none."""
    found = list(steps(shared / "arxiv" / "versions"))
    edits = sum(len(step.edits) for step in found)
    missed = [(step.name, edit) for step in found for edit in step.missed]
    false = [(step.name, change) for step in found for change in step.false]
    assert len(missed) <= (1 - LEAST_FOUND) * edits, missed
    assert len(false) <= MOST_FALSE * sum(len(step.changes) for step in found), false


def test_what_somebody_is_told(
    shared: Path, standin: Callable[..., StandIn], tmp_path: Path
) -> None:
    """A number, in one request for each version; an image, where nothing else is another."""
    files = [str(shared / "arxiv"), str(shared / "arxiv" / "versions")]
    arxiv = standin("--files", *files)
    arxiv.stop_clock_at("2025-06-08T06:00:00Z")
    env = {
        **{name: value for name, value in os.environ.items() if name[:4] != "PAPE"},
        "PAPERCRIER_DATABASE": str(tmp_path / "papercrier.db"),
        "PAPERCRIER_NOW": "2025-06-08T06:00:00Z",
        "PAPERCRIER_ARXIV_INTERVAL": "0",
        "PAPERCRIER_ARXIV_API_URL": f"{arxiv.url}/api/query",
        "PAPERCRIER_ARXIV_SITE_URL": arxiv.url,
        "PAPERCRIER_ARXIV_RSS_URL": arxiv.url,
    }

    def told(*arguments: str) -> str:
        command = [sys.executable, "-m", "bot", "changes", *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=env, capture_output=True, text=True, check=True, input=""
        )
        return " ".join(done.stdout.split())

    arxiv.control("log", method="DELETE")
    assert "From version 1 to version 2: 13 became 31; 2.7 became 2.1" in told("2505.99921")
    asked = [one["path"].split("/")[1] for one in arxiv.control("log")]
    assert sorted(asked) == ["api", "api", "html", "html"]
    assert "1 figure replaced" in told("2505.99926")

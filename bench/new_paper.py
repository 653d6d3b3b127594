"""How long a paper that nobody has asked for takes to be explained, at arXiv's pace.

From the command to the answer, on the recorded arXiv of `../shared`, beside asking for the same
pages with nothing done: most of it is the three seconds that arXiv wants between two requests.

    BENCH_CHECKOUT=../another/checkout python -m bench new_paper
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.request
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

from bench import Measurement
from bench.kit.checkout import CHECKOUT, WITHOUT_NUMPY
from bench.kit.stand_in import STAND_IN, control, stand_in

PAPERS: Final = ("2403.04634", "2403.04770", "2505.02304")
"""Recorded papers with HTML."""

MOST_REQUESTS: Final = 2.0
PACE: Final = 3.0
"""Seconds between two requests."""

NOW: Final = datetime(2025, 6, 8, 6, tzinfo=UTC)
_PROGRAM: Final = WITHOUT_NUMPY + "from bot.command_line.cli import app; app()"
_SAID: Final = "full text"
_LIMIT: Final = 120


def run() -> list[Measurement]:
    """Seconds and requests, the median and the most of some papers."""
    if not STAND_IN.is_dir():
        print(f"a new paper is not measured: there is no stand-in of arXiv in {STAND_IN}")
        return []
    with stand_in(NOW, "--borrow-files") as url:
        taken = [_explained(url, paper) for paper in PAPERS]
        bare = median(_asked(url, paper) for paper in PAPERS)
    seconds, requests = zip(*taken, strict=True)
    return [
        Measurement(
            "a new paper explained, from the start of the program",
            median(seconds),
            "s",
            bare,
            f"urllib, its abstract page and HTML {PACE:g} s apart",
        ),
        Measurement(
            "requests for a new paper, at most",
            max(requests),
            "",
            MOST_REQUESTS,
            "what is promised",
            MOST_REQUESTS,
        ),
    ]


def _explained(url: str, paper: str) -> tuple[float, float]:
    """Seconds until the console has answered, and the requests made."""
    control(url, "log", method="DELETE")
    with TemporaryDirectory() as folder:
        environment = os.environ | {
            "PAPERCRIER_DATABASE": str(Path(folder) / "papercrier.db"),
            "PAPERCRIER_NOW": NOW.isoformat(),
            "PAPERCRIER_ARXIV_API_URL": f"{url}/api/query",
            "PAPERCRIER_ARXIV_SITE_URL": url,
            "PAPERCRIER_ARXIV_RSS_URL": url,
            "PAPERCRIER_ARXIV_INTERVAL": f"{PACE:g}",
        }
        began = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", _PROGRAM, "chat"],
            input=f"/summarize {paper}\n",
            cwd=CHECKOUT,
            env=environment,
            check=True,
            capture_output=True,
            text=True,
            timeout=_LIMIT,
        )
        seconds = time.perf_counter() - began
    if _SAID not in done.stdout:
        raise RuntimeError(f"{paper} was not explained: {done.stdout[-500:]}")
    return seconds, float(len(control(url, "log")))


def _asked(url: str, paper: str) -> float:
    began = time.perf_counter()
    for place, form in enumerate(("abs", "html")):
        time.sleep(PACE * place)
        with urllib.request.urlopen(f"{url}/{form}/{paper}", timeout=_LIMIT) as answer:  # noqa: S310
            answer.read()
    return time.perf_counter() - began

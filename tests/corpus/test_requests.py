"""What arXiv is asked for somebody, counted by the recorded arXiv itself."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.bot.processes import ROOT
from tests.corpus.conftest import StandIn
from tests.corpus.telegram_stage import Harness, staged

NEW = ("2403.04634", "2403.04770", "2505.02304", "1512.03905")
"""Recorded papers that nobody has asked for; the last has no HTML."""
NUMBERS, WITHDRAWN, RETURNED = "2505.99921", "2505.99927", "2505.99928"


def test_a_new_paper_costs_two_requests(shared: Path) -> None:
    """Its metadata, and its HTML or, where that page told of none, its PDF; once more, nothing."""
    with staged(shared, arxiv_options=("--borrow-files",)) as stage:
        stage.arxiv.tell("now", now="2025-06-08T06:00:00Z")
        harness = Harness(stage)
        for paper in NEW:
            for most in (2, 0):
                stage.arxiv.tell("log", method="DELETE")
                chat = harness.telegram.new_private()
                harness.ask(chat, f"/summarize {paper}", "extracted from the full text")
                asked = [one["path"] for one in stage.arxiv.look("log")]
                assert len(asked) <= most, asked
        assert stage.complaints() == {}


@dataclass
class Terminal:
    """Commands one after another, each in a process of its own."""

    arxiv: StandIn
    folder: Path

    def at(self, moment: str) -> None:
        """Let it be some time, here and at arXiv."""
        self.moment = moment
        self.arxiv.stop_clock_at(moment)

    def run(self, *arguments: str, status: int = 0) -> str:
        """What a command prints, in one line; it ends with a status."""
        self.arxiv.control("log", method="DELETE")
        env = {
            **{name: value for name, value in os.environ.items() if name[:4] != "PAPE"},
            "PAPERCRIER_DATABASE": str(self.folder / "papercrier.db"),
            "PAPERCRIER_NOW": self.moment,
            "PAPERCRIER_ARXIV_INTERVAL": "0",
            "PAPERCRIER_ARXIV_API_URL": f"{self.arxiv.url}/api/query",
            "PAPERCRIER_ARXIV_SITE_URL": self.arxiv.url,
            "PAPERCRIER_ARXIV_RSS_URL": self.arxiv.url,
        }
        command = [sys.executable, "-m", "bot", *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=env, capture_output=True, text=True, check=False, input=""
        )
        assert done.returncode == status, done.stderr
        return " ".join(done.stdout.split())

    def asked(self) -> list[str]:
        """What arXiv was asked for since the last command, by its service."""
        return [one["path"].split("/")[1] for one in self.arxiv.control("log")]


@pytest.fixture
def terminal(shared: Path, standin: Callable[..., StandIn], tmp_path: Path) -> Terminal:
    """A terminal on 8 May 2025, before what changed was announced."""
    files = [str(shared / "arxiv"), str(shared / "arxiv" / "versions")]
    terminal = Terminal(standin("--files", *files), tmp_path)
    terminal.at("2025-05-08T12:00:00Z")
    terminal.run("chat")  # which makes the database
    return terminal


def test_a_paper_that_has_changed_is_told_as_it_is_now(terminal: Terminal) -> None:
    """A number corrected, a withdrawal with its reason, a return; each costs one request more."""
    assert "13 percent" in terminal.run("summarize", NUMBERS)
    assert terminal.asked() == ["abs", "html"]
    assert f"{WITHDRAWN}v1" in terminal.run("summarize", WITHDRAWN)
    assert "71 percent" in terminal.run("summarize", RETURNED)
    terminal.at("2025-05-08T23:00:00Z")
    assert "13 percent" in terminal.run("summarize", NUMBERS)
    assert terminal.asked() == [], "nothing can have changed"

    terminal.at("2025-05-21T12:00:00Z")
    changed = terminal.run("summarize", NUMBERS)
    assert "31 percent" in changed
    assert f"{NUMBERS}v2" in changed
    assert terminal.asked() == ["abs", "html"]
    told = terminal.run("summarize", WITHDRAWN)
    assert "has been withdrawn by its authors" in told
    assert "Lemma 2 is false" in told
    assert terminal.asked()[:1] == ["abs"]

    terminal.at("2025-05-28T12:00:00Z")
    terminal.run("digest", "cat:cs.CL", "--date", "2025-05-28")
    told = terminal.run("summarize", RETURNED)
    assert "58 percent" in told
    assert f"{RETURNED}v3" in told
    assert "has been withdrawn" not in told


@pytest.mark.parametrize(
    ("fault", "said"), [("403", "refuses our requests"), ("451", "refuses the request (451")]
)
def test_a_refusal_is_told_as_one_and_forgotten(terminal: Terminal, fault: str, said: str) -> None:
    """No other form is asked for, and once arXiv allows it the paper is read."""
    for path in ("/html/", "/src/", "/pdf/"):
        terminal.arxiv.fault(path, fault, times=-1)
    assert said in terminal.run("summarize", NUMBERS)
    assert terminal.asked() == ["abs", "html"]
    terminal.arxiv.control("faults", method="DELETE")
    assert "from the full text" in terminal.run("summarize", NUMBERS)


def test_a_page_that_is_refused_is_the_last_request(terminal: Terminal) -> None:
    """Nothing else is asked for after it, the API neither."""
    terminal.arxiv.fault("/abs/", "403", times=-1)
    terminal.run("summarize", NUMBERS, status=1)
    assert terminal.asked() == ["abs"]

"""What arXiv is asked for somebody, counted by the recorded arXiv itself."""

from __future__ import annotations

from pathlib import Path

from tests.corpus.telegram_stage import House, staged

NEW = ("2403.04634", "2403.04770", "2505.02304")
"""Recorded papers that nobody has asked for."""


def test_a_new_paper_costs_two_requests(shared: Path) -> None:
    """Its metadata, and its HTML with the licence above it; whoever asks again costs nothing."""
    with staged(shared, arxiv_options=("--borrow-files",)) as stage:
        stage.arxiv.tell("now", now="2025-06-08T06:00:00Z")
        house = House(stage)
        for paper in NEW:
            for most in (2, 0):
                stage.arxiv.tell("log", method="DELETE")
                chat = house.telegram.new_private()
                house.ask(chat, f"/summarize {paper}", "extracted from the full text")
                asked = [one["path"] for one in stage.arxiv.look("log")]
                assert len(asked) <= most, asked
        assert stage.complaints() == {}

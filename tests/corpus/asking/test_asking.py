"""Recorded questions about recorded papers: found better than BM25 finds, refused where due."""

from __future__ import annotations

from typing import Any

import pytest

from tests.corpus.asking.judged import FOLDER, Row, baseline, judged

pytestmark = pytest.mark.skipif(not FOLDER.exists(), reason="no ../shared/questions here")


@pytest.fixture(scope="module")
def told() -> tuple[dict[str, Any], list[Row]]:
    """The scorer's report, and its rows."""
    return judged()


def test_answers_are_found(told: tuple[dict[str, Any], list[Row]]) -> None:
    """Of the words of right answers so many stand in the sentences that are cited first."""
    report, _ = told
    qasper = report["qasper"]
    assert qasper["coverage@5"]["mean"] >= 0.48
    assert qasper["coverage@10"]["mean"] >= 0.62
    assert qasper["hit@10"]["mean"] >= 0.60
    assert report["own"]["hit@10"]["mean"] >= 0.78
    assert report["invented"] == 0


def test_better_than_bm25_question_by_question(told: tuple[dict[str, Any], list[Row]]) -> None:
    """Where both are asked the same, ours finds more oftener than it finds less."""
    other = baseline()
    _, rows = told
    for measure in ("coverage@5", "coverage@10"):
        gains = [row[measure] - other[row["id"]][measure] for row in rows if measure in row]
        assert sum(gain > 0 for gain in gains) > 1.5 * sum(gain < 0 for gain in gains)


def test_refused_where_the_paper_does_not_say(told: tuple[dict[str, Any], list[Row]]) -> None:
    """Confidence tells answerable from unanswerable; something near is always cited."""
    report, _ = told
    refused = report["refused"]
    assert refused["unanswerable, swapped"]["mean"] >= 0.85
    assert refused["answerable"]["mean"] <= 0.08
    assert refused["with a nearest passage"]["mean"] == 1
    assert report["told apart"] >= 0.95


def test_all_of_the_paper_is_cited(told: tuple[dict[str, Any], list[Row]]) -> None:
    """Not its first page above all."""
    report, _ = told
    assert report["front"]["cited"] <= 0.15

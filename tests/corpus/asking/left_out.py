"""``python -m tests.corpus.asking.left_out``: the weights of confidence, fitted anew and checked.

A ridge-penalised logistic model. Each paper's questions are judged by weights that were fitted on
those of the others; what is printed last are the weights by all.
"""

from __future__ import annotations

import sys
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bot.command_line.asked import searchable_of
from summaries.questions.asked import Asked
from summaries.questions.confidence import features
from summaries.questions.searchable import SearchablePaper
from tests.corpus.asking.judged import data

Floats = NDArray[np.float64]
FEATURES: Final = ("alone", "together", "telling", "missing", "pairs", "common")
_PENALTY: Final = 1.0
_STEPS: Final = 100


def left_out() -> float:
    """How well confidence tells questions apart by weights that know other papers only."""
    rows, is_told, papers = _examples()
    sure = np.zeros(len(is_told))
    for paper in set(papers):
        rest, own = papers != paper, papers == paper
        weights, bias = _fitted(rows[rest], is_told[rest])
        sure[own] = rows[own] @ weights + bias
    answered, unanswered = sure[is_told == 1], sure[is_told == 0]
    higher = answered[:, None] > unanswered[None, :]
    same = answered[:, None] == unanswered[None, :]
    return float((higher + 0.5 * same).mean())


def _examples() -> tuple[Floats, Floats, Any]:
    papers, questions = data()
    known: dict[str, SearchablePaper] = {
        name: searchable_of(paper)[1] for name, paper in papers.items()
    }
    rows = [features(known[q["paper"]], Asked.of(q["question"])) for q in questions]
    is_told = [float(q["kind"] != "unanswerable") for q in questions]
    return np.array(rows), np.array(is_told), np.array([q["paper"] for q in questions])


def _fitted(rows: Floats, is_told: Floats) -> tuple[Floats, float]:
    """Newton's steps over standardised rows; the weights are of the rows as they are."""
    middle, spread = rows.mean(0), rows.std(0) + 1e-9
    table = np.c_[(rows - middle) / spread, np.ones(len(rows))]
    penalty = np.full(table.shape[1], _PENALTY)
    penalty[-1] = 1e-6
    weights = np.zeros(table.shape[1])
    for _ in range(_STEPS):
        likely = 1 / (1 + np.exp(-table @ weights))
        slope = table.T @ (likely - is_told) + penalty * weights
        bend = (table.T * (likely * (1 - likely))) @ table + np.diag(penalty)
        weights -= np.linalg.solve(bend, slope)
    plain = weights[:-1] / spread
    return plain, float(weights[-1] - plain @ middle)


def main() -> None:
    """Print the weights."""
    rows, is_told, _ = _examples()
    weights, bias = _fitted(rows, is_told)
    named = (*zip(FEATURES, weights, strict=True), ("bias", bias), ("told apart", left_out()))
    sys.stdout.writelines(f"{name:12} {value:6.3f}\n" for name, value in named)


if __name__ == "__main__":
    main()

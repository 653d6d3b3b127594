"""What a reader's votes say of words: few words, each with a weight, learnt from ups and downs.

A logistic model whose words are weighed twice: what weighed much at first may weigh more, and what
weighed little hardly anything, so the taste of a reader becomes a few words. Libraries are better
served by a model that gives every word its say (`ranking.reader`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ranking.vectors import Numbers, Postings, Vector

_EVERYDAY: Final = -2.5
"""What a paper is worth of which no word is known: a twelfth of them is liked."""

_SCALE: Final = 9.0
"""How far the words of a paper may carry it from there; the square of some logits."""

_LEVEL: Final = 0.5
"""The same of what all papers have in common."""

_LEFT: Final = 0.01
"""What is left of a word that weighed nothing at first, beside 1 for the one of most weight."""

_STEPS: Final = 3
_LEAST: Final = 0.02


class VotesModel:
    """Made of papers and what was made of each; at least one."""

    def __init__(
        self, papers: Sequence[Vector], are_up: NDArray[np.bool_], weights: Numbers
    ) -> None:
        """Args: papers by their emphases, which are up, and how much each opinion counts."""
        self._postings = Postings(papers)
        count = len(self._postings.terms)
        scales = np.full(count, _SCALE)
        self._learn(scales, are_up, weights)
        pulls = np.abs(self._weights) / np.sqrt(scales)
        anew = scales * (pulls / (pulls.max(initial=0.0) or 1.0) + _LEFT)
        self._learn(anew * (scales.sum() / (anew.sum() or 1.0)), are_up, weights)

    def _learn(self, scales: Numbers, are_up: NDArray[np.bool_], weights: Numbers) -> None:
        """Newton's steps, by the opinions in place of their words, which are many more."""
        common = self._postings.gram(scales) + _LEVEL
        said = np.full(len(are_up), _EVERYDAY)
        shares = np.zeros(len(are_up))
        for _ in range(_STEPS):
            likely = 1 / (1 + np.exp(-np.clip(said, -30, 30)))
            steep = np.maximum(likely * (1 - likely), _LEAST)
            wanted = said - _EVERYDAY + (are_up - likely) / steep
            shares = np.linalg.solve(common + np.diag(1 / (weights * steep)), wanted)
            said = common @ shares + _EVERYDAY
        self._weights = scales * self._postings.summed(shares)
        self._base = _EVERYDAY + _LEVEL * float(shares.sum())

    def scores(self, papers: Postings) -> Numbers:
        """How much each paper is what the reader votes up, in logits.

        Args:
            papers: by their emphases.
        """
        return self._base + papers.along(self._postings.terms, self._weights)

    def pulls(self, paper: Vector) -> Numbers:
        """How much each term of a paper speaks for it, in logits."""
        terms = self._postings.terms
        if not len(terms):
            return np.zeros(len(paper.terms))
        at = np.minimum(np.searchsorted(terms, paper.terms), len(terms) - 1)
        return np.where(terms[at] == paper.terms, self._weights[at], 0.0) * paper.weights

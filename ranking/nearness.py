"""What a reader likes by all words of what they liked: a kernel ridge regression.

It needs no vote against anything, so it serves libraries; what is announced every day stands
against it (`ranking.background`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ranking.background import BIAS, Placed, Pool
from ranking.vectors import Numbers, Postings, Vector

_NOISE: Final = 0.4
_DISLIKED: Final = 2.5
"""How much all that is disliked weighs beside all that is liked."""


class NearnessModel:
    """Made of papers and what was made of each; at least one."""

    def __init__(
        self, placed: Sequence[Placed], are_liked: NDArray[np.bool_], weights: Numbers
    ) -> None:
        """Args: where the papers stand, which are liked, and how much each opinion counts."""
        vectors = [one.vector for one in placed]
        self._postings = Postings(vectors)
        self._features = np.array([one.features for one in placed])
        wanted = np.where(are_liked, 1.0, -1.0) - np.array([one.prior for one in placed])
        everyday = self._features @ self._features.T
        common = self._postings.cosines(vectors) + BIAS - everyday
        noise = np.diag(_noise(are_liked, weights))
        self._shares = np.linalg.solve(common + noise, wanted).astype(np.float64)

    def scores(self, pool: Pool) -> Numbers:
        """How much each paper is what the reader likes; around -1 for what is not."""
        shared = pool.postings.products(self._postings, self._shares)
        everyday = pool.features @ (self._shares @ self._features)
        scores: Numbers = pool.priors + shared + BIAS * self._shares.sum() - everyday
        return scores

    def pulls(self, paper: Vector) -> Numbers:
        """How much each term of a paper speaks for it."""
        return self._postings.pull(self._shares, paper)


def _noise(are_liked: NDArray[np.bool_], weights: Numbers) -> Numbers:
    """How little each opinion is to be trusted: those of each kind weigh as much, however many."""
    liked, disliked = weights[are_liked].sum(), weights[~are_liked].sum() / _DISLIKED
    noise: Numbers = np.where(are_liked, liked, disliked) * _NOISE / weights
    return noise

"""How likely a vote on a paper is up, by what the model of words says of it.

Papers are shown because the model is sure of them, and it is surest where it errs; a vote now and
then is a slip. Both are much alike for all readers, so the curve is not learnt from the few votes
of each, but from simulated readers of many tastes, and only rises
(`python -m tests.corpus.ranking.likelihood`).
"""

from __future__ import annotations

from typing import Final

import numpy as np

from ranking.vectors import Numbers

FEWEST: Final = 20
"""Votes from which something is said."""

_LOGITS: Final = (-2.32, -1.85, -0.93, -0.27, 0.22, 0.73, 1.32, 2.34)
_LIKELY: Final = (0.14, 0.15, 0.42, 0.57, 0.67, 0.68, 0.68, 0.73)


def likely(logits: Numbers) -> Numbers:
    """How likely a vote on each paper is up, from 0 to 1; the same beyond what is known.

    Args:
        logits: what the model of votes says of each paper.
    """
    found: Numbers = np.interp(logits, _LOGITS, _LIKELY).astype(np.float64)
    return found

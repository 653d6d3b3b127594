"""How likely a vote is up, from what a model says of votes that it has not been told of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ranking.vectors import Numbers

_FEWEST: Final = 20
"""Votes from which something is learnt."""

_STEPS: Final = 20
_KNOWN: Final = (5, 95)
"""Percentiles of the scores voted on; what is said beyond them is what is said there."""

_STEEPNESS: Final = 0.02
"""How much a steep curve is doubted: a hundredth of a vote for each."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic curve over scores (Platt, 1999), flat beyond those that it was learnt from."""

    slope: float
    height: float
    lowest: float = -np.inf
    highest: float = np.inf

    def likely(self, scores: Numbers) -> Numbers:
        """How likely each is liked, from 0 to 1."""
        known = np.clip(scores, self.lowest, self.highest)
        shown: Numbers = 1 / (1 + np.exp(-np.clip(self.slope * known + self.height, -30, 30)))
        return shown


def calibrated(scores: Numbers, are_up: NDArray[np.bool_]) -> Calibration | None:
    """The curve that fits votes best; None where there are too few, or none of one kind.

    Args:
        scores: what the model says of each vote's paper without having been told of the vote.
        are_up: the votes.
    """
    up = int(are_up.sum())
    if len(scores) < _FEWEST or up in (0, len(scores)):
        return None
    # Platt's targets: nobody is ever quite sure.
    wanted = np.where(are_up, (up + 1) / (up + 2), 1 / (len(scores) - up + 2))
    table = np.column_stack([scores, np.ones(len(scores))])
    doubt = np.diag([_STEEPNESS, 1e-6])
    curve = np.zeros(2)
    for _ in range(_STEPS):
        said = Calibration(curve[0], curve[1]).likely(scores)
        spread = table.T @ (table * (said * (1 - said) + 1e-9)[:, None]) + doubt
        step = np.linalg.solve(spread, table.T @ (wanted - said) - doubt @ curve)
        curve = curve + np.clip(step, -3, 3)
    lowest, highest = np.percentile(scores, _KNOWN)
    return Calibration(float(max(curve[0], 0.0)), float(curve[1]), float(lowest), float(highest))

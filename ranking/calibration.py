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
class Logistic:
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


@dataclass(frozen=True, slots=True)
class Calibration:
    """The mean of a logistic curve and of steps that only rise (isotonic regression).

    The first is wrong where what is liked is no such curve, the second knows few votes at its ends.
    """

    curve: Logistic
    scores: Numbers
    steps: Numbers

    def likely(self, scores: Numbers) -> Numbers:
        """How likely each is liked, from 0 to 1."""
        stepped: Numbers = np.interp(scores, self.scores, self.steps)
        mean: Numbers = (self.curve.likely(scores) + stepped) / 2
        return mean


def calibrated(scores: Numbers, are_up: NDArray[np.bool_]) -> Calibration | None:
    """What fits votes best; None where there are too few, or none of one kind.

    Args:
        scores: what the model says of each vote's paper without having been told of the vote.
        are_up: the votes.
    """
    up = int(are_up.sum())
    if len(scores) < _FEWEST or up in (0, len(scores)):
        return None
    order = np.argsort(scores, kind="stable")
    return Calibration(_logistic(scores, are_up), scores[order], _rising(are_up[order]))


def _rising(are_up: NDArray[np.bool_]) -> Numbers:
    """How often votes are up, by steps that only rise: neighbours that fall are taken together."""
    steps: list[tuple[float, int]] = []
    for is_up in are_up.tolist():
        mean, count = float(is_up), 1
        while steps and steps[-1][0] >= mean:
            before, many = steps.pop()
            mean, count = (before * many + mean * count) / (many + count), many + count
        steps.append((mean, count))
    return np.repeat([mean for mean, _ in steps], [count for _, count in steps])


def _logistic(scores: Numbers, are_up: NDArray[np.bool_]) -> Logistic:
    up = int(are_up.sum())
    # Platt's targets: nobody is ever quite sure.
    wanted = np.where(are_up, (up + 1) / (up + 2), 1 / (len(scores) - up + 2))
    table = np.column_stack([scores, np.ones(len(scores))])
    doubt = np.diag([_STEEPNESS, 1e-6])
    curve = np.zeros(2)
    for _ in range(_STEPS):
        said = Logistic(curve[0], curve[1]).likely(scores)
        spread = table.T @ (table * (said * (1 - said) + 1e-9)[:, None]) + doubt
        step = np.linalg.solve(spread, table.T @ (wanted - said) - doubt @ curve)
        curve = curve + np.clip(step, -3, 3)
    lowest, highest = np.percentile(scores, _KNOWN)
    return Logistic(float(max(curve[0], 0.0)), float(curve[1]), float(lowest), float(highest))

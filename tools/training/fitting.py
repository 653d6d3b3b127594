"""Fitting linear models to named features, and keeping their weights small on disk."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

import summaries
from summaries.extractive.weights import Features, Weights

Row = list[tuple[str, float]]
TRAINED = Path(summaries.__file__).parent / "extractive" / "trained"


class Table:
    """Rows of named features as a sparse matrix."""

    def __init__(self, rows: Iterable[Features], keep: Callable[[str], bool]) -> None:
        """Args: keep says of a feature's name whether it takes part."""
        self.names: dict[str, int] = {}
        data: list[float] = []
        columns: list[int] = []
        ends = [0]
        for row in rows:
            for name, value in row:
                if value and keep(name):
                    columns.append(self.names.setdefault(name, len(self.names)))
                    data.append(value)
            ends.append(len(data))
        self.matrix = csr_matrix((data, columns, ends), shape=(len(ends) - 1, len(self.names)))

    def named(self, fitted: NDArray[np.float64]) -> dict[str, float]:
        """Fitted weights under their features' names."""
        return dict(zip(self.names, map(float, fitted), strict=True))


def frequent(
    rows: Iterable[Features], prefixes: tuple[str, ...], most: int
) -> Callable[[str], bool]:
    """Keep, of the features whose names begin with a prefix, only the most frequent."""
    counts = Counter(name for row in rows for name, _ in row if name.startswith(prefixes))
    kept = {name for name, _ in counts.most_common(most)}
    return lambda name: name in kept or not name.startswith(prefixes)


def ridge(
    matrix: csr_matrix, target: NDArray[np.float64], penalties: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Least squares with a penalty on the square of each weight."""
    gram = (matrix.T @ matrix).toarray() + np.diag(penalties)
    solved: NDArray[np.float64] = np.linalg.solve(gram, matrix.T @ target)
    return solved


def logistic(
    matrix: csr_matrix, target: NDArray[np.float64], penalty: float
) -> NDArray[np.float64]:
    """Weights of the probability that a row's target is 1."""

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        odds = matrix @ weights
        chance = 1 / (1 + np.exp(-odds))
        value = np.logaddexp(0, odds).sum() - target @ odds + penalty / 2 * weights @ weights
        return float(value), matrix.T @ (chance - target) + penalty * weights

    return _minimised(loss, matrix.shape[1])


def multinomial(
    matrix: csr_matrix,
    target: NDArray[np.int64],
    classes: int,
    penalty: float,
    importance: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Weights by feature and class of the probabilities of classes 0, 1, …; rows count as told."""
    truth = np.eye(classes)[target]
    each = importance[:, None]

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights = flat.reshape(-1, classes)
        odds = matrix @ weights
        odds -= odds.max(axis=1, keepdims=True)
        log_chance = odds - np.log(np.exp(odds).sum(axis=1, keepdims=True))
        value = -(each * truth * log_chance).sum() + penalty / 2 * flat @ flat
        slope = matrix.T @ (each * (np.exp(log_chance) - truth)) + penalty * weights
        return float(value), slope.ravel()

    return _minimised(loss, matrix.shape[1] * classes).reshape(-1, classes)


def _minimised(
    loss: Callable[[NDArray[np.float64]], tuple[float, NDArray[np.float64]]], size: int
) -> NDArray[np.float64]:
    found = minimize(loss, np.zeros(size), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    solved: NDArray[np.float64] = found.x
    return solved


def save(name: str, models: dict[str, Weights], *, least: float) -> int:
    """Write weights of at least some size to the package; gives the file's bytes."""
    rounded = {
        output: {
            feature: float(f"{weight:.3g}")
            for feature, weight in sorted(model.items())
            if abs(weight) >= least
        }
        for output, model in models.items()
    }
    path = TRAINED / f"{name}.json"
    text = json.dumps(rounded, ensure_ascii=False, indent=0, separators=(",", ":"))
    path.write_text(text + "\n", encoding="utf-8")
    return len(text.encode())


def within(groups: Sequence[int], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Values less the mean of their group."""
    sizes = np.bincount(groups)
    means = np.bincount(groups, values) / np.maximum(sizes, 1)
    centred: NDArray[np.float64] = values - means[np.asarray(groups)]
    return centred

"""The trained weights, read from the package once, when first needed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

Weights = Mapping[str, float]
Features = Iterable[tuple[str, float]]


@cache
def weights(name: str) -> dict[str, Weights]:
    """A model's weights: for each of its outputs, those of its features by name."""
    text = files(__package__).joinpath("trained", f"{name}.json").read_text(encoding="utf-8")
    trained: dict[str, Weights] = json.loads(text)
    return trained


def weighed(features: Features, model: Weights) -> float:
    """The sum of features times weights; features unknown to the model count nothing."""
    total = 0.0
    for name, value in features:
        weight = model.get(name)
        if weight is not None:
            total += weight * value
    return total

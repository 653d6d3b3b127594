"""The trained weights, read from the package once, when first needed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Generic, TypeVar

Weights = Mapping[str, float]
Features = Iterable[tuple[str, float]]
Row = list[tuple[str, float]]

T = TypeVar("T")
"""The weight of a feature: one, or one for each output."""


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


def wording(words: list[str]) -> Iterator[tuple[str, float]]:
    """Features of words and neighbouring words themselves, and of those that begin a sentence."""
    yield from ((f"w:{word}", 1.0) for word in set(words))
    yield from ((f"w:{left} {right}", 1.0) for left, right in set(pairwise(words)))
    yield from ((f"s:{' '.join(words[:many])}", 1.0) for many in (1, 2))


class KnownWording(Generic[T]):
    """What a model says of wording, found without naming all that a sentence has."""

    def __init__(self, model: Mapping[str, T]) -> None:
        """Args: model are the weights of all its features by name."""
        said = {name[2:]: weight for name, weight in model.items() if name.startswith("w:")}
        self._words = {name: weight for name, weight in said.items() if " " not in name}
        self._pairs = {tuple(name.split(" ")): w for name, w in said.items() if " " in name}
        self._starts = {name[2:]: w for name, w in model.items() if name.startswith("s:")}

    def of(self, words: list[str]) -> list[T]:
        """The weights of those of `wording` that are known."""
        found = [self._words[word] for word in self._words.keys() & words]
        found += [self._pairs[pair] for pair in self._pairs.keys() & pairwise(words)]
        starts = (" ".join(words[:many]) for many in (1, 2))
        found += [self._starts[start] for start in starts if start in self._starts]
        return found

"""The trained weights, read from the package once, when first needed."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from itertools import pairwise

Weights = Mapping[str, float]
Features = Iterable[tuple[str, float]]
Row = list[tuple[str, float]]


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


class KnownWording:
    """The features of wording that a model knows, found without naming all that a sentence has."""

    def __init__(self, model: Iterable[str]) -> None:
        """Args: model are the names of all its features."""
        said = [name[2:] for name in model if name.startswith("w:")]
        self._words = frozenset(name for name in said if " " not in name)
        self._pairs = frozenset(tuple(name.split(" ")) for name in said if " " in name)
        self._starts: Container[str] = frozenset(name for name in model if name.startswith("s:"))

    def of(self, words: list[str]) -> Row:
        """Those of `wording` that are known."""
        found = [f"w:{word}" for word in self._words.intersection(words)]
        found += [f"w:{pair[0]} {pair[1]}" for pair in self._pairs.intersection(pairwise(words))]
        starts = (f"s:{' '.join(words[:many])}" for many in (1, 2))
        found += [start for start in starts if start in self._starts]
        return [(name, 1.0) for name in found]

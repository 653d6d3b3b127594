"""What is announced every day: against it stands out what a reader likes.

A reader's model is a kernel ridge regression: papers of every day are -1, liked ones 1. The part of
it that is about every day is the same for all readers, so it is solved once, and each paper keeps
its place in it: a prior, and a few features. What is left for a reader is as small as their list
of papers (the Schur complement of the block of every day).
"""

from __future__ import annotations

import random
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from domain.papers import Paper
from ranking.vectors import Numbers, Postings, Rarity, Vector

_PAPERS: Final = 1_000
"""Of the background that stand for every day."""

_FEATURES: Final = 64
"""The strongest directions of what is written every day; more of them order no better."""

_NOISE: Final = 100.0
BIAS: Final = 1.0
_SAMPLE: Final = 200
_KEPT: Final = 20_000
_POOLS_KEPT: Final = 8
_AT_ONCE: Final = 200


@dataclass(frozen=True, slots=True)
class Placed:
    """A paper among those of every day.

    Attributes:
        vector: its terms.
        prior: how it is liked by somebody of whom nothing is known; around -1.
        features: their product with another paper's is what both have in common with every day.
        emphasis: its rarer terms, by how much it is about them.
    """

    vector: Vector
    prior: float
    features: Numbers
    emphasis: Vector


@dataclass(frozen=True, slots=True)
class Pool:
    """Papers that many readers are shown, laid out once for all of them."""

    postings: Postings
    priors: Numbers
    features: Numbers
    emphases: Postings


class Background:
    """Places papers among those that were announced lately.

    Attributes:
        sample: some of them, to see how a reader's model takes what is announced every day.
    """

    def __init__(self, papers: Sequence[Paper]) -> None:
        """Args: papers announced lately; one at least."""
        self._rarity = Rarity(papers)
        chosen = random.Random(0).sample(list(papers), min(_PAPERS, len(papers)))  # noqa: S311
        vectors = [self._rarity.vector(paper) for paper in chosen]
        self._everyday = Postings(vectors)
        values, directions = np.linalg.eigh(self._everyday.cosines(vectors) + BIAS)
        values, directions = values[-_FEATURES:], directions[:, -_FEATURES:]
        noise = _NOISE * len(chosen) / 1_500
        self._features = directions / np.sqrt(np.maximum(values, 0) + noise)
        self._prior = -self._features.T @ np.ones(len(chosen))
        self._placed: OrderedDict[tuple[str, int], Placed] = OrderedDict()
        self._pools: OrderedDict[tuple[tuple[str, int], ...], Pool] = OrderedDict()
        self.sample = self.laid_out(chosen[:_SAMPLE])

    def pool(self, papers: Sequence[Paper]) -> Pool:
        """Papers laid out to be scored; those that were asked for lately are kept."""
        key = tuple(map(_key, papers))
        # Taken out and put in again, it is the last to be given up, whichever thread asks.
        known = self._pools.pop(key, None) or self.laid_out(papers)
        self._pools[key] = known
        while len(self._pools) > _POOLS_KEPT:
            self._pools.popitem(last=False)
        return known

    def laid_out(self, papers: Sequence[Paper]) -> Pool:
        """Papers laid out for one reader alone."""
        placed = self.placed(papers)
        features = np.array([one.features for one in placed])
        return Pool(
            Postings([one.vector for one in placed]),
            np.array([one.prior for one in placed]),
            features.reshape(len(placed), self._features.shape[1]),
            Postings([one.emphasis for one in placed]),
        )

    def placed(self, papers: Sequence[Paper]) -> list[Placed]:
        """Where each paper stands; each is looked at once, and again where its text is another."""
        keys = list(map(_key, papers))
        # Two threads ask: what one of them has found, the other does not take away from it.
        found = {key: place for key in set(keys) if (place := self._placed.get(key))}
        new = [
            (k, paper)
            for k, paper in dict(zip(keys, papers, strict=True)).items()
            if k not in found
        ]
        for begin in range(0, len(new), _AT_ONCE):
            part = new[begin : begin + _AT_ONCE]
            vectors = [self._rarity.vector(paper) for _, paper in part]
            features = (self._everyday.cosines(vectors) + BIAS).T @ self._features
            priors = features @ self._prior
            each = zip(part, vectors, priors, features, strict=True)
            for (key, paper), vector, prior, own in each:
                emphasis = self._rarity.emphasis(paper)
                found[key] = self._placed[key] = Placed(vector, float(prior), own, emphasis)
        while len(self._placed) > _KEPT:
            self._placed.popitem(last=False)
        return [found[key] for key in keys]


def _key(paper: Paper) -> tuple[str, int]:
    """A paper's text: once it is another one, it is looked at anew."""
    return paper.id.base, hash((paper.title, paper.abstract))

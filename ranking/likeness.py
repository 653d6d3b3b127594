"""Which papers are like one: by the words that both have, and by what they mean where it is known.

Those that are nearest say in what other words the subject is written, so all are held against them
as well (Rocchio's feedback). What texts mean is told by vectors that a model made of them
(`domain.ports.TextEmbedder`), and counts as much as their words do.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from domain.papers import Paper
from ranking.bars import ALIKE, Cosines
from ranking.terms import as_written, distinct, subject_of
from ranking.vectors import Numbers, Postings, Rarity, Vector

_USUAL: Final[Cosines] = (0.04, 0.43)
_SPREAD: Final[Cosines] = (0.05, 0.13)
"""Around which papers of one field lie, and how far from one another."""

_ASKED_AGAIN: Final = 5
"""Of the nearest, so many say in what other words the subject is written."""

_WORDS: Final = 2
_AS_STRONG: Final = 0.8
"""A further word is told where it speaks nearly as much."""

_KEPT: Final = 10_000


@dataclass(frozen=True, slots=True)
class Resemblance:
    """How like a paper is to another.

    Attributes:
        words: those of its own that both have and that speak most for it.
        nearness: the cosine of their words, from 0 to 1.
        in_meaning: the cosine of what they mean, from -1 to 1; 0 where that is not known.
        score: what papers were put in order by; the higher, the more alike.
    """

    paper: Paper
    words: tuple[str, ...]
    nearness: float
    in_meaning: float
    score: float


class Likeness:
    """Holds papers against one another; each is looked at once."""

    def __init__(self, papers: Sequence[Paper]) -> None:
        """Args: papers announced lately, which say how rare each word is."""
        self._rarity = Rarity(papers)
        self._vectors: OrderedDict[tuple[str, int], Vector] = OrderedDict()

    def nearest(
        self,
        paper: Paper,
        among: Sequence[Paper],
        most: int,
        meanings: Mapping[str, bytes] | None = None,
        bars: Cosines = ALIKE,
    ) -> list[Resemblance]:
        """Those of some papers that are like one, the nearest first.

        Args:
            paper: any.
            among: what is looked at.
            most: how many are wanted.
            meanings: vectors by base id, of bytes with a sign; of the paper and of any others.
            bars: the cosines of words, and of meaning, from one of which on a paper is alike.
        """
        own, vectors = self._vector(paper), [self._vector(one) for one in among]
        if not among:
            return []
        words, meaning = Postings(vectors), _Meaning(paper, among, meanings or {})
        near, means = words.cosines([own])[:, 0], meaning.nearness
        scores = _asked_again(words, vectors, meaning, near)
        passes = _passes(near, means, bars)
        order = [at for at in _order(scores) if passes[at]][:most]
        postings = Postings([own])
        return [
            Resemblance(
                paper=among[at],
                words=_shared(postings, among[at], vectors[at]),
                nearness=float(near[at]),
                in_meaning=float(np.nan_to_num(means[at])),
                score=float(scores[at]),
            )
            for at in order
        ]

    def _vector(self, paper: Paper) -> Vector:
        key = paper.id.base, hash((paper.title, paper.abstract))
        # Two threads ask: taken out and put in again, it is there whoever takes it.
        vector = self._vectors.pop(key, None) or self._rarity.weighed(subject_of(paper))
        self._vectors[key] = vector
        while len(self._vectors) > _KEPT:
            self._vectors.popitem(last=False)
        return vector


class _Meaning:
    """What some papers mean, beside what one does.

    Attributes:
        nearness: the cosine of each with the one; not a number where it is unknown.
    """

    def __init__(self, paper: Paper, among: Sequence[Paper], meanings: Mapping[str, bytes]) -> None:
        own = meanings.get(paper.id.base)
        known = [
            (at, vector)
            for at, one in enumerate(among)
            if own is not None and (vector := meanings.get(one.id.base)) is not None
        ]
        self._places = [at for at, _ in known]
        self._rows = [_levelled(vector) for _, vector in known]
        self.nearness = np.full(len(among), np.nan)
        if own is not None and known:
            self.nearness[self._places] = np.stack(self._rows) @ _levelled(own)

    def to(self, nearest: Collection[int]) -> Numbers:
        """The mean cosine of each with those of some that are known; its own where none is."""
        chosen = [row for at, row in zip(self._places, self._rows, strict=True) if at in nearest]
        found = self.nearness.copy()
        if chosen:
            found[self._places] = np.stack(self._rows) @ np.mean(chosen, axis=0)
        return found


def _asked_again(
    words: Postings, vectors: Sequence[Vector], meaning: _Meaning, near: Numbers
) -> Numbers:
    """Scores by what is asked for, and by what is nearest to it, where anything is near."""
    means = meaning.nearness
    scores = _scores(near, means)
    first = _order(scores)[:_ASKED_AGAIN]
    first = first[_passes(near, means, ALIKE)[first]]
    if not len(first):
        return scores
    shares = np.full(len(first), 1 / len(first))
    near_again = words.products(Postings([vectors[at] for at in first]), shares)
    means_again = meaning.to(set(first.tolist()))
    return _scores((near + near_again) / 2, (means + means_again) / 2)


def _passes(near: Numbers, means: Numbers, bars: Cosines) -> NDArray[np.bool_]:
    passes: NDArray[np.bool_] = (near >= bars[0]) | (np.nan_to_num(means) >= bars[1])
    return passes


def _scores(near: Numbers, means: Numbers) -> Numbers:
    """How much nearer papers are than is usual, by words and meaning; unknown, by words twice."""
    by_words = (near - _USUAL[0]) / _SPREAD[0]
    by_meaning = (means - _USUAL[1]) / _SPREAD[1]
    scores: Numbers = by_words + np.where(np.isnan(means), by_words, by_meaning)
    return scores


def _order(scores: Numbers) -> NDArray[np.int64]:
    return np.argsort(-scores, kind="stable")


def _levelled(vector: bytes) -> Numbers:
    """A vector of bytes with a sign, as one of length 1."""
    numbers = np.frombuffer(vector, dtype=np.int8).astype(np.float64)
    levelled: Numbers = numbers / (float(np.linalg.norm(numbers)) or 1.0)
    return levelled


def _shared(own: Postings, other: Paper, vector: Vector) -> tuple[str, ...]:
    """The words of another paper that both have and that speak most for it."""
    strength = own.pull(np.ones(1), vector)
    written = as_written(other.title, other.abstract)
    bar = max(0.0, _AS_STRONG * float(strength.max(initial=0.0)))
    best = np.argsort(-strength, kind="stable")
    return distinct(
        (written[at] for at in best if strength[at] > 0 and strength[at] >= bar), _WORDS
    )

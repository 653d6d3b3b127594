"""What one reader likes: a model of papers liked and disliked, made in some milliseconds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from domain.papers import Paper
from ranking.background import BIAS, Background, Pool
from ranking.calibration import Calibration, calibrated
from ranking.terms import as_written, distinct
from ranking.vectors import Numbers, Postings, Vector

_NOISE: Final = 0.4
_DISLIKED: Final = 2.5
"""How much all that is disliked weighs beside all that is liked."""

_HALVED: Final = 80.0
"""Papers after which an older opinion weighs half: tastes change."""

_NEAR: Final = 0.08
"""The cosine from which two papers are alike to a reader's eye."""

_WORDS: Final = 2
_AS_STRONG: Final = 0.8
"""A further word is told where it speaks nearly as much; weaker ones name less what is liked."""

_LATEST: Final = 200
_AT_ONCE: Final = 20
"""Of the latest opinions, so many are foretold together by the model of all before them."""

_EVERYDAY: Final = 75
"""The percentile of what is announced every day beyond which a paper stands out."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a reader made of a paper.

    Attributes:
        is_liked: or disliked.
        is_vote: whether it was an answer to a paper shown, from which it is learnt how likely
            the next is liked.
        weight: how much it counts beside others.
    """

    paper: Paper
    is_liked: bool
    is_vote: bool = False
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Liking:
    """Why a paper may be liked.

    Attributes:
        like: base id of the liked paper that it is most like; empty where none is near.
        words: those of its own that speak most for it.
        stands_out: whether most papers of every day are liked less.
    """

    like: str
    words: tuple[str, ...]
    stands_out: bool


class ReaderModel:
    """Made of opinions, the oldest first; at least one."""

    def __init__(self, background: Background, opinions: Sequence[Opinion]) -> None:
        self._background = background
        self._opinions = opinions
        placed = background.placed([opinion.paper for opinion in opinions])
        vectors = [one.vector for one in placed]
        self._postings = Postings(vectors)
        self._features = np.array([one.features for one in placed])
        wanted = np.array([1.0 if opinion.is_liked else -1.0 for opinion in opinions])
        priors = np.array([one.prior for one in placed])
        self._matrix = self._common(vectors, self._features)
        self._priors, self._wanted = priors, wanted - priors
        self._weights = _solved(self._matrix, self._wanted, opinions)

    def _common(self, vectors: Sequence[Vector], features: Numbers) -> Numbers:
        """What each of the reader's papers has in common with each of some others."""
        common: Numbers = self._postings.cosines(vectors) + BIAS - self._features @ features.T
        return common

    def scores(self, papers: Sequence[Paper]) -> Numbers:
        """How much each paper is what the reader likes; around -1 for what is not."""
        return self._scores(self._background.pool(papers))

    def _scores(self, pool: Pool) -> Numbers:
        shared = pool.postings.products(self._postings, self._weights)
        everyday = pool.features @ (self._weights @ self._features)
        scores: Numbers = pool.priors + shared + BIAS * self._weights.sum() - everyday
        return scores

    def calibration(self) -> Calibration | None:
        """How likely a score means that a vote is up; None while there are too few votes.

        It is learnt from what was foretold of votes by the models of what came before them, as
        those are too sure of what they put first: it is there because they are.
        """
        foretold, is_up = [], []
        count = len(self._opinions)
        for begin in range(max(1, count - _LATEST), count, _AT_ONCE):
            weights = _solved(
                self._matrix[:begin, :begin], self._wanted[:begin], self._opinions[:begin]
            )
            for place in range(begin, min(begin + _AT_ONCE, count)):
                if self._opinions[place].is_vote:
                    common = float(weights @ self._matrix[:begin, place])
                    foretold.append(self._priors[place] + common)
                    is_up.append(self._opinions[place].is_liked)
        return calibrated(np.array(foretold), np.array(is_up, dtype=bool))

    def likings(self, papers: Sequence[Paper]) -> list[Liking]:
        """Why each of some papers may be liked."""
        placed = self._background.placed(papers)
        bar = np.percentile(self._scores(self._background.sample), _EVERYDAY)
        above = self._scores(self._background.laid_out(papers)) > bar
        vectors = [one.vector for one in placed]
        near = self._postings.cosines(vectors)
        near[[not opinion.is_liked for opinion in self._opinions]] = 0
        found = []
        for paper, vector, column, is_above in zip(papers, vectors, near.T, above, strict=True):
            best = int(column.argmax())
            like = self._opinions[best].paper.id.base if column[best] >= _NEAR else ""
            found.append(Liking(like, self._words(paper, vector), bool(is_above)))
        return found

    def stands_before(self, paper: Paper) -> float:
        """The share of what is announced every day that is liked less, from 0 to 1."""
        (own,) = self._scores(self._background.laid_out([paper]))
        return float((self._scores(self._background.sample) < own).mean())

    def words(self, count: int) -> tuple[str, ...]:
        """The words that speak most for a paper, as the liked papers have them."""
        strength: Counter[str] = Counter()
        liked = [opinion.paper for opinion in self._opinions if opinion.is_liked]
        for paper, placed in zip(liked, self._background.placed(liked), strict=True):
            pull = self._postings.pull(self._weights, placed.vector)
            written = as_written(paper.title, paper.abstract)
            strength.update(dict(zip(written, pull.tolist(), strict=True)))
        return distinct((word for word, pull in strength.most_common() if pull > 0), count)

    def _words(self, paper: Paper, vector: Vector) -> tuple[str, ...]:
        """The words of a paper that speak most for it, with none said twice."""
        strength = self._postings.pull(self._weights, vector)
        written = as_written(paper.title, paper.abstract)
        best = np.argsort(-strength, kind="stable")
        bar = max(0.0, _AS_STRONG * float(strength.max(initial=0.0)))
        return distinct(
            (written[at] for at in best if strength[at] > 0 and strength[at] >= bar), _WORDS
        )


def _solved(matrix: Numbers, wanted: Numbers, opinions: Sequence[Opinion]) -> Numbers:
    """The weight of each opinion."""
    solved = np.linalg.solve(matrix + np.diag(_noise(opinions)), wanted)
    return solved.astype(np.float64)


def _noise(opinions: Sequence[Opinion]) -> Numbers:
    """How little each opinion is to be trusted: those of each kind weigh as much, however many."""
    ages = np.cumsum([opinion.is_vote for opinion in opinions][::-1])[::-1]
    weights = 0.5 ** (ages / _HALVED) * np.array([opinion.weight for opinion in opinions])
    liked = np.array([opinion.is_liked for opinion in opinions])
    noise: Numbers = (
        np.where(liked, weights[liked].sum(), weights[~liked].sum() / _DISLIKED) * _NOISE / weights
    )
    return noise

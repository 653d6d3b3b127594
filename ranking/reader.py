"""What one reader likes: a model of papers liked and disliked, made in some milliseconds.

It is two models: of all words of what was liked, which serves libraries, and of the few words that
votes have made dear. What each says counts by how much there is of libraries and of votes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from domain.papers import Paper
from ranking.background import Background, Placed, Pool
from ranking.likelihood import FEWEST, likely
from ranking.nearness import NearnessModel
from ranking.terms import as_written, distinct
from ranking.vectors import Numbers, Postings, Vector
from ranking.votes import VotesModel

_HALVED: Final = 80.0
"""Votes after which an older opinion weighs half: tastes change."""

_WORDS_HALVED: Final = 40.0
"""The same where it is learnt what words weigh."""

_NEAR: Final = 0.08
"""The cosine from which two papers are alike to a reader's eye."""

_WORDS: Final = 2
_AS_STRONG: Final = 0.8
"""A further word is told where it speaks nearly as much; weaker ones name less what is liked."""

_SPEAKS: Final = 0.15
"""Logits from which a word that votes have made dear is told as a reason."""

_MOST: Final = 0.5
_NEARLY_ALL: Final = 0.9
"""The share of votes from which the other model is not made: it would change nothing."""

_VOTES: Final = 200
_LIBRARY: Final = 50
"""Of the newest votes and of the library so many papers teach what words weigh."""

_FIRST: Final = 4.0
_LIBRARY_VOTES: Final = 40.0
"""A paper of the library counts as so many votes up; all together as no more than that."""

_EVERYDAY: Final = 75
"""The percentile of what is announced every day beyond which a paper stands out."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a reader made of a paper.

    Attributes:
        is_liked: or disliked.
        is_vote: whether it was an answer to a paper shown, from which it is learnt what words
            weigh, and how likely the next is liked.
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
        words: those of its own that speak most for it; none where votes have made none dear.
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
        self._placed = background.placed([opinion.paper for opinion in opinions])
        self._count = sum(opinion.is_vote for opinion in opinions)
        self._share = self._count / len(opinions)
        emphases = [one.emphasis for one in self._placed]
        self._votes = _of_votes(emphases, opinions) if self._count else None

    def scores(self, papers: Sequence[Paper]) -> Numbers:
        """How much each paper is what the reader likes, to be compared among themselves."""
        return self._scores(self._background.pool(papers))

    def _scores(self, pool: Pool) -> Numbers:
        if self._votes is None:
            return self._near.scores(pool)
        said = self._votes.scores(pool.emphases)
        if self._share >= _NEARLY_ALL:
            return said
        everyday = self._background.sample
        votes = _levelled(said, self._votes.scores(everyday.emphases))
        near = _levelled(self._near.scores(pool), self._near.scores(everyday))
        mixed: Numbers = (1 - self._share) * near + self._share * votes
        return mixed

    @cached_property
    def _near(self) -> NearnessModel:
        are_liked = np.array([opinion.is_liked for opinion in self._opinions])
        return NearnessModel(self._placed, are_liked, _lately(self._opinions, _HALVED))

    def likely(self, papers: Sequence[Paper]) -> Numbers | None:
        """How likely a vote on each paper is up, from 0 to 1; None while there are too few."""
        logits = self.logits(papers)
        return None if logits is None or self._count < FEWEST else likely(logits)

    def logits(self, papers: Sequence[Paper]) -> Numbers | None:
        """What votes alone say of each paper; None while there are none."""
        if self._votes is None:
            return None
        return self._votes.scores(self._background.pool(papers).emphases)

    def likings(self, papers: Sequence[Paper]) -> list[Liking]:
        """Why each of some papers may be liked."""
        placed = self._background.placed(papers)
        above = self._scores(self._background.laid_out(papers)) > self._bar
        near = self._cosines(papers)
        found = []
        for paper, one, column, is_above in zip(papers, placed, near.T, above, strict=True):
            best = int(column.argmax()) if len(column) else 0
            is_near = len(column) > 0 and column[best] >= _NEAR
            like = self._liked[best].id.base if is_near else ""
            found.append(Liking(like, self._words(paper, one), bool(is_above)))
        return found

    @cached_property
    def _bar(self) -> float:
        return float(np.percentile(self._scores(self._background.sample), _EVERYDAY))

    def stands_before(self, paper: Paper) -> float:
        """The share of what is announced every day that is liked less, from 0 to 1."""
        (own,) = self._scores(self._background.laid_out([paper]))
        return float((self._scores(self._background.sample) < own).mean())

    @cached_property
    def _liked(self) -> list[Paper]:
        return [opinion.paper for opinion in self._opinions if opinion.is_liked]

    def _cosines(self, papers: Sequence[Paper]) -> Numbers:
        """How near each liked paper is to each of some others."""
        others = Postings([one.vector for one in self._background.placed(papers)])
        return others.cosines([one.vector for one in self._background.placed(self._liked)]).T

    def words(self, count: int) -> tuple[str, ...]:
        """The words that speak most for a paper, as the liked papers have them."""
        strength: Counter[str] = Counter()
        for paper, placed in zip(self._liked, self._background.placed(self._liked), strict=True):
            written, pulls = self._pulls(paper, placed)
            strength.update(dict(zip(written, pulls.tolist(), strict=True)))
        return distinct((word for word, pull in strength.most_common() if pull > 0), count)

    def _words(self, paper: Paper, placed: Placed) -> tuple[str, ...]:
        """The words of a paper that speak most for it, with none said twice."""
        written, pulls = self._pulls(paper, placed)
        least = _SPEAKS if self._share > _MOST else 0.0
        bar = max(least, _AS_STRONG * float(pulls.max(initial=0.0)))
        best = np.argsort(-pulls, kind="stable")
        return distinct((written[at] for at in best if pulls[at] > 0 and pulls[at] >= bar), _WORDS)

    def _pulls(self, paper: Paper, placed: Placed) -> tuple[Sequence[str], Numbers]:
        """The words of a paper, and how much each speaks for it."""
        written = as_written(paper.title, paper.abstract)
        if self._votes is None or self._share <= _MOST:
            return written, self._near.pulls(placed.vector)
        known = dict(zip(placed.vector.terms.tolist(), written, strict=True))
        rarer = [known[term] for term in placed.emphasis.terms.tolist()]
        return rarer, self._votes.pulls(placed.emphasis)


def _of_votes(emphases: Sequence[Vector], opinions: Sequence[Opinion]) -> VotesModel:
    """What the newest votes say of words, and those papers of a library that are newest."""
    votes = [at for at, opinion in enumerate(opinions) if opinion.is_vote][-_VOTES:]
    library = [at for at, opinion in enumerate(opinions) if not opinion.is_vote][-_LIBRARY:]
    chosen = sorted(library + votes)
    as_votes = min(_FIRST, _LIBRARY_VOTES / max(1, len(library)))
    each = [1.0 if opinions[at].is_vote else as_votes for at in chosen]
    weights = _lately(opinions, _WORDS_HALVED)[chosen] * each
    are_up = np.array([opinions[at].is_liked for at in chosen])
    return VotesModel([emphases[at] for at in chosen], are_up, weights)


def _levelled(scores: Numbers, usual: Numbers) -> Numbers:
    """Scores in units of how far those of every day lie apart."""
    level: Numbers = (scores - usual.mean()) / (usual.std() or 1.0)
    return level


def _lately(opinions: Sequence[Opinion], halved: float) -> Numbers:
    """How much each opinion counts: half after so many votes."""
    ages = np.cumsum([opinion.is_vote for opinion in opinions][::-1])[::-1]
    weights: Numbers = 0.5 ** (ages / halved) * np.array([one.weight for one in opinions])
    return weights

"""How likely two groups of papers under one name are one person's, by a small trained model.

The model is gradient boosted trees over what two groups have in common. How it is made is told in
`tools/training/MODEL_CARD.md`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np
from numpy.typing import NDArray

from domain.papers import Paper
from ranking.terms import terms_of
from ranking.vectors import Numbers, Postings, Vector, number_of

Places = NDArray[np.int64]

_EVERYWHERE: Final = 0.3
"""What a word weighs that all of the papers have; one that few have weighs some units."""


@dataclass(frozen=True, slots=True)
class Written:
    """How somebody wrote a paper.

    Attributes:
        place: theirs among the authors, from 0; the number of authors where they are not found.
        others: the other authors' names, in parts.
    """

    place: int
    others: frozenset[tuple[str, ...]]


class Groups:
    """Groups of papers, and sums over each of what is compared.

    Attributes:
        places: of the papers of each group.
    """

    def __init__(
        self, papers: Sequence[Paper], written: Sequence[Written], places: Sequence[Sequence[int]]
    ) -> None:
        self.places = [list(group) for group in places]
        self._counts = len(papers), len(places)
        vectors = _vectors(papers)
        near = Postings(vectors).cosines(vectors)
        np.fill_diagonal(near, 1.0)
        tells = np.array([_told(paper, one) for paper, one in zip(papers, written, strict=True)])
        subjects = _table([[*paper.categories, paper.primary] for paper in papers])
        surnames = _table([[name[-1] for name in one.others] for one in written])
        self._near = _summed(_summed(near, places).T, places)
        self._nearest = np.array(
            [[near[np.ix_(one, other)].max() for other in places] for one in places]
        )
        self._tells = _summed(tells, places)
        self._subjects = _summed(subjects, places)
        self._surnames = _summed(surnames, places) > 0

    def join(self, first: int, second: int) -> None:
        """Put the papers of the second into the first; those behind the second move up."""
        self.places[first] += self.places.pop(second)
        for table in (self._near, self._near.T, self._tells, self._subjects, self._surnames):
            table[first] += table[second]
        self._nearest[first] = np.maximum(self._nearest[first], self._nearest[second])
        self._nearest[:, first] = self._nearest[first]
        for name in ("_near", "_nearest"):
            kept = np.delete(np.delete(getattr(self, name), second, 0), second, 1)
            setattr(self, name, kept)
        for name in ("_tells", "_subjects", "_surnames"):
            setattr(self, name, np.delete(getattr(self, name), second, 0))

    def compared(self, one: Places, other: Places) -> Numbers:
        """What groups have in common with others: a row for each pair, a column for each measure.

        They are: how near their words are as wholes, at the nearest, and between papers; how near
        their categories are; papers of the smaller, of the larger, and of all; how many groups
        co-authors made; days between; shared surnames; how much oftener one is the last author,
        the first; how many more authors.
        """
        sizes = self._tells[:, _PAPERS]
        own = self._near[np.arange(len(sizes)), np.arange(len(sizes))]
        between = self._near[one, other]
        means = self._tells / sizes[:, None]
        apart = np.abs(means[one] - means[other])
        lengths = np.sqrt((self._subjects**2).sum(axis=1)) + 1e-9
        together = (self._subjects[one] * self._subjects[other]).sum(axis=1)
        names = self._surnames.sum(axis=1)
        shared = (self._surnames[one] & self._surnames[other]).sum(axis=1)
        authors = means[:, _AUTHORS]
        return np.column_stack(
            (
                between / np.sqrt(own[one] * own[other]),
                self._nearest[one, other],
                between / (sizes[one] * sizes[other]),
                together / (lengths[one] * lengths[other]),
                np.minimum(sizes[one], sizes[other]),
                np.maximum(sizes[one], sizes[other]),
                *(np.full(len(one), count) for count in self._counts),
                np.log1p(apart[:, _DAY]),
                shared / np.sqrt(names[one] * names[other] + 1),
                apart[:, _LAST],
                apart[:, _FIRST],
                np.abs(np.log(authors[one] / authors[other])),
            )
        )


_PAPERS, _DAY, _FIRST, _LAST, _AUTHORS = range(5)


def _told(paper: Paper, written: Written) -> list[float]:
    """One paper; its day; whether they are its first author, its last; how many authors."""
    last = len(written.others)
    day = paper.published.toordinal() if paper.published else 0
    return [1, day, written.place == 0, 0 < written.place == last, 1 + last]


def likely_one(groups: Groups, one: Places, other: Places) -> Numbers:
    """How likely pairs of groups are one person's, from 0 to 1."""
    return _foretold(groups.compared(one, other))


def _foretold(rows: Numbers) -> Numbers:
    start, trees = _model()
    total = np.full(len(rows), start)
    every = np.arange(len(rows))
    for features, bars, lower, higher, values, depth in trees:
        at = np.zeros(len(rows), dtype=np.int64)
        for _ in range(depth):
            at = np.where(rows[every, features[at]] <= bars[at], lower[at], higher[at])
        total += values[at]
    likely: Numbers = 1 / (1 + np.exp(-total))
    return likely


Tree = tuple[Places, Numbers, Places, Places, Numbers, int]


@cache
def _model() -> tuple[float, list[Tree]]:
    """Trees by their nodes: which measure, up to where, the node then, the one else; a value.

    A leaf leads to itself.
    """
    text = files(__package__).joinpath("trained", "same_person.json").read_text(encoding="utf-8")
    told = json.loads(text)
    trees = []
    for nodes in told["trees"]:
        feature, bar, lower, higher, value = map(np.array, zip(*nodes, strict=True))
        trees.append((feature, bar, lower, higher, value, told["depth"]))
    return float(told["start"]), trees


def _vectors(papers: Sequence[Paper]) -> list[Vector]:
    """The words of each paper, those weighing most that few of these have."""
    counted = [
        {term: times for term, times in terms_of(paper).items() if " " not in term}
        for paper in papers
    ]
    spread = Counter(term for terms in counted for term in terms)
    found = []
    for terms in counted:
        numbers = np.fromiter(map(number_of, terms), dtype=np.uint32, count=len(terms))
        times = np.fromiter(terms.values(), dtype=np.float64, count=len(terms))
        has = np.fromiter((spread[term] for term in terms), dtype=np.float64, count=len(terms))
        weights = (1 + np.log(times)) * (np.log((1 + len(papers)) / (1 + has)) + _EVERYWHERE)
        length = float(np.sqrt(weights @ weights)) or 1.0
        found.append(Vector(numbers, (weights / length).astype(np.float32)))
    return found


def _table(each: Sequence[Sequence[str]]) -> Numbers:
    """How often each has each of all names: a row for each."""
    names = {name: at for at, name in enumerate(dict.fromkeys(n for one in each for n in one))}
    table = np.zeros((len(each), len(names)))
    for row, one in zip(table, each, strict=True):
        for name in one:
            row[names[name]] += 1
    return table


def _summed(table: Numbers, places: Sequence[Sequence[int]]) -> Numbers:
    """The rows of each group together."""
    return np.array([table[list(group)].sum(axis=0) for group in places])

"""Papers as sparse vectors of tf-idf, and how near many of them are to many others."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from domain.papers import Paper
from ranking.terms import emphases_of, terms_of

Numbers = NDArray[np.float64]

_COMMON: Final = 0.04
_COMMON_AT_LEAST: Final = 40
"""The share of papers, and how many, beyond which a term says nothing of what one is about."""

_HARDLY: Final = 0.03
"""Beside the term that counts most, what counts less is not looked up in pairs of papers."""

_AT_ONCE: Final = 100
"""Vectors that others are compared with at once: each takes memory for every term they share."""


@dataclass(frozen=True, slots=True)
class Vector:
    """A paper's terms by number, and how much each weighs; its length is 1, or 0 without terms."""

    terms: NDArray[np.uint32]
    weights: NDArray[np.float32]


def number_of(term: str) -> int:
    """A term's number, the same in each process; two of them share one once in a billion."""
    return crc32(term.encode())


class Rarity:
    """In how many of some papers each term stands: the rarer, the more it weighs."""

    def __init__(self, papers: Iterable[Paper]) -> None:
        """Args: papers to count; a term that none of them has weighs most."""
        each = [[number_of(term) for term in terms_of(paper)] for paper in papers]
        every = np.array([term for terms in each for term in terms], dtype=np.uint32)
        self._terms, self._papers = np.unique(every, return_counts=True)
        self._count = len(each)

    def vector(self, paper: Paper) -> Vector:
        """A paper's terms, weighed."""
        return self.weighed(terms_of(paper))

    def weighed(self, counted: Mapping[str, float]) -> Vector:
        """Terms, weighed by how often each stands there, or how much it says, and how rare it is.

        What is told often does not weigh as much more: from 1 on its logarithm counts.
        """
        terms = np.fromiter(map(number_of, counted), dtype=np.uint32, count=len(counted))
        times = np.fromiter(counted.values(), dtype=np.float64, count=len(counted))
        damped = np.where(times < 1, times, 1 + np.log(np.maximum(times, 1)))
        weights = damped * self._weights(terms)
        length = math.sqrt(float(weights @ weights)) or 1.0
        return Vector(terms, (weights / length).astype(np.float32))

    def emphasis(self, paper: Paper) -> Vector:
        """A paper's rarer terms, weighed by how much the paper is about each of them."""
        emphases = emphases_of(paper)
        terms = np.fromiter(map(number_of, emphases), dtype=np.uint32, count=len(emphases))
        weights = np.fromiter(emphases.values(), dtype=np.float64, count=len(emphases))
        rarity = self._weights(terms)
        most = max(_COMMON * self._count, _COMMON_AT_LEAST)
        is_rare = rarity >= math.log((1 + self._count) / (1 + most)) + 1
        terms, weights = terms[is_rare], (weights * rarity)[is_rare]
        length = math.sqrt(float(weights @ weights)) or 1.0
        return Vector(terms, (weights / length).astype(np.float32))

    def _weights(self, terms: NDArray[np.uint32]) -> Numbers:
        known = np.zeros(len(terms))
        if len(self._terms):
            at = np.minimum(np.searchsorted(self._terms, terms), len(self._terms) - 1)
            known = np.where(self._terms[at] == terms, self._papers[at], 0)
        return np.log((1 + self._count) / (1 + known)) + 1


class Postings:
    """Vectors by their terms, to be compared with others at once."""

    def __init__(self, vectors: Sequence[Vector]) -> None:
        self._size = len(vectors)
        terms, weights, owners = _joined(vectors)
        order = np.argsort(terms, kind="stable")
        self._weights, self._owners = weights[order], owners[order]
        self._terms, self._starts, self._counts = np.unique(
            terms[order], return_index=True, return_counts=True
        )

    def pull(self, shares: Numbers, of: Vector) -> Numbers:
        """How much each term of another vector weighs here, where each of these has a share."""
        found = np.zeros(len(of.terms))
        if not len(self._terms):
            return found
        each = self.summed(shares)
        at = np.minimum(np.searchsorted(self._terms, of.terms), len(self._terms) - 1)
        return np.where(self._terms[at] == of.terms, each[at], found) * of.weights

    def products(self, others: Postings, shares: Numbers) -> Numbers:
        """What each of these has in common with the sum of others, of which each has a share.

        The same as ``shares @ others.cosines(these)``, and the work of one vector for all others.
        """
        if not len(self._terms) or not len(others._terms):
            return np.zeros(self._size)
        return self.along(others.terms, others.summed(shares))

    def along(self, terms: NDArray[np.uint32], weights: Numbers) -> Numbers:
        """The sum of each of these, where terms weigh so much; others nothing.

        Args:
            terms: in order, each once.
            weights: of each of them.
        """
        if not len(self._terms) or not len(terms):
            return np.zeros(self._size)
        at = np.minimum(np.searchsorted(self._terms, terms), len(self._terms) - 1)
        shared = self._terms[at] == terms
        at, each = at[shared], weights[shared]
        counts = self._counts[at]
        places = _runs(self._starts[at], counts)
        products = self._weights[places] * np.repeat(each, counts)
        summed: Numbers = np.bincount(self._owners[places], products, self._size).astype(np.float64)
        return summed

    def gram(self, scales: Numbers) -> Numbers:
        """What each two of these have in common, where terms count so many times.

        What one of them has alone, or what hardly counts, is on the diagonal alone: the table is
        of the other terms, which are a tenth.
        """
        own = self._weights * np.repeat(np.sqrt(scales), self._counts)
        is_shared = (self._counts > 1) & (scales >= _HARDLY * scales.max(initial=0.0))
        columns = np.repeat(np.cumsum(is_shared) - 1, self._counts)
        shared = np.repeat(is_shared, self._counts)
        table = np.zeros((self._size, int(is_shared.sum())), np.float32)
        table[self._owners[shared], columns[shared]] = own[shared]
        common = (table @ table.T).astype(np.float64)
        alone = np.bincount(self._owners[~shared], own[~shared] ** 2, self._size)
        return common + np.diag(alone)

    @property
    def terms(self) -> NDArray[np.uint32]:
        """All terms, in order, each once."""
        return self._terms

    def summed(self, shares: Numbers) -> Numbers:
        """How much each term weighs, where each vector has a share."""
        if not len(self._terms):
            return np.zeros(0)
        summed: Numbers = np.add.reduceat(self._weights * shares[self._owners], self._starts)
        return summed

    def cosines(self, others: Sequence[Vector]) -> Numbers:
        """How near each of these is to each of the others: a row for each of these."""
        found = np.empty((self._size, len(others)))
        for begin in range(0, len(others), _AT_ONCE):
            part = slice(begin, begin + _AT_ONCE)
            found[:, part] = self._near(others[part])
        return found

    def _near(self, others: Sequence[Vector]) -> Numbers:
        terms, weights, columns = _joined(others)
        if not len(self._terms) or not len(terms):
            return np.zeros((self._size, len(others)))
        at = np.minimum(np.searchsorted(self._terms, terms), len(self._terms) - 1)
        shared = self._terms[at] == terms
        at, weights, columns = at[shared], weights[shared], columns[shared]
        counts = self._counts[at]
        places = _runs(self._starts[at], counts)
        cells = self._owners[places] * len(others) + np.repeat(columns, counts)
        products = self._weights[places] * np.repeat(weights, counts)
        size = self._size * len(others)
        summed: Numbers = np.bincount(cells, products, size).astype(np.float64)
        return summed.reshape(self._size, len(others))


def _runs(starts: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """The places of runs of postings, laid out one after another: each term meets one."""
    begins = np.repeat(starts - (np.cumsum(counts) - counts), counts)
    places: NDArray[np.int64] = begins + np.arange(len(begins))
    return places


def _joined(
    vectors: Sequence[Vector],
) -> tuple[NDArray[np.uint32], NDArray[np.float32], NDArray[np.int64]]:
    """Terms, weights and owners of all, one after another."""
    if not vectors:
        return np.empty(0, np.uint32), np.empty(0, np.float32), np.empty(0, np.int64)
    owners = np.repeat(np.arange(len(vectors)), [len(vector.terms) for vector in vectors])
    terms = np.concatenate([vector.terms for vector in vectors])
    return terms, np.concatenate([vector.weights for vector in vectors]), owners

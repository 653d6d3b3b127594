"""A batch of papers, searchable: which of them match a topic, why, and which are about it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from typing import NamedTuple

from domain.digests import Match, Reason
from domain.papers import Paper
from domain.topics import And, Category, Leaf, Not, Or, Query, Together, Topic
from topics.compiled import Names, compiled
from topics.postings.fields import Fields
from topics.postings.spots import NOT_FOUND, Spots, weights_of, where_of
from topics.ranking import Found, score


class Hits(NamedTuple):
    """The papers that match a query, by row.

    Attributes:
        rows: their places in the index.
        scores: how much each is about it.
        places: where each wanted leaf of the query was found, one byte each; for `reasons_of`.
    """

    rows: Sequence[int]
    scores: Sequence[float]
    places: Sequence[bytes]


class PaperIndex:
    """Papers by what they say, in memory; a paper given twice is there once.

    It may be made in one thread and used in another, by one at a time. Papers may be added; each
    has a row, in the order in which they came.
    """

    def __init__(self, papers: Iterable[Paper] = ()) -> None:
        first = {paper.id.base: paper for paper in reversed(list(papers))}
        self.papers: list[Paper] = []
        self._fields = Fields()
        self.add(first[base] for base in sorted(first))

    def __len__(self) -> int:
        return len(self.papers)

    def add(self, papers: Iterable[Paper]) -> None:
        """Add papers that are not there yet."""
        for paper in papers:
            self.papers.append(paper)
            self._fields.add(paper)

    @property
    def cost(self) -> int:
        """What is remembered of queries' terms, as so many hits of 25 bytes."""
        return self._fields.cost

    def forget(self) -> None:
        """Let go of what is remembered."""
        self._fields.forget()

    def matching(self, query: Query) -> frozenset[str]:
        """Base ids of the papers that match."""
        return frozenset(self.papers[row].id.base for row in self._meeting(query, {}))

    def matches(self, topic: Topic) -> list[Match]:
        """The papers that match a topic, those about it first; equals in the order of their ids.

        The reasons name each part of the query that is found in the paper, in the query's order.
        """
        hits = self.hits(topic.query)
        papers = map(self.papers.__getitem__, hits.rows)
        matches = map(Match, papers, reasons_of(topic, hits.places), hits.scores)
        return sorted(matches, key=lambda match: (-match.score, match.paper.id.base))

    def hits(self, query: Query, since: int = 0) -> Hits:
        """The papers that match a query; of those from a row on."""
        if isinstance(query, Leaf):
            return _hits_of(self._spots(query, is_alone=True), since)
        found: dict[Leaf, Spots] = {}
        rows = sorted(self._meeting(query, found))
        if since:
            rows = rows[bisect_left(rows, since) :]
        if not rows:
            return Hits((), (), ())
        ready = compiled(query)
        codes = [found[leaf].codes_of(rows) for leaf in ready.wanted]
        places = list(map(b"".join, zip(*codes, strict=True)))
        if ready.things is None:
            return Hits(rows, [score(query, _found(row, found)) for row in rows], places)
        return Hits(rows, _scores(ready.things, found, rows), places)

    def _spots(self, leaf: Leaf, *, is_alone: bool = False) -> Spots:
        """Where papers have a leaf; what few other topics have in them is not remembered."""
        if isinstance(leaf, Category):
            return self._fields.filed(leaf.name)
        if is_alone or isinstance(leaf, Together):
            return self._fields.looked_for(leaf)
        return self._fields.found(leaf)

    def _meeting(self, query: Query, found: dict[Leaf, Spots]) -> Collection[int]:
        """The rows that match a query; where they have its leaves is added to `found`."""
        match query:
            case And(parts):
                wanted = [self._meeting(part, found) for part in parts if not isinstance(part, Not)]
                wanted.sort(key=len)
                rows = set(wanted[0])
                for more in wanted[1:]:
                    rows = set(filter(more.__contains__, rows))
                for part in parts:
                    if isinstance(part, Not) and rows:
                        rows.difference_update(self._meeting(part.part, {}))
                return rows
            case Or(parts):
                return set[int]().union(*(self._meeting(part, found) for part in parts))
            case Not():
                raise ValueError("A Not stands only beside something wanted, within an And.")
            case _:
                found[query] = self._spots(query)
                return found[query].weights


def _hits_of(spots: Spots, since: int) -> Hits:
    """The hits of a query that is one leaf."""
    rows = sorted(spots.weights)
    if since:
        rows = rows[bisect_left(rows, since) :]
    scores = list(map(spots.weights.__getitem__, rows))
    return Hits(rows, scores, list(map(spots.codes.get, rows, repeat(spots.usual))))


def _found(row: int, found: Mapping[Leaf, Spots]) -> dict[Leaf, Found]:
    """Where a row has the leaves of a query."""
    return {leaf: spots.found(row) for leaf, spots in found.items() if row in spots.weights}


def _scores(
    things: Sequence[Names], found: Mapping[Leaf, Spots], rows: Sequence[int]
) -> list[float]:
    """How much rows are about things that must all be there: as `score` has it."""
    each = [weights_of([found[name] for name in names], rows) for names in things]
    if not each:
        return [0.0] * len(rows)
    columns = [map(weights.get, rows, repeat(0.0)) for weights in each]
    if len(columns) == 1:
        return list(columns[0])
    return [total / len(columns) for total in map(sum, zip(*columns, strict=True))]


def reasons_of(topic: Topic, places: Sequence[bytes]) -> Iterator[tuple[Reason, ...]]:
    """Why each hit of a topic's query is one, in the query's order, by the hits' `places`."""
    label, query = topic.label, topic.query
    told: dict[bytes, tuple[Reason, ...]]
    # Few of them differ.
    if isinstance(query, Leaf):
        told = {one: (Reason(label, query, *where_of(one)),) for one in set(places)}
    else:
        wanted = compiled(query).wanted
        told = {
            one: tuple(
                Reason(label, leaf, *where_of(one[at : at + 1]))
                for at, leaf in enumerate(wanted)
                if one[at] != NOT_FOUND[0]
            )
            for one in set(places)
        }
    return map(told.__getitem__, places)


def matching(papers: Iterable[Paper], topic: Topic) -> list[Match]:
    """Of some papers those that match a topic; see `PaperIndex.matches`."""
    return PaperIndex(papers).matches(topic)

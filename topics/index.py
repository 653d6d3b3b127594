"""A batch of papers, searchable: which of them match a topic, why, and which are about it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from domain.digests import Match, Reason, Spread
from domain.papers import Paper
from domain.topics import And, Category, Field, Leaf, Not, Or, Query, Topic
from topics.compiled import Compiled, compiled
from topics.fields import Fields
from topics.ranking import Found, score, weight

_FIELDS: Final = (None, Field.TITLE, Field.ABSTRACT, Field.AUTHOR)
_SPREADS: Final = tuple(Spread)
_NOT_FOUND: Final = 255
_CATEGORY: Final = _FIELDS.index(None)


class Hits(NamedTuple):
    """The papers that match a query, by row.

    Attributes:
        rows: their places in the index.
        scores: how much each is about it.
        places: where each wanted leaf of the query was found, one byte each; for `Reasons`.
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

    def matching(self, query: Query) -> frozenset[str]:
        """Base ids of the papers that match."""
        found: dict[Leaf, Mapping[int, Found]] = {}
        return frozenset(self.papers[row].id.base for row in self._meeting(query, found))

    def matches(self, topic: Topic) -> list[Match]:
        """The papers that match a topic, those about it first; equals in the order of their ids.

        The reasons name each part of the query that is found in the paper, in the query's order.
        """
        told = Reasons(topic)
        matches = [
            Match(self.papers[row], told.of(places), score)
            for row, score, places in zip(*self.hits(topic.query), strict=True)
        ]
        return sorted(matches, key=lambda match: (-match.score, match.paper.id.base))

    def hits(self, query: Query, since: int = 0) -> Hits:
        """The papers that match a query; of those from a row on."""
        found: dict[Leaf, Mapping[int, Found]] = {}
        rows = sorted(self._meeting(query, found))
        if since:
            rows = rows[bisect_left(rows, since) :]
        ready = compiled(query)
        if not rows:
            return Hits((), (), ())
        if ready.only is not None:
            return _hits_of_one(ready, found[ready.only], rows)
        scores, places = [], []
        for row in rows:
            own = {leaf: found[leaf][row] for leaf in ready.wanted if row in found[leaf]}
            codes = [_code(leaf, own[leaf]) if leaf in own else _NOT_FOUND for leaf in ready.wanted]
            scores.append(score(query, own))
            places.append(bytes(codes))
        return Hits(rows, scores, places)

    def _meeting(self, query: Query, found: dict[Leaf, Mapping[int, Found]]) -> Collection[int]:
        """The rows that match a query; where they have its leaves is added to `found`."""
        match query:
            case And(parts):
                wanted = [self._meeting(part, found) for part in parts if not isinstance(part, Not)]
                wanted.sort(key=len)
                rows = set(wanted[0]).intersection(*wanted[1:])
                for part in parts:
                    if isinstance(part, Not) and rows:
                        rows.difference_update(self._meeting(part.part, {}))
                return rows
            case Or(parts):
                return set[int]().union(*(self._meeting(part, found) for part in parts))
            case Not():
                raise ValueError("A Not stands only beside something wanted, within an And.")
            case Category(name):
                places = found[query] = self._fields.filed(name)
                return places
            case _:
                if query not in found:
                    found[query] = self._fields.found(query)
                return found[query]


class Reasons:
    """Why hits of a topic's query are hits; few of them differ."""

    def __init__(self, topic: Topic) -> None:
        self._label = topic.label
        self._wanted = compiled(topic.query).wanted
        self._told: dict[bytes, tuple[Reason, ...]] = {}

    def of(self, places: bytes) -> tuple[Reason, ...]:
        """The reasons of a hit, in the query's order."""
        told = self._told.get(places)
        if told is None:
            told = self._told[places] = tuple(
                Reason(self._label, leaf, _FIELDS[code % 4], _SPREADS[code // 4])
                for leaf, code in zip(self._wanted, places, strict=True)
                if code != _NOT_FOUND
            )
        return told


def matching(papers: Iterable[Paper], topic: Topic) -> list[Match]:
    """Of some papers those that match a topic; see `PaperIndex.matches`."""
    return PaperIndex(papers).matches(topic)


def _hits_of_one(ready: Compiled, places: Mapping[int, Found], rows: Sequence[int]) -> Hits:
    """The hits of a query that has one term, and beside it categories alone."""
    told: dict[int, tuple[float, bytes]] = {}
    each = [places[row] for row in rows]
    for found in each:
        # Most of those where the words stand apart are one and the same.
        if id(found) not in told:
            code = _code_of_words(found)
            codes = bytes([code if leaf is ready.only else _CATEGORY for leaf in ready.wanted])
            told[id(found)] = round(weight(found), 6), codes
    scores, codes_of = zip(*[told[id(found)] for found in each], strict=True)
    return Hits(rows, scores, codes_of)


def _code(leaf: Leaf, found: Found) -> int:
    """Where and how a leaf was found: its places in `_FIELDS` and `_SPREADS`."""
    return _CATEGORY if isinstance(leaf, Category) else _code_of_words(found)


def _code_of_words(found: Found) -> int:
    if found.title:
        return _FIELDS.index(Field.TITLE)
    if found.abstract:
        return _FIELDS.index(Field.ABSTRACT)
    if found.author:
        return _FIELDS.index(Field.AUTHOR)
    spread = Spread.NEAR if found.near else Spread.APART
    return _FIELDS.index(found.near) + len(_FIELDS) * _SPREADS.index(spread)

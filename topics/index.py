"""A batch of papers, searchable: which of them match a topic, why, and which are about it."""

from __future__ import annotations

import json
import sqlite3
import weakref
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from typing import Final

from domain.digests import Match, Reason
from domain.papers import Paper
from domain.topics import Category, Field, Query, Topic, leaves
from topics import fts
from topics.ranking import Found, Leaf, score, telling_words

_START: Final = "\x02"
_STOP: Final = "\x03"
_ROWIDS: Final = "SELECT rowid FROM paper WHERE paper MATCH ? AND rowid >= ?"
_ROWIDS_AMONG: Final = (
    "SELECT rowid FROM paper WHERE paper MATCH ? AND rowid IN (SELECT value FROM json_each(?))"
)
_PLACES_AMONG: Final = (
    "SELECT rowid, highlight(paper, 0, char(2), char(3)), highlight(paper, 1, char(2), char(3)) "
    "FROM paper WHERE paper MATCH ? AND rowid IN (SELECT value FROM json_each(?))"
)
_FIELDS: Final = (None, Field.TITLE, Field.ABSTRACT, Field.AUTHOR)
_NOT_FOUND: Final = len(_FIELDS)


@dataclass(frozen=True, slots=True)
class Hit:
    """A paper that matches a query, in few bytes.

    Attributes:
        row: the paper's place in the index.
        score: how much the paper is about it.
        places: where each wanted leaf of the query was found, one byte each; for `reasons`.
    """

    row: int
    score: float
    places: bytes


class PaperIndex:
    """Papers by what they say, in memory; a paper given twice is there once.

    It may be made in one thread and used in another, by one at a time. Papers may be added; each
    has a row, in the order in which they came.
    """

    def __init__(self, papers: Iterable[Paper] = ()) -> None:
        first = {paper.id.base: paper for paper in reversed(list(papers))}
        self.papers: list[Paper] = []
        self._bases: list[str] = []
        self._database = _opened()
        # Connections that are left to the collector draw a warning from Python 3.13 on.
        self._close = weakref.finalize(self, self._database.close)
        self.add(first[base] for base in sorted(first))
        self.optimize()

    def __len__(self) -> int:
        return len(self.papers)

    def close(self) -> None:
        """Let go of the memory; the index cannot be used any more."""
        self._close()

    def add(self, papers: Iterable[Paper]) -> None:
        """Add papers that are not there yet."""
        begin = len(self.papers)
        self.papers += papers
        self._bases += [paper.id.base for paper in self.papers[begin:]]
        with self._database:
            rows = (
                (begin + row, *fts.row_of(paper)) for row, paper in enumerate(self.papers[begin:])
            )
            self._database.executemany(fts.INSERT, rows)

    def optimize(self) -> None:
        """Make it faster to search, when most papers are there."""
        with self._database:
            self._database.execute(fts.OPTIMIZE)

    def matching(self, query: Query) -> frozenset[str]:
        """Base ids of the papers that match."""
        bases = self._bases
        return frozenset([bases[row] for row in self._rows(query)])

    def matches(self, topic: Topic) -> list[Match]:
        """The papers that match a topic, those about it first; equals in the order of their ids.

        The reasons name each part of the query that is found in the paper, in the query's order.
        """
        matches = [
            Match(self.papers[hit.row], reasons(topic, hit.places), hit.score)
            for hit in self.hits(topic.query)
        ]
        return sorted(matches, key=lambda match: (-match.score, match.paper.id.base))

    def hits(self, query: Query, since: int = 0) -> list[Hit]:
        """The papers that match a query, by row; of those from a row on."""
        rows = sorted(self._rows(query, since))
        if not rows:
            return []
        found: dict[int, dict[Leaf, Found]] = {row: {} for row in rows}
        wanted = json.dumps(rows)
        asked = _wanted(query)
        for leaf in asked:
            titled = self._titled(leaf, wanted)
            expression = fts.match_expression(leaf)
            for row, title, abstract in self._database.execute(_PLACES_AMONG, (expression, wanted)):
                found[row][leaf] = _found(leaf, title, abstract, has_words=row in titled)
        return [
            Hit(row, score(query, places), bytes(_code(leaf, places.get(leaf)) for leaf in asked))
            for row, places in found.items()
        ]

    def _rows(self, query: Query, since: int = 0) -> Iterable[int]:
        found = self._database.execute(_ROWIDS, (fts.match_expression(query), since))
        return (row for (row,) in found)

    def _titled(self, leaf: Leaf, wanted: str) -> frozenset[int]:
        """Rows whose titles have the telling words of a phrase that may stand anywhere."""
        if isinstance(leaf, Category) or leaf.field is not Field.ANY:
            return frozenset()
        words = telling_words(leaf.text)
        if not words:
            return frozenset()
        found = self._database.execute(_ROWIDS_AMONG, (fts.title_expression(words), wanted))
        return frozenset(row for (row,) in found)


def reasons(topic: Topic, places: bytes) -> tuple[Reason, ...]:
    """Why a hit of a topic's query is one, in the query's order."""
    return tuple(
        Reason(topic.label, leaf, _FIELDS[code])
        for leaf, code in zip(_wanted(topic.query), places, strict=True)
        if code != _NOT_FOUND
    )


def matching(papers: Iterable[Paper], topic: Topic) -> list[Match]:
    """Of some papers those that match a topic; see `PaperIndex.matches`."""
    with closing(PaperIndex(papers)) as index:
        return index.matches(topic)


def _opened() -> sqlite3.Connection:
    database = sqlite3.connect(":memory:", check_same_thread=False)
    try:
        database.execute(fts.TABLE)
    except sqlite3.OperationalError:
        # This Python's own SQLite was built without FTS5.
        database.close()
        from pysqlite3 import dbapi2

        database = dbapi2.connect(":memory:", check_same_thread=False)
        database.execute(fts.TABLE)
    return database


def _found(leaf: Leaf, title: str, abstract: str, *, has_words: bool) -> Found:
    if isinstance(leaf, Category):
        return Found()
    if leaf.field is Field.AUTHOR:
        return Found(author=True)
    return Found(title=_START in title, title_words=has_words, abstract=_places(abstract))


def _places(highlighted: str) -> tuple[float, ...]:
    """Where in a text its marked parts begin, from 0 to 1."""
    pieces = highlighted.split(_START)
    length = len(highlighted.replace(_STOP, "")) - len(pieces) + 1
    before, places = 0, []
    for piece in pieces[:-1]:
        before += len(piece.replace(_STOP, ""))
        places.append(before / length)
    return tuple(places)


def _wanted(query: Query) -> tuple[Leaf, ...]:
    return tuple(dict.fromkeys(leaves(query, wanted_only=True)))


def _code(leaf: Leaf, found: Found | None) -> int:
    """Where a leaf was found: its place in `_FIELDS`."""
    if found is None:
        return _NOT_FOUND
    if isinstance(leaf, Category):
        return _FIELDS.index(None)
    if found.author:
        return _FIELDS.index(Field.AUTHOR)
    return _FIELDS.index(Field.TITLE if found.title else Field.ABSTRACT)

"""A batch of papers, searchable: which of them match a topic, why, and which are about it."""

from __future__ import annotations

import json
import sqlite3
import weakref
from collections.abc import Iterable
from contextlib import closing
from typing import Final

from domain.digests import Match, Reason
from domain.papers import Paper
from domain.topics import Category, Field, Query, Topic, leaves
from topics import fts
from topics.ranking import Found, Leaf, score, telling_words

_START: Final = "\x02"
_STOP: Final = "\x03"
_ROWIDS: Final = "SELECT rowid FROM paper WHERE paper MATCH ?"
_ROWIDS_AMONG: Final = (
    "SELECT rowid FROM paper WHERE paper MATCH ? AND rowid IN (SELECT value FROM json_each(?))"
)
_PLACES_AMONG: Final = (
    "SELECT rowid, highlight(paper, 0, char(2), char(3)), highlight(paper, 1, char(2), char(3)) "
    "FROM paper WHERE paper MATCH ? AND rowid IN (SELECT value FROM json_each(?))"
)


class PaperIndex:
    """Papers by what they say, in memory; a paper given twice is there once.

    It may be made in one thread and used in another, by one at a time.
    """

    def __init__(self, papers: Iterable[Paper]) -> None:
        first = {paper.id.base: paper for paper in reversed(list(papers))}
        self._papers = tuple(first[base] for base in sorted(first))
        self._bases = tuple(paper.id.base for paper in self._papers)
        self._database = _opened()
        # Connections that are left to the collector draw a warning from Python 3.13 on.
        self._close = weakref.finalize(self, self._database.close)
        with self._database:
            rows = ((row, *fts.row_of(paper)) for row, paper in enumerate(self._papers))
            self._database.executemany(fts.INSERT, rows)
            self._database.execute(fts.OPTIMIZE)

    def __len__(self) -> int:
        return len(self._papers)

    def close(self) -> None:
        """Let go of the memory; the index cannot be used any more."""
        self._close()

    def matching(self, query: Query) -> frozenset[str]:
        """Base ids of the papers that match."""
        bases = self._bases
        found = self._database.execute(_ROWIDS, (fts.match_expression(query),))
        return frozenset([bases[row] for (row,) in found])

    def match_all(self, queries: Iterable[Query]) -> dict[Query, frozenset[str]]:
        """`matching` for each distinct query; made for ten thousands of them."""
        return {query: self.matching(query) for query in dict.fromkeys(queries)}

    def matches(self, topic: Topic) -> list[Match]:
        """The papers that match a topic, those about it first; equals in the order of their ids.

        The reasons name each part of the query that is found in the paper, in the query's order.
        """
        rows = sorted(self._rows(topic.query))
        if not rows:
            return []
        found: dict[int, dict[Leaf, Found]] = {row: {} for row in rows}
        wanted = json.dumps(rows)
        for leaf in dict.fromkeys(leaves(topic.query, wanted_only=True)):
            titled = self._titled(leaf, wanted)
            expression = fts.match_expression(leaf)
            for row, title, abstract in self._database.execute(_PLACES_AMONG, (expression, wanted)):
                found[row][leaf] = _found(leaf, title, abstract, has_words=row in titled)
        matches = [self._match(topic, row, found[row]) for row in rows]
        return sorted(matches, key=lambda match: (-match.score, match.paper.id.base))

    def _rows(self, query: Query) -> Iterable[int]:
        found = self._database.execute(_ROWIDS, (fts.match_expression(query),))
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

    def _match(self, topic: Topic, row: int, found: dict[Leaf, Found]) -> Match:
        reasons = tuple(
            Reason(topic.label, leaf, _field_of(leaf, place)) for leaf, place in found.items()
        )
        return Match(self._papers[row], reasons, score(topic.query, found))


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


def _field_of(leaf: Leaf, found: Found) -> Field | None:
    if isinstance(leaf, Category):
        return None
    if found.author:
        return Field.AUTHOR
    return Field.TITLE if found.title else Field.ABSTRACT

"""What topics cost as digests use them: papers, reasons, scores and plan, above lark and SQLite.

The papers are a night's, real where there are any; each topic is another two words of one of them.
Whether whole digests are planned in time is for `bench.planning`.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import accumulate
from typing import Final, TypeVar

from bench import Measurement
from bench.kit.records import nights, papers, phrases
from bench.kit.timing import processor
from digests.announcement_set import Edition
from digests.day_index import DayIndex
from domain.papers import Batch, Paper
from domain.topics import Topic
from topics import fts
from topics.archives import archives_of
from topics.grammar import parse
from topics.language import parse_query

TOPICS: Final = 10_000
MORE: Final = 10_000
"""Chats that follow a topic which somebody follows already; the popular ones far more often."""

LIMIT: Final = 10
_MATCH: Final = (
    "SELECT rowid, bm25(paper), highlight(paper, 0, char(2), char(3)), "
    "highlight(paper, 1, char(2), char(3)) FROM paper WHERE paper MATCH ?"
)
_BARE: Final = "bare FTS5: papers, bm25, marked places"

T = TypeVar("T")


def run() -> list[Measurement]:
    """Seconds of processor, each of one run."""
    _, batches, night = list(nights(papers()))[-1]
    texts = phrases(night, TOPICS)
    found: dict[str, float] = {}
    with processor(found, "read"):
        topics = [Topic(text, parse_query(text)) for text in texts]
        expressions = [fts.match_expression(topic.query) for topic in topics]
    with processor(found, "parsed"):
        for text in texts:
            parse(text)
    _ours(batches, night, topics, found)
    _bare(night, expressions, found)
    count, each = f"{len(topics):,} topics", 1e3 / len(topics)
    return [
        Measurement(f"reading {count}", found["read"], "s", found["parsed"], "lark's parse alone"),
        Measurement(
            f"indexing {len(night):,} papers of a night",
            found["indexed"],
            "s",
            found["bare indexed"],
            "bare FTS5, the same rows",
        ),
        Measurement(
            f"{count} on these: papers, reasons, scores, plan",
            found["planned"],
            "s",
            found["bare matched"],
            _BARE,
        ),
        Measurement(
            "each further chat that follows one of them",
            found["more"] * 1e3 / MORE,
            "ms",
            found["bare matched"] * each,
            f"{_BARE}, a topic",
        ),
    ]


def _ours(
    batches: Sequence[Batch],
    night: Sequence[Paper],
    topics: Sequence[Topic],
    found: dict[str, float],
) -> None:
    """As `scheduler.digest_composer` does it."""
    day = DayIndex(batches[0].date)
    with processor(found, "indexed"):
        _ended(day.renewed(batches, night))
    edition = Edition([day], batches)
    with processor(found, "planned"):
        shown = sum(_plan(edition, topic) for topic in topics)
    assert shown >= len(topics)
    popularity = list(accumulate(1 / (rank + 10) for rank in range(len(topics))))
    more = random.Random(7).choices(topics, cum_weights=popularity, k=MORE)
    with processor(found, "more"):
        for topic in more:
            _plan(edition, topic)


def _plan(edition: Edition, topic: Topic) -> int:
    """How many papers a chat's digest tells in full."""
    archives = archives_of(topic.query)
    matched = _ended(edition.matching([topic], archives))
    edition.view(archives)
    return len(edition.plan(matched, limit=LIMIT).shown)


def _ended(work: Generator[None, None, T]) -> T:
    """What a generator returns in the end."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            result: T = end.value
            return result


def _bare(night: Sequence[Paper], expressions: Sequence[str], found: dict[str, float]) -> None:
    with _table() as database:
        with processor(found, "bare indexed"), database:
            rows = ((place, *fts.row_of(paper)) for place, paper in enumerate(night))
            database.executemany(fts.INSERT, rows)
            database.execute(fts.OPTIMIZE)
        with processor(found, "bare matched"):
            for expression in expressions:
                database.execute(_MATCH, (expression,)).fetchall()


@contextmanager
def _table() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute(fts.TABLE)
        yield database

"""What reading and matching topics costs above lark and SQLite alone."""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import accumulate
from typing import Final

from bench import Measurement
from domain.identifiers import PaperId
from domain.papers import Author, Paper
from domain.topics import Query
from topics import fts
from topics.grammar import parse
from topics.index import PaperIndex
from topics.language import parse_query

PAPERS: Final = 1_500
TOPICS: Final = 10_000
SUBSCRIPTIONS: Final = 100_000
MATCHING_TARGET: Final = 2.0
RUNS: Final = 3
_VOCABULARY: Final = 20_000
_TITLE_WORDS: Final = 9
_ABSTRACT_WORDS: Final = 180
_AUTHORS: Final = 4
_CATEGORIES: Final = (
    "cs.CV",
    "cs.CL",
    "cs.LG",
    "cs.AI",
    "stat.ML",
    "quant-ph",
    "math.AP",
    "hep-th",
)


def run() -> list[Measurement]:
    """Compile topics and match them against a batch; the best of some runs each."""
    chance = random.Random(20240308)
    papers = list(_invented_papers(chance))
    texts = list(_invented_topics(chance, papers))
    queries = [parse_query(text) for text in texts]
    popularity = list(accumulate(1 / (rank + 1) for rank in range(TOPICS)))
    rest = chance.choices(queries, cum_weights=popularity, k=SUBSCRIPTIONS - TOPICS)
    subscribed = [*queries, *rest]
    return [
        Measurement(
            name=f"compiling {TOPICS:,} topics: reading and FTS5 expression",
            value=_best(lambda: _compile(texts)),
            unit="s",
            floor=_best(lambda: _parse(texts)),
            floor_name="lark's parse alone",
        ),
        Measurement(
            name=f"matching {PAPERS:,} papers, {TOPICS:,} topics, {SUBSCRIPTIONS:,} subscriptions",
            value=_best(lambda: _match(papers, subscribed)),
            unit="s",
            floor=_best(lambda: _match_bare(papers, queries)),
            floor_name="bare FTS5 loop over the same expressions",
            target=MATCHING_TARGET,
        ),
    ]


def _best(work: Callable[[], float]) -> float:
    return min(work() for _ in range(RUNS))


def _compile(texts: list[str]) -> float:
    start = time.perf_counter()
    for text in texts:
        fts.match_expression(parse_query(text))
    return time.perf_counter() - start


def _parse(texts: list[str]) -> float:
    start = time.perf_counter()
    for text in texts:
        parse(text)
    return time.perf_counter() - start


def _match(papers: list[Paper], subscribed: list[Query]) -> float:
    start = time.perf_counter()
    with closing(PaperIndex(papers)) as index:
        found = {query: index.matching(query) for query in dict.fromkeys(subscribed)}
        taken = time.perf_counter() - start
    assert len(found) == TOPICS
    return taken


def _match_bare(papers: list[Paper], queries: list[Query]) -> float:
    rows = [(place, *fts.row_of(paper)) for place, paper in enumerate(papers)]
    expressions = [fts.match_expression(query) for query in queries]
    with closing(sqlite3.connect(":memory:")) as database:
        start = time.perf_counter()
        database.execute(fts.TABLE)
        with database:
            database.executemany(fts.INSERT, rows)
        for expression in expressions:
            database.execute(
                "SELECT rowid FROM paper WHERE paper MATCH ?", (expression,)
            ).fetchall()
        return time.perf_counter() - start


def _invented_papers(chance: random.Random) -> Iterator[Paper]:
    """A busy day's papers, their words as unevenly frequent as in a language."""
    words = [_word(chance) for _ in range(_VOCABULARY)]
    frequency = list(accumulate(1 / (rank + 10) for rank in range(_VOCABULARY)))

    def text(length: int) -> str:
        return " ".join(chance.choices(words, cum_weights=frequency, k=length))

    for number in range(1, PAPERS + 1):
        categories = tuple(chance.sample(_CATEGORIES, k=chance.randint(1, 3)))
        yield Paper(
            id=PaperId(f"2403.{number:05}"),
            title=text(_TITLE_WORDS).title(),
            authors=tuple(Author(text(2).title()) for _ in range(_AUTHORS)),
            abstract=text(_ABSTRACT_WORDS),
            categories=categories,
            primary=categories[0],
        )


def _invented_topics(chance: random.Random, papers: list[Paper]) -> Iterator[str]:
    """Distinct topics of the usual kinds, most of them phrases that some paper has."""
    told: set[Query] = set()
    while len(told) < TOPICS:
        words = chance.choice(papers).abstract.split()
        place = chance.randrange(len(words) - 1)
        phrase = f"{words[place]} {words[place + 1]}"
        other = chance.choice(words)
        category = chance.choice(_CATEGORIES)
        topic = chance.choice(
            [
                phrase,
                f"cat:{category} {phrase}",
                f"cat:{category} AND ({phrase} OR ti:{other})",
                f"{phrase} -{other}",
                f"{phrase}, {other}",
                f'au:"{chance.choice(chance.choice(papers).authors).name}"',
            ]
        )
        query = parse_query(topic)
        if query not in told:
            told.add(query)
            yield topic


def _word(chance: random.Random) -> str:
    syllables = (
        "ba",
        "cor",
        "di",
        "fen",
        "gra",
        "lu",
        "men",
        "no",
        "phi",
        "ra",
        "ster",
        "ti",
        "vo",
    )
    return "".join(chance.choices(syllables, k=chance.randint(2, 4)))

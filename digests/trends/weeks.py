"""The weeks of a topic: how many papers each had, and which words stood in them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Final, Protocol

from digests.trends.rising import Week
from domain.concurrency.aside import aside
from domain.identifiers import PaperId
from domain.papers import Batch, Paper
from domain.ports import Papers
from domain.topics import Query, Term, Together, leaves
from topics.english.telling import STOP_WORDS
from topics.glance import may_match
from topics.index import PaperIndex
from topics.tokens import words_of

WEEKS: Final = 26
"""Weeks before this one that are looked at, as far as they are kept."""
MOST_PAPERS: Final = 60_000
"""Papers that are read for one answer, those of the newest weeks first."""
MOST_INDEXED: Final = 12_000
"""Papers that are looked into for one answer, at a millisecond each."""
_AT_ONCE: Final = 200
_WEEK: Final = timedelta(days=7)
_SHORTEST: Final = 3
_COMMON_WORDS: Final = """
also based both different each existing first however many model models more most novel one other
paper present propose proposed results show shows state such than through two use used approach
method methods work while data performance achieve demonstrate significantly
"""
_COMMON: Final = frozenset(_COMMON_WORDS.split())
"""Words that papers of every subject have, and that tell nothing where they rise."""


class Kept(Papers, Protocol):
    """Papers with their announcements."""

    async def batches(self, archives: Collection[str], first: date, last: date) -> list[Batch]:
        """See `domain.ports.Announcements`."""
        ...


async def weeks_of(
    library: Kept, query: Query, archives: Collection[str], newest: date
) -> list[Week]:
    """The weeks that are known, the newest first, each paper in that of its first announcement."""
    first = newest - WEEKS * _WEEK - timedelta(days=6)
    batches = await library.batches(archives, first, newest)
    of_week: dict[int, list[PaperId]] = defaultdict(list)
    seen: set[str] = set()
    for batch in sorted(batches, key=lambda one: one.date):
        for paper in batch.news:
            if paper.base not in seen:
                seen.add(paper.base)
                of_week[(newest - batch.date) // _WEEK].append(paper)
    weeks: list[Week] = []
    room, indexed = MOST_PAPERS, 0
    known = {word for leaf in leaves(query) for word in _words_of_leaf(leaf)}
    for number in sorted(of_week):
        room -= len(of_week[number])
        if (room < 0 and weeks) or indexed > MOST_INDEXED:
            break
        last = newest - number * _WEEK
        week, count = await _week(library, query, last, of_week[number], frozenset(known))
        weeks.append(week)
        indexed += count
    return weeks


async def _week(
    library: Papers, query: Query, last: date, papers: Sequence[PaperId], known: frozenset[str]
) -> tuple[Week, int]:
    """A week, and how many of its papers had to be looked into."""
    words: Counter[str] = Counter()
    matched = indexed = 0
    for begin in range(0, len(papers), _AT_ONCE):
        found = await library.papers(papers[begin : begin + _AT_ONCE])
        likely = tuple(paper for paper in found.values() if may_match(query, paper))
        some, count = await aside(_counted, query, likely, known)
        words += some
        matched += count
        indexed += len(likely)
    return Week(last=last, announced=len(papers), matched=matched, words=words), indexed


def _counted(
    query: Query, papers: tuple[Paper, ...], known: frozenset[str]
) -> tuple[Counter[str], int]:
    """In how many of the papers that match each word stands, and how many match."""
    matching = PaperIndex(papers).matching(query)
    words: Counter[str] = Counter()
    for paper in papers:
        if paper.id.base in matching:
            words.update(set(_said(paper)) - known)
    return words, len(matching)


def _said(paper: Paper) -> Iterator[str]:
    """The telling words of a paper, and pairs of them side by side."""
    for text in (paper.title, paper.abstract):
        words = list(words_of(text))
        yield from filter(_tells, words)
        yield from (
            f"{one} {other}" for one, other in pairwise(words) if _tells(one) and _tells(other)
        )


def _tells(word: str) -> bool:
    is_word = len(word) >= _SHORTEST and not word[0].isdigit() and not word.startswith("-")
    return is_word and word not in STOP_WORDS and word not in _COMMON


def _words_of_leaf(leaf: object) -> list[str]:
    """The words that a topic asks for itself, which nearly all of its papers have."""
    if not isinstance(leaf, Term | Together):
        return []
    words = list(words_of(leaf.text))
    return [*words, *(f"{one} {other}" for one, other in pairwise(words))]

"""The terms of a paper: the words of its title and abstract, and the pairs that stand together.

The vocabulary is open: names of methods that nobody used before are what tells best. Words are
compared by their stems, and kept as the paper has them to be shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Final

from domain.papers import Paper
from topics.english.stems import STOPWORDS, stem, tokens

_TITLE: Final = 3.0
_PAIR: Final = 0.5

_NAMED, _TWICE, _ONCE = 1.0, 0.75, 0.45
"""How much a paper is about what its title says, its abstract says twice or more, once."""


def terms_of(paper: Paper) -> Counter[str]:
    """How often a paper has each stem, and each pair of stems side by side."""
    return Counter(term for term, _ in _terms(paper.title, paper.abstract))


def subject_of(paper: Paper) -> dict[str, float]:
    """How much each term says of what a paper is about, in the order of `terms_of`.

    A title's count thrice, as it names the subject, and pairs half, as they repeat their words.
    """
    told: dict[str, float] = {}
    for text, share in ((paper.title, _TITLE), (paper.abstract, 1.0)):
        for term, _ in _terms(text):
            told[term] = told.get(term, 0.0) + (share * _PAIR if " " in term else share)
    return told


def emphases_of(paper: Paper) -> dict[str, float]:
    """How much a paper is about each of its terms, from 0 to 1; in the order of `terms_of`."""
    titles = {term for term, _ in _terms(paper.title)}
    return {
        term: _NAMED if term in titles else _TWICE if times > 1 else _ONCE
        for term, times in terms_of(paper).items()
    }


@lru_cache(maxsize=1_000)
def as_written(title: str, abstract: str) -> tuple[str, ...]:
    """The words of each term of a paper as they stand there first, in lower case.

    They are in the order of `terms_of`. What many readers are shown is looked at once.
    """
    written: dict[str, str] = {}
    for term, words in _terms(title, abstract):
        written.setdefault(term, words)
    return tuple(written.values())


def distinct(terms: Iterable[str], count: int) -> tuple[str, ...]:
    """The first so many terms that have no word in common."""
    chosen: list[str] = []
    said: set[str] = set()
    for term in terms:
        if len(chosen) == count:
            break
        words = set(term.split())
        if not words & said:
            chosen.append(term)
            said |= words
    return tuple(chosen)


def _terms(*texts: str) -> Iterator[tuple[str, str]]:
    for text in texts:
        words = [word for word in tokens(text) if len(word) > 1 and word not in STOPWORDS]
        stems = [stem(word) for word in words]
        yield from zip(stems, words, strict=True)
        for (first, told), (second, after) in pairwise(zip(stems, words, strict=True)):
            yield f"{first} {second}", f"{told} {after}"

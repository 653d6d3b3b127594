"""The words and the authors of some papers and of the catalogue: which are known, and like what."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Generator, Iterable
from typing import Final

from domain.papers import Paper
from domain.topics import Field, Query, Term, Together
from topics.catalogue import catalogue
from topics.english.inflection import bases
from topics.names import variants
from topics.nearness import nearest
from topics.tokens import words_of

_AT_ONCE: Final = 20
"""Papers that are read before other work may have its turn."""

_WORDS_AT_ONCE: Final = 500

_OF_CATALOGUE: Final = 3
"""A word of the catalogue counts as much as one that stands so often in papers."""

_RARER: Final = 100
"""A word that is so much rarer than one like it is taken for that one mistyped."""

_SHORTEST: Final = 5
_ALIKE: Final = 0.84
_LONGER: Final = 2
_MANY: Final = 20
"""Papers of which it can be told what most have."""


class Vocabulary:
    """Words by how often they stand in titles and abstracts, and names of authors."""

    def __init__(self) -> None:
        """It knows no word before `read`."""
        self._counts: Counter[str] = Counter()
        self._papers: Counter[str] = Counter()
        self._read = 0
        self._bases: set[str] = set()
        self._authors: set[str] = set()
        self._by_start: dict[str, list[str]] = defaultdict(list)

    def read(self, papers: Iterable[Paper]) -> Generator[None, None, None]:
        """Take in the catalogue and some papers, once; for `in_slices`."""
        for ready in catalogue():
            for word in _parts((*ready.names, *ready.related)):
                self._counts[word] = _OF_CATALOGUE
        for number, paper in enumerate(papers, start=1):
            parts = _parts((paper.title, paper.abstract))
            self._counts.update(parts)
            self._papers.update(set(parts))
            self._read += 1
            for author in paper.authors:
                self._authors.update(_name(form) for form in variants(author.name)[:3])
            if number % _AT_ONCE == 0:
                yield
        for number, word in enumerate(self._counts):
            if number % _WORDS_AT_ONCE == 0:
                yield
            self._by_start[word[:1]].append(word)
            self._bases |= bases(word)

    def knows(self, word: str) -> bool:
        """Whether a word stands somewhere, in any of its forms."""
        return self._counts[word] > 0 or not bases(word).isdisjoint(self._bases)

    def begins(self, begin: str) -> bool:
        """Whether a word begins so."""
        return any(word.startswith(begin) for word in self._by_start.get(begin[:1], ()))

    def are_in_most(self, query: Query) -> bool:
        """Whether nearly every paper has what is looked for, by each of its words."""
        if self._read < _MANY or not isinstance(query, Term | Together):
            return False
        if query.field is not Field.ANY or (isinstance(query, Term) and " " in query.text):
            return False
        return all(2 * self._papers[word] > self._read for word in words_of(query.text))

    def is_author(self, name: str) -> bool:
        """Whether a paper is by somebody of that name."""
        return _name(name) in self._authors

    def meant(self, word: str) -> str:
        """The word that was probably meant by a mistyped one; empty where it is none."""
        if len(word) < _SHORTEST or not word.isalpha():
            return ""
        count, own = self._counts[word], bases(word)
        if not count and self.knows(word):
            return ""
        enough = max(_OF_CATALOGUE, _RARER * count)
        alike = [
            other
            for other in self._by_start[word[:1]]
            if abs(len(other) - len(word)) <= _LONGER
            and self._counts[other] >= enough
            and other != word
            and own.isdisjoint(bases(other))
        ]
        return next(iter(nearest(word, alike, alike=_ALIKE)), "")


def _parts(texts: Iterable[str]) -> list[str]:
    return [part for text in texts for word in words_of(text) for part in word.split("-")]


def _name(text: str) -> str:
    return " ".join(words_of(text))

"""What papers say, field by field, and where in it the parts of queries are."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from domain.papers import Paper
from domain.taxonomy import ARCHIVES, archive_of, canonical, names_of
from domain.topics import Field, Term, Together
from topics.column import Column
from topics.compiled import Wanted, Words, words_of
from topics.lexicon import Lexicon, Reading
from topics.names import variants
from topics.ranking import NEAR_WEIGHT, Found
from topics.tokens import words_of as words_in

_TITLE: Final = Found(title=True)
_BY_AUTHOR: Final = Found(author=True)
_FILED: Final = Found()
"""A category is either there or not."""

_SENTENCE_END: Final = re.compile(r"(?<=[.!?])\s+(?=[^\Wa-z]|\W)")

_ALMOST: Final = 0.9
"""Papers of the nearer kind stand above all of the other, whatever their titles have."""


class Fields:
    """Titles, abstracts, authors and categories of papers by row, in the order they came."""

    def __init__(self) -> None:
        self._words = Lexicon()
        self._titles = Column()
        self._abstracts = Column()
        self._authors = _Authors()
        self._filed: dict[str, dict[int, Found]] = defaultdict(dict)
        self._rows: dict[tuple[Wanted, Column], frozenset[int]] = {}
        self._sentences: dict[tuple[Wanted, Column], frozenset[int]] = {}
        self._count = 0

    def add(self, paper: Paper) -> None:
        """Add a paper; it has the next row."""
        self._titles.add([self._words.numbers(words_in(paper.title))])
        sentences = _SENTENCE_END.split(paper.abstract)
        self._abstracts.add([self._words.numbers(words_in(one)) for one in sentences])
        self._authors.add(paper)
        for category in paper.categories:
            self._filed[canonical(category)][self._count] = _FILED
            self._filed[f"{archive_of(category)}.*"][self._count] = _FILED
        self._count += 1
        self._rows.clear()
        self._sentences.clear()

    def filed(self, name: str) -> Mapping[int, Found]:
        """The papers in a category, under any of its names, or in an archive."""
        own = self._filed.get(canonical(name), {})
        if name not in ARCHIVES:
            return own
        archive = self._filed.get(f"{name}.*", {})
        return own | archive if len(names_of(name)) > 1 else archive

    def found(self, term: Term | Together) -> Mapping[int, Found]:
        """Where papers have a term, for each that has it."""
        words = words_of(term)
        if term.field is Field.AUTHOR:
            return self._authors.found(words.readings)
        found = self._phrases(words, term.field)
        if isinstance(term, Together):
            self._loosely(words, term.field, found)
        return found

    def _phrases(self, words: Words, field: Field) -> dict[int, Found]:
        """Where the words stand side by side."""
        sequences = self._words.sequences(words.readings)
        titles = {} if field is Field.ABSTRACT else self._titles.phrases(sequences)
        found = dict.fromkeys(titles, _TITLE)
        abstracts = {} if field is Field.TITLE else self._abstracts.phrases(sequences)
        if abstracts:
            titled = self._titled(words.telling) if field is Field.ANY else frozenset()
            for row, places in abstracts.items():
                depth = self._abstracts.depth(row, places)
                found[row] = Found(row in titles, row in titled, depth)
        return found

    def _titled(self, telling: Sequence[Wanted]) -> frozenset[int]:
        """Papers whose title has some words, in any order."""
        rows = [self._having(word, self._titles) for word in telling]
        return min(rows, key=len).intersection(*rows)

    def _loosely(self, words: Words, field: Field, found: dict[int, Found]) -> None:
        """Add the papers that have the words, but not side by side."""
        columns = {Field.TITLE: self._titles, Field.ABSTRACT: self._abstracts}
        if field is not Field.ANY:
            columns = {field: columns[field]}
        having = [[self._having(word, own) for own in columns.values()] for word in words.needed]
        each = [one.union(*more) for one, *more in having]
        rows = min(each, key=len).intersection(*each).difference(found)
        if not rows:
            return
        found |= dict.fromkeys(rows, Found())
        near: dict[int, Field] = {}
        for own, column in columns.items():
            near |= dict.fromkeys((rows & self._near(words.needed, column)) - near.keys(), own)
        titled = Counter[int]()
        for word in words.needed:
            titled.update(rows & self._having(word, self._titles))
        step = NEAR_WEIGHT * _ALMOST / len(words.needed)
        for row in titled.keys() | near.keys():
            share, place = step * titled[row], near.get(row)
            found[row] = Found(loose=share + NEAR_WEIGHT if place else share, near=place)

    def _near(self, needed: Sequence[Wanted], column: Column) -> set[int]:
        """The papers that have some words in one sentence."""
        each = [self._sentences_with(word, column) for word in needed]
        return column.rows_of(min(each, key=len).intersection(*each))

    def _sentences_with(self, word: Wanted, column: Column) -> frozenset[int]:
        known = self._sentences.get((word, column))
        if known is None:
            found = column.sentences(self._words.sequences(word))
            known = self._sentences[word, column] = found
        return known

    def _having(self, word: Wanted, column: Column) -> frozenset[int]:
        """The papers that have a word in a field."""
        known = self._rows.get((word, column))
        if known is None:
            found = column.rows(self._words.sequences(word))
            known = self._rows[word, column] = found
        return known


class _Authors:
    """Names, each in all its forms; looked through only once somebody asks for one."""

    def __init__(self) -> None:
        self._words = Lexicon()
        self._names = Column()
        self._waiting: list[Paper] = []

    def add(self, paper: Paper) -> None:
        self._waiting.append(paper)

    def found(self, readings: Sequence[Reading]) -> dict[int, Found]:
        """The papers by an author of a name."""
        for paper in self._waiting:
            forms = (form for author in paper.authors for form in variants(author.name))
            self._names.add([self._words.numbers(words_in(form)) for form in forms], are_apart=True)
        self._waiting.clear()
        sequences = self._words.sequences(readings, exactly=True)
        return dict.fromkeys(self._names.phrases(sequences), _BY_AUTHOR)

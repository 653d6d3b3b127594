"""What papers say, field by field, and where in it the parts of queries are."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from domain.digests import Spread
from domain.papers import Paper
from domain.taxonomy import ARCHIVES, archive_of, canonical, names_of
from domain.topics import Field, Term, Together
from topics.column import Column
from topics.compiled import Wanted, Words, words_of
from topics.lexicon import Lexicon, Reading
from topics.names import variants
from topics.ranking import NEAR_WEIGHT
from topics.spots import FILED, Spots, code_of, of_author, of_phrases
from topics.tokens import words_of as words_in

_APART: Final = code_of(Field.ANY, Spread.APART)
_NEAR: Final = {one: code_of(one, Spread.NEAR) for one in (Field.TITLE, Field.ABSTRACT)}

_MOST_KEPT: Final = 150_000
"""What is remembered of terms, in papers that have them; some forty megabytes. A day's papers have
as many different words."""

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
        self._filed: dict[str, dict[int, int]] = defaultdict(dict)
        self._rows: dict[tuple[Wanted, Column], frozenset[int]] = {}
        self._sentences: dict[tuple[Wanted, Column], frozenset[int]] = {}
        self._anywhere: dict[Wanted, frozenset[int]] = {}
        self._found: dict[Term | Together, Spots] = {}
        self._kept = 0
        self._count = 0

    def add(self, paper: Paper) -> None:
        """Add a paper; it has the next row."""
        self._titles.add([self._words.numbers(words_in(paper.title))])
        sentences = _SENTENCE_END.split(paper.abstract)
        self._abstracts.add([self._words.numbers(words_in(one)) for one in sentences])
        self._authors.add(paper)
        for category in paper.categories:
            self._filed[canonical(category)][self._count] = FILED
            self._filed[f"{archive_of(category)}.*"][self._count] = FILED
        self._count += 1
        self.forget()

    def filed(self, name: str) -> Spots:
        """The papers in a category, under any of its names, or in an archive."""
        own = self._filed.get(canonical(name), {})
        if name not in ARCHIVES:
            return Spots(own)
        archive = self._filed.get(f"{name}.*", {})
        return Spots(own | archive if len(names_of(name)) > 1 else archive)

    def found(self, term: Term | Together) -> Spots:
        """Where papers have a term."""
        known = self._found.get(term)
        if known is None:
            known = self._looked_for(term)
            self._kept += len(known.codes)
            while self._found and self._kept > _MOST_KEPT:
                oldest = next(iter(self._found))
                self._kept -= len(self._found.pop(oldest).codes)
            self._found[term] = known
        return known

    @property
    def kept(self) -> int:
        """How much is remembered of terms, in papers that have them."""
        return self._kept

    def forget(self) -> None:
        """Let go of what is remembered of terms."""
        for known in (self._rows, self._sentences, self._anywhere, self._found):
            known.clear()
        self._kept = 0

    def _looked_for(self, term: Term | Together) -> Spots:
        words = words_of(term)
        if term.field is Field.AUTHOR:
            return self._authors.found(words.readings)
        spots = self._phrases(words, term.field)
        if isinstance(term, Together):
            self._loosely(words, term.field, spots)
        return spots

    def _phrases(self, words: Words, field: Field) -> Spots:
        """Where the words stand side by side."""
        sequences = self._words.sequences(words.readings)
        titles = {} if field is Field.ABSTRACT else self._titles.phrases(sequences)
        abstracts = {} if field is Field.TITLE else self._abstracts.phrases(sequences)
        titled = frozenset[int]()
        if abstracts and field is Field.ANY and len(words.readings[0]) > 1:
            rows = [self._having(word, self._titles) for word in words.telling]
            titled = min(rows, key=len).intersection(*rows)
        return of_phrases(titles.keys(), titled, abstracts)

    def _loosely(self, words: Words, field: Field, spots: Spots) -> None:
        """Add the papers that have the words, but not side by side."""
        each = sorted((self._in_field(word, field) for word in words.needed), key=len)
        rows = each[0].intersection(*each[1:]).difference(spots.codes) if each else frozenset[int]()
        if not rows:
            return
        near: dict[int, Field] = {}
        if field is not Field.ABSTRACT:
            near |= dict.fromkeys(rows & self._near(words.needed, self._titles), Field.TITLE)
        if field is not Field.TITLE:
            abstracts = rows & self._near(words.needed, self._abstracts)
            near |= dict.fromkeys(abstracts - near.keys(), Field.ABSTRACT)
        weights = dict.fromkeys(rows, 0.0) | dict.fromkeys(near, NEAR_WEIGHT)
        step = NEAR_WEIGHT * _ALMOST / len(words.needed)
        for word in words.needed:
            for row in rows & self._having(word, self._titles):
                weights[row] += step
        spots.near = near
        spots.weights |= weights
        spots.codes |= dict.fromkeys(rows, _APART)
        spots.codes |= {row: _NEAR[own] for row, own in near.items()}

    def _in_field(self, word: Wanted, field: Field) -> frozenset[int]:
        """The papers that have a word in a field; anywhere is in title or abstract."""
        if field is Field.TITLE:
            return self._having(word, self._titles)
        if field is Field.ABSTRACT:
            return self._having(word, self._abstracts)
        known = self._anywhere.get(word)
        if known is None:
            titles = self._having(word, self._titles)
            known = self._anywhere[word] = titles | self._having(word, self._abstracts)
        return known

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

    def found(self, readings: Sequence[Reading]) -> Spots:
        """The papers by an author of a name."""
        for paper in self._waiting:
            forms = (form for author in paper.authors for form in variants(author.name))
            self._names.add([self._words.numbers(words_in(form)) for form in forms], are_apart=True)
        self._waiting.clear()
        sequences = self._words.sequences(readings, exactly=True)
        return of_author(self._names.phrases(sequences))

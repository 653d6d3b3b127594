"""Titles and abstracts, searchable: which papers have a word, in which sentences, and where."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from domain.papers import Paper
from domain.topics import Field
from topics.names import spellings
from topics.postings.column import Column
from topics.postings.lexicon import Lexicon, Reading, ways_of
from topics.tokens import words_of

_SENTENCE_END: Final = re.compile(r"(?<=[.!?])\s+(?=[^\Wa-z]|\W)")

_IN_TITLE: Final = -1.0


class Standing(NamedTuple):
    """Where a word stands, by the numbers of papers and sentences.

    Attributes:
        rows: papers whose title or abstract has it.
        sentences: those that have it; a title is one.
    """

    rows: frozenset[int]
    sentences: frozenset[int]


class Texts:
    """Titles and abstracts of papers by row.

    Attributes:
        rows: of each place its paper.
        depths: of each place how far down the abstract it is, from 0 to 1; in titles -1.
        row_of: of each sentence its paper.
        titles: the sentences that are titles.
    """

    def __init__(self) -> None:
        self._lexicon = Lexicon()
        self._column = Column()
        self._sentences = [0]
        self._begins: list[int] = []
        self._standings: dict[str, Standing] = {}
        self._titled: dict[str, frozenset[int]] = {}
        self._kept = 0
        self.rows = [0]
        self.depths = array("d", (_IN_TITLE,))
        self.row_of = [0]
        self.titles: set[int] = set()

    def add(self, paper: Paper) -> None:
        """Add a paper; it has the next row."""
        row = len(self._begins)
        self._begins.append(len(self._column))
        self.titles.add(len(self.row_of))
        self._add(row, [paper.title])
        length = len(self._column) - len(self.depths)
        self.depths.extend([_IN_TITLE] * length)
        self._add(row, _SENTENCE_END.split(paper.abstract))
        length = len(self._column) - len(self.depths)
        self.depths.extend([place / length for place in range(length)])
        self.forget()

    def phrase(self, readings: Iterable[Reading], field: Field) -> Sequence[int]:
        """The places of a phrase in a field, in one of some readings, in order.

        Args:
            readings: the ways to write it.
            field: titles, abstracts, or any of both.
        """
        places = self._places(readings)
        if field is Field.ANY:
            return places
        in_title, depths = field is Field.TITLE, self.depths
        return [place for place in places if (depths[place] < 0) is in_title]

    def depths_of(self, row: int, places: Sequence[int]) -> tuple[float, ...]:
        """How far down a paper's abstract places of some papers' are, those that are in it."""
        first = bisect_left(places, self._begins[row])
        last = len(places)
        if row + 1 < len(self._begins):
            last = bisect_left(places, self._begins[row + 1])
        depths = map(self.depths.__getitem__, places[first:last])
        return tuple([depth for depth in depths if depth >= 0])

    def rows_in(self, word: str, field: Field) -> frozenset[int]:
        """The papers that have a typed word in a field."""
        if field is Field.ANY:
            return self.standing(word).rows
        if field is Field.TITLE:
            return self.titled(word)
        return frozenset([self.row_of[one] for one in self.standing(word).sentences - self.titles])

    def titled(self, word: str) -> frozenset[int]:
        """The papers whose title has a typed word."""
        known = self._titled.get(word)
        if known is None:
            places = self._places(ways_of(word))
            sentences = self.titles.intersection(map(self._sentences.__getitem__, places))
            known = self._titled[word] = frozenset(map(self.row_of.__getitem__, sentences))
            self._kept += len(known)
        return known

    def standing(self, word: str) -> Standing:
        """Where a typed word stands, in all ways to write it."""
        known = self._standings.get(word)
        if known is None:
            places = self._places(ways_of(word))
            # A copy of a set takes half of the memory.
            sentences = frozenset(set(map(self._sentences.__getitem__, places)))
            rows = frozenset(set(map(self.row_of.__getitem__, sentences)))
            known = self._standings[word] = Standing(rows, sentences)
            self._kept += len(rows) + len(sentences)
        return known

    @property
    def kept(self) -> int:
        """How much is remembered of words, in papers and sentences that have them."""
        return self._kept

    def forget(self) -> None:
        """Let go of what is remembered of words."""
        self._standings.clear()
        self._titled.clear()
        self._column.forget()
        self._kept = 0

    def _places(self, phrase: Iterable[Reading]) -> Sequence[int]:
        return self._column.begins(self._lexicon.sequences(phrase))

    def _add(self, row: int, sentences: Iterable[str]) -> None:
        begin = len(self._column)
        for sentence in sentences:
            words = words_of(sentence)
            for spelled in () if sentence.isascii() else spellings(sentence)[1:]:
                others = words_of(spelled)
                if len(others) == len(words):
                    words = list(map(self._lexicon.written_twice, words, others))
            numbers = self._lexicon.numbers(words)
            self._column.add(numbers)
            self._sentences.extend([len(self.row_of)] * len(numbers.words))
            self.row_of.append(row)
        self._column.end()
        self._sentences.append(len(self.row_of) - 1)
        self.rows.extend([row] * (len(self._column) - begin))

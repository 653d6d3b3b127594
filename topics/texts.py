"""Titles and abstracts, searchable: which papers have a word, in which sentences, and where."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from domain.papers import Paper
from domain.topics import Field
from topics.column import Column
from topics.lexicon import Lexicon, Reading, ways_of
from topics.tokens import words_of

IN_TITLE: Final = -1.0
"""The depth of what stands in a title."""

_SENTENCE_END: Final = re.compile(r"(?<=[.!?])\s+(?=[^\Wa-z]|\W)")


class Standing(NamedTuple):
    """Where a word stands, by the numbers of papers and sentences.

    Attributes:
        rows: papers whose title or abstract has it.
        titles: papers whose title has it.
        sentences: those that have it; a title is one.
    """

    rows: frozenset[int]
    titles: frozenset[int]
    sentences: frozenset[int]


class Texts:
    """Titles and abstracts of papers by row.

    Attributes:
        row_of: of each sentence its paper.
        titles: the sentences that are titles.
    """

    def __init__(self) -> None:
        self._lexicon = Lexicon()
        self._column = Column()
        self._sentences = [0]
        self._standings: dict[str, Standing] = {}
        self._count = 0
        self._kept = 0
        self._rows = [0]
        self._depths = array("d", (0.0,))
        self.row_of = [0]
        self.titles: set[int] = set()

    def add(self, paper: Paper) -> None:
        """Add a paper; it has the next row."""
        self._add([words_of(paper.title)], is_title=True)
        self._add(map(words_of, _SENTENCE_END.split(paper.abstract)), is_title=False)
        self._count += 1
        self.forget()

    def places(self, phrase: Iterable[Reading], field: Field) -> dict[int, list[float]]:
        """How deep in a field a phrase stands, for each paper that has it there, in order.

        Args:
            phrase: the ways to write it.
            field: titles, abstracts, or any of both.
        """
        begins = self._begins(phrase)
        depths, rows = self._depths, self._rows
        if field is not Field.ANY:
            in_titles = field is Field.TITLE
            begins = [place for place in begins if (depths[place] < 0) == in_titles]
        found: dict[int, list[float]] = {}
        for row, depth in zip(
            map(rows.__getitem__, begins), map(depths.__getitem__, begins), strict=True
        ):
            if row in found:
                found[row].append(depth)
            else:
                found[row] = [depth]
        return found

    def rows_in(self, standing: Standing, field: Field) -> frozenset[int]:
        """The papers that have a word in a field."""
        if field is Field.ANY:
            return standing.rows
        if field is Field.TITLE:
            return standing.titles
        return frozenset([self.row_of[one] for one in standing.sentences - self.titles])

    def standing(self, word: str) -> Standing:
        """Where a typed word stands, in all ways to write it."""
        known = self._standings.get(word)
        if known is None:
            sentences = frozenset([self._sentences[place] for place in self._begins(ways_of(word))])
            known = self._standings[word] = Standing(
                frozenset([self.row_of[one] for one in sentences]),
                frozenset([self.row_of[one] for one in sentences & self.titles]),
                sentences,
            )
            self._kept += sum(map(len, known))
        return known

    @property
    def kept(self) -> int:
        """How much is remembered of words, in papers and sentences that have them."""
        return self._kept

    def forget(self) -> None:
        """Let go of what is remembered of words."""
        self._standings.clear()
        self._column.forget()
        self._kept = 0

    def _begins(self, phrase: Iterable[Reading]) -> Sequence[int]:
        return self._column.begins(self._lexicon.sequences(phrase))

    def _add(self, sentences: Iterable[Sequence[str]], *, is_title: bool) -> None:
        begin = len(self._column)
        for sentence in sentences:
            numbers = self._lexicon.numbers(sentence)
            self._column.add(numbers)
            self._sentences.extend([len(self.row_of)] * len(numbers))
            if is_title:
                self.titles.add(len(self.row_of))
            self.row_of.append(self._count)
        self._column.end()
        self._sentences.append(len(self.row_of) - 1)
        length = len(self._column) - begin
        self._rows.extend([self._count] * length)
        self._depths.extend(
            [IN_TITLE] * length if is_title else [place / length for place in range(length)]
        )

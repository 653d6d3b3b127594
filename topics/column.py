"""One field of some papers, searchable: which words stand where."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Final

from topics.lexicon import Numbers

_NO_WORD: Final = 0
"""Stands between texts, so that no phrase runs from one into the next."""


class Column:
    """The words of all papers in a row, and the places of each."""

    def __init__(self) -> None:
        self._words = array("I", (_NO_WORD,))
        self._rows = array("I", (0,))
        self._sentences = array("I", (0,))
        self._places: dict[int, array[int]] = defaultdict(lambda: array("I"))
        self._count = 0
        self._row_of = array("I", (0,))
        self._depths = array("d", (0.0,))
        self._merged: dict[Numbers, array[int]] = {}

    def add(self, sentences: Iterable[Sequence[int]], *, are_apart: bool = False) -> None:
        """Add a paper; it has the next row.

        Args:
            sentences: the numbers of their words.
            are_apart: whether no phrase may run from one into the next.
        """
        self._merged.clear()
        row, places = self._count, self._places
        self._count += 1
        for sentence in sentences:
            for place, word in enumerate(sentence, start=len(self._words)):
                places[word].append(place)
            self._words.extend(sentence)
            if are_apart:
                self._words.append(_NO_WORD)
            self._end(row)
        self._words.append(_NO_WORD)
        self._end(row)
        length = len(self._words) - len(self._depths)
        self._depths.extend([place / length for place in range(length)])

    def _end(self, row: int) -> None:
        """Note of which row and sentence the words are that were added."""
        added = len(self._words) - len(self._rows)
        self._rows.extend([row] * added)
        self._sentences.extend([len(self._row_of)] * added)
        self._row_of.append(row)

    def rows(self, sequences: Iterable[Sequence[Numbers]]) -> frozenset[int]:
        """The papers that have one of some sequences of words side by side."""
        rows = self._rows
        found = [self._begins(sequence) for sequence in sequences]
        return frozenset([rows[place] for places in found for place in places])

    def phrases(self, sequences: Iterable[Sequence[Numbers]]) -> dict[int, tuple[float, ...]]:
        """Where one of some sequences of words stands, its words side by side.

        Returns:
            for each row that has one, where in its text they begin, in order, from 0 to 1.
        """
        each = [self._begins(sequence) for sequence in sequences]
        begins = each[0] if len(each) == 1 else sorted(chain.from_iterable(each))
        rows, depths = self._rows, self._depths
        found: dict[int, tuple[float, ...]] = {}
        for place in begins:
            row = rows[place]
            if row in found:
                found[row] += (depths[place],)
            else:
                found[row] = (depths[place],)
        return found

    def _begins(self, wanted: Sequence[Numbers]) -> Iterable[int]:
        """The places at which words begin to stand side by side."""
        if len(wanted) == 1:
            return self._of(wanted[0])
        rarest = min(range(len(wanted)), key=lambda one: len(self._of(wanted[one])))
        # The nearest first: between texts there is a place without a word, and no way past it.
        others = sorted((abs(at - rarest), at) for at in range(len(wanted)) if at != rarest)
        words, places = self._words, self._of(wanted[rarest])
        for _, at in others:
            distance, one = at - rarest, wanted[at]
            places = [place for place in places if words[place + distance] in one]
        return [place - rarest for place in places]

    def sentences(self, sequences: Iterable[Sequence[Numbers]]) -> frozenset[int]:
        """The sentences in which one of some sequences of words begins, by numbers of their own."""
        numbers = self._sentences
        found = [self._begins(sequence) for sequence in sequences]
        return frozenset([numbers[place] for places in found for place in places])

    def rows_of(self, sentences: Iterable[int]) -> set[int]:
        """The papers of sentences."""
        row_of = self._row_of
        return {row_of[sentence] for sentence in sentences}

    def _of(self, wanted: Numbers) -> Sequence[int]:
        """The places of some words, in order."""
        known = self._merged.get(wanted)
        if known is None:
            found = [self._places[one] for one in wanted if one in self._places]
            each = found[0] if len(found) == 1 else array("I", sorted(chain.from_iterable(found)))
            known = self._merged[wanted] = each
        return known

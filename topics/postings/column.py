"""Words in a row, searchable: where some of them stand side by side."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from itertools import chain
from typing import Final

from topics.postings.lexicon import Numbered, Numbers, Parts, Way

_NO_WORD: Final = 0
"""Stands between texts, so that no phrase runs from one into the next."""


class Column:
    """The numbers of words, and the places of each; `len` is the next place."""

    def __init__(self) -> None:
        self._words = array("I", (_NO_WORD,))
        self._places: dict[int, array[int]] = defaultdict(lambda: array("I"))
        self._joined: dict[Parts, array[int]] = defaultdict(lambda: array("I"))
        self._merged: dict[Numbers, Sequence[int]] = {}
        self._beside: dict[tuple[Numbers, int], str] = {}

    def __len__(self) -> int:
        return len(self._words)

    def add(self, numbered: Numbered) -> None:
        """Add words; they go on from those before."""
        places, begin = self._places, len(self._words)
        for place, word in enumerate(numbered.words, start=begin):
            places[word].append(place)
        for place, parts in numbered.joined:
            self._joined[parts].append(begin + place)
        self._words.extend(numbered.words)

    def end(self) -> None:
        """End a text."""
        self._words.append(_NO_WORD)

    def begins(self, ways: Sequence[Way]) -> Sequence[int]:
        """The places at which words stand side by side in one of some ways, in order."""
        if len(ways) == 1:
            return self._begins(ways[0])
        return sorted(chain.from_iterable(map(self._begins, ways)))

    def forget(self) -> None:
        """Let go of what is remembered."""
        self._merged.clear()
        self._beside.clear()

    def _begins(self, way: Way) -> Sequence[int]:
        if not way.joined:
            return self._side_by_side(way.words)
        if len(way.words) == len(way.joined[0][1]):
            return self._joined[way.joined[0][1]]
        places = self._side_by_side(way.words)
        for begin, parts in way.joined:
            known = self._joined[parts]
            places = [place for place in places if _has(known, place + begin)]
        return places

    def _side_by_side(self, wanted: Sequence[Numbers]) -> Sequence[int]:
        if len(wanted) == 1:
            return self._of(wanted[0])
        if len(wanted) == 2:
            first, second = wanted
            if len(self._of(second)) < len(self._of(first)):
                return [place - 1 for place in self._with(second, -1, first)]
            return self._with(first, 1, second)
        rarest = min(range(len(wanted)), key=[len(self._of(one)) for one in wanted].__getitem__)
        # The nearest first: between texts there is a place without a word, and no way past it.
        nearest, *others = sorted(
            (at - rarest for at in range(len(wanted)) if at != rarest), key=abs
        )
        places = self._with(wanted[rarest], nearest, wanted[rarest + nearest])
        words = self._words
        for distance in others:
            one = wanted[rarest + distance]
            places = [place for place in places if words[place + distance] in one]
        return [place - rarest for place in places] if rarest else places

    def _with(self, wanted: Numbers, step: int, other: Numbers) -> list[int]:
        """The places of some words that have one of some others before (-1) or behind them (1)."""
        places, beside = self._of(wanted), self._beside.get((wanted, step))
        if beside is None:
            words = self._words
            # A string is looked through far faster than anything else is.
            beside = "".join(map(chr, [words[place + step] for place in places]))
            self._beside[wanted, step] = beside
        found = []
        for one in map(chr, other):
            at = beside.find(one)
            while at >= 0:
                found.append(places[at])
                at = beside.find(one, at + 1)
        return sorted(found) if len(other) > 1 else found

    def _of(self, wanted: Numbers) -> Sequence[int]:
        """The places of some words, in order."""
        known = self._merged.get(wanted)
        if known is None:
            each = [self._places[one] for one in wanted if one in self._places]
            known = each[0] if len(each) == 1 else array("I", sorted(chain.from_iterable(each)))
            self._merged[wanted] = known
        return known


def _has(known: Sequence[int], place: int) -> bool:
    at = bisect_left(known, place)
    return at < len(known) and known[at] == place

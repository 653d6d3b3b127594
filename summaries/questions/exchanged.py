"""Two things in each other's places: "from TCP to NCP" where the paper has "from NCP to TCP". Pure.

A sentence that says the same in other words may tell things in another order; one that has all of
the paper's order but for two phrases that stand in each other's places says something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final, NamedTuple

from topics.english.stems import STOPWORDS, stem

_WORD: Final = re.compile(r"[^\W_]+(?:[.,]\d+){0,4}")
_LONGEST: Final = 3
"""Words of a phrase."""
_FEWEST: Final = 3
"""Telling words besides the two phrases."""
_MOST: Final = 20
_MOST_GIVEN: Final = 60
"""Telling words that a claim has of a sentence, and how often these stand there, at most."""
_FARTHER: Final = 4
"""Words more between two phrases in the sentence than in the claim."""
_TOGETHER: Final = "and or both between with versus vs compared similar similarly well nor neither"
_SYMMETRIC: Final = frozenset(_TOGETHER.split())
_AFTER: Final = frozenset({"then", "before", "after", "later"})
_NO_NEWS: Final = STOPWORDS | {"ones", "first", "then"}
_PASSIVE: Final = re.compile(
    r"\b(?:is|are|was|were|been|being|be|get|gets)\s(?:\w{1,20}ly\s)?"
    r"\w{1,20}(?:ed|en|wn|ne|lt|de|ld|nt|pt|ut) by\b"
)
Span = tuple[int, int]
"""The first of some words, and one beyond the last."""


def exchanged(claim: str, cited: Sequence[str]) -> Iterator[str]:
    """Phrases of a claim that stand in each other's places, by a sentence that it cites."""
    is_passive = _PASSIVE.search(claim) is not None
    for sentence in cited:
        # "A beats B" and "B is beaten by A" have them so and mean the same.
        if is_passive is (_PASSIVE.search(sentence) is not None):
            pair = _Beside.of(claim, sentence).pair()
            if pair is not None:
                yield pair
                return


class _Kept(NamedTuple):
    """A telling word of a claim that the sentence has: where it stands, and its stem."""

    place: int
    stem: str


class _Beside(NamedTuple):
    """A claim beside a sentence.

    Attributes:
        said: the words of the claim.
        given: those of the sentence.
        kept: the claim's telling words that the sentence has.
        new: the places of those that it has not.
    """

    said: list[str]
    given: list[str]
    kept: list[_Kept]
    new: frozenset[int]

    @classmethod
    def of(cls, claim: str, sentence: str) -> _Beside:
        """Take both apart."""
        said, given = _words(claim), _words(sentence)
        known = set(map(stem, given))
        telling = [_Kept(at, stem(word)) for at, word in enumerate(said) if word not in _NO_NEWS]
        return cls(
            said,
            given,
            [word for word in telling if word.stem in known],
            frozenset(word.place for word in telling if word.stem not in known),
        )

    def pair(self) -> str | None:
        """Two phrases by whose exchange all that is kept comes into the sentence's order."""
        stems = [word.stem for word in self.kept]
        order = [word for word in map(stem, self.given) if word in set(stems)]
        if len(stems) > _MOST or len(order) > _MOST_GIVEN:
            return None
        # An exchange mends no more than its own words.
        if not 0 < len(stems) - _in_order(stems, order) <= 2 * _LONGEST:
            return None
        phrases = [span for span in _spans(len(stems)) if self._is_phrase(span)]
        for one, other in combinations(phrases, 2):
            first, second = sorted((one, other))
            if self._may_be_exchanged(first, second):
                turned = _turned(stems, first, second)
                if turned != stems and _in_order(turned, order) == len(turned):
                    return " … ".join(" ".join(stems[slice(*span)]) for span in (first, second))
        return None

    def _is_phrase(self, span: Span) -> bool:
        """Whether words stand side by side in the claim."""
        first, last = self.kept[span[0]].place, self.kept[span[1] - 1].place
        return last - first == span[1] - span[0] - 1

    def _may_be_exchanged(self, first: Span, second: Span) -> bool:
        rest = len(self.kept) - (first[1] - first[0]) - (second[1] - second[0])
        if first[1] > second[0] or rest < _FEWEST:
            return False
        begin, end = self.kept[first[0]].place, self.kept[second[1] - 1].place
        between = self.said[self.kept[first[1] - 1].place + 1 : self.kept[second[0]].place]
        is_told_together = not (_SYMMETRIC.isdisjoint(between) or _AFTER.intersection(between))
        if not self.new.isdisjoint(range(begin, end)):
            return False
        # "A and B" are "B and A", but "first A and then B" is not, nor is "it has A and does B".
        if is_told_together and all(word in STOPWORDS for word in between):
            return False
        return self._are_led_alike(between, first, second)

    def _are_led_alike(self, between: Sequence[str], first: Span, second: Span) -> bool:
        """Whether what parts two phrases parts them in the sentence, where they are exchanged.

        "Surveys with Swift" are "Swift surveys", but "from A to B" is not "from B to A".
        """
        source = [stem(word) for word in self.given]
        one, other = ([word.stem for word in self.kept[slice(*span)]] for span in (first, second))
        for end in (at + len(other) for at in _places(source, other)):
            begin = next((at for at in _places(source, one) if at >= end), None)
            if begin is None:
                continue
            theirs = self.given[end:begin]
            if len(theirs) > len(between) + _FARTHER:
                continue
            shared = set(map(stem, between)) & set(map(stem, theirs))
            if between[:1] == theirs[:1] != [] or shared - STOPWORDS:
                return True
        return False


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _spans(length: int) -> Iterator[Span]:
    for start in range(length):
        for end in range(start + 1, min(start + _LONGEST, length) + 1):
            yield start, end


def _turned(words: list[str], first: Span, second: Span) -> list[str]:
    one, between = words[slice(*first)], words[first[1] : second[0]]
    return [*words[: first[0]], *words[slice(*second)], *between, *one, *words[second[1] :]]


def _places(source: Sequence[str], phrase: Sequence[str]) -> list[int]:
    size = len(phrase)
    return [at for at in range(len(source) - size + 1) if source[at : at + size] == phrase]


def _in_order(words: Sequence[str], source: Sequence[str]) -> int:
    """How many words two texts have in the same order."""
    row = [0] * (len(source) + 1)
    for word in words:
        last = 0
        for at, other in enumerate(source, 1):
            here = row[at]
            row[at] = last + 1 if word == other else max(here, row[at - 1])
            last = here
    return row[-1]

"""The words of some papers by number, and which of them are forms of which."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain, islice, pairwise, product
from operator import itemgetter
from typing import Final, NamedTuple

from topics.english.inflection import bases
from topics.english.telling import STOP_WORDS
from topics.tokens import is_beginning, said_in_words, said_shortly

Numbers = frozenset[int]
Reading = tuple[str, ...]
"""Words that stand side by side, without hyphens."""

Parts = tuple[int, ...]
"""The numbers of words that are also written as one."""


class Way(NamedTuple):
    """What may stand side by side.

    Attributes:
        words: of each place the words that may stand there.
        joined: where parts of one word must be written as such, and which: "zero-shot" is
            "zeroshot", and "zero shots of espresso" are not.
    """

    words: tuple[Numbers, ...]
    joined: tuple[tuple[int, Parts], ...] = ()


class Numbered(NamedTuple):
    """Words by number; and which parts are written as of one word, from which of them on."""

    words: list[int]
    joined: list[tuple[int, Parts]]


_JOINED_WORDS: Final = """
anti astro audio auto back band bench bi bio bit black block break co common cross crowd cyber data
down eigen electro end feed few filter fine front geo ground hand heat hugging hydro hyper inter
intra k key life light lip live long low macro magneto mean mega meta micro mini mono multi nano
neuro non off omni open photo plain poly post pre pseudo q quasi r radio re real road run self
semi slow smart spatio speed stop sub super t thermo time trade trans tri u ultra uni warm wave web
work world x zero
"""
JOINED: Final = frozenset(_JOINED_WORDS.split())
"""What is written with a blank, a hyphen or nothing before the rest of a word."""

_WRITTEN_APART: Final = re.compile(r"-|\d|[ -](?:to|for)[ -]")
"""What has words in it that may be written together, or apart."""

_NUMBER: Final = re.compile(r"v?\d[\w.]*")
"""What may stand at a name, or apart from it: Llama 3, YOLO v8, NGC 1068."""

_REMEMBERED: Final = 100_000
"""Words that people type."""

_MOST_READINGS: Final = 64
"""Ways to read a phrase; no phrase that people type has as many."""

_LONGEST_PHRASE: Final = 48
"""Words of a phrase that is read in several ways; each way is as long as the phrase."""


class Lexicon:
    """Numbers for words from 1 on; words joined by a hyphen have one together as well."""

    def __init__(self) -> None:
        self._number: dict[str, int] = {}
        self._with_base: dict[str, list[int]] = defaultdict(list)
        self._parts: dict[int, set[Parts]] = {}
        self._compounds: dict[str, Parts] = {}
        self._sorted: list[str] = []
        self._forms: dict[str, Numbers] = {}
        self._written: dict[str, list[Way]] = {}

    def numbers(self, words: Iterable[str]) -> Numbered:
        """The numbers of words as `tokens.words_of` gives them, each part of a word its own."""
        known, found, before = self._number, Numbered([], []), ""
        for word in words:
            compound = "-" in word
            first, place = word.partition("-")[0] if compound else word, len(found.words)
            if before in JOINED or _is_numbered(before, first):
                found.joined.append((place - 1, self._join((before, first))))
            if compound:
                own = self._compounds.get(word) or self._compound(word)
                found.words.extend(own)
                found.joined.extend(enumerate(pairwise(own), start=place))
                if len(own) > 2:
                    found.joined.append((place, own))
                before = word.rpartition("-")[2]
                continue
            found.words.append(known.get(word) or self._added(word))
            before = word
        return found

    def written_twice(self, word: str, other: str) -> str:
        """What `numbers` takes for a word that is also written otherwise, as "Gödel" is.

        It is another word than that without accents, which is not.
        """
        if word == other or "-" in word:
            return word
        both = f"{word}/{other}"
        if both not in self._number:
            number = self._number[both] = len(self._number) + 1
            for base in bases(word) | bases(other):
                self._with_base[base].append(number)
            self._forms.clear()
            self._written.clear()
        return both

    def forms(self, word: str, *, exactly: bool = False) -> Numbers:
        """The numbers of all words here that are forms of a word, or begin as it does.

        Args:
            word: as `tokens.typed_words` gives it, without hyphens.
            exactly: whether other forms do not count.
        """
        if exactly:
            number = self._number.get(word)
            return frozenset() if number is None else frozenset((number,))
        known = self._forms.get(word)
        if known is None:
            known = self._forms[word] = frozenset(
                self._beginning(word[:-1])
                if is_beginning(word)
                else (number for base in bases(word) for number in self._with_base.get(base, ()))
            )
        return known

    def sequences(self, readings: Iterable[Reading], *, exactly: bool = False) -> list[Way]:
        """What may stand side by side where a phrase is found, in any of its readings."""
        each = [[self._ways(word, exactly=exactly) for word in one] for one in readings]
        if len(each) == 1 and {1}.issuperset(map(len, each[0])):
            only = [way for (way,) in each[0]]
            return only if len(only) == 1 else [_side_by_side(only)]
        ways = islice(chain.from_iterable([product(*one) for one in each]), _MOST_READINGS)
        return [way[0] if len(way) == 1 else _side_by_side(way) for way in ways]

    def _ways(self, word: str, *, exactly: bool) -> list[Way]:
        """A word as one, and as the parts that it is written in here."""
        known = None if exactly else self._written.get(word)
        if known is None:
            forms = self.forms(word, exactly=exactly)
            known = [Way((forms,))] if forms else []
            written = {parts for number in forms for parts in self._parts.get(number, ())}
            known += [
                Way(tuple(frozenset((part,)) for part in parts), ((0, parts),)) for parts in written
            ]
            if not exactly:
                self._written[word] = known
        return known

    def _compound(self, word: str) -> Parts:
        parts = word.split("-")
        for pair in pairwise(parts):
            self._join(pair)
        if len(parts) > 2:
            self._join(tuple(parts))
        own = tuple([self._number.get(part) or self._added(part) for part in parts])
        self._compounds[word] = own
        return own

    def _join(self, parts: tuple[str, ...]) -> Parts:
        """Note that a word is also written in parts."""
        joined = "".join(parts)
        number = self._number.get(joined) or self._added(joined)
        own = tuple([self._number.get(part) or self._added(part) for part in parts])
        written = self._parts.setdefault(number, set())
        if own not in written:
            written.add(own)
            self._written.clear()
        return own

    def _added(self, word: str) -> int:
        number = self._number[word] = len(self._number) + 1
        for base in bases(word):
            self._with_base[base].append(number)
        self._forms.clear()
        self._written.clear()
        return number

    def _beginning(self, begin: str) -> list[int]:
        if len(self._sorted) != len(self._number):
            self._sorted = sorted(self._number)
        place, found = bisect_left(self._sorted, begin), []
        while place < len(self._sorted) and self._sorted[place].startswith(begin):
            found.append(self._number[self._sorted[place]])
            place += 1
        return found


_JOINED_OF: Final = itemgetter(1)


def _side_by_side(ways: Sequence[Way]) -> Way:
    if not any(map(_JOINED_OF, ways)):
        # Then each is of one word.
        return Way(tuple([way.words[0] for way in ways]))
    words = tuple(chain.from_iterable([way.words for way in ways]))
    joined, place = list[tuple[int, Parts]](), 0
    for own, parts_of in ways:
        joined += [(place + at, parts) for at, parts in parts_of]
        place += len(own)
    return Way(words, tuple(joined))


def _is_numbered(word: str, number: str) -> bool:
    """Whether a word and what follows it may be a name and its number."""
    return bool(_NUMBER.match(number)) and word.isalpha() and word not in STOP_WORDS


@lru_cache(maxsize=_REMEMBERED)
def ways_of(word: str) -> tuple[Reading, ...]:
    """The ways to write one typed word."""
    return readings((word,))


def readings(words: Iterable[str]) -> tuple[Reading, ...]:
    """The ways to write typed words side by side: those of a compound apart, or as one word."""
    words = tuple(words)
    if len(words) > _LONGEST_PHRASE:
        return (tuple(chain.from_iterable(word.split("-") for word in words)),)
    if JOINED.isdisjoint(words[:-1]) and not _WRITTEN_APART.search(" ".join(words)):
        return (words,)
    ways: list[list[Reading]] = [[]]
    for word in words:
        parts = tuple(word.split("-"))
        written = [parts, ("".join(parts),)] if len(parts) > 1 else [parts]
        if said := said_in_words(word):
            written.append(said)
        ways = [[*way, one] for way in ways for one in written][:_MOST_READINGS]
    found = [tuple(word for part in way for word in part) for way in ways]
    for reading in tuple(found):
        for place, (one, other) in enumerate(pairwise(reading)):
            if one in JOINED or _is_numbered(one, other):
                found.append((*reading[:place], one + other, *reading[place + 2 :]))
        for place, three in enumerate(zip(reading, reading[1:], reading[2:], strict=False)):
            found += [(*reading[:place], one, *reading[place + 3 :]) for one in said_shortly(three)]
    return tuple(dict.fromkeys(found))[:_MOST_READINGS]

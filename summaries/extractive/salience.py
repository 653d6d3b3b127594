"""How likely each word of an abstract is to stand in a one-sentence summary of it."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from operator import mul
from typing import Final

from summaries.extractive.weights import Weights, weights
from summaries.text.understanding import Reading

_SHORT: int = 3
_EARLY: int = 8
_VERB_TO_OBJECT: range = range(4, 14)
"""Where, in words from its start, a sentence of the form "We propose …" names its object."""


def salience(reading: Reading) -> dict[str, float]:
    """The probability of each stem of the abstract, between 0 and 1."""
    return probabilities(reading, weights("salience")["word"])


def probabilities(reading: Reading, model: Weights) -> dict[str, float]:
    """The same by given weights."""
    by_place = tuple(model.get(name, 0.0) for name in _NUMBERS)
    named = model.get
    found = {}
    for word, numbers, names in _rows(reading):
        total = sum(map(mul, numbers, by_place))
        for name in names:
            total += named(name, 0.0)
        found[word] = 1 / (1 + math.exp(-total))
    return found


def word_features(reading: Reading) -> Iterator[tuple[str, list[tuple[str, float]]]]:
    """Each stem of the abstract, with its features by name."""
    for word, numbers, names in _rows(reading):
        told = ((name, float(number)) for name, number in zip(_NUMBERS, numbers, strict=True))
        yield word, [*(row for row in told if row[1]), *((name, 1.0) for name in names)]


def _rows(reading: Reading) -> Iterator[tuple[str, tuple[float, ...], tuple[str, ...]]]:
    """Each stem with its numbers, in the order of `_NUMBERS`, and its names."""
    lines = [line.stems for line in reading.lines]
    count = Counter(word for stems in lines for word in stems)
    places: dict[str, list[int]] = {}
    early: dict[str, int] = {}
    for place, stems in enumerate(lines):
        for offset, word in enumerate(stems):
            if word not in early:
                early[word] = offset
                places[word] = [place]
            elif places[word][-1] != place:
                places[word].append(place)
    frame = _Frame(reading)
    for word, times in count.items():
        yield (
            word,
            _occurrence(word, times, places[word], early[word], frame),
            frame.names_of(word),
        )


_NUMBERS: Final = (
    "bias", "log times", "share of lines", "first place", "once", "in first", "early in first",
    "in last", "short", "digit", "share after main", "share before main", "title",
    "title and log times", "no main", "main", "main offset", "title and main", "object",
    "object beyond title",
)  # fmt: skip
"""What is told of each word by a number, in this order; what has none counts nothing."""


class _Frame:
    """What the features of all words of an abstract share."""

    def __init__(self, reading: Reading) -> None:
        self.lines = len(reading.lines)
        self.main = reading.contribution
        main = reading.lines[self.main].stems if self.main is not None else []
        self.offset = {word: place for place, word in reversed(list(enumerate(main)))}
        self.title = reading.title_stems

    def names_of(self, word: str) -> tuple[str, ...]:
        """The features of a word that are named after it."""
        own = f"is {word}"
        return (own, f"title and {word}") if word in self.title else (own,)


def _occurrence(
    word: str, times: int, places: list[int], early: int, frame: _Frame
) -> tuple[float, ...]:
    lines, main = frame.lines, frame.main
    often = math.log(times)
    first = places[0] == 0
    titled = word in frame.title
    offset = frame.offset.get(word)
    at_main = offset is not None
    is_object = offset in _VERB_TO_OBJECT
    return (
        1.0,
        often,
        len(places) / lines,
        places[0] / lines,
        times == 1,
        first,
        first and early < _EARLY,
        places[-1] == lines - 1,
        len(word) < _SHORT,
        not word.isalpha() and any(map(str.isdigit, word)),
        0.0 if main is None else (len(places) - bisect_right(places, main)) / lines,
        0.0 if main is None else bisect_left(places, main) / lines,
        titled,
        often if titled else 0.0,
        main is None,
        at_main,
        0.0 if offset is None else min(offset, 30) / 30,
        titled and at_main,
        is_object,
        is_object and not titled,
    )

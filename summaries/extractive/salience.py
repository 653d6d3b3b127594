"""How likely each word of an abstract is to stand in a one-sentence summary of it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator

from summaries.extractive.weights import Weights, weighed, weights
from summaries.text.understanding import Reading

_SHORT: int = 3
_VERB_TO_OBJECT: range = range(4, 14)
"""Where, in words from its start, a sentence of the form "We propose …" names its object."""


def salience(reading: Reading) -> dict[str, float]:
    """The probability of each stem of the abstract, between 0 and 1."""
    return probabilities(reading, weights("salience")["word"])


def probabilities(reading: Reading, model: Weights) -> dict[str, float]:
    """The same by given weights."""
    return {
        word: 1 / (1 + math.exp(-weighed(features, model)))
        for word, features in word_features(reading)
    }


def word_features(reading: Reading) -> Iterator[tuple[str, list[tuple[str, float]]]]:
    """Each stem of the abstract, with its features by name."""
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
        yield word, [*_occurrence(word, times, places[word], early[word], frame), *frame.of(word)]


class _Frame:
    """What the features of all words of an abstract share."""

    def __init__(self, reading: Reading) -> None:
        self.lines = len(reading.lines)
        self.main = reading.contribution
        main = reading.lines[self.main].stems if self.main is not None else []
        self.offset = {word: place for place, word in reversed(list(enumerate(main)))}
        self.title = reading.title_stems

    def of(self, word: str) -> Iterator[tuple[str, float]]:
        """How a word stands to the title and to the sentence that says what is new."""
        in_title = word in self.title
        offset = self.offset.get(word)
        if in_title:
            yield "title", 1.0
            yield f"title and {word}", 1.0
        if self.main is None:
            yield "no main", 1.0
        if offset is not None:
            yield "main", 1.0
            yield "main offset", min(offset, 30) / 30
            if in_title:
                yield "title and main", 1.0
            if offset in _VERB_TO_OBJECT:
                yield "object", 1.0
                if not in_title:
                    yield "object beyond title", 1.0


def _occurrence(
    word: str, times: int, places: list[int], early: int, frame: _Frame
) -> Iterator[tuple[str, float]]:
    yield "bias", 1.0
    yield f"is {word}", 1.0
    yield "log times", math.log(times)
    yield "share of lines", len(places) / frame.lines
    yield "first place", places[0] / frame.lines
    if times == 1:
        yield "once", 1.0
    if places[0] == 0:
        yield "in first", 1.0
        if early < 8:
            yield "early in first", 1.0
    if places[-1] == frame.lines - 1:
        yield "in last", 1.0
    if len(word) < _SHORT:
        yield "short", 1.0
    if any(character.isdigit() for character in word):
        yield "digit", 1.0
    if word in frame.title:
        yield "title and log times", math.log(times)
    if frame.main is not None:
        yield "share after main", sum(place > frame.main for place in places) / frame.lines
        yield "share before main", sum(place < frame.main for place in places) / frame.lines

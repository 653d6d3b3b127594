"""A text taken apart once, for all who judge its sentences."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Final

from summaries.text.cues import cues
from summaries.text.findings import is_refuted
from summaries.text.sentences import sentences
from topics.english.stems import content, stem, tokens

_OF_THE_PAPER: Final = frozenset(("we", "proposes", "this paper", "is done"))


@dataclass(frozen=True)
class Line:
    """A sentence with its words.

    Attributes:
        text: the sentence, an exact substring of the source.
        words: in lower case, in order.
        stems: of the words, in order.
        cues: the names of the cues it gives, see `summaries.text.cues`.
    """

    text: str
    words: list[str]
    stems: list[str]
    cues: frozenset[str]

    @classmethod
    def of(cls, text: str) -> Line:
        """A sentence taken apart."""
        words = tokens(text)
        return cls(text, words, list(map(stem, words)), cues(text, words))

    @cached_property
    def carried(self) -> list[str]:
        """The stems of the words that carry content, in order."""
        return content(self.words)

    @cached_property
    def content(self) -> frozenset[str]:
        """The stems of the words that carry content."""
        return frozenset(self.carried)


@dataclass(frozen=True)
class Reading:
    """A title and the sentences of an abstract."""

    title: str
    lines: tuple[Line, ...]

    @classmethod
    def of(cls, title: str, abstract: str) -> Reading:
        """Take an abstract apart; it may be empty."""
        return cls(title, tuple(Line.of(sentence.text) for sentence in sentences(abstract)))

    @cached_property
    def title_words(self) -> list[str]:
        """The title's words in lower case."""
        return tokens(self.title)

    @cached_property
    def title_content(self) -> frozenset[str]:
        """The stems of the title's words that carry content."""
        return frozenset(content(self.title_words))

    @cached_property
    def title_stems(self) -> frozenset[str]:
        """The stems of all of the title's words."""
        return frozenset(map(stem, self.title_words))

    @cached_property
    def title_pairs(self) -> frozenset[tuple[str, str]]:
        """Neighbouring words of the title."""
        return frozenset(zip(self.title_words, self.title_words[1:], strict=False))

    @cached_property
    def title_name(self) -> str:
        """A name that the title gives before a colon, in lower case; empty if there is none."""
        name, colon, _ = self.title.partition(":")
        return name.strip().lower() if colon and len(name.split()) <= 3 else ""

    @cached_property
    def contribution(self) -> int | None:
        """The place of the first sentence that says what the paper adds."""
        return next((i for i, line in enumerate(self.lines) if "proposes" in line.cues), None)

    @cached_property
    def first_we(self) -> int | None:
        """The place of the first sentence that speaks of the paper or its authors."""
        return self._first(frozenset(("we", "this paper")))

    @cached_property
    def own_part(self) -> int | None:
        """The place from which on the abstract tells what the paper itself does."""
        return self._first(_OF_THE_PAPER)

    def is_denied(self, place: int) -> bool:
        """Whether the sentence at a place only supposes what the next one denies."""
        pair = self.lines[place : place + 2]
        return len(pair) == 2 and is_refuted(pair[0].text, pair[1].text)

    def _first(self, wanted: frozenset[str]) -> int | None:
        return next((i for i, line in enumerate(self.lines) if line.cues & wanted), None)

    @cached_property
    def frequency(self) -> Counter[str]:
        """How often each content stem occurs."""
        return Counter(chain.from_iterable(line.carried for line in self.lines))

    @cached_property
    def spread(self) -> Counter[str]:
        """In how many sentences each content stem occurs."""
        return Counter(chain.from_iterable(line.content for line in self.lines))

    @cached_property
    def word_count(self) -> int:
        """Words of all sentences."""
        return sum(len(line.words) for line in self.lines)

    @cached_property
    def centrality(self) -> tuple[float, ...]:
        """How similar each sentence is to the others: the mean cosine of their content, 0 to 1."""
        vectors = [_unit(line.carried) for line in self.lines]
        total: defaultdict[str, float] = defaultdict(float)
        for vector in vectors:
            for word, weight in vector.items():
                total[word] += weight
        others = max(1, len(vectors) - 1)
        return tuple(
            (sum(weight * total[word] for word, weight in vector.items()) - bool(vector)) / others
            for vector in vectors
        )


def _unit(stems: list[str]) -> dict[str, float]:
    weights = {word: 1 + math.log(count) for word, count in Counter(stems).items()}
    length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {word: weight / length for word, weight in weights.items()}

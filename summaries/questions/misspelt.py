"""Words of a question that a paper has in another spelling: "speach", "tweats". Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from summaries.questions.asked import Asked
from summaries.questions.searchable import SearchablePaper

_SHORTEST: Final = 5
"""Letters of a stem; of shorter ones too many differ by one letter alone."""
_LONGEST: Final = 20
_VOWELS: Final = "aeiou"


def as_spelt(asked: Asked, paper: SearchablePaper) -> Asked:
    """A question with what it misspells as the paper writes it.

    Only in ways in which words are misspelt, as most words of one letter less or more, or another
    one, are other words.
    """
    forms = {
        word: spelt
        for word in asked.words
        if len(word) == 1 and not paper.has_any(word) and (spelt := _spelt(min(word), paper))
    }
    if not forms:
        return asked
    return replace(asked, words=tuple(forms.get(word, word) for word in asked.words))


def _spelt(word: str, paper: SearchablePaper) -> frozenset[str]:
    if not (word.isalpha() and word.isascii() and _SHORTEST <= len(word) <= _LONGEST):
        return frozenset()
    return frozenset(near for near in _near(word) if paper.has_any(frozenset((near,))))


def _near(word: str) -> Iterator[str]:
    """As it may be meant: another vowel, one too few or many, letters exchanged or doubled."""
    for at in range(1, len(word)):
        before, letter, after = word[:at], word[at], word[at + 1 :]
        if letter in _VOWELS:
            yield from (before + after,) * bool(after)
            yield from (before + vowel + after for vowel in _VOWELS if vowel != letter)
        yield from (before + vowel + letter + after for vowel in _VOWELS)
        yield before + 2 * letter + after
        if before[-1] == letter:
            yield before + after
        if after:
            yield before + after[0] + letter + after[1:]

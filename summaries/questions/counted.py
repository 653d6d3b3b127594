"""Numbers with what they count: "17,833 sentences" is not "17,833 questions". Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from topics.english.stems import STOPWORDS, stem

_TOKEN: Final = re.compile(r"\d[\d,]*(?:\.\d+)?|[^\W\d_]+|[^\w\s]")
_ONE_ON: Final = "one two three four five six seven eight nine ten eleven twelve"
_NUMERALS: Final = {"no": "0", "single": "1", "both": "2"} | {
    word: str(value) for value, word in enumerate(_ONE_ON.split(), 1)
}
_REACH: Final = 4
"""Words from a number to what it counts."""
_ENDS: Final = STOPWORDS | {"instead", "compared", "versus", "higher", "lower", "better", "later"}
_WITHIN: Final = frozenset("-–/'’")
"""Marks that may stand between a number and what it counts."""


def miscounted(claim: str, cited: Sequence[str]) -> Iterator[str]:
    """The numbers of a claim that count what its sentences count by other numbers alone.

    Args:
        claim: its text.
        cited: the sentences that it cites.
    """
    given: defaultdict[str, set[str]] = defaultdict(set)
    alone: set[str] = set()
    for sentence in cited:
        for number, words in _counts(sentence):
            alone |= set() if words else {number}
            for word in words:
                given[word].add(number)
    for number, words in _counts(claim):
        # "312 leaks, and an audit 41": what stands alone may count what others count.
        if words and words[-1] in given and number not in given[words[-1]] | alone:
            yield f"{number} {words[-1]}"


def _counts(text: str) -> Iterator[tuple[str, list[str]]]:
    """Each number of a text with the stems of what it counts; none where it stands alone."""
    tokens = _TOKEN.findall(text)
    for place, token in enumerate(tokens):
        number = _number(token)
        if number is None or _is_name(tokens[place - 1 : place]):  # a name's, as DSL 2017
            continue
        words: list[str] = []
        following = tokens[place + 1 : place + 2 + _REACH]
        for after, beyond in pairwise((*following, "")):
            is_joined = len(after) == 1 and beyond in _WITHIN  # "e-books"
            if after in _WITHIN or (is_joined and beyond):
                continue
            if not after.isalpha() or after.lower() in _ENDS or _number(after) is not None:
                break
            words.append(stem(after.lower()))
        yield number, words


def _is_name(before: Sequence[str]) -> bool:
    """Whether what stands before a number makes it part of a name."""
    return any(len(word) > 1 and word.isupper() for word in before)


def _number(token: str) -> str | None:
    if token[0].isdigit():
        return token.replace(",", "")
    return _NUMERALS.get(token.lower())

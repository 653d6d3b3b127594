"""Whether a paper may match a query at all, seen at a glance: before it is indexed to be sure."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from domain.papers import Paper
from domain.taxonomy import archive_of, canonical
from domain.topics import And, Category, Field, Not, Or, Query, Term, Together
from topics.english.telling import needed_words
from topics.tokens import typed_words

_PARTS: Final = re.compile(r"[a-z0-9]+")
_ENDING: Final = 3
"""Letters at a word's end that its other forms may have otherwise; of a long word one more."""
_LONG: Final = 7
_SHORTEST: Final = 2
_IN_TEXT: Final = frozenset((Field.ANY, Field.TITLE, Field.ABSTRACT))


def may_match(query: Query, paper: Paper) -> bool:
    """Whether it may; hardly any that does is missed, as where a letter is written as a sign."""
    return _may(query, f"{paper.title} {paper.abstract}".casefold(), paper)


def _may(query: Query, text: str, paper: Paper) -> bool:
    match query:
        case Term(words, field) | Together(words, field):
            return field not in _IN_TEXT or all(begin in text for begin in _beginnings(words))
        case Category(name):
            return any(_is_in(one, name) for one in paper.categories)
        case And(parts):
            return all(_may(part, text, paper) for part in parts if not isinstance(part, Not))
        case Or(parts):
            return any(_may(part, text, paper) for part in parts)
    return True


def _is_in(category: str, name: str) -> bool:
    return archive_of(category) == name or canonical(category) == canonical(name)


@lru_cache(maxsize=10_000)
def _beginnings(words: str) -> tuple[str, ...]:
    """What a text has somewhere that has some words in any of their forms."""
    needed = " ".join(needed_words(typed_words(words))).casefold()
    if not needed.isascii():
        return ()
    return tuple(map(_beginning, _PARTS.findall(needed)))


def _beginning(word: str) -> str:
    return word[: max(_SHORTEST, len(word) - _ENDING - (len(word) >= _LONG))]

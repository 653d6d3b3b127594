"""Queries made ready to be looked for, once for all the papers that they meet."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from domain.topics import And, Category, Field, Leaf, Not, Query, Term, Together, leaves
from topics.english.telling import needed_words, telling_words
from topics.lexicon import Reading, readings
from topics.names import spellings
from topics.tokens import typed_words

_REMEMBERED: Final = 200_000
"""Queries and their words; a few hundred bytes each."""


Wanted = tuple[Reading, ...]
"""A word in the ways that it is written."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a term.

    Attributes:
        readings: the ways to write them side by side; none where there is nothing to look for.
        needed: each as it may be written, those that must be there wherever they stand.
        telling: those that carry the term.
    """

    readings: tuple[Reading, ...]
    needed: tuple[Wanted, ...]
    telling: tuple[Wanted, ...]


@dataclass(frozen=True, slots=True)
class Compiled:
    """A query with what does not depend on papers.

    Attributes:
        wanted: its leaves but those that must not match.
        only: its one term, where there is but one, and nothing else but categories that must be
            there too.
    """

    wanted: tuple[Leaf, ...]
    only: Term | Together | None


@lru_cache(maxsize=_REMEMBERED)
def compiled(query: Query) -> Compiled:
    """A query made ready."""
    wanted = tuple(dict.fromkeys(leaves(query, wanted_only=True)))
    parts = query.parts if isinstance(query, And) else (query,)
    terms = [part for part in parts if isinstance(part, Term | Together)]
    is_plain = all(isinstance(part, Term | Together | Category | Not) for part in parts)
    return Compiled(wanted, terms[0] if is_plain and len(terms) == 1 else None)


@lru_cache(maxsize=_REMEMBERED)
def words_of(term: Term | Together) -> Words:
    """The words of a term made ready."""
    if term.field is Field.AUTHOR:
        names = dict.fromkeys(
            reading for name in spellings(term.text) for reading in readings(typed_words(name))
        )
        return Words(tuple(filter(None, names)), (), ())
    words = typed_words(term.text)
    single = tuple(part for word in words for part in word.split("-"))
    return Words(
        tuple(filter(None, readings(words))),
        tuple(readings((word,)) for word in needed_words(words)),
        tuple(readings((word,)) for word in telling_words(single)),
    )

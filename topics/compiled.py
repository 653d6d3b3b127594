"""Queries made ready to be looked for, once for all the papers that they meet."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from domain.topics import And, Category, Field, Leaf, Not, Or, Query, Term, Together, leaves
from topics.english.telling import needed_words, telling_words
from topics.lexicon import Reading, readings
from topics.names import spellings
from topics.tokens import typed_words

_REMEMBERED: Final = 200_000
"""Queries and their words; a few hundred bytes each."""


Names = tuple[Term | Together, ...]
"""Terms that are names of one thing."""

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
        things: the things that must all be there, each by its names; None where alternatives ask
            for several things.
    """

    wanted: tuple[Leaf, ...]
    things: tuple[Names, ...] | None


@lru_cache(maxsize=_REMEMBERED)
def compiled(query: Query) -> Compiled:
    """A query made ready."""
    return Compiled(tuple(dict.fromkeys(leaves(query, wanted_only=True))), _things(query))


def _things(query: Query) -> tuple[Names, ...] | None:
    match query:
        case Term() | Together():
            return ((query,),)
        case Category() | Not():
            return ()
        case And(parts):
            each = [_things(part) for part in parts]
            return None if None in each else tuple(one for things in each for one in things or ())
        case Or(parts):
            each = [_things(part) for part in parts]
            if any(things is None or len(things) > 1 for things in each):
                return None
            names = dict.fromkeys(name for things in each for one in things or () for name in one)
            return (tuple(names),) if names else ()


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

"""Queries made ready to be looked for, once for all the papers that they meet."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from domain.topics import And, Category, Leaf, Not, Or, Query, Term, Together, leaves

_REMEMBERED: Final = 100_000
"""Queries of several parts; a few hundred bytes each."""

Names = tuple[Term | Together, ...]
"""Terms that are names of one thing."""


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

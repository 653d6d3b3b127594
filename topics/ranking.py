"""How much a paper is *about* a topic, judged from where its words stand in the paper alone.

Nothing here depends on the other papers of a batch, so a paper's score is the same every day.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from operator import or_
from typing import Final

from domain.topics import And, Category, Not, Or, Query, Term

TITLE_WEIGHT: Final = 3.0
TITLE_WORDS_WEIGHT: Final = 1.2
REPEAT_WEIGHT: Final = 0.5
REPEATS_COUNTED: Final = 4
EARLY_WEIGHT: Final = 1.0
_SAME_PLACE: Final = 0.02
"""Two names of one thing that overlap ("latent diffusion model") are one mention."""

_GENERIC_WORDS: Final = """
algorithm algorithms analysis approach approaches equation equations framework frameworks learning
method methods model modeling modelling models network networks problem problems system systems
technique techniques theory
"""
_GENERIC: Final = frozenset(_GENERIC_WORDS.split())
_WORD: Final = re.compile(r"[^\W_]+")


Leaf = Term | Category
"""What a query says of a paper; the rest of it is AND, OR and NOT."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where a part of a query was found in a paper.

    Attributes:
        title: whether the title has it.
        title_words: whether the title has its `telling_words`, if not side by side.
        abstract: places in the abstract in order, from 0 (its first word) to 1 (its end).
        author: whether an author is called so.
    """

    title: bool = False
    title_words: bool = False
    abstract: tuple[float, ...] = ()
    author: bool = False

    def __or__(self, other: Found) -> Found:
        return Found(
            title=self.title or other.title,
            title_words=self.title_words or other.title_words,
            abstract=tuple(sorted({*self.abstract, *other.abstract})),
            author=self.author or other.author,
        )


def score(query: Query, found: Mapping[Leaf, Found]) -> float:
    """How much a paper is about a query, given where the query's parts were found; 0 or more.

    It is the mean over the things that must all be there; a query of categories alone asks for
    no thing, and all its papers are equal.
    """
    things = _things(query, found)
    return round(_mean(things), 6) if things else 0.0


def telling_words(phrase: str) -> tuple[str, ...]:
    """The words that carry a phrase: of "diffusion models", "diffusion"."""
    words = tuple(_WORD.findall(phrase))
    return tuple(word for word in words if word.lower() not in _GENERIC) or words


def weight(found: Found) -> float:
    """The title counts most, then how often and how early the abstract has it."""
    points = 0.0
    if found.title or found.author:
        points = TITLE_WEIGHT
    elif found.title_words:
        points = TITLE_WORDS_WEIGHT
    if found.abstract:
        points += REPEAT_WEIGHT * min(_mentions(found.abstract), REPEATS_COUNTED)
        points += EARLY_WEIGHT * (1 - found.abstract[0])
    return points


def _mentions(places: tuple[float, ...]) -> int:
    return 1 + sum(after - before > _SAME_PLACE for before, after in pairwise(places))


def _things(query: Query, found: Mapping[Leaf, Found]) -> list[Found]:
    """Where each thing that is asked for was found; categories and exclusions ask for none."""
    match query:
        case Term():
            return [found.get(query, Found())]
        case And(parts):
            return [thing for part in parts for thing in _things(part, found)]
        case Or(parts):
            return _best([_things(part, found) for part in parts])
        case Category() | Not():
            return []


def _best(alternatives: list[list[Found]]) -> list[Found]:
    """Alternatives of one thing each are names of it and add up; of the others the best counts."""
    names = [thing for things in alternatives if len(things) == 1 for thing in things]
    others = [things for things in alternatives if len(things) > 1]
    if names:
        others.append([reduce(or_, names)])
    return max(others, key=_mean, default=[])


def _mean(things: list[Found]) -> float:
    return sum(map(weight, things)) / len(things)

"""How much a paper is *about* a topic, judged from where its words stand in the paper alone.

Nothing here depends on the other papers of a batch, so a paper's score is the same every day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from itertools import pairwise
from typing import Final, NamedTuple

from domain.topics import And, Category, Field, Leaf, Not, Or, Query, Term, Together

TITLE_WEIGHT: Final = 3.0
TITLE_WORDS_WEIGHT: Final = 1.2
REPEAT_WEIGHT: Final = 0.5
REPEATS_COUNTED: Final = 4
EARLY_WEIGHT: Final = 1.0
SAME_PLACE: Final = 0.02
"""Two names of one thing that overlap ("latent diffusion model") are one mention."""

NEAR_WEIGHT: Final = 0.25
"""Less than that of any phrase; what is near goes from here to twice as much, others up to here."""


class Found(NamedTuple):
    """Where a part of a query was found in a paper.

    Attributes:
        title: whether the title has it.
        title_words: whether the title has its `telling_words`, if not side by side.
        abstract: places in the abstract in order, from 0 (its first word) to 1 (its end).
        author: whether an author is called so.
        loose: where its words stand apart, how little so, from 0 to `NEAR_WEIGHT` twice.
        near: the field in which they are near one another.
    """

    title: bool = False
    title_words: bool = False
    abstract: tuple[float, ...] = ()
    author: bool = False
    loose: float = 0.0
    near: Field | None = None

    def with_other(self, other: Found) -> Found:
        """Where one or the other of two parts was found."""
        return Found(
            title=self.title or other.title,
            title_words=self.title_words or other.title_words,
            abstract=tuple(sorted({*self.abstract, *other.abstract})),
            author=self.author or other.author,
            loose=max(self.loose, other.loose),
        )


def score(query: Query, found: Mapping[Leaf, Found]) -> float:
    """How much a paper is about a query, given where the query's parts were found; 0 or more.

    It is the mean over the things that must all be there; a query of categories alone asks for
    no thing, and all its papers are equal.
    """
    things = _things(query, found)
    return _mean(things) if things else 0.0


def weight(found: Found) -> float:
    """The title counts most, then how often and how early the abstract has it.

    Where a paper only has the words, apart from one another, it counts less than anything else.
    """
    points = 0.0
    if found.title or found.author:
        points = TITLE_WEIGHT
    elif found.title_words:
        points = TITLE_WORDS_WEIGHT
    if found.abstract:
        points += abstract_weight(found.abstract)
    return points or found.loose


def abstract_weight(places: Sequence[float]) -> float:
    """What places in an abstract count, in order from 0 to 1; one at least."""
    mentions = 1
    if len(places) > 1:
        mentions += sum([after - before > SAME_PLACE for before, after in pairwise(places)])
    return REPEAT_WEIGHT * min(mentions, REPEATS_COUNTED) + EARLY_WEIGHT * (1 - places[0])


def _things(query: Query, found: Mapping[Leaf, Found]) -> list[Found]:
    """Where each thing that is asked for was found; categories and exclusions ask for none."""
    match query:
        case Term() | Together():
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
        others.append([reduce(Found.with_other, names)])
    return max(others, key=_mean, default=[])


def _mean(things: list[Found]) -> float:
    return sum(map(weight, things)) / len(things)

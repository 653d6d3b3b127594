"""Where papers have one leaf of a query, row by row, in few objects."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import Final

from domain.digests import Spread
from domain.topics import Field
from topics.ranking import (
    EARLY_WEIGHT,
    REPEAT_WEIGHT,
    TITLE_WEIGHT,
    TITLE_WORDS_WEIGHT,
    Found,
    abstract_weight,
    weight,
)
from topics.texts import IN_TITLE

_FIELDS: Final = (None, Field.TITLE, Field.ABSTRACT, Field.AUTHOR)
_SPREADS: Final = tuple(Spread)

FILED: Final = 0
"""The code of a category."""

NOT_FOUND: Final = 255


def code_of(where: Field, spread: Spread = Spread.PHRASE) -> int:
    """A field, and how words stand in it, in one byte; ANY for title and abstract together."""
    place = 0 if where is Field.ANY else _FIELDS.index(where)
    return place + len(_FIELDS) * _SPREADS.index(spread)


def where_of(code: int) -> tuple[Field | None, Spread]:
    """The field and the spread of a code."""
    return _FIELDS[code % len(_FIELDS)], _SPREADS[code // len(_FIELDS)]


@dataclass(slots=True)
class Spots:
    """Where papers have a leaf of a query.

    Attributes:
        codes: of each row that has it, where it was found first of all.
        weights: of each, how much that counts; of a category nothing.
        places: of rows that have its words side by side, where, as `Texts.places` has it.
        titled: rows whose title has its telling words.
    """

    codes: dict[int, int]
    weights: dict[int, float] = field(default_factory=dict)
    places: Mapping[int, list[float]] = field(default_factory=dict)
    titled: Collection[int] = ()

    def found(self, row: int) -> Found:
        """Where a row has it."""
        places = self.places.get(row)
        if places is None:
            where, spread = where_of(self.codes[row])
            if where is Field.AUTHOR:
                return Found(author=True)
            near = where if spread is Spread.NEAR else None
            return Found(loose=self.weights.get(row, 0.0), near=near)
        in_title = places[0] == IN_TITLE
        deep = tuple([depth for depth in places if depth != IN_TITLE])
        return Found(title=in_title, title_words=row in self.titled, abstract=deep)


_TITLE: Final = code_of(Field.TITLE)
_ABSTRACT: Final = code_of(Field.ABSTRACT)
_BY_AUTHOR: Final = code_of(Field.AUTHOR)
_ONCE: Final = REPEAT_WEIGHT + EARLY_WEIGHT


def of_phrases(places: Mapping[int, list[float]], titled: Collection[int]) -> Spots:
    """The spots of words side by side; see the attributes of `Spots`."""
    codes, weights = dict.fromkeys(places, _ABSTRACT), dict[int, float]()
    for row, depths in places.items():
        if depths[0] == IN_TITLE:
            codes[row] = _TITLE
            deep = [depth for depth in depths if depth != IN_TITLE]
            weights[row] = TITLE_WEIGHT + (abstract_weight(deep) if deep else 0.0)
        else:
            weights[row] = (
                _ONCE - EARLY_WEIGHT * depths[0] if len(depths) == 1 else abstract_weight(depths)
            )
            if row in titled:
                weights[row] += TITLE_WORDS_WEIGHT
    return Spots(codes, weights, places, titled)


def of_author(rows: Iterable[int]) -> Spots:
    """The spots of an author's name."""
    codes = dict.fromkeys(rows, _BY_AUTHOR)
    return Spots(codes, dict.fromkeys(codes, TITLE_WEIGHT))


def weights_of(names: Sequence[Spots], among: Collection[int]) -> Mapping[int, float]:
    """How much names of one thing count together, at least of some rows."""
    if len(names) == 1:
        return names[0].weights
    weights: dict[int, float] = {}
    several: set[int] = set()
    for one in names:
        several |= weights.keys() & one.weights.keys()
        weights |= one.weights
    for row in several.intersection(among):
        each = [one.found(row) for one in names if row in one.weights]
        weights[row] = weight(reduce(Found.with_other, each))
    return weights

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
        titles: rows whose title has it.
        titled: rows whose title has its telling words.
        abstracts: of rows whose abstract has it, the places, from 0 to 1.
        near: of rows that have its words near one another, the field.
    """

    codes: dict[int, int]
    weights: dict[int, float] = field(default_factory=dict)
    titles: Collection[int] = ()
    titled: Collection[int] = ()
    abstracts: Mapping[int, tuple[float, ...]] = field(default_factory=dict)
    near: Mapping[int, Field] = field(default_factory=dict)

    def found(self, row: int) -> Found:
        """Where a row has it."""
        is_phrase = row in self.titles or row in self.abstracts
        return Found(
            title=row in self.titles,
            title_words=row in self.titled,
            abstract=self.abstracts.get(row, ()),
            author=self.codes[row] == _BY_AUTHOR,
            loose=0.0 if is_phrase else self.weights.get(row, 0.0),
            near=self.near.get(row),
        )


_TITLE: Final = code_of(Field.TITLE)
_ABSTRACT: Final = code_of(Field.ABSTRACT)
_BY_AUTHOR: Final = code_of(Field.AUTHOR)


def of_phrases(
    titles: Collection[int], titled: Collection[int], abstracts: Mapping[int, tuple[float, ...]]
) -> Spots:
    """The spots of words side by side; see the attributes of `Spots`."""
    once = REPEAT_WEIGHT + EARLY_WEIGHT
    weights = {
        row: once - EARLY_WEIGHT * places[0] if len(places) == 1 else abstract_weight(places)
        for row, places in abstracts.items()
    }
    for row in titled:
        if row in weights and row not in titles:
            weights[row] += TITLE_WORDS_WEIGHT
    for row in titles:
        weights[row] = weights.get(row, 0.0) + TITLE_WEIGHT
    codes = dict.fromkeys(abstracts, _ABSTRACT) | dict.fromkeys(titles, _TITLE)
    return Spots(codes, weights, titles, titled, abstracts)


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

"""Where papers have one leaf of a query, row by row, in few objects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import Final

from domain.digests import Spread
from domain.topics import Field
from topics.postings.texts import Texts
from topics.ranking import (
    EARLY_WEIGHT,
    REPEAT_WEIGHT,
    REPEATS_COUNTED,
    SAME_PLACE,
    TITLE_WEIGHT,
    TITLE_WORDS_WEIGHT,
    Found,
    weight,
)

_FIELDS: Final = (None, Field.TITLE, Field.ABSTRACT, Field.AUTHOR)
_SPREADS: Final = tuple(Spread)

FILED: Final = b"\0"
"""The code of a category."""

NOT_FOUND: Final = b"\xff"


def code_of(where: Field, spread: Spread = Spread.PHRASE) -> bytes:
    """A field, and how words stand in it, in one byte; ANY for title and abstract together."""
    place = 0 if where is Field.ANY else _FIELDS.index(where)
    return bytes((place + len(_FIELDS) * _SPREADS.index(spread),))


def where_of(code: bytes) -> tuple[Field | None, Spread]:
    """The field and the spread of a code."""
    return _FIELDS[code[0] % len(_FIELDS)], _SPREADS[code[0] // len(_FIELDS)]


@dataclass(slots=True)
class Spots:
    """Where papers have a leaf of a query.

    Attributes:
        codes: of each row that has it, where it was found first of all.
        weights: of each, how much that counts; of a category nothing.
        titled: rows whose title has its telling words.
        deep: the places in `texts` where abstracts have its words side by side, in order.
    """

    codes: dict[int, bytes]
    weights: dict[int, float] = field(default_factory=dict)
    titled: Collection[int] = ()
    deep: Sequence[int] = ()
    texts: Texts | None = None

    def found(self, row: int) -> Found:
        """Where a row has it."""
        where, spread = where_of(self.codes[row])
        if spread is not Spread.PHRASE:
            near = where if spread is Spread.NEAR else None
            return Found(loose=self.weights.get(row, 0.0), near=near)
        return Found(
            title=where is Field.TITLE,
            title_words=row in self.titled,
            abstract=self.texts.depths_of(row, self.deep) if self.texts else (),
            author=where is Field.AUTHOR,
        )


_TITLE: Final = code_of(Field.TITLE)
_ABSTRACT: Final = code_of(Field.ABSTRACT)
_BY_AUTHOR: Final = code_of(Field.AUTHOR)
_ONCE: Final = REPEAT_WEIGHT + EARLY_WEIGHT


def of_phrases(
    texts: Texts, titles: Collection[int], titled: Collection[int], deep: Sequence[int]
) -> Spots:
    """The spots of words side by side; titles have them, and see the attributes of `Spots`."""
    weights = _of_abstracts(texts, deep)
    for row in titled:
        if row in weights and row not in titles:
            weights[row] += TITLE_WORDS_WEIGHT
    codes = dict.fromkeys(weights, _ABSTRACT)
    for row in titles:
        codes[row] = _TITLE
        weights[row] = weights.get(row, 0.0) + TITLE_WEIGHT
    return Spots(codes, weights, titled, deep, texts)


def _of_abstracts(texts: Texts, deep: Sequence[int]) -> dict[int, float]:
    """`abstract_weight` of each paper, given the places of all of them."""
    rows = list(map(texts.rows.__getitem__, deep))
    depths = list(map(texts.depths.__getitem__, deep))
    first = dict(zip(reversed(rows), reversed(depths), strict=True))
    weights = {row: _ONCE - EARLY_WEIGHT * depth for row, depth in first.items()}
    if len(weights) < len(rows):
        each = zip(rows, rows[1:], depths, depths[1:], strict=False)
        again = [
            row
            for row, other, before, after in each
            if row == other and after - before > SAME_PLACE
        ]
        for row, times in Counter(again).items():
            weights[row] += REPEAT_WEIGHT * min(times, REPEATS_COUNTED - 1)
    return weights


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

"""Where papers have one leaf of a query, row by row, in few objects."""

from __future__ import annotations

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

_BESIDE: Final = (Field.COMMENT, Field.VENUE, Field.HAS, Field.IS)
"""What says something of a paper, and nothing of how much it is about anything."""
_FIELDS: Final = (None, Field.TITLE, Field.ABSTRACT, Field.AUTHOR, *_BESIDE)
_SPREADS: Final = tuple(Spread)

FILED: Final = b"\0"
"""The code of a category."""

NOT_FOUND: Final = b"\xff"


def code_of(where: Field, spread: Spread = Spread.PHRASE) -> bytes:
    """A field, and how words stand in it, in one byte; ANY for title and abstract together."""
    place = 0 if where is Field.ANY else _FIELDS.index(where)
    return bytes((place + len(_FIELDS) * _SPREADS.index(spread),))


_WHERE: Final = tuple((where, spread) for spread in _SPREADS for where in _FIELDS)


def where_of(code: bytes) -> tuple[Field | None, Spread]:
    """The field and the spread of a code."""
    return _WHERE[code[0]]


@dataclass(slots=True)
class Spots:
    """Where papers have a leaf of a query.

    Attributes:
        weights: of each row that has it, how much that counts; of a category nothing.
        usual: where most of them have it first of all.
        codes: the same of the others.
        titled: rows whose title has its telling words.
        deep: the places in `texts` that have its words side by side, in order.
    """

    weights: dict[int, float] = field(default_factory=dict)
    usual: bytes = FILED
    codes: dict[int, bytes] = field(default_factory=dict)
    titled: Collection[int] = ()
    deep: Sequence[int] = ()
    texts: Texts | None = None

    def codes_of(self, rows: Iterable[int]) -> list[bytes]:
        """Where each row has it, first of all."""
        weights, code, usual = self.weights, self.codes.get, self.usual
        return [code(row, usual) if row in weights else NOT_FOUND for row in rows]

    def found(self, row: int) -> Found:
        """Where a row has it."""
        where, spread = where_of(self.codes.get(row, self.usual))
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


def of_phrases(texts: Texts, places: Sequence[int]) -> Spots:
    """The spots of words side by side, given all places of them."""
    weights: dict[int, float] = {}
    titles: set[int] = set()
    depths, before, last, left = texts.depths, -1, 0.0, 0
    for row, depth in zip(
        map(texts.rows.__getitem__, places), map(depths.__getitem__, places), strict=True
    ):
        if depth < 0.0:
            titles.add(row)
            continue
        # As `abstract_weight` has it.
        if row != before:
            weights[row] = _ONCE - EARLY_WEIGHT * depth
            before, left = row, REPEATS_COUNTED - 1
        elif left and depth - last > SAME_PLACE:
            weights[row] += REPEAT_WEIGHT
            left -= 1
        last = depth
    for row in titles:
        weights[row] = weights.get(row, 0.0) + TITLE_WEIGHT
    return Spots(weights, _ABSTRACT, dict.fromkeys(titles, _TITLE), (), places, texts)


def with_title_words(spots: Spots, titled: Collection[int]) -> None:
    """Count rows whose titles have a phrase's telling words, but not side by side."""
    spots.titled = titled
    for row in titled:
        if row in spots.weights and row not in spots.codes:
            spots.weights[row] += TITLE_WORDS_WEIGHT


def of_author(rows: Iterable[int]) -> Spots:
    """The spots of an author's name."""
    return Spots(dict.fromkeys(rows, TITLE_WEIGHT), _BY_AUTHOR)


def of_remark(rows: Iterable[int], field: Field) -> Spots:
    """The spots of what stands beside a paper: a comment, a venue, code."""
    return Spots(dict.fromkeys(rows, 0.0), code_of(field))


def of_category(rows: Iterable[int]) -> Spots:
    """The spots of a category, or an archive."""
    return Spots(dict.fromkeys(rows, 0.0))


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

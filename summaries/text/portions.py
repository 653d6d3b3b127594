"""A paper by its sections: read in portions where a model cannot read it at once.

From each portion the model names, by number, the sentences that tell most. Those are the paper's
own words under their own numbers, so that what is made of them is held against the whole paper
like any other answer, and nothing that a model says of a portion is ever taken for the paper's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby, zip_longest
from typing import Final

from summaries.text.numbering import NumberedPaper

LEAST_AT_ONCE: Final = 2_000
"""Characters of a paper that a model must be able to read at once."""
MOST_PORTIONS: Final = 16
"""Each costs a call; what is beyond them is left out and counted as unread."""
FEWEST_NAMED: Final = 2
MOST_NAMED: Final = 12

_MOST_ANSWERED: Final = 8_000
_LEAST_ANSWERED: Final = 1_500
_TOLD_BESIDE: Final = 1_500
_CHARACTERS_A_TOKEN: Final = 3
_LONG_SENTENCE: Final = 200


@dataclass(frozen=True, slots=True)
class Room:
    """How much a model takes in and gives at once.

    Attributes:
        characters: of a paper that it can read; None where that is not known to be few.
        answered: tokens of its answer at most; what reasoning models think counts too.
    """

    characters: int | None = None
    answered: int = _MOST_ANSWERED

    @classmethod
    def of(cls, context: int) -> Room:
        """Of a context of so many tokens, which question and answer share; 0 is not known."""
        if not context:
            return cls()
        answered = min(_MOST_ANSWERED, max(_LEAST_ANSWERED, context // 4))
        characters = (context - answered - _TOLD_BESIDE) * _CHARACTERS_A_TOKEN
        return cls(max(characters, LEAST_AT_ONCE), answered)


def portions(paper: NumberedPaper, characters: int) -> list[NumberedPaper]:
    """What follows the abstract, in pieces of at most so many characters.

    A piece has as many whole sections as fit; a section that is longer is divided.
    """
    pieces: list[list[int]] = [[]]
    room = characters
    for section in _sections(paper):
        needed = sum(map(paper.length, section))
        if needed > room and needed <= characters and pieces[-1]:
            pieces.append([])
            room = characters
        for place in section:
            if paper.length(place) > room and pieces[-1]:
                pieces.append([])
                room = characters
            pieces[-1].append(place)
            room -= paper.length(place)
    return [replace(paper, shown=tuple(piece)) for piece in pieces if piece][:MOST_PORTIONS]


def _sections(paper: NumberedPaper) -> Iterator[list[int]]:
    """The places of the sentences of each section after the abstract."""
    body = (place for place in paper.places if place >= paper.abstract)
    for _, section in groupby(body, key=lambda place: paper.sentences[place].section):
        yield list(section)


def to_be_named(paper: NumberedPaper, pieces: int, characters: int) -> int:
    """How many sentences are wanted of each piece, so that those of all can be read at once."""
    abstract = sum(map(paper.length, range(paper.abstract)))
    share = (characters - abstract) // (_LONG_SENTENCE * max(1, pieces))
    return min(MOST_NAMED, max(FEWEST_NAMED, share))


def put_together(
    paper: NumberedPaper, named: Sequence[Sequence[int]], characters: int, *, read: float
) -> NumberedPaper:
    """The abstract and the sentences named in each portion, in the paper's order.

    Args:
        paper: the whole.
        named: places of sentences, those of each portion by weight; where they do not all fit,
            every portion's first go before any portion's second.
        characters: that may be shown.
        read: the share of the paper that the portions were, 0 to 1.
    """
    shown = list(range(paper.abstract))
    room = characters - sum(map(paper.length, shown))
    by_weight = (place for rank in zip_longest(*named) for place in rank if place is not None)
    for place in dict.fromkeys(by_weight):
        if paper.length(place) <= room:
            shown.append(place)
            room -= paper.length(place)
    return replace(paper, shown=tuple(sorted(set(shown))), coverage=paper.coverage * read)


def share_read(paper: NumberedPaper, pieces: Sequence[NumberedPaper]) -> float:
    """The share of a paper that its abstract and some portions are, 0 to 1."""
    read = set(chain(range(paper.abstract), *(piece.places for piece in pieces)))
    whole = sum(map(paper.length, paper.places))
    return sum(paper.length(place) for place in paper.places if place in read) / whole

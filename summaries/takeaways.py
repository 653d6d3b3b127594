"""The points of a paper worth taking away: a few sentences that say different things."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from summaries.passages import Part, Passage
from summaries.reading import Line
from summaries.roles import Role

MOST: Final = 6
FEWEST: Final = 3
_SHARE: Final = 0.7
"""How many of an abstract's sentences are points."""

_ALIKE: Final = 0.7
"""Share of common content, of the shorter of two sentences, from which they say the same."""

_ASPECTS: Final = {
    Role.BACKGROUND: "problem",
    Role.OBJECTIVE: "problem",
    Role.METHOD: "method",
    Role.RESULT: "result",
    Role.OTHER: "",
}
_WORTH: Final = {
    Role.BACKGROUND: 0.0,
    Role.OBJECTIVE: 0.15,
    Role.METHOD: 0.2,
    Role.RESULT: 0.25,
    Role.OTHER: -0.1,
}
_NEW_ASPECT: Final = 0.3
_FIGURE: Final = 0.1
_REPEATING: Final = 0.6
_POINTING_BACK: Final = 0.25
_HOLLOW: Final = 2.0
_SECTIONS: Final = frozenset((Part.RESULTS, Part.CONCLUSION))
_FINDS: Final = frozenset(("shows", "proposes", "our thing", "best yet"))
"""Cues of which a sentence of such a section must give one to be a point of the paper's own."""


def takeaways(passages: Sequence[Passage], told: Line) -> list[Passage]:
    """Up to six points in the order of reading, none of which says what was told already.

    Problem, method and result are covered where the paper has them. Hollow sentences stand in
    only where there is nothing better.
    """
    left = [
        passage
        for passage in passages
        if _is_point(passage) and similarity(passage.line, told) < _ALIKE
    ]
    wanted = _wanted(left)
    chosen: list[Passage] = []
    while left and len(chosen) < wanted:
        best = max(left, key=lambda passage: _worth(passage, chosen, told))
        chosen.append(best)
        left = [p for p in left if p is not best and similarity(p.line, best.line) < _ALIKE]
    return sorted(chosen, key=lambda passage: passage.place)


def _is_point(passage: Passage) -> bool:
    if passage.part is Part.ABSTRACT:
        return True
    cues = passage.line.cues
    return passage.part in _SECTIONS and bool(cues & _FINDS) and "cites" not in cues


def similarity(one: Line, other: Line) -> float:
    """The share of the shorter sentence's content that the other one has too."""
    shorter = min(len(one.content), len(other.content))
    if not shorter:
        return float(one.words == other.words)
    return len(one.content & other.content) / shorter


def _wanted(passages: Sequence[Passage]) -> int:
    solid = sum(not passage.hollow for passage in passages)
    return max(FEWEST, min(MOST, round(_SHARE * solid)))


def _worth(passage: Passage, chosen: Sequence[Passage], told: Line) -> float:
    """What a sentence adds to those chosen."""
    line = passage.line
    worth = passage.likeness + _WORTH[passage.role]
    aspect = _ASPECTS[passage.role]
    if aspect and aspect not in {_ASPECTS[other.role] for other in chosen}:
        worth += _NEW_ASPECT
    if line.cues & {"percent", "number"} and passage.role is Role.RESULT:
        worth += _FIGURE
    if "points back" in line.cues:
        worth -= _POINTING_BACK
    if passage.hollow:
        worth -= _HOLLOW
    others = (told, *(other.line for other in chosen))
    return worth - _REPEATING * max(similarity(line, other) for other in others)

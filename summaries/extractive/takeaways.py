"""The points of a paper worth taking away: a few sentences that say different things."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from summaries.extractive.leaning import Lean
from summaries.extractive.passages import Part, Passage
from summaries.extractive.roles import Role
from summaries.text.understanding import Line

MOST: Final = 6
FEWEST: Final = 3
_SHARE: Final = 0.7
"""How many of an abstract's sentences are points."""

_ALIKE: Final = 0.65
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
_TROUBLE: Final = 0.1
_BACKGROUND_AGAIN: Final = 0.4
_REPEATING: Final = 0.6
_FORMULA: Final = 0.08
_FORMULAS: Final = 0.4
_LEANING: Final = {Lean.NONE: 0.0, Lean.ON_THE_PAPER: 0.35, Lean.ON_THE_SENTENCE_BEFORE: 1.0}
"""What a sentence loses that leans on one that is not shown."""

_LEANING_SEEN: Final = {Lean.NONE: 0.0, Lean.ON_THE_PAPER: 0.2, Lean.ON_THE_SENTENCE_BEFORE: 0.7}
"""What it loses where the one before it is shown."""

_HOLLOW: Final = 2.0
_POOR: Final = -0.3
"""Worth below which a sentence stands in only where there are too few others."""

_SECTIONS: Final = frozenset((Part.RESULTS, Part.CONCLUSION))
_FINDS: Final = frozenset(("shows", "proposes", "our thing", "best yet"))
"""Cues of which a sentence of such a section must give one to be a point of the paper's own."""

_TEX: Final = re.compile(r"\\[A-Za-z]{2}|\$|[{}]")


def takeaways(passages: Sequence[Passage], told: Line) -> list[Passage]:
    """Up to six points in the order of reading, none of which says what was told already.

    Problem, method and result are covered where the paper has them. Sentences that are hollow, or
    lean on one that is not shown, stand in only where there is nothing better.
    """
    left = [
        passage
        for passage in passages
        if _is_point(passage) and similarity(passage.line, told) < _ALIKE
    ]
    wanted = _wanted(left)
    before = next((passage.place for passage in passages if passage.line is told), -1)
    chosen: list[Passage] = []
    while left and len(chosen) < wanted:
        worth, best = max(
            ((_worth(passage, chosen, told, before), passage) for passage in left),
            key=lambda scored: scored[0],
        )
        if worth < _POOR and len(chosen) >= FEWEST:
            break
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


def _worth(passage: Passage, chosen: Sequence[Passage], told: Line, before: int) -> float:
    """What a sentence adds to those chosen and to the one told, which stands at `before`."""
    line = passage.line
    worth = passage.likeness + _WORTH[passage.role]
    aspect = _ASPECTS[passage.role]
    if aspect and aspect not in {_ASPECTS[other.role] for other in chosen}:
        worth += _NEW_ASPECT
    if line.cues & {"percent", "number"} and passage.role is Role.RESULT:
        worth += _FIGURE
    if "trouble" in line.cues and passage.role is Role.BACKGROUND:
        worth += _TROUBLE
    if passage.role is Role.BACKGROUND:
        worth -= _BACKGROUND_AGAIN * sum(p.role is Role.BACKGROUND for p in chosen)
    seen = passage.place - 1 in {before, *(other.place for other in chosen)}
    worth -= (_LEANING_SEEN if seen else _LEANING)[passage.lean]
    if passage.hollow:
        worth -= _HOLLOW
    if "formula" in line.cues:
        worth -= min(_FORMULAS, _FORMULA * len(_TEX.findall(line.text)))
    others = (told, *(other.line for other in chosen))
    return worth - _REPEATING * max(similarity(line, other) for other in others)

"""The points of a paper worth taking away: a few sentences that say different things."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from summaries.extractive.compression import within
from summaries.extractive.leaning import Lean
from summaries.extractive.passages import Part, Passage
from summaries.extractive.roles import Role, is_shown
from summaries.text.understanding import Line

MOST: Final = 6
LEAST: Final = 8
"""Words of room without which there is none for another point."""

FEWEST: Final = 2
"""Points up to which a sentence stands in that leans on one that is not shown."""

_ALIKE: Final = 0.65
"""Share of common content, of the shorter of two sentences, from which they say the same."""

_KNOWN: Final = 0.5
"""Share of common content from which a sentence of the text tells what the abstract has told."""

_MOST_OF_TEXT: Final = 2
"""Points from the full text: what a paper has to say, its abstract says."""

_ASPECTS: Final = {
    Role.OBJECTIVE: "problem",
    Role.METHOD: "method",
    Role.RESULT: "result",
}
_WORTH: Final = {
    Role.OBJECTIVE: 0.1,
    Role.METHOD: 0.15,
    Role.RESULT: 0.35,
    Role.OTHER: -0.05,
}
_NEW_ASPECT: Final = 0.3
_FIGURE: Final = 0.2
_MEASURED: Final = 0.15
"""What a number adds, and what it adds where it measures something."""

_SHOWN: Final = 0.15
_OF_TEXT: Final = 0.2
"""What a sentence of the text loses beside one of the abstract."""

_REPEATING: Final = 0.6
_FORMULA: Final = 0.08
_FORMULAS: Final = 0.4
_LEANING: Final = {Lean.NONE: 0.0, Lean.ON_THE_PAPER: 0.35, Lean.ON_THE_SENTENCE_BEFORE: 1.0}
"""What a sentence loses that leans on one that is not shown."""

_LEANING_SEEN: Final = {Lean.NONE: 0.0, Lean.ON_THE_PAPER: 0.2, Lean.ON_THE_SENTENCE_BEFORE: 0.7}
"""What it loses where the one before it is shown."""

_LENGTH: Final = 0.006
_USUAL_LENGTH: Final = 20
"""Words beyond which each costs something: where one has room, two have not."""

_POOR: Final = -0.3
"""Worth below which a sentence stands in only where there are too few others."""

_SECTIONS: Final = frozenset((Part.RESULTS, Part.CONCLUSION, Part.LIMITATIONS))
_FINDS: Final = frozenset(("shows", "our thing", "best yet"))
"""Cues of which a sentence of such a section must give one to be a finding of the paper's own."""

_TEX: Final = re.compile(r"\\[A-Za-z]{2}|\$|[{}]")
_FIGURES: Final = re.compile(r"(?<![=\d.])\d+(?:[.,]\d+)*")
_QUANTITY: Final = re.compile(
    r"\d\s?%|\bper\s?cent\b|\d\s?(?:×|x\b|times\b|-fold\b)|\bfactor of \d|(?<![\d(=.])\d+\.\d+\b"
    r"|\d\s(?:[kMGTcmµμn]?(?:eV|m|s|g|Hz|W|K|B|J|V|A|pc|mol)|dB|hours?|days?|years?|points?|nights?"
    r"|seconds?|minutes?|tons?|σ|sigma)\b"
)
"""A number that measures something, rather than naming an equation or a redshift."""


class Point(NamedTuple):
    """A sentence, and the form of it that is shown."""

    passage: Passage
    text: str

    @property
    def words(self) -> int:
        """Words of what is shown."""
        return len(self.text.split())


def takeaways(passages: Sequence[Passage], told: Line, room: int, *, any_role: bool) -> list[Point]:
    """Up to six points in the order of reading, none of which says what was told already.

    Method and result are covered where the paper has them; what it wishes, announces or says of
    others is no point.

    Args:
        passages: of the abstract and then of the text.
        told: the sentence that the one-sentence summary is made of.
        room: words that all points may have together.
        any_role: whether roles are not known, so that any sentence that tells something may do.
    """
    abstract = [passage.line for passage in passages if passage.part is Part.ABSTRACT]
    left = [
        passage
        for passage in passages
        if (passage.part is Part.ABSTRACT or _adds(passage, abstract))
        and (passage.is_finding or (any_role and passage.is_told))
        and similarity(passage.line, told) < _ALIKE
    ]
    before = next((passage.place for passage in passages if passage.line is told), -1)
    own = {passage.place: _own_worth(passage) for passage in left}
    chosen: list[Point] = []
    while left and len(chosen) < MOST and room >= LEAST:
        shown = [point.passage for point in chosen]
        worth, best = max(
            (
                (own[passage.place] + _added(passage, shown, told, before), passage)
                for passage in left
            ),
            key=lambda scored: scored[0],
        )
        if worth < _POOR and len(chosen) >= FEWEST:
            break
        left.remove(best)
        if (text := within(best.line.text, room)) and _may_be_taken(best, shown):
            chosen.append(Point(best, text))
            room -= chosen[-1].words
            left = [p for p in left if similarity(p.line, best.line) < _ALIKE]
    return sorted(chosen, key=lambda point: point.passage.place)


def _may_be_taken(passage: Passage, chosen: Sequence[Passage]) -> bool:
    of_text = sum(other.part is not Part.ABSTRACT for other in chosen)
    return passage.part is Part.ABSTRACT or of_text < _MOST_OF_TEXT


def _adds(passage: Passage, abstract: Iterable[Line]) -> bool:
    """Whether a sentence of the text states a result or a limit that the abstract lacks."""
    line = passage.line
    if passage.part not in _SECTIONS or "cites" in line.cues or passage.lean is not Lean.NONE:
        return False
    lines = tuple(abstract)
    found = bool(line.cues & _FINDS) and _QUANTITY.search(line.text) is not None
    return (found or passage.part is Part.LIMITATIONS) and not repeats(line, lines)


def repeats(line: Line, others: Sequence[Line]) -> bool:
    """Whether a sentence of the text says or measures what others have said or measured."""
    figures = set(_FIGURES.findall(line.text))
    said = {figure for other in others for figure in _FIGURES.findall(other.text)}
    if figures and figures <= said:
        return True
    return any(len(line.content & o.content) >= _KNOWN * len(line.content) for o in others)


def similarity(one: Line, other: Line) -> float:
    """The share of the shorter sentence's content that the other one has too."""
    shorter = min(len(one.content), len(other.content))
    if not shorter:
        return float(one.words == other.words)
    return len(one.content & other.content) / shorter


def _own_worth(passage: Passage) -> float:
    """What a sentence is worth, whatever else is shown."""
    line = passage.line
    worth = passage.likeness + _WORTH.get(passage.role, 0.0)
    if passage.role is Role.RESULT and (
        line.cues & {"shows", "superlative"} or is_shown(line.text)
    ):
        worth += _SHOWN
    if line.cues & {"percent", "number"} and passage.role is Role.RESULT:
        worth += _FIGURE + (_MEASURED if _QUANTITY.search(line.text) else 0.0)
    if passage.part is not Part.ABSTRACT:
        worth -= _OF_TEXT
    worth -= _LENGTH * max(0, len(line.words) - _USUAL_LENGTH)
    if "formula" in line.cues:
        worth -= min(_FORMULAS, _FORMULA * len(_TEX.findall(line.text)))
    return worth


def _added(passage: Passage, chosen: Sequence[Passage], told: Line, before: int) -> float:
    """What it adds to those chosen and to the one told, which stands at `before`."""
    aspect = _ASPECTS.get(passage.role, "")
    new = aspect and aspect not in {_ASPECTS.get(other.role, "") for other in chosen}
    seen = passage.place - 1 in {before, *(other.place for other in chosen)}
    others = (told, *(other.line for other in chosen))
    return (
        (_NEW_ASPECT if new else 0.0)
        - (_LEANING_SEEN if seen else _LEANING)[passage.lean]
        - _REPEATING * max(similarity(passage.line, other) for other in others)
    )

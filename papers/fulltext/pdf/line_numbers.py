"""The numbers of lines that manuscripts for reviewers print in the margin. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

_LEADING = re.compile(r"\d{1,4}(?=\s|$)")
_TRAILING = re.compile(r"(?<=\s)\d{1,4}$")
_STEPS: Final = (1, 2, 5, 10)
_FEWEST: Final = 7
"""Numbers on a page; fewer may be the rows of a table."""
_SHARE: Final = 0.3
"""Of a page's lines that are numbered at least: a margin may number one of two columns."""
_DENSE: Final = 0.6
"""Of the lines between the first number and the last. Without lines between, they number none."""
_FRAGMENT: Final = 12
"""Letters of a piece of a line at most: formulas are in pieces."""
_NEAR: Final = 3

Piece = tuple[int, str]
"""Where in a page's text a line begins, and the line."""


def without_numbers(pieces: list[Piece]) -> list[Piece]:
    """A page's lines without those numbers at their beginnings, or ends, that count them."""
    first = len([text for _, text in pieces if text[0].isdigit()])
    if max(first, len([text for _, text in pieces if text[-1].isdigit()])) < _FEWEST:
        return pieces
    leading, trailing = _counting(pieces, _LEADING), _counting(pieces, _TRAILING)
    cut = {at: (start, end) for at, start, end in leading}
    behind = {at: (start, len(pieces[at][1])) for at, start, _ in trailing}
    if not (cut or behind) or len(cut.keys() & behind.keys()) > 2:  # a list of contents
        return pieces
    cut = behind | _within(pieces, leading) | cut
    kept: list[Piece] = []
    for number, (start, text) in enumerate(pieces):
        first, last = cut.get(number, (0, 0))
        kept += [(start, text[:first])] if first else []
        kept += [(start + last, text[last:])] if last < len(text) else []
    return kept


def _within(
    pieces: Sequence[Piece], leading: Sequence[tuple[int, int, int]]
) -> dict[int, tuple[int, int]]:
    """Numbers that no line begins with: what is raised in a line may be drawn before them."""
    known = [(at, int(pieces[at][1][start:end])) for at, start, end in leading]
    found: dict[int, tuple[int, int]] = {}
    for (before, number), (after, following) in pairwise(known):
        for missing in range(number + 1, min(following, number + _NEAR + 1)):
            found |= _alone(pieces, missing, before + 1, after)
    if known:
        at, number = known[0]
        while number > 1 and (more := _alone(pieces, number - 1, max(at - _NEAR, 0), at)):
            found |= more
            at, number = min(more), number - 1
        at, number = known[-1]
        while more := _alone(pieces, number + 1, at + 1, min(at + _NEAR, len(pieces))):
            found |= more
            at, number = min(more), number + 1
    return found


def _alone(
    pieces: Sequence[Piece], number: int, first: int, last: int
) -> dict[int, tuple[int, int]]:
    """Where a number is a word of some pieces; nothing where it is none, or several."""
    word = f" {number} "
    found = {
        at: (start, start + len(word) - 2)
        for at in range(first, last)
        if (start := f" {pieces[at][1]} ".find(word)) >= 0
    }
    return found if len(found) == 1 else {}


def _counting(pieces: Sequence[Piece], form: re.Pattern[str]) -> list[tuple[int, int, int]]:
    """Which lines are numbered, and where in each its number stands."""
    edge = 0 if form is _LEADING else -1
    found = [
        (number, match)
        for number, (_, text) in enumerate(pieces)
        if text[edge].isdigit()
        and (match := form.match(text) if form is _LEADING else form.search(text[-5:]))
    ]
    if len(found) < _FEWEST:
        return []
    numbers = [int(match[0]) for _, match in found]
    steps = Counter(b - a for a, b in pairwise(numbers))
    step = max(_STEPS, key=lambda step: steps[step])
    chain = [at for at in range(len(found)) if _goes_on(numbers, at, step)]
    if len({numbers[at] for at in chain}) < max(_FEWEST, 0.9 * len(chain)):
        return []
    first, last = found[chain[0]][0], found[chain[-1]][0]
    counted = len(chain) * step
    texts = [number for number, (_, text) in enumerate(pieces) if len(text) > _FRAGMENT]
    within = sum(first <= number <= last for number in texts)
    if counted < _SHARE * len(texts) or not 0.5 * counted <= within <= counted / _DENSE:
        return []
    told = []
    for at in chain:
        number, match = found[at]
        skipped = 0 if form is _LEADING else max(len(pieces[number][1]) - 5, 0)
        told.append((number, skipped + match.start(), skipped + match.end()))
    return told


def _goes_on(numbers: Sequence[int], at: int, step: int) -> bool:
    """Whether a number counts on from one just before it, or to one just after."""
    before, after = numbers[max(at - _NEAR, 0) : at], numbers[at + 1 : at + 1 + _NEAR]
    number = numbers[at]
    return any(number - by in before or number + by in after for by in (step, 2 * step))

"""Texts put side by side: which of one is which of the other, and how much two are alike."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence, Sized
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Final

from summaries.changes.tokens import Token, is_number

Key = tuple[str, ...]

_CANDIDATES: Final = 8
"""Texts that one is compared with, token by token: those that share most of what is rare."""
_COMMON: Final = 40
"""In more texts than that a word tells nothing."""
_LONGEST: Final = 600
"""Tokens of a text that are compared: a matcher takes their square in steps."""
_STEPS: Final = 6_000_000
"""Such steps for two papers: half a second, four times what two of 16,000 words each take that have
nothing in common."""
_LIKE: Final = 0.5
_PART: Final = 0.8
_LEAST_OF_PART: Final = 4
_LEAST_LIKE: Final = 0.25


class Steps:
    """How much is still compared token by token, of what two papers may cost."""

    def __init__(self, most: int = _STEPS) -> None:
        """Args: most are pairs of tokens."""
        self._left = most

    def take(self, one: Sized, other: Sized) -> bool:
        """Whether two texts may be compared so; what that takes is gone then."""
        wanted = min(len(one), _LONGEST) * min(len(other), _LONGEST)
        if wanted > self._left:
            return False
        self._left -= wanted
        return True


def likeness(one: Key, other: Key, steps: Steps) -> float:
    """How much two texts are alike, from 0 to 1, by their tokens in order.

    Where no steps are left, by which of them stand side by side.
    """
    if not one or not other:
        return float(one == other)
    if not steps.take(one, other):
        of_one, of_other = Counter(pairwise(one)), Counter(pairwise(other))
        return 2 * (of_one & of_other).total() / max(1, len(one) + len(other) - 2)
    return SequenceMatcher(None, one[:_LONGEST], other[:_LONGEST], autojunk=False).ratio()


def pairs(
    before: Sequence[Key], after: Sequence[Key], steps: Steps, least: float = _LIKE
) -> list[tuple[int, int]]:
    """Which of some texts became which of others, each once, the likest first; by their places.

    A text that became a part of a longer one counts as well.
    """
    scored: list[tuple[float, int, int]] = []
    for place, others in enumerate(_candidates(before, after)):
        for other in others:
            score = _score(before[place], after[other], steps)
            if score >= least:
                scored.append((-score, place, other))
    found: list[tuple[int, int]] = []
    taken: tuple[set[int], set[int]] = (set(), set())
    for _, place, other in sorted(scored):
        if place not in taken[0] and other not in taken[1]:
            taken[0].add(place)
            taken[1].add(other)
            found.append((place, other))
    return found


def _score(one: Key, other: Key, steps: Steps) -> float:
    shared = (Counter(one) & Counter(other)).total()
    shorter = min(len(one), len(other))
    if 2 * shared < _LEAST_LIKE * (len(one) + len(other)):
        return 0.0
    alike = likeness(one, other, steps)
    is_part = shorter >= _LEAST_OF_PART and shared >= _PART * shorter and alike >= _LEAST_LIKE
    return max(alike, _LIKE) if is_part else alike


def _candidates(before: Sequence[Key], after: Sequence[Key]) -> Iterator[list[int]]:
    """For each text those of the others that it may have become."""
    having: dict[str, list[int]] = defaultdict(list)
    for place, words in enumerate(after):
        for word in set(words):
            having[word].append(place)
    for words in before:
        votes: Counter[int] = Counter()
        for word in set(words):
            if len(having.get(word, ())) <= _COMMON:
                votes.update(having.get(word, ()))
        yield [place for place, _ in votes.most_common(_CANDIDATES)]


def changed_numbers(
    before: Sequence[Token], after: Sequence[Token], steps: Steps
) -> tuple[tuple[str, str], ...]:
    """Numbers of a text that are others in another, in pairs, as they are written.

    None where no steps are left.
    """
    if not steps.take(before, after):
        return ()
    was, now = ([value for value, _ in text[:_LONGEST]] for text in (before, after))
    matcher = SequenceMatcher(None, was, now, autojunk=False)
    found: list[tuple[str, str]] = []
    for kind, start, end, other_start, other_end in matcher.get_opcodes():
        if kind == "replace":
            old = [word for value, word in before[start:end] if is_number(value)]
            new = [word for value, word in after[other_start:other_end] if is_number(value)]
            if len(old) == len(new):
                found += zip(old, new, strict=True)
    return tuple(dict.fromkeys(found))


def without_numbers(words: Sequence[str]) -> Key:
    """What a text says but for which numbers it has."""
    return tuple("#" if is_number(word) else word for word in words if word != "-")


def runs(places: Sequence[int]) -> Iterator[list[int]]:
    """Places in order, those that follow one another together."""
    run: list[int] = []
    for place in places:
        if run and place != run[-1] + 1:
            yield run
            run = []
        run.append(place)
    if run:
        yield run

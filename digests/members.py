"""What the members of a group made of papers together, nobody's presses weighing most."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from domain.chats import Press

FEWEST_PEOPLE: Final = 2
"""People of a group from whose presses its order is made: one alone is not the group."""

_IN_FULL: Final = 5
"""Presses from which a person counts in full; however many more, they count no more together."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What those who pressed made of a paper.

    Attributes:
        paper: its base id.
        liked: how many wished for more like it.
        pressed: how many wished for more or for less.
        pull: how much more it is wished for than not, each person's presses weighing 1 together
            at most; negative where it is rather not.
        at: when somebody pressed last, UTC.
    """

    paper: str
    liked: int
    pressed: int
    pull: float
    at: datetime


def verdicts(presses: Collection[Press]) -> list[Verdict]:
    """What the members of a group made of each paper, that pressed last first."""
    weights = {
        person: 1 / max(count, _IN_FULL)
        for person, count in Counter(press.person for press in presses).items()
    }
    by_paper = defaultdict[str, list[Press]](list)
    for press in presses:
        by_paper[press.paper].append(press)
    found = [
        Verdict(
            paper,
            liked=sum(press.is_more for press in some),
            pressed=len(some),
            pull=sum(weights[one.person] * (1 if one.is_more else -1) for one in some),
            at=max(press.at for press in some),
        )
        for paper, some in by_paper.items()
    ]
    return sorted(sorted(found, key=lambda one: one.paper), key=lambda one: one.at, reverse=True)


def in_turns(presses: Collection[Press]) -> list[Verdict]:
    """The same, what anybody pressed last first, then what anybody pressed before that, and so on.

    So whoever presses on and on makes nothing old that another pressed.
    """
    turns, counts = dict[str, int](), Counter[str]()
    for press in sorted(presses, key=lambda one: one.at, reverse=True):
        turn = counts[press.person]
        turns[press.paper] = min(turn, turns.get(press.paper, turn))
        counts[press.person] += 1
    return sorted(verdicts(presses), key=lambda one: turns[one.paper])


def has_spoken(presses: Collection[Press]) -> bool:
    """Whether so many people pressed that they stand for their group."""
    return len({press.person for press in presses}) >= FEWEST_PEOPLE

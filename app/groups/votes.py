"""What came of a vote. Pure; the rules are told in the vote's message."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from domain.groups.meetings import Meeting


class Why(Enum):
    """Why a paper is read."""

    MOST = auto()
    """It has the most votes."""
    TIE = auto()
    """Others have as many, and stand below it."""
    NOBODY = auto()
    """Nobody has voted: it is the most liked."""
    ALONE = auto()
    """There was nothing to choose from."""
    NO_VOTE = auto()
    """There was no vote, or nobody knows what came of it: it is the most liked."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which of the candidates is read, and why."""

    chosen: int
    why: Why


def choice_of(meeting: Meeting) -> Choice | None:
    """What is read; None where nothing was proposed.

    The most votes decide, one is enough; of equals the paper that stands higher is read, as is the
    first where there is no vote: they stand as they are liked.
    """
    if not meeting.candidates:
        return None
    if len(meeting.candidates) == 1:
        return Choice(0, Why.ALONE)
    counts = meeting.counts
    if not meeting.message or len(counts) != len(meeting.candidates):
        return Choice(0, Why.NO_VOTE)
    most = max(counts)
    if not most:
        return Choice(0, Why.NOBODY)
    return Choice(counts.index(most), Why.TIE if counts.count(most) > 1 else Why.MOST)

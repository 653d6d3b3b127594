"""What becomes of papers after they were told: withdrawn, replaced, accepted, printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from domain.chats import Updates
from domain.groups.meetings import Step
from domain.metadata.changes import Change

MOST_NOTICES: Final = 10
"""Notices in one digest; what is beyond comes with the next."""


PROMISED: Final = "promised"
"""Ends the key of code that had been promised before it came."""


class UpdateKind(StrEnum):
    """What became of a paper."""

    WITHDRAWN = "withdrawn"
    RETURNED = "returned"
    """It was withdrawn, and is back with another version."""
    REPLACED = "replaced"
    ACCEPTED = "accepted"
    PUBLISHED = "published"
    CODE = "code"
    """There is code where there was none."""

    @property
    def is_important(self) -> bool:
        """Whether what was told of the paper may be true no longer."""
        return self in (UpdateKind.WITHDRAWN, UpdateKind.RETURNED)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperUpdate:
    """One thing that became of a paper.

    Attributes:
        paper: its base id.
        title: arXiv's.
        key: with the paper, it names this for ever.
        words: arXiv's own: the comment of a withdrawal, a meeting, a journal reference or DOI, the
            address of code; of a replacement the listing date, ISO 8601. Empty where there are
            none.
    """

    paper: str
    title: str
    kind: UpdateKind
    key: str
    words: str = ""

    @property
    def was_promised(self) -> bool:
        """Whether it is code that a version before had promised."""
        return self.kind is UpdateKind.CODE and self.key.endswith(PROMISED)


@dataclass(frozen=True, slots=True)
class Notice:
    """An update that a chat is to be told of, which was told of the paper.

    Attributes:
        number: of the update; those of the same number are the same.
        changes: what a new version says otherwise, as far as that is known.
    """

    number: int
    update: PaperUpdate
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class AtOnce:
    """What a message does that is of no digest.

    It tells an update at once, or edits the one that told the paper, or looks back at a week, or is
    of a meeting of a group that reads together.

    Attributes:
        update: its number; 0 for a look back, of a meeting the number of its day.
        message: the one that is answered or edited; 0 where none is known.
        edits: whether it takes that message's place.
        step: what it is to a meeting.
    """

    update: int
    message: int = 0
    edits: bool = False
    step: Step | None = None

    def __str__(self) -> str:
        """What names the message among those of its chat and day."""
        return f" {self.update}{self.step or ''}{'e' * self.edits}"

    @classmethod
    def of(cls, name: str, message: int) -> AtOnce | None:
        """What `str` wrote; None where it is empty."""
        number = name.strip().removesuffix("e")
        if not number:
            return None
        step = Step(number[-1]) if number[-1].isalpha() else None
        number = number[:-1] if step else number
        return cls(int(number), message, name.endswith("e"), step)

    @property
    def can_be_repeated(self) -> bool:
        """Whether doing it twice is as doing it once."""
        return self.edits or self.step is Step.CLOSE


LOOK_BACK: Final = AtOnce(0)


def wanted(notices: Sequence[Notice], updates: Updates) -> tuple[Notice, ...]:
    """Those that a chat's next digest tells, by its setting: important ones first, as they came."""
    kept = (one for one in notices if updates.wants(important=one.update.kind.is_important))
    return tuple(sorted(kept, key=lambda one: not one.update.kind.is_important))[:MOST_NOTICES]


def done_with(notices: Sequence[Notice], updates: Updates) -> tuple[int, ...]:
    """Numbers of those that are no more to be told after that digest: told, or not wished for."""
    told = {one.number for one in wanted(notices, updates)}
    return tuple(
        one.number
        for one in notices
        if one.number in told or not updates.wants(important=one.update.kind.is_important)
    )

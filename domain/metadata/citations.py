"""A paper as a bibliography has it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.metadata.names import key_of
from domain.papers import Paper

_OF_THIS_CENTURY = 91


@dataclass(frozen=True, slots=True)
class Citation:
    """A paper with what somebody noted of it.

    Attributes:
        note: their words; may be empty.
        saved: when they saved it, UTC.
    """

    paper: Paper
    note: str = ""
    saved: datetime | None = None

    @property
    def key(self) -> str:
        """What it is cited by: ``vaswani-1706.03762``.

        It depends on nothing but the paper, whatever else is exported, in which version.
        """
        authors = self.paper.authors
        return "-".join(filter(None, (key_of(authors[0].name) if authors else "", self.base)))

    @property
    def base(self) -> str:
        """The paper's id without its version."""
        return self.paper.id.base

    @property
    def year(self) -> int | None:
        """When it was submitted first; None for a sample."""
        if self.paper.published is not None:
            return self.paper.published.year
        if self.paper.id.is_sample:
            return None
        digits = self.base.rpartition("/")[2][:2]
        return int(digits) + (1900 if int(digits) >= _OF_THIS_CENTURY else 2000)

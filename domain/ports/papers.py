"""Metadata that is remembered, and what papers mean, as ports."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Protocol

from domain.identifiers import PaperId
from domain.papers import Paper


class Papers(Protocol):
    """Papers' metadata."""

    async def save_papers(self, papers: Collection[Paper]) -> None:
        """Keep metadata. The API's replaces a listing's, never the other way round."""
        ...

    async def papers(self, ids: Collection[PaperId]) -> dict[str, Paper]:
        """Metadata by base id; unknown ids are missing."""
        ...

    async def told_longest_ago(self, limit: int) -> list[PaperId]:
        """Papers that were told to somebody, those first that arXiv was asked for longest ago."""
        ...

    async def earlier_records(self, papers: Collection[str]) -> dict[str, Paper]:
        """What arXiv said of told papers in the last version before the one that is kept.

        By base id, those that a later version has come of since they were told: title, abstract,
        authors, comment, and when it was submitted. All else is as it is now.
        """
        ...

    async def titles(self, after: str, limit: int) -> list[tuple[str, str]]:
        """Base id and title of so many papers, those next after a base id."""
        ...

    async def recent_papers(self, limit: int, skip: int = 0) -> list[Paper]:
        """The papers announced last, newest first; without so many of the newest."""
        ...

    async def papers_by(self, author: str, limit: int) -> list[Paper]:
        """Announced papers that name an author exactly so, those with the latest ids first."""
        ...

    async def announced_on(self, paper: PaperId) -> list[date]:
        """The listing dates on which a paper was news, the newest first.

        One that never was is kept because somebody asked for it, which is nobody else's to know.
        """
        ...


class Vectors(Protocol):
    """What papers mean, as vectors that a model made of their titles and abstracts."""

    async def keep_vectors(self, model: str, made: Collection[tuple[Paper, bytes]]) -> None:
        """Keep vectors with the model that made them, in place of another's.

        A paper whose title or abstract has another length since has none.
        """
        ...

    async def vectors(self, model: str, papers: Collection[str]) -> dict[str, bytes]:
        """Those that a model made, by base id; papers without one are missing."""
        ...

    async def without_vector(self, model: str, below: str, limit: int) -> list[Paper]:
        """Papers of which a model made none, those with the latest ids first.

        Args:
            model: its name.
            below: only such with a base id that sorts before this one; all where it is empty.
            limit: how many at most.
        """
        ...


class TextEmbedder(Protocol):
    """Makes vectors of what texts mean: the nearer two are, the more alike the texts.

    Attributes:
        name: the model's; its vectors are compared with one another alone.
    """

    name: str

    def embedded(self, texts: Sequence[str]) -> list[bytes]:
        """A vector for each text, of bytes with a sign; takes some 30 ms of processor each.

        Raises:
            ModelMisconfigured: the model cannot be loaded.
        """
        ...
